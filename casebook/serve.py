"""Starting the app's server on this machine."""

import os
import subprocess
import sys
from pathlib import Path


def app(port: int, show: bool) -> int:
    """Run the app until it is stopped; its exit status. It listens on this machine alone."""
    if os.name == "posix":
        # In this process's place: whoever stops the command stops the server.
        os.execv(sys.executable, command(port, show))
    return subprocess.run(command(port, show), check=False).returncode


def command(port: int, show: bool) -> list[str]:
    """What runs the app. Its options are in .streamlit/config.toml beside the script.

    Streamlit reads them there wherever it starts.
    """
    flags = [f"--server.port={port}", f"--server.headless={str(not show).lower()}"]
    return [sys.executable, "-m", "streamlit", "run", str(script()), *flags]


def script() -> Path:
    """The app's entry: beside this file where Casebook is installed, above it in a checkout."""
    here = Path(__file__).parent
    return next(place for place in (here / "app.py", here.parent / "app.py") if place.is_file())
