"""The columns of neighbouring lines: where blanks go down through them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.layout.fragments import Fragment, Line

# Steps across a page by which columns are told: under a point on A4.
_STEPS: Final = 800
# Blanks between columns, in sizes of type.
_GUTTER: Final = 0.6
# Of a block's lines so many may reach over a gutter: titles over groups of columns or of rows.
_SPANNING: Final = 0.15

Cover: TypeAlias = NDArray[np.bool_]


@dataclass(slots=True)
class Region:
    """Lines of a page that keep to columns: the middles of their gutters part them."""

    lines: list[Line]
    gutters: list[float]

    def column(self, part: Fragment) -> int:
        """The column, from 0, that a fragment begins in."""
        inner = part.left + min(part.em / 2, (part.right - part.left) / 2)
        return bisect_left(self.gutters, inner)

    def spans(self, part: Fragment) -> bool:
        """Whether a fragment reaches over a gutter."""
        inner = part.em / 2
        first = bisect_right(self.gutters, part.left + inner)
        return first < len(self.gutters) and self.gutters[first] < part.right - inner

    def parts(self) -> list[Fragment]:
        """Its fragments as the file gives them."""
        found = (part for line in self.lines for part in line.parts)
        return sorted(found, key=lambda part: part.order)


def gutters(block: Sequence[Line]) -> list[float]:
    """Where a blank goes down through nearly all lines, or through all of those that span none."""
    em = median(part.em for line in block for part in line.parts)
    covered = _covered([line.parts for line in block])
    wide = _free(np.count_nonzero(covered, axis=0) <= _SPANNING * len(block), em)
    middles = [(left + right + 1) / 2 / _STEPS for left, right in wide]
    if not wide:
        return []
    whole = Region(list(block), middles)
    covered = _covered([[p for p in line.parts if not whole.spans(p)] for line in block])
    anywhere = np.count_nonzero(covered, axis=0) > 0
    inked = _free(anywhere, 0)
    for left, right in _free(~anywhere, em):
        beside = [run for run in inked if run[1] == left + 1 or run[0] == right - 1]
        if all(right <= low or high <= left for low, high in wide) and all(
            covered[:, low:high].any(axis=1).sum() > 1 for low, high in beside
        ):
            middles.append((left + right + 1) / 2 / _STEPS)
    return sorted(middles)


def _covered(rows: Sequence[Sequence[Fragment]]) -> Cover:
    """Which steps across the page the fragments of each line stand on."""
    covered = np.zeros((len(rows), _STEPS + 1), bool)
    for row, parts in zip(covered, rows, strict=True):
        for part in parts:
            row[max(0, int(part.left * _STEPS)) : int(part.right * _STEPS) + 1] = True
    return covered


def _free(free: Cover, em: float) -> list[tuple[int, int]]:
    """The inner stretches of steps that are free and as wide as a gutter, with a step around."""
    inked = np.flatnonzero(~free).tolist()
    return [
        (left, right)
        for left, right in pairwise(inked)
        if (right - left - 1) / _STEPS > _GUTTER * em
    ]
