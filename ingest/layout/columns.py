"""Reading order: the lines of a page where its file gives them in another order than they are read.

pdfium gives the lines as the file writes them, which is how they are read on nearly every page. So
they are moved only where their places say clearly that it is not: columns of prose that are written
line by line across their gutter, or the right one before the left one, and blocks written after
what stands below them. Cells of tables, labels of figures and notes beside the text stay.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ingest.glyphs import Glyphs
from ingest.layout.late import lifted
from ingest.layout.pieces import Numbers, Pieces, cut_lines, permuted, whole_lines
from search.boxes import Boxes

# A gutter has this many lines at least on either side, at the same height as the others.
_FEWEST_ROWS: Final = 5
# Where gutters are looked for.
_GUTTERS: Final = np.arange(0.15, 0.86, 0.005)
_SLACK: Final = 0.003
# Prose: lines of letters that mostly fill their column and go on in the next one.
_FEWEST_LETTERS: Final = 12
_LETTERS: Final = 0.75
_FILLED: Final = 0.6
_GOES_ON: Final = 0.25
# Lines of one paragraph follow each other within so many heights of a line, most of them.
_NEXT: Final = 1.8
_DENSE: Final = 0.7
# Columns of one text are about as wide as each other; a column of notes is narrower.
_ALIKE: Final = 0.6
# So many pieces follow each other in a column that is written line by line; in cells more.
_RUN: Final = 2.5
# Share of pairs of a right and a left line that stand the wrong way round.
_SWAPPED: Final = 0.9
_FEWEST_LINES: Final = 4
# The fullest of 2,273 pages of policy has 196 lines; more than this many are no page to read.
_MOST_LINES: Final = 1000
_CASELESS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FROM_RIGHT: Final = re.compile(r"[\u0590-\u08ff]")


def ordered(glyphs: Glyphs) -> Glyphs:
    """A page's characters in reading order; the same ones where nothing speaks against theirs."""
    lines = whole_lines(glyphs)
    if not _FEWEST_LINES <= len(lines.spans) <= _MOST_LINES or _FROM_RIGHT.search(glyphs.text):
        return glyphs
    order = list(range(len(lines.spans)))
    pieces = cut_lines(glyphs, lines)
    if (gutters := _zipped(pieces, np.arange(len(pieces.spans)))) is not None:
        lines, order = pieces, gutters
    moved = lifted(lines, order)
    if moved == list(range(len(lines.spans))):
        return glyphs
    return permuted(glyphs, lines, moved)


def _zipped(lines: Pieces, among: Numbers) -> list[int] | None:
    """Some pieces in the order of their columns; None where theirs is no worse."""
    gutter = _gutter(lines, among)
    if gutter is None:
        return None
    left, right = _sides(lines.boxes[among], gutter)
    moved = among.copy()
    changed = False
    for band in _bands(lines.boxes[among], ~(left | right)):
        sides = right[band].astype(int)
        here = among[band]
        columns = here[sides == 0], here[sides == 1]
        if min(map(len, columns)) < _FEWEST_ROWS or not _is_wrong(lines, columns, sides):
            continue
        inner = [_zipped(lines, column) or lifted(lines, column.tolist()) for column in columns]
        moved[band] = inner[0] + inner[1]
        changed = True
    return moved.tolist() if changed else None


def _gutter(lines: Pieces, among: Numbers) -> float | None:
    """Where most lines stand side by side, in the middle of the places that part as many."""
    long = among[np.diff(lines.spans[among]).ravel() >= _FEWEST_LETTERS]
    boxes = lines.boxes[long]
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    level = (boxes[:, None, 1] < middle) & (middle < boxes[:, None, 3])
    beside = level & (boxes[:, None, 2] <= boxes[:, 0] + _SLACK)
    if beside.any(axis=1).sum() < _FEWEST_ROWS:
        return None
    # A gutter parts a line from one beside it where the furthest of those begins behind it.
    furthest = np.where(beside, boxes[:, 0], -np.inf).max(axis=1)
    parted = boxes[:, 2] <= _GUTTERS[:, None] + _SLACK
    parted &= furthest >= _GUTTERS[:, None] - _SLACK
    rows = parted.sum(axis=1).tolist()
    most = max(rows)
    if most < _FEWEST_ROWS:
        return None
    first = rows.index(most)
    last = first
    while last + 1 < len(rows) and rows[last + 1] == most:
        last += 1
    return float(_GUTTERS[(first + last) // 2])


def _sides(boxes: Boxes, gutter: float) -> tuple[Numbers, Numbers]:
    return boxes[:, 2] <= gutter + _SLACK, boxes[:, 0] >= gutter - _SLACK


def _bands(boxes: Boxes, across: Numbers) -> Iterator[Numbers]:
    """The places of the pieces between those that go across the gutter."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    edges = np.sort(middle[across])
    band = np.searchsorted(edges, middle)
    for number in range(len(edges) + 1):
        yield np.flatnonzero((band == number) & ~across)


def _is_wrong(lines: Pieces, columns: tuple[Numbers, Numbers], sides: Numbers) -> bool:
    """Whether two columns of prose are written line by line, or the right one first."""
    turns = np.count_nonzero(np.diff(sides))
    before = np.cumsum(sides)[sides == 0].sum() / (len(columns[0]) * len(columns[1]))
    swapped = before >= _SWAPPED and _as_wide(lines, columns)
    return (
        bool(len(sides) <= _RUN * turns or swapped)
        and _as_full(lines, columns)
        and all(_is_prose(lines, one) for one in columns)
    )


def _as_wide(lines: Pieces, columns: tuple[Numbers, Numbers]) -> bool:
    """Whether two columns are about as wide."""
    sizes = [lines.boxes[one] for one in columns]
    widths = sorted(float(one[:, 2].max() - one[:, 0].min()) for one in sizes)
    return widths[0] >= _ALIKE * widths[1]


def _as_full(lines: Pieces, columns: tuple[Numbers, Numbers]) -> bool:
    """Whether two columns have about as many lines where they stand beside each other."""
    levels = [lines.boxes[one][:, [1, 3]].mean(axis=1) for one in columns]
    top, bottom = max(map(np.min, levels)) - _SLACK, min(map(np.max, levels)) + _SLACK
    beside = [np.sort(one[(one >= top) & (one <= bottom)]) for one in levels]
    rows = sorted(1 + np.count_nonzero(np.diff(one) > _SLACK) for one in beside)
    return bool(rows[0] >= max(_FEWEST_ROWS, _ALIKE * rows[1]))


def _is_prose(lines: Pieces, column: Numbers) -> bool:
    """Whether a column's lines are letters, mostly fill it, and go on from one to the next.

    What is itself two columns is prose where both are.
    """
    boxes = lines.boxes[column]
    words = [lines.word(at) for at in column]
    long = [len(word) >= _FEWEST_LETTERS for word in words]
    text = "".join(word for word, is_long in zip(words, long, strict=True) if is_long)
    if 2 * sum(long) < len(words) or not _is_dense(boxes) or _lettered(text) < _LETTERS:
        return False
    wide = float(np.median((boxes[:, 2] - boxes[:, 0])[long]))
    if wide >= _FILLED * float(boxes[:, 2].max() - boxes[:, 0].min()):
        return _goes_along(words)
    gutter = _gutter(lines, column)
    inner = _sides(boxes, gutter) if gutter is not None else ()
    return bool(inner) and all(
        np.count_nonzero(side) >= _FEWEST_ROWS and _is_prose(lines, column[side]) for side in inner
    )


def _lettered(text: str) -> float:
    """The share of letters in what a text holds beside blanks."""
    inked = "".join(text.split())
    return sum(map(str.isalpha, inked)) / len(inked)


def _goes_along(words: Sequence[str]) -> bool:
    """Whether lines begin in the midst of a sentence, in a script that shows it."""
    long = [word for word in words if len(word) >= _FEWEST_LETTERS]
    going = sum(word[0].islower() for word in long) >= _GOES_ON * len(long)
    return going or bool(_CASELESS.search("".join(long)))


def _is_dense(boxes: Boxes) -> bool:
    """Whether the lines of a column follow each other closely, as the names of rows do not."""
    middle = np.sort(boxes[:, [1, 3]].mean(axis=1))
    near = np.diff(middle) < _NEXT * np.median(boxes[:, 3] - boxes[:, 1])
    return bool(near.mean() >= _DENSE)
