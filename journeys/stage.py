"""What a journey plays on: the app on a free port over a library of its own, and a browser."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlencode

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from casebook import serve

ROOT: Final = Path(__file__).parents[1]
# Everything that is set up for journeys, where `make clean` removes it.
KEPT: Final = ROOT / ".venv" / "journeys"
WAIT_MS: Final = 90_000
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# The script has run, and the browser has drawn what it said.
_STILL: Final = '[data-testid="stApp"][data-test-script-state="notRunning"]'
MISSING: Final = (
    "No Chromium was found: install your system's package (chromium on Debian), or name the "
    "program in CHROMIUM."
)


def chromium() -> str | None:
    """The browser that CHROMIUM names, or the first that is installed."""
    found = (shutil.which(name) for name in _NAMES)
    return os.environ.get("CHROMIUM") or next((path for path in found if path), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window; it ends the program in a sentence where none is installed."""
    path = chromium()
    if path is None:
        raise SystemExit(MISSING)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=list(_QUIET))
        try:
            yield started
        finally:
            started.close()


@contextmanager
def copied(library: Path) -> Iterator[Path]:
    """A copy of a library, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="casebook-journeys-") as folder:
        yield shutil.copytree(library, Path(folder) / "library")


@contextmanager
def served(home: Path, command: Sequence[str] = ()) -> Iterator[str]:
    """The app over a library, on a free port; gives its address.

    Another command than `casebook app`'s own has its options, the port aside.
    """
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"CASEBOOK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    given = [one for one in command if not one.startswith("--server.port")]
    run = [*given, f"--server.port={port}"] if given else serve.command(port, show=False)
    server = subprocess.Popen(run, cwd=home, env=environment)
    try:
        _await(server, f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)


@dataclass(frozen=True, slots=True)
class Stage:
    """The app at an address over a library, and the browser that looks at it."""

    address: str
    home: Path
    window: Browser

    def page(self, path: str = "", wide: int = 1280, high: int = 900, **kind: Any) -> Page:
        """A fresh visitor at a path of the app; `kind` goes to the browser's context."""
        context = self.window.new_context(viewport={"width": wide, "height": high}, **kind)
        opened = context.new_page()
        opened.set_default_timeout(WAIT_MS)
        self.go(opened, path)
        return opened

    def go(self, page: Page, path: str, /, **params: str | list[str]) -> None:
        """Open a path of the app, and wait until it is drawn."""
        query = f"?{urlencode(params, doseq=True)}" if params else ""
        page.goto(f"{self.address}/{path}{query}")
        settled(page)


def settled(page: Page) -> None:
    """Wait until the page shows all that it will."""
    page.locator(_STILL).wait_for(state="attached", timeout=5 * WAIT_MS)
    page.wait_for_function(_DRAWN, timeout=WAIT_MS)


def hand_in(page: Page, *files: tuple[str, bytes]) -> None:
    """Drop PDFs, each a name and its bytes, where files are dropped."""
    dropped = [FilePayload(name=n, mimeType="application/pdf", buffer=b) for n, b in files]
    page.locator("input[type=file]").first.set_input_files(dropped)


def ask(page: Page, question: str) -> None:
    """Type a question and press Enter."""
    box = page.get_by_role("searchbox").first
    box.fill(question)
    box.press("Enter")
    page.wait_for_url(f"**q={urlencode({'q': question})[2:]}*")
    settled(page)


# Nothing more comes: the script has run, and twice in a row no element is about to be replaced.
_DRAWN: Final = """async () => {
    const busy = () => document.querySelector(
        '[data-testid="stSkeleton"], [data-stale="true"], [data-test-script-state="running"]'
    ) || !document.querySelector('#stMain [data-testid="stElementContainer"]');
    if (busy()) return false;
    await new Promise((done) => setTimeout(done, 250));
    return !busy();
}"""


def _await(server: "subprocess.Popen[bytes]", health: str) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(health, timeout=5).close()
            return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("The app did not start.")
