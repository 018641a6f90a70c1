"""Running lines: headers, footers, page numbers and notes that stand on page after page."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.document import RawPage
from ingest.glyphs import Mark
from search.boxes import Boxes
from search.records import Span

Places: TypeAlias = NDArray[Any]

# Running lines stand in the outer tenths of a page; the same words in its middle are text.
_MARGIN: Final = 0.12
# Where pages were made smaller, so that both margins are empty so far, they begin further in: by
# so much of what is filled, and no further than this.
_EMPTY: Final = 0.1
_FILLED: Final = 0.05
_WIDEST: Final = 0.2
# They stand at one height: "Article 3" opens many pages of a law, and is a heading wherever it is.
_SAME_HEIGHT: Final = 0.01
# A header that changes with the chapter still stands on a good part of the pages.
_REPEATED: Final = 0.3
# That of a short chapter stands, in the same words, on so many pages within so many.
_CHAPTER: Final = 4, 8
# Words set upright along the left or right edge.
_SIDE: Final = 0.09
_UPRIGHT: Final = 3
_NUMBER: Final = re.compile(r"(?<!\w)(?:\d+|[ivxl]+)(?!\w)")
_DIGITS: Final = re.compile(r"\d+")
_BREAK: Final = re.compile("\n")
_BLANKS: Final = re.compile(r"[\s|]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line in a margin: its page, its words with and without numbers, where it is.

    `height` is that of a page as tall as most of the study's, by its distance from the nearer edge.
    All of it is within `inset` of an edge, as a share of the page.
    """

    page: int
    text: str
    key: str
    height: float
    span: Span
    in_table: bool
    inset: float


def running(pages: Sequence[RawPage]) -> list[tuple[Span, ...]]:
    """The spans of each page's lines that run across the pages."""
    upper, lower = _margins(pages)
    found = margin_lines(pages, upper, lower)
    needed = max(2, _REPEATED * len(pages))
    masked = places((line.key, line) for lines in found for line in lines)
    exact = places((line.text, line) for lines in found for line in lines)

    def runs(line: Line) -> bool:
        if len(pages_at(line.height, masked[line.key])) >= needed:
            return True
        return not line.in_table and within(pages_at(line.height, exact[line.text]), _CHAPTER)

    return [tuple(line.span for line in lines if runs(line)) for lines in found]


def within(pages: Places, support: tuple[int, int]) -> bool:
    """Whether so many of these pages stand within so many."""
    most, window = support
    return bool((pages[most - 1 :] - pages[: 1 - most] < window).any())


def places(lines: Iterable[tuple[Hashable, Line]]) -> dict[Hashable, Places]:
    """The page and the height of the lines of each name."""
    found: dict[Hashable, list[tuple[int, float]]] = {}
    for name, line in lines:
        found.setdefault(name, []).append((line.page, line.height))
    return {name: np.array(whole) for name, whole in found.items()}


def pages_at(height: float, among: Places) -> Places:
    """The pages, ascending, that have one of these places at a height."""
    level: Places = np.abs(among[:, 1] - height) < _SAME_HEIGHT
    return np.unique(among[level, 0])


# The lines in the margins


def margin_lines(pages: Sequence[RawPage], upper: float, lower: float) -> list[list[Line]]:
    """For each page its lines above or below a share of its height, or upright at its side."""
    tall = median([page.height for page in pages] or [0.0])
    return [_lines(page, upper, lower, page.height / tall if tall else 1) for page in pages]


def _lines(page: RawPage, upper: float, lower: float, scale: float) -> list[Line]:
    glyphs = page.glyphs
    spans, boxes = line_boxes(glyphs.text, glyphs.boxes)
    upright = (boxes[:, 2] < _SIDE) | (boxes[:, 0] > 1 - _SIDE)
    upright &= boxes[:, 3] - boxes[:, 1] > _UPRIGHT * (boxes[:, 2] - boxes[:, 0])
    found = []
    for place in np.flatnonzero((boxes[:, 3] < upper) | (boxes[:, 1] > lower) | upright):
        span = Span(*map(int, spans[place]))
        text = _BLANKS.sub(" ", glyphs.text[span.start : span.end].lower()).strip()
        if text:
            middle = float(boxes[place, [1, 3]].mean())
            height = middle * scale if middle < 0.5 else 1 - (1 - middle) * scale
            marks = glyphs.marks[span.start : span.end] & Mark.TABLE
            in_table = bool(2 * np.count_nonzero(marks) > len(marks))
            inset = 0.0 if upright[place] else float(min(boxes[place, 3], 1 - boxes[place, 1]))
            found.append(Line(page.number, text, _key(text), height, span, in_table, inset))
    return found


def line_boxes(text: str, boxes: Boxes) -> tuple[Places, Boxes]:
    """The lines of a text that have a place: where each starts and ends, and its box."""
    breaks = [match.start() for match in _BREAK.finditer(text)]
    spans = np.array([[0, *(at + 1 for at in breaks)], [*breaks, len(text)]]).T
    spans = spans[spans[:, 1] > spans[:, 0]]
    if not len(spans):
        return spans, np.zeros((0, 4), np.float32)
    starts = spans[:, 0]
    low, high = np.fmin.reduceat(boxes[:, :2], starts), np.fmax.reduceat(boxes[:, 2:], starts)
    whole = np.hstack([low, high])
    placed = ~np.isnan(whole).any(axis=1)
    return spans[placed], whole[placed]


def _margins(pages: Sequence[RawPage]) -> tuple[float, float]:
    """Where a study's upper margin ends and its lower one begins."""
    edges = []
    for page in pages:
        boxes = page.glyphs.boxes[~np.isnan(page.glyphs.boxes[:, 0])]
        if len(boxes):
            edges.append((boxes[:, 1].min(), boxes[:, 3].max()))
    if not edges:
        return _MARGIN, 1 - _MARGIN
    top, bottom = (float(edge) for edge in np.median(np.array(edges), axis=0))
    if top < _EMPTY or bottom > 1 - _EMPTY:
        return _MARGIN, 1 - _MARGIN
    filled = _FILLED * (bottom - top)
    upper, lower = max(_MARGIN, top + filled), max(_MARGIN, 1 - bottom + filled)
    return min(upper, _WIDEST), 1 - min(lower, _WIDEST)


def _key(text: str) -> str:
    """A line's words without its numbers; of a line of numbers, signs for them."""
    words = _BLANKS.sub(" ", _DIGITS.sub("#", _NUMBER.sub(" ", text))).strip()
    return words if any(map(str.isalpha, words)) else _DIGITS.sub("#", _NUMBER.sub("#", text))
