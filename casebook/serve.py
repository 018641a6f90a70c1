"""Starting the app's server on this machine."""

import subprocess
import sys
from pathlib import Path


def script() -> Path:
    """The app's entry: beside this file where Casebook is installed, above it in a checkout.

    Its options are in .streamlit/config.toml beside it, which Streamlit reads wherever it starts.
    """
    here = Path(__file__).parent
    return next(place for place in (here / "app.py", here.parent / "app.py") if place.is_file())


def app(port: int, show: bool) -> int:
    """Run the app until it is stopped; its exit status. It listens on this machine alone."""
    flags = [f"--server.port={port}", f"--server.headless={str(not show).lower()}"]
    command = [sys.executable, "-m", "streamlit", "run", str(script()), *flags]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
