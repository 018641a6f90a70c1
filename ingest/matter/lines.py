"""The lines of a page as they are set: how large, how heavy, where, and in a table or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ingest.clean import CleanPage
from ingest.glyphs import Glyphs, Mark
from search.records import Span

# Sizes are told apart by quarters of a point.
_STEP: Final = 0.25
# Of a line in bold or of a table, this share of its letters is.
_MOST: Final = 0.8
# A raised mark is so small beside the letters of its line.
_RAISED: Final = 0.85


# Not frozen: to make one takes a quarter of the time so, and a page has forty.
@dataclass(slots=True)
class TextLine:
    """A line that is not running: `size` is the height of its letters in points.

    `left`, `top`, `right` and `bottom` are fractions of the page; `gap` is the widest space within
    it, in letter heights; `raised` says that its first character is small. All are 0 where no
    character has a place, and `size` is 0 for letters that do not stand upright.
    """

    span: Span
    text: str
    size: float = 0.0
    bold: bool = False
    table: bool = False
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    gap: float = 0.0
    raised: bool = False


def lines(clean: CleanPage) -> list[TextLine]:
    """The lines of a page in its order, without the running ones and the empty ones."""
    glyphs = clean.page.glyphs
    spans = _spans(glyphs.text, {span.start for span in clean.running})
    if not spans:
        return []
    set_as = _typography(glyphs, spans, clean.page.width, clean.page.height)
    return [
        TextLine(span, glyphs.text[span.start : span.end], *known)
        for span, known in zip(spans, set_as, strict=True)
    ]


def body_size(pages: Iterable[Sequence[TextLine]]) -> float:
    """The size that most letters of a study are set in, 0 where it is not known."""
    letters: dict[int, int] = {}
    for line in (line for page in pages for line in page if line.size and not line.table):
        step = round(line.size / _STEP)
        letters[step] = letters.get(step, 0) + len(line.text)
    return max(letters, key=lambda step: (letters[step], step), default=0) * _STEP


def _spans(text: str, skipped: set[int]) -> list[Span]:
    spans = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if start not in skipped and line.strip():
            spans.append(Span(start, end))
        start = end + 1
    return spans


def _typography(
    glyphs: Glyphs, spans: Sequence[Span], width: float, height: float
) -> list[tuple[Any, ...]]:
    """Size, bold, table, the four edges, the widest gap and a raised beginning of each line."""
    owners = np.full(len(glyphs.text), -1)
    for place, span in enumerate(spans):
        owners[span.start : span.end] = place
    taken = np.flatnonzero((owners >= 0) & glyphs.has_place)
    owner, marks = owners.take(taken), glyphs.marks.take(taken)
    left, top, right, bottom = np.ascontiguousarray(glyphs.boxes.take(taken, axis=0).T)
    counts = np.bincount(owner, minlength=len(spans))
    full = np.flatnonzero(counts)
    edges = np.zeros((len(spans), 4))
    sizes, gaps, raised = np.zeros(len(spans)), np.zeros(len(spans)), np.zeros(len(spans), bool)
    if len(full):
        starts = np.cumsum(counts)[full] - counts[full]
        least = (np.minimum.reduceat(edge, starts) for edge in (left, top))
        most = (np.maximum.reduceat(edge, starts) for edge in (right, bottom))
        edges[full] = np.stack([*least, *most], axis=1)
        tall = bottom - top
        medians = _medians(tall, owner, starts, counts[full])
        raised[full] = tall[starts] < _RAISED * medians
        sizes[full] = medians * height
        upright = (edges[:, 2] - edges[:, 0]) * width * 2 > (edges[:, 3] - edges[:, 1]) * height
        sizes *= upright | (counts < 3)
        spaces = np.append(left[1:] - right[:-1], 0) * (owner == np.append(owner[1:], -1))
        gaps[full] = np.maximum.reduceat(spaces, starts) * width / np.maximum(sizes[full], 1)
    shares = [
        np.bincount(owner, (marks & mark) > 0, len(spans)) >= _MOST * np.maximum(counts, 1)
        for mark in (int(Mark.BOLD), int(Mark.TABLE))
    ]
    columns = (sizes, *shares, *edges.T, gaps, raised)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _medians(
    heights: NDArray[Any], owner: NDArray[Any], starts: NDArray[Any], counts: NDArray[Any]
) -> NDArray[Any]:
    """The median height of each line's letters, by one sort over the page."""
    keyed = np.sort(owner + np.clip(heights, 0, 0.999).astype(np.float64))
    return np.asarray(keyed[starts + counts // 2] - owner[starts])
