"""How large a page is drawn: its scale in pixels a point, within the bounds of the API."""

import math
from typing import Final

from search.records import Page

LEAST: Final = 0.1
MOST: Final = 8.0
# As many as a page's picture has elsewhere (A3 at 300 dpi): the memory for one is bounded.
_MOST_PIXELS: Final = 20_000_000
# For a page whose size was not read: US letter, in points.
_LETTER: Final = (612.0, 792.0)


def size(page: Page) -> tuple[float, float]:
    """A page's width and height in points, those of US letter where they were not read."""
    return (page.width, page.height) if page.width * page.height > 0 else _LETTER


def scale(page: Page, pixels: float) -> float:
    """The scale that may be asked for at which a page is nearest to so many pixels wide."""
    return round(min(max(pixels / size(page)[0], LEAST), MOST), 4)


def width(page: Page, scale: float) -> int:
    """How many pixels wide a page is drawn at a scale."""
    across, down = size(page)
    most = math.sqrt(_MOST_PIXELS / (across * down))
    return max(1, round(across * min(scale, most)))
