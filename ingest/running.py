"""Running lines: headers, footers, page numbers and notes that stand on page after page."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from statistics import median
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.document import RawPage
from ingest.glyphs import Mark
from ingest.named import begins_caption
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
_BLANKS: Final = re.compile(r"[\s|]+")
# A sum, a share, or a sentence, of which another page has the like with other figures.
_SUM: Final = re.compile(
    r"\d\s?%|[€$£]|\d[.,]\d{3}\b|\b(?:eur|usd|gbp|chf|mi[ol]+\w*|mrd|bn|[mb]illi[oa]\w*|milj\w*)\b"
    r"|(?:\S+\s+){6,}\S+[.!?]$"
)
# A running line's figures are those of the pages around, or count on with them.
_NEAR: Final = 3
_MOST_DIGITS: Final = 12
# Of the same lines the words are asked for again when page numbers are looked for.
_MOST_HELD: Final = 1 << 12


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
        if many_at(line.height, masked[line.key], needed):
            return True
        alike = exact[line.text]
        return (
            not line.in_table
            and len(alike) >= _CHAPTER[0]
            and within(pages_at(line.height, alike), _CHAPTER)
        )

    return [tuple(line.span for line in lines if runs(line)) for lines in found]


def within(pages: Places, support: tuple[int, int]) -> bool:
    """Whether so many of these pages stand within so many."""
    most, window = support
    return bool((pages[most - 1 :] - pages[: 1 - most] < window).any())


def places(lines: Iterable[tuple[Hashable, Line]]) -> dict[Hashable, Places]:
    """The page and the height of the lines of each name, in the order of the pages."""
    found: dict[Hashable, list[tuple[int, float]]] = {}
    for name, line in lines:
        found.setdefault(name, []).append((line.page, line.height))
    return {name: np.array(whole) for name, whole in found.items()}


def pages_at(height: float, among: Places) -> Places:
    """The pages, ascending, that have one of these places at a height."""
    found: Places = among[np.abs(among[:, 1] - height) < _SAME_HEIGHT, 0]
    first = np.ones(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]


def many_at(height: float, among: Places, needed: float) -> bool:
    """Whether so many pages have one of these places at a height."""
    return len(among) >= needed and len(pages_at(height, among)) >= needed


# The lines in the margins


def margin_lines(pages: Sequence[RawPage], upper: float, lower: float) -> list[list[Line]]:
    """For each page its lines above or below a share of its height, or upright at its side."""
    tall = median([page.height for page in pages] or [0.0])
    found = [_lines(page, upper, lower, page.height / tall if tall else 1) for page in pages]
    alike: dict[str, list[Line]] = {}
    for line in chain.from_iterable(found):
        alike.setdefault(line.key, []).append(line)
    return [[line for line in here if not _tells(line, alike[line.key])] for here in found]


def _tells(line: Line, alike: Sequence[Line]) -> bool:
    """Whether a line says something with figures that change: "Budget 2014: EUR 31.4 million".

    A page number counts on as the pages do; so may years and the numbers of tables, and only the
    latter are never a running line's.
    """
    caption = begins_caption(line.text)
    if len(alike) < 2 or not (caption or _SUM.search(line.text)):
        return False
    figures = _figures(line)
    near = [(one, _figures(one)) for one in alike if 0 < abs(one.page - line.page) <= _NEAR]
    same = [(one, others) for one, others in near if len(others) == len(figures)]

    def runs(at: int) -> bool:
        steps = ((one.page - line.page, others[at] - figures[at]) for one, others in same)
        return any(step == 0 or (step == pages and not caption) for pages, step in steps)

    return bool(near) and not all(map(runs, range(len(figures))))


def _figures(line: Line) -> list[int]:
    return [int(digits[:_MOST_DIGITS]) for digits in _DIGITS.findall(line.text)]


def _lines(page: RawPage, upper: float, lower: float, scale: float) -> list[Line]:
    glyphs = page.glyphs
    spans, boxes = glyphs.lines
    left, top, right, bottom = boxes.T
    upright = (right < _SIDE) | (left > 1 - _SIDE)
    upright &= bottom - top > _UPRIGHT * (right - left)
    outer = np.flatnonzero((bottom < upper) | (top > lower) | upright)
    middles = ((top + bottom) / 2)[outer].tolist()
    insets = np.where(upright, 0, np.minimum(bottom, 1 - top))[outer].tolist()
    tabled = (glyphs.marks & int(Mark.TABLE)).astype(bool)
    found = []
    for (start, end), middle, inset in zip(spans[outer].tolist(), middles, insets, strict=True):
        text = _BLANKS.sub(" ", glyphs.text[start:end].lower()).strip()
        if text:
            height = middle * scale if middle < 0.5 else 1 - (1 - middle) * scale
            in_table = bool(2 * np.count_nonzero(tabled[start:end]) > end - start)
            span = Span(start, end)
            found.append(Line(page.number, text, _key(text), height, span, in_table, inset))
    return found


def _margins(pages: Sequence[RawPage]) -> tuple[float, float]:
    """Where a study's upper margin ends and its lower one begins."""
    edges = []
    for page in pages:
        placed = page.glyphs.has_place
        if placed.any():
            _, top, _, bottom = page.glyphs.boxes.T
            edges.append((top[placed].min(), bottom[placed].max()))
    if not edges:
        return _MARGIN, 1 - _MARGIN
    top, bottom = (float(edge) for edge in np.median(np.array(edges), axis=0))
    if top < _EMPTY or bottom > 1 - _EMPTY:
        return _MARGIN, 1 - _MARGIN
    filled = _FILLED * (bottom - top)
    upper, lower = max(_MARGIN, top + filled), max(_MARGIN, 1 - bottom + filled)
    return min(upper, _WIDEST), 1 - min(lower, _WIDEST)


@lru_cache(_MOST_HELD)
def _key(text: str) -> str:
    """A line's words without its numbers; of a line of numbers, signs for them."""
    words = _BLANKS.sub(" ", _DIGITS.sub("#", _NUMBER.sub(" ", text))).strip()
    return words if any(map(str.isalpha, words)) else _DIGITS.sub("#", _NUMBER.sub("#", text))
