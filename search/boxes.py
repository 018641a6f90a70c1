"""Where the characters of a page stand: packed for keeping, merged into lines for showing.

A page's boxes are an array of shape (characters, 4): left, top, right, bottom in fractions of the
page's width and height from its upper left corner as it is shown; NaN where a character has no
place (a line break, a space that the reader put in).
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Boxes: TypeAlias = NDArray[np.float32]

# 65,534 steps across a page are 0.01 points on A4; the last value means "no place".
_STEPS: Final = 65_534
_NOWHERE: Final = 65_535


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in fractions of its width and height, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def pack(boxes: Boxes) -> bytes:
    """Boxes as bytes: 16 bits an edge, differences column by column, compressed."""
    steps = np.where(np.isnan(boxes), _NOWHERE, np.clip(boxes, 0, 1) * _STEPS)
    grid = np.rint(steps).astype(np.uint16)
    differences = np.diff(grid, axis=0, prepend=np.zeros((1, 4), np.uint16))
    return zlib.compress(differences.T.tobytes(), 6)


def unpack(data: bytes) -> Boxes:
    """What `pack` was given, to within a 65,534th of the page. Raises ValueError where damaged."""
    try:
        bare = zlib.decompress(data)
    except zlib.error as error:
        raise ValueError("the boxes of a page are damaged") from error
    differences = np.frombuffer(bare, np.uint16).reshape(4, -1).T
    grid = np.cumsum(differences, axis=0, dtype=np.uint16)
    return np.where(grid == _NOWHERE, np.nan, grid / np.float32(_STEPS)).astype(np.float32)


def lines(boxes: Boxes) -> list[Box]:
    """The boxes of successive characters as one box a line; none where none has a place."""
    return [
        Box(*run[:, :2].min(axis=0).tolist(), *run[:, 2:].max(axis=0).tolist())
        for run in _runs(boxes[~np.isnan(boxes).any(axis=1)])
    ]


def _runs(boxes: Boxes) -> Iterator[Boxes]:
    """Cut where the next character stands left of this one or off its line."""
    if not len(boxes):
        return
    this, after = boxes[:-1], boxes[1:]
    middle = (after[:, 1] + after[:, 3]) / 2
    off = (middle < this[:, 1]) | (middle > this[:, 3])
    back = after[:, 2] < this[:, 0]
    yield from np.split(boxes, np.flatnonzero(off | back) + 1)
