"""The pictures of the README, taken anew: `python docs/screenshots.py`.

Needs playwright (pip install playwright) and a Chromium; CHROMIUM names it where it is not found.
The app runs over a copy of the library of the settings, which should hold the bundled studies.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.parse import urlencode

import typst
from PIL import Image

from casebook import serve
from search import settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT: Final = Path(__file__).parent.parent
TARGET: Final = ROOT / "docs" / "img"
PORT: Final = 8599
HOME: Final = f"http://localhost:{PORT}"
QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
QUESTION: Final = "Why won't banks lend to people whose main asset is ideas?"
REPORT: Final = b"= Harbour vouchers\nEach voucher paid 4,000 euro to a firm in the harbour."
WAIT_MS: Final = 90_000


def search(page: "Page") -> None:
    """A question and its first hits."""
    page.goto(f"{HOME}/?{urlencode({'q': QUESTION})}")
    page.locator(".st-key-hit-3").wait_for(timeout=WAIT_MS)


def marked(page: "Page") -> None:
    """The first hit on its page."""
    search(page)
    page.locator(".st-key-open-1 a").click()
    page.locator('[data-testid="stImage"] img').wait_for(timeout=WAIT_MS)


def upload(page: "Page") -> None:
    """A study that has been added, one that was there, and a file that is refused."""
    page.goto(f"{HOME}/add")
    chooser = page.locator("input[type=file]")
    chooser.wait_for(state="attached", timeout=WAIT_MS)
    with tempfile.TemporaryDirectory() as folder:
        report, minutes = Path(folder) / "Harbour vouchers.pdf", Path(folder) / "minutes.pdf"
        report.write_bytes(bytes(typst.compile(REPORT)))
        minutes.write_text("These are no minutes.")
        known = ROOT / "corpus" / "creative-credits-manchester.pdf"
        chooser.set_input_files([report, known, minutes])
        page.get_by_text("was not added").wait_for(timeout=WAIT_MS)


def browse(page: "Page") -> None:
    """The list of studies."""
    page.goto(f"{HOME}/studies")
    page.locator(".stPageLink").nth(8).wait_for(timeout=WAIT_MS)


SHOTS: Final[dict[str, Callable[["Page"], None]]] = {
    "search": search,
    "page": marked,
    "browse": browse,
    "upload": upload,
}


def main() -> int:
    """Take every picture; 1 where there is no browser."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        browser = None
    if not browser:
        print("No browser: pip install playwright, and install Chromium or name it in CHROMIUM.")
        return 1
    with served(), sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=browser, args=list(QUIET))
        for name, show in SHOTS.items():
            page = window.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
            show(page)
            page.mouse.move(0, 0)
            page.wait_for_timeout(1500)
            save(page.screenshot(), TARGET / f"{name}.png")
        window.close()
    return 0


def save(shot: bytes, file: Path) -> None:
    """Keep a picture, with few colours, which is all that the app has."""
    raw = file.with_suffix(".raw")
    raw.write_bytes(shot)
    with Image.open(raw) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    raw.unlink()
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")


@contextmanager
def served() -> Iterator[None]:
    """The app, on a port of its own, over a copy of the library."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(settings.load().home, Path(folder) / "library")
        environment = os.environ | {"CASEBOOK_HOME": str(copy)}
        server = subprocess.Popen(serve.command(PORT, show=False), cwd=ROOT, env=environment)
        try:
            _await_health()
            yield
        finally:
            server.terminate()
            server.wait(20)


def _await_health() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{HOME}/_stcore/health", timeout=5).close()
            return
        except URLError:
            time.sleep(0.2)
    raise TimeoutError("The app did not start.")


if __name__ == "__main__":
    sys.exit(main())
