"""A study's pages made readable: repaired words, and the running lines that are not its text."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.document import RawPage
from ingest.glyphs import joined, repaired, vocabulary
from search import language
from search.records import Span

Places: TypeAlias = NDArray[Any]

# Running lines stand in the outer tenths of a page; the same words in its middle are text.
_MARGIN: Final = 0.12
# They stand at one height: "Article 3" opens many pages of a law, and is a heading wherever it is.
_SAME_HEIGHT: Final = 0.01
# A header that changes with the chapter still stands on a good part of the pages.
_REPEATED: Final = 0.3
# That of a short chapter stands, in the same words, on so many pages within so many.
_CHAPTER: Final = 4, 8
_DIGITS: Final = re.compile(r"\d+")
_ROMAN: Final = re.compile(r"\b[ivxl]+\b")


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page with repaired text, its language, and the spans of it that are running lines."""

    page: RawPage
    language: str
    running: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line in a margin: its page, its words with and without numbers masked, where it is."""

    page: int
    text: str
    key: str
    height: float
    span: Span


def clean(pages: Sequence[RawPage]) -> list[CleanPage]:
    """Repair the words of every page and find the lines that run across them."""
    fixed = [replace(page, glyphs=repaired(page.glyphs)) for page in pages]
    known = vocabulary([page.glyphs.text for page in fixed])
    spoken = [language.of_page(page.glyphs.text) for page in fixed]
    whole = [
        replace(page, glyphs=joined(page.glyphs, known, code))
        for page, code in zip(fixed, spoken, strict=True)
    ]
    running = _running([margin_lines(page) for page in whole])
    return [CleanPage(*parts) for parts in zip(whole, spoken, running, strict=True)]


def _running(margins: Sequence[Sequence[Line]]) -> list[tuple[Span, ...]]:
    """The spans of each page's lines that run across the pages."""
    needed = max(2, _REPEATED * len(margins))
    masked = places((line.key, line) for lines in margins for line in lines)
    exact = places((line.text, line) for lines in margins for line in lines)

    def runs(line: Line) -> bool:
        if len(pages_at(line.height, masked[line.key])) >= needed:
            return True
        pages = pages_at(line.height, exact[line.text])
        most, within = _CHAPTER
        return bool((pages[most - 1 :] - pages[: 1 - most] < within).any())

    return [tuple(line.span for line in lines if runs(line)) for lines in margins]


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


def margin_lines(page: RawPage, margin: float = _MARGIN) -> list[Line]:
    """The lines in the margins of a page, each of this share of its height."""
    found = []
    start = 0
    for line in page.glyphs.text.split("\n"):
        end = start + len(line)
        boxes = page.glyphs.boxes[start:end]
        placed = boxes[~np.isnan(boxes).any(axis=1)]
        text = " ".join(line.lower().split())
        if len(placed) and text and _in_margin(placed, margin):
            height = float(placed[:, [1, 3]].mean())
            found.append(Line(page.number, text, _key(text), height, Span(start, end)))
        start = end + 1
    return found


def _in_margin(boxes: np.ndarray[tuple[int, int], np.dtype[np.float32]], margin: float) -> bool:
    return bool(boxes[:, 3].max() < margin or boxes[:, 1].min() > 1 - margin)


def _key(line: str) -> str:
    return _ROMAN.sub("#", _DIGITS.sub("#", line))
