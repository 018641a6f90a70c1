"""A PDF's pages as pictures, by pdfium. As in pdf.py, a hostile file may end the process."""

import io
import math
from contextlib import closing
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
from PIL import Image

from ingest import shown
from search.errors import Refused

_POINTS_AN_INCH: Final = 72
# A3 at 300 dpi has 17 million; a poster is drawn more coarsely.
_MOST_PIXELS: Final = 20_000_000


def picture(path: Path, number: int, width: int, password: str = "") -> bytes:
    """A page as a PNG, `width` pixels wide. Raises Refused where it can't be drawn."""
    target = io.BytesIO()
    _drawn(path, number, password, width=width).convert("RGB").save(target, "PNG")
    return target.getvalue()


def scan(path: Path, number: int, dpi: int, password: str = "") -> Image.Image:
    """A page in shades of grey. Raises Refused where it can't be drawn."""
    return _drawn(path, number, password, dpi=dpi)


def _drawn(path: Path, number: int, password: str, width: int = 0, dpi: int = 0) -> Image.Image:
    try:
        with closing(shown.opened(path, password)) as document:
            page = shown.page(document, number - 1)
            across, down = page.get_width(), page.get_height()
            most = math.sqrt(_MOST_PIXELS / (across * down))
            scale = width / across or min(dpi / _POINTS_AN_INCH, most)
            image: Image.Image = page.render(scale=scale, grayscale=not width).to_pil()
            return image
    except Refused as refused:
        raise Refused(
            "no-picture", f"page {number} can't be drawn (the file is {refused.code})"
        ) from refused
    except (pdfium.PdfiumError, IndexError, ValueError, ZeroDivisionError) as error:
        raise Refused("no-picture", f"page {number} can't be drawn ({error})") from error
