"""The rows of a region of a page: cells of one row put together, also where they take many lines.

The order in which the file gives fragments is what tells most: a cell's lines follow each other,
then comes the next cell of the row, further up again, and a step back to the left begins a row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.layout.fragments import Fragment, lines
from ingest.layout.gutters import Region

# The blank between two lines of a cell, in heights of a line; between two rows it may be more.
_TIGHT: Final = 0.6
# Text in a table is set this loose at most, in heights of a line between two.
_LOOSE: Final = 1.0
# A cell's line is wrapped where the next word would not have fitted, but for so many sizes of type.
_SLACK: Final = 0.4
# A title over groups of rows is wider than its column by this factor.
_TITLE: Final = 1.3

_FIGURE: Final = re.compile(
    r"[^\w]*\d[\d.,:'’%‰ /–-]*(?:[^\d\w]|[a-z]{1,2}\b|=\d+|\([\d.,%–-]+\))*[^\W\d_]{0,10}\W*"
    r"|\W*[–—−-]+\W*|\*=\d+"
)
_GOES_ON: Final = re.compile(r"[^\w\s]?[a-zß-öø-ÿ]")


@dataclass(slots=True)
class Row:
    """The fragments of a row, by column, in the order in which they are read."""

    cells: dict[int, list[Fragment]]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(part.top for cell in self.cells.values() for part in cell)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(part.bottom for cell in self.cells.values() for part in cell)

    def add(self, column: int, part: Fragment) -> None:
        """Put a fragment at the end of a cell."""
        self.cells.setdefault(column, []).append(part)

    def take(self, row: "Row") -> None:
        """Put another row's cells below those of this one."""
        for column, cell in row.cells.items():
            self.cells.setdefault(column, []).extend(cell)

    def reaches(self, column: int, part: Fragment) -> bool:
        """Whether a fragment stands beside it, in a column in which it has none."""
        return max(self.cells) < column and part.middle < self.bottom

    def text(self, column: int) -> str:
        """The words of a cell."""
        return " ".join(part.bare for part in self.cells.get(column, ()))


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, with its sign or unit, or the sign for none."""
    return _FIGURE.fullmatch(text) is not None


def rows(region: Region) -> list[Row]:
    """The rows of a region from its top."""
    columns = _columns(region)
    found = [
        part
        for row in _as_given(region, columns)
        for part in (_by_lines(region, columns, row) if _stacked(row) else [row])
    ]
    return list(_wrapped(sorted(found, key=lambda row: row.top)))


def _as_given(region: Region, columns: Mapping[int, "_Column"]) -> list[Row]:
    found: list[Row] = []
    before, last = -1, None
    for part in region.parts():
        at = region.column(part)
        if last is None or at < before:
            found.append(Row({}))
        elif at == before:
            beside = abs(part.middle - last.middle) < (part.bottom - part.top) / 2
            figures = is_figure(last.bare) and is_figure(part.bare)
            below = part.middle > last.middle and (figures or columns[at].goes_on(last, part))
            if not (below or (beside and part.left > last.left)):
                found.append(Row({}))
        elif part.top > found[-1].bottom - (part.bottom - part.top) / 3:
            found.append(Row({}))
        else:
            # What stood further up is of one row with this one, though no line was seen to wrap.
            while len(found) > 1 and part.middle < found[-1].top and found[-2].reaches(at, part):
                found[-2].take(found.pop())
        found[-1].add(at, part)
        before, last = at, part
    return found


@dataclass(slots=True)
class _Column:
    """How far the lines of a column's cells reach, and how far apart they stand."""

    width: float = 0.0
    right: float = 0.0
    apart: float = 0.0

    def goes_on(self, last: Fragment, part: Fragment) -> bool:
        """Whether a line goes on in the next: near it, and the next word did not fit."""
        apart = (part.top - last.bottom) / min(last.bottom - last.top, part.bottom - part.top)
        small = _GOES_ON.match(part.bare) is not None
        if apart > max(_TIGHT, 1.2 * self.apart) + small * _TIGHT:
            return False
        taken = last.right - last.left
        if self.width and taken > _TITLE * self.width:
            return False
        word = (part.right - part.left) * len(part.bare.split()[0]) / len(part.bare)
        more = word + _SLACK * part.em
        return small or taken + more > self.width or last.right + more > self.right


def _columns(region: Region) -> dict[int, _Column]:
    columns: dict[int, _Column] = {}
    for part in region.parts():
        column = columns.setdefault(region.column(part), _Column())
        if not region.spans(part):
            column.width = max(column.width, part.right - part.left)
            column.right = max(column.right, part.right)
    steps: dict[int, list[float]] = {}
    for last, part in pairwise(region.parts()):
        at = region.column(part)
        if at == region.column(last) and part.top > last.middle:
            height = min(last.bottom - last.top, part.bottom - part.top)
            steps.setdefault(at, []).append((part.top - last.bottom) / height)
    for at, found in steps.items():
        columns[at].apart = min(median(found), _LOOSE)
    return columns


def _stacked(row: Row) -> bool:
    """Whether numbers stand over each other in a column: then a row is a line."""
    return any(
        is_figure(before.bare)
        and is_figure(after.bare)
        and after.top > before.middle
        and not after.bare.startswith("(")
        for cell in row.cells.values()
        for before, after in pairwise(cell)
    )


def _by_lines(region: Region, columns: Mapping[int, _Column], row: Row) -> Iterator[Row]:
    """The lines of a row as rows, a first cell's wrapped lines together."""
    parts = [part for cell in row.cells.values() for part in cell]
    last: Row | None = None
    for line in lines(parts):
        one = Row({})
        for part in line.parts:
            one.add(region.column(part), part)
        first = min(one.cells)
        if (
            last is not None
            and set(last.cells) & set(one.cells) == {first} == {min(last.cells)}
            and columns[first].goes_on(last.cells[first][-1], one.cells[first][0])
        ):
            last.take(one)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _wrapped(found: Sequence[Row]) -> Iterator[Row]:
    """Rows, those that go on in small letters put to the one before, as OCR leaves them."""
    last: Row | None = None
    for row in found:
        if last is not None and (_is_beside(last, row) or _is_rest(last, row)):
            last.take(row)
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _is_beside(last: Row, row: Row) -> bool:
    """Whether two rows are cells of one line that the file gives far from each other."""
    apart = abs(row.top + row.bottom - last.top - last.bottom)
    return not set(row.cells) & set(last.cells) and apart < min(
        row.bottom - row.top, last.bottom - last.top
    )


def _is_rest(last: Row, row: Row) -> bool:
    if not set(row.cells) < set(last.cells):
        return False
    near = row.top - last.bottom < _TIGHT * (row.bottom - row.top)
    return near and all(_GOES_ON.match(row.text(column)) for column in row.cells)
