"""Starting the app's server on this machine."""

import subprocess
import sys
from pathlib import Path


def app(port: int, show: bool) -> int:
    """Run the app until it is stopped; its exit status. It listens on this machine alone."""
    here = Path(__file__).parent
    places = (here / "app.py", here.parent / "app.py")
    script = next(place for place in places if place.is_file())
    options = {
        "server.address": "localhost",
        "server.port": port,
        "server.headless": str(not show).lower(),
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
