"""The pieces of a page's text that reading order moves: its lines, whole or cut at wide gaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.glyphs import Glyphs
from search.boxes import Boxes

Numbers: TypeAlias = NDArray[Any]

# A gap in a line that may be a gutter, in widths of the page: 7 points on A4, twice a wide blank.
_GAP: Final = 0.012
# The last two stand for a hyphen at a line's end: what follows is the next line.
_LINE: Final = re.compile(r"[^\n\ufffe\x02]*[\n\ufffe\x02]?")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of a page's text in its order: where each starts and ends, and its box."""

    text: str
    spans: Numbers
    boxes: Boxes

    def word(self, at: int) -> str:
        """The text of a piece."""
        start, end = self.spans[at]
        return self.text[start:end].strip()


def whole_lines(glyphs: Glyphs) -> Pieces:
    """The lines that have a place."""
    ends = [match.end() for match in _LINE.finditer(glyphs.text) if match.end() > match.start()]
    starts = [0, *ends[:-1]] if ends else []
    return _placed(glyphs, np.array([starts, ends], np.int64).T.reshape(-1, 2))


def _placed(glyphs: Glyphs, spans: Numbers) -> Pieces:
    """Pieces with their boxes; one without a place belongs to the one before it."""
    if not len(spans):
        return Pieces(glyphs.text, spans, np.zeros((0, 4), np.float32))
    starts = spans[:, 0]
    boxes = glyphs.around(starts)
    has = ~np.isnan(boxes).any(axis=1)
    kept = starts[has]
    if not len(kept):
        return Pieces(glyphs.text, np.zeros((0, 2), np.int64), boxes[has])
    kept[0] = 0
    ends = np.append(kept[1:], len(glyphs.text))
    return Pieces(glyphs.text, np.stack([kept, ends], axis=1), boxes[has])


def cut_lines(glyphs: Glyphs, lines: Pieces) -> Pieces:
    """The lines cut at every gap that is wide enough for a gutter."""
    at = np.flatnonzero(glyphs.has_place)
    left, right = glyphs.boxes[at[1:], 0], glyphs.boxes[at[:-1], 2]
    begins = np.zeros(len(glyphs.text), bool)
    begins[lines.spans[:, 0]] = True
    begins[at[1:][left - right > _GAP]] = True
    starts = np.flatnonzero(begins)
    if len(starts) == len(lines.spans):
        return lines
    ends = np.append(starts[1:], len(glyphs.text))
    return _placed(glyphs, np.stack([starts, ends], axis=1))


def permuted(glyphs: Glyphs, lines: Pieces, order: Sequence[int]) -> Glyphs:
    """The characters with their lines in an order; lines that are parted end with a line break."""
    sources: list[int] = []
    text: list[str] = []
    for place, at in enumerate(order):
        start, end = lines.spans[at]
        follows = place + 1 < len(order) and order[place + 1] == at + 1
        piece = glyphs.text[start:end]
        if not follows:
            piece = piece.rstrip(" \n")
        text.append(piece)
        sources += range(start, start + len(piece))
        if not follows and place + 1 < len(order):
            text.append("\n")
            sources.append(-1)
    boxes, marks = glyphs.boxes.take(sources, axis=0), glyphs.marks.take(sources)
    none = np.array(sources) < 0
    boxes[none], marks[none] = np.nan, 0
    return Glyphs("".join(text), boxes, marks)
