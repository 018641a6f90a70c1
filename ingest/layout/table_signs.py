"""By which signs rows that keep to columns are told to be a table, and its header row told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import mean, median
from typing import Final

from ingest.glyphs import Glyphs, Mark
from ingest.layout.fragments import Fragment
from ingest.layout.gutters import Region
from ingest.layout.regions import FEWEST
from ingest.layout.rows import Row, is_figure

# Shares, set on the labelled pages of both halves (benchmarks/results/tables.md).
# Of its cells so many are filled: the labels of a chart stand about.
_FILLED: Final = 0.45
# Of its fragments so many stand at their column's left or right edge or in its middle.
_ALIGNED: Final = 0.55
# The file gives it row by row; one that it gives otherwise has so many figures.
_SIDEWAYS: Final = 0.5
_FIGURES: Final = 0.5
# So many rows say what they are about; the axes of a chart are numbers alone.
_LABELLED: Final = 0.65
# Of its cells so many begin in small letters at most: lines of prose in columns do more often.
_SMALL: Final = 0.35
# Of its rows so many have two cells and more, but for those that go on within a cell.
_FULL: Final = 0.5
# The first cell beside a text has so many words at most, on average.
_LABEL_WORDS: Final = 15
_MOST: Final = 0.7
# What stands at one edge stands within so many sizes of type.
_SAME_EDGE: Final = 0.8
_MOST_HEADER_ROWS: Final = 4
_BOLD: Final = 0.8

_LEADER: Final = re.compile(r"(?:[.…]\s?){5,}|(?:_\s?){5,}")
_SMALL_LETTER: Final = re.compile(r"(?!https?:|www\.)[^\w\s]?[a-zß-öø-ÿ]")
_YEAR: Final = re.compile(r"\D*(?:19|20)\d\d(?:\D+(?:(?:19|20)?\d\d))?\D*")
_SAYS: Final = re.compile(r"[^\W\d_]|(?:^|\D)(?:19|20)\d\d(?:\D|$)|\d[-–]\d|\d\+")
_NUMBERING: Final = re.compile(r"\W*(?:[a-z]|[ivx]+|\d{1,3}(?:\.\d+)*)?\W*", re.I)


@dataclass(slots=True)
class Grid:
    """What may be a table: its rows from its top, and the region that they fill."""

    region: Region
    rows: list[Row]

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self.region.gutters) + 1

    @property
    def full(self) -> list[Row]:
        """The rows that have two cells and more."""
        return [row for row in self.rows if len(row.cells) > 1]


def is_table(grid: Grid) -> bool:
    """Whether rows are surely a table: no prose in columns, no contents, no list, no chart."""
    full = grid.full
    if len(full) < FEWEST or not _is_regular(grid, full):
        return False
    if any(_LEADER.search(part.bare) for part in grid.region.parts()):
        return False
    figures = _figures(full) >= _FIGURES
    if not figures and _sideways(grid) < _SIDEWAYS:
        return False
    if not _is_labelled(full, grid.columns) or _is_contents(full, grid.columns):
        return False
    small = [bool(_SMALL_LETTER.match(row.text(at))) for row in full for at in row.cells]
    if mean(small) > _SMALL:
        return False
    return figures or grid.columns > 2 or not (_is_list(full) or _has_long_labels(full))


def has_labels(grid: Grid) -> bool:
    """Whether a table is texts, each beside its label, rather than rows below a header."""
    return grid.columns == 2 and _figures(grid.full) < _FIGURES


def _is_regular(grid: Grid, full: Sequence[Row]) -> bool:
    """Whether most rows fill most columns, and most fragments stand in line."""
    alone = sum(set(row.cells) == {0} for row in grid.rows)
    filled = mean(len(row.cells) for row in full)
    if alone > _FULL * len(grid.rows) or filled < _FILLED * grid.columns:
        return False
    return _aligned(grid.region) >= _ALIGNED


def _figures(full: Sequence[Row]) -> float:
    """The share of numbers in the cells that are not the first."""
    cells = [is_figure(row.text(at)) for row in full for at in row.cells if at]
    return sum(cells) / max(1, len(cells))


def _sideways(grid: Grid) -> float:
    """How many steps to the right the file takes, of those that its rows need."""
    column = grid.region.column
    steps = sum(
        column(after) > column(before) and after.top < before.bottom
        for before, after in pairwise(grid.region.parts())
    )
    return steps / max(1, sum(len(row.cells) - 1 for row in grid.rows))


def _is_labelled(full: Sequence[Row], columns: int) -> bool:
    """Whether rows say in one of two columns what they are about, or count below a first row."""
    for at in (0, 1):
        if mean(bool(_SAYS.search(row.text(at))) for row in full) >= _LABELLED:
            return True
    head = [full[0].text(at) for at in full[0].cells]
    first = [row.text(min(row.cells)) for row in full[1:]]
    return len(head) == columns and all(map(_SAYS.search, head)) and _rises(first)


def _is_contents(full: Sequence[Row], columns: int) -> bool:
    """Whether its columns of numbers, each beside one of titles, hold page numbers: none falls."""
    cells = [[row.text(at) for row in full if at in row.cells] for at in range(1, columns)]
    figures = [column for column in cells if column and mean(map(is_figure, column)) > _FIGURES]
    return 0 < len(figures) <= columns / 2 and all(map(_rises, figures))


def _rises(column: Sequence[str]) -> bool:
    numbers = [int(text) for text in column if text.isdecimal() and len(text) < 4]
    return len(numbers) >= _MOST * len(column) and all(a <= b for a, b in pairwise(numbers))


def _is_list(full: Sequence[Row]) -> bool:
    """Whether texts stand beside their numbers."""
    return mean(bool(_NUMBERING.fullmatch(row.text(0))) for row in full) > _MOST


def _has_long_labels(full: Sequence[Row]) -> bool:
    """Whether it is text with notes in its margin."""
    return mean(len(row.text(0).split()) for row in full) > _LABEL_WORDS


def _aligned(region: Region) -> float:
    columns: dict[int, list[Fragment]] = {}
    for part in region.parts():
        if not region.spans(part):
            columns.setdefault(region.column(part), []).append(part)
    good = sum(
        max(_at_one(found, place) for place in (0.0, 0.5, 1.0)) for found in columns.values()
    )
    return good / max(1, sum(map(len, columns.values())))


def _at_one(parts: Sequence[Fragment], share: float) -> int:
    """How many fragments have this point of their width at one place."""
    places = [part.left + share * (part.right - part.left) for part in parts]
    middle, slack = median(places), _SAME_EDGE * median(part.em for part in parts)
    return sum(abs(place - middle) < slack for place in places)


# The header row


def header_rows(glyphs: Glyphs, grid: Grid) -> int:
    """How many rows are the header: bold ones, or those above the first figures, or the first.

    Two columns of words are labels beside texts, which have none.
    """
    plain = len(list(takewhile(_has_no_figures, grid.rows)))
    bold = len(list(takewhile(lambda row: _is_bold(glyphs, row), grid.rows[:plain])))
    if 0 < bold <= _MOST_HEADER_ROWS and bold < len(grid.rows):
        return bold
    below = [row.text(at) for row in grid.rows[plain:] for at in row.cells if at]
    if below and mean(map(is_figure, below)) >= _FIGURES:
        return plain if plain <= _MOST_HEADER_ROWS else 1
    return int(grid.columns > 2 and plain > 0)


def _is_bold(glyphs: Glyphs, row: Row) -> bool:
    marks = [
        mark
        for cell in row.cells.values()
        for part in cell
        for mark in glyphs.marks[part.start : part.end].tolist()
    ]
    return mean(bool(mark & Mark.BOLD) for mark in marks) >= _BOLD


def _has_no_figures(row: Row) -> bool:
    cells = [row.text(at) for at in row.cells if at]
    return all(map(_YEAR.fullmatch, cells)) or not any(map(is_figure, cells))
