"""Pages that are written sideways or upside down: put in order as if they stood upright.

Most are annexes: a wide table set along a tall page. Reading order and tables are told from boxes
of text that runs from left to right, so the boxes are turned before and turned back after.
"""

from typing import Final

import numpy as np

from ingest.glyphs import Glyphs
from ingest.layout.columns import ordered
from ingest.layout.grids import tabulated
from ingest.layout.pieces import permuted, whole_lines
from search.boxes import Boxes

# Of the pairs of letters so many run one way. Of 2,273 pages of policy one is turned, with 93 % of
# them; of the others at most 25 % run otherwise than from left to right.
_MOST: Final = 0.8
_FEWEST_PAIRS: Final = 40
# Lines of one row are nearer to each other than so many heights of a line.
_SAME_ROW: Final = 0.3
# Latin, Greek and Cyrillic letters: others run from right to left, or from the top, by nature.
_LETTERS: Final = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x370, 0x4FF))


def arranged(glyphs: Glyphs) -> Glyphs:
    """A page's characters in reading order, its tables row by row, whichever way it is written."""
    turns = _turns(glyphs)
    if not turns:
        return tabulated(ordered(glyphs))
    upright = _from_top(_turned(glyphs, turns))
    return _turned(tabulated(ordered(upright)), -turns)


def _turns(glyphs: Glyphs) -> int:
    """By how many quarters, anticlockwise, a page must be turned to be read."""
    codes = np.frombuffer(glyphs.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    letters = np.zeros(len(codes), bool)
    for first, last in _LETTERS:
        letters |= (codes >= first) & (codes <= last)
    pairs = np.flatnonzero(letters[:-1] & letters[1:])
    centres = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2
    across, down = (centres[pairs + 1] - centres[pairs]).T
    ways = [across > abs(down), down > abs(across), -across > abs(down), -down > abs(across)]
    counts = [int(np.count_nonzero(way)) for way in ways]
    most = int(np.argmax(counts))
    sure = counts[most] >= max(_FEWEST_PAIRS, _MOST * sum(counts))
    return most if sure else 0


def _turned(glyphs: Glyphs, turns: int) -> Glyphs:
    """A page with its boxes turned by so many quarters, anticlockwise."""
    boxes: Boxes = glyphs.boxes
    for _ in range(turns % 4):
        left, top, right, bottom = boxes.T
        boxes = np.stack([top, 1 - right, bottom, 1 - left], axis=1)
    return Glyphs(glyphs.text, boxes, glyphs.marks)


def _from_top(glyphs: Glyphs) -> Glyphs:
    """A page with its lines from the top down, those of one height from left to right.

    Of a turned page the file's order says little; two columns of prose are put apart later.
    """
    lines = whole_lines(glyphs)
    if not len(lines.spans):
        return glyphs
    left, top, _, bottom = lines.boxes.T
    middle, height = (top + bottom) / 2, float(np.median(bottom - top))
    down = np.argsort(middle, kind="stable")
    row = np.zeros(len(down), int)
    row[down[1:]] = np.cumsum(np.diff(middle[down]) > _SAME_ROW * height)
    order = np.lexsort((left, row)).tolist()
    return permuted(glyphs, lines, order)
