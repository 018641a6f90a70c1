"""A study's pages made readable: repaired words, and the running lines that are not its text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ingest.glyphs import joined, repaired, vocabulary
from ingest.pdf import RawPage
from search import language
from search.records import Span

# Running lines stand in the outer tenths of a page; the same words in its middle are text.
_MARGIN: Final = 0.12
# A header that changes with the chapter still stands on a good part of the pages.
_REPEATED: Final = 0.3
_DIGITS: Final = re.compile(r"\d+")
_ROMAN: Final = re.compile(r"\b[ivxl]+\b")


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page with repaired text, its language, and the spans of it that are running lines."""

    page: RawPage
    language: str
    running: tuple[Span, ...]


def clean(pages: Sequence[RawPage]) -> list[CleanPage]:
    """Repair the words of every page and find the lines that run across them."""
    fixed = [replace(page, glyphs=repaired(page.glyphs)) for page in pages]
    known = vocabulary([page.glyphs.text for page in fixed])
    whole = [replace(page, glyphs=joined(page.glyphs, known)) for page in fixed]
    margins = [_margin_lines(page) for page in whole]
    counts = Counter(key for lines in margins for key in {key for key, _ in lines})
    needed = max(2, _REPEATED * len(pages))
    return [
        CleanPage(
            page,
            language.of_page(page.glyphs.text),
            tuple(span for key, span in lines if counts[key] >= needed),
        )
        for page, lines in zip(whole, margins, strict=True)
    ]


def _margin_lines(page: RawPage) -> list[tuple[str, Span]]:
    """The lines in the margins of a page: what they say with numbers masked, and where."""
    found = []
    start = 0
    for line in page.glyphs.text.split("\n"):
        end = start + len(line)
        boxes = page.glyphs.boxes[start:end]
        placed = boxes[~np.isnan(boxes).any(axis=1)]
        if len(placed) and line.strip() and _in_margin(placed):
            found.append((_key(line), Span(start, end)))
        start = end + 1
    return found


def _in_margin(boxes: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> bool:
    return bool(boxes[:, 3].max() < _MARGIN or boxes[:, 1].min() > 1 - _MARGIN)


def _key(line: str) -> str:
    masked = _DIGITS.sub("#", " ".join(line.lower().split()))
    return _ROMAN.sub("#", masked)
