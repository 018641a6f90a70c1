"""The pictures of the app in docs/img, taken anew: `python -m docs.screenshots LIBRARY`.

Every page and main state at 1280 and at 390 pixels, over a copy of a library that holds the bundled
studies. Needs what `make journeys` needs.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import typst
from PIL import Image
from playwright.sync_api import Page

from journeys import stage, states
from journeys.stage import Stage, hand_in, settled

TARGET: Final = stage.ROOT / "docs" / "img"
REPORT: Final = b"= Harbour vouchers\nEach voucher paid 4,000 euro to a firm in the harbour."
WIDE: Final = (1280, 900)
NARROW: Final = (390, 844)


def upload(app: Stage, page: Page) -> None:
    """A study that has been added, one that was there, and a file that is refused."""
    app.go(page, "add")
    known = stage.ROOT / "corpus" / "creative-credits-manchester.pdf"
    hand_in(
        page,
        ("Harbour vouchers.pdf", bytes(typst.compile(REPORT))),
        (known.name, known.read_bytes()),
        ("minutes.pdf", b"These are no minutes."),
    )
    page.get_by_text("was not added").first.wait_for()
    settled(page)


SHOTS: Final[dict[str, Callable[[Stage, Page], None]]] = {
    "start": states.start,
    "search": states.results,
    "narrowed": states.narrowed,
    "nothing": states.nothing,
    "not-known": states.not_known,
    "page": states.marked,
    "compare": states.compare,
    "basket": states.kept,
    "browse": states.studies,
    "health": states.health,
    "upload": upload,
}


def main() -> None:
    """Take every picture."""
    if len(sys.argv) != 2:
        raise SystemExit("Name a library: python -m docs.screenshots LIBRARY")
    library = Path(sys.argv[1])
    with (
        stage.browser() as window,
        stage.copied(library) as home,
        stage.served(home) as address,
    ):
        app = Stage(address, home, window)
        first = app.page("?q=voucher")
        first.locator("#hit-1").wait_for(timeout=5 * stage.WAIT_MS)
        first.context.close()
        for wide, high in (WIDE, NARROW):
            for name, show in SHOTS.items():
                page = app.page("", wide, high, color_scheme="light")
                show(app, page)
                settled(page)
                page.mouse.move(0, 0)
                page.wait_for_timeout(1000)
                end = "" if wide == WIDE[0] else f"-{wide}"
                save(page.screenshot(), TARGET / f"{name}{end}.png")
                page.context.close()


def save(shot: bytes, file: Path) -> None:
    """Keep a picture, with few colours, which is all that the app has."""
    raw = file.with_suffix(".raw")
    raw.write_bytes(shot)
    with Image.open(raw) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    raw.unlink()
    print(f"{file.relative_to(stage.ROOT)}: {file.stat().st_size // 1000} kB", flush=True)


if __name__ == "__main__":
    main()
