"""What stands above or below all else of a page, and its file has in another place."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ingest.layout.pieces import Numbers, Pieces

_SLACK: Final = 0.003
# A block that what the file has next to it stands under within so many heights is no late one.
_APART: Final = 4
# Running lines are written first or last, wherever they stand; nobody reads them.
_MARGIN: Final = 0.08
# A word set upright along the page's edge is in nobody's way.
_TALLEST: Final = 0.1
_FEWEST_LINES: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]{3}")


def lifted(lines: Pieces, order: Sequence[int]) -> list[int]:
    """Pieces with a late heading of the page put first, and an early foot of it last."""
    middle = lines.boxes[:, [1, 3]].mean(axis=1)
    tall = lines.boxes[:, 3] - lines.boxes[:, 1] > _TALLEST
    inner = ~tall & (middle > _MARGIN) & (middle < 1 - _MARGIN)
    kept = [at for at in order if inner[at]]
    if len(kept) < _FEWEST_LINES or (np.diff(middle[kept]) > -_SLACK).all():
        return list(order)
    moved = _raised(lines, kept, *_cuts(lines, kept))
    moved = _raised(lines, moved[::-1], *_cuts(lines, kept, below=True))[::-1]
    return list(order) if moved == kept else _with_rest(lines, list(order), moved)


def _with_rest(lines: Pieces, order: list[int], moved: list[int]) -> list[int]:
    """The pieces of an order as they were moved, each with those in a margin that belong to it."""
    inner = set(moved)
    following: dict[int, list[int]] = {}
    leading: dict[int, list[int]] = {}
    last = -1
    for before, at, after in zip([-1, *order], order, [*order[1:], -1], strict=False):
        if at in inner:
            last = at
        elif after in inner and before >= 0 and _heads(lines, before, at, after):
            leading[after] = [at]
        else:
            following.setdefault(last, []).append(at)
    placed = following.get(-1, [])
    for at in moved:
        placed += [*leading.get(at, []), at, *following.get(at, [])]
    return placed


def _heads(lines: Pieces, before: int, at: int, after: int) -> bool:
    """Whether a piece is one with that after it, and not with that before it."""
    return _goes_on(lines, at, after) and not _goes_on(lines, before, at)


def _cuts(lines: Pieces, among: Sequence[int], below: bool = False) -> tuple[Numbers, Numbers]:
    """The pieces from the top, or the foot, and how many stand before each level none crosses."""
    boxes = lines.boxes[list(among)]
    middle, quarter = boxes[:, [1, 3]].mean(axis=1), (boxes[:, 3] - boxes[:, 1]) / 4
    if below:
        middle = 1 - middle
    rows = np.argsort(middle - quarter, kind="stable")
    ends = np.maximum.accumulate((middle + quarter)[rows])
    starts = (middle - quarter)[rows]
    return np.array(among)[rows], np.flatnonzero(starts[1:] >= ends[:-1]) + 1


def _raised(lines: Pieces, order: list[int], ranked: Numbers, sizes: Numbers) -> list[int]:
    """An order with every head put first that is one block, comes later and is no column's."""
    waiting = _late(order, ranked, sizes)
    while (head := next(waiting, None)) is not None:
        size, start = head
        moved = _moved(lines, order, start, size)
        if moved is not order:
            order = moved
            waiting = _late(order, ranked, sizes[sizes > size])
    return order


def _late(order: Sequence[int], ranked: Numbers, sizes: Numbers) -> Iterator[tuple[int, int]]:
    """The sizes of the heads that stand together in an order, and where each begins there."""
    places = np.empty(max(order) + 1, int)
    places[list(order)] = np.arange(len(order))
    first = np.minimum.accumulate(places[ranked])[sizes - 1]
    last = np.maximum.accumulate(places[ranked])[sizes - 1]
    late = (first > 0) & (last - first + 1 == sizes)
    yield from zip(sizes[late].tolist(), first[late].tolist(), strict=True)


def _moved(lines: Pieces, order: list[int], start: int, size: int) -> list[int]:
    """An order with a block put first, or the same one where its pieces belong where they are."""
    block, before, after = order[start : start + size], order[:start], order[start + size :]
    if after and _goes_on(lines, block[-1], after[0]):
        return order
    if not any(_WORD.search(lines.word(at)) for at in block) or not _overlap(lines, block, before):
        return order
    return [*block, *before, *after]


def _overlap(lines: Pieces, one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two groups stand over each other, not in different columns."""
    left, right = lines.boxes[list(one)], lines.boxes[list(other)]
    return bool(min(left[:, 2].max(), right[:, 2].max()) > max(left[:, 0].min(), right[:, 0].min()))


def _goes_on(lines: Pieces, one: int, other: int) -> bool:
    """Whether two successive pieces are successive lines of one column."""
    left, top, right, bottom = lines.boxes[one]
    near_left, near_top, near_right, near_bottom = lines.boxes[other]
    apart = abs((top + bottom) / 2 - (near_top + near_bottom) / 2)
    over = min(right, near_right) > max(left, near_left)
    return bool(over and apart < _APART * float(bottom - top))
