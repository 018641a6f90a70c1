"""Tables of a page put row by row: a line a row, a tab between two cells, all told from boxes.

What is not surely a table stays as the file gives it: docs/decisions/tables.md.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ingest.glyphs import Glyphs, Mark
from ingest.layout.fragments import Fragment, fragments, lines
from ingest.layout.regions import FEWEST, regions
from ingest.layout.rows import Row, rows
from ingest.layout.table_signs import Grid, has_labels, header_rows, is_table

# A word cut at a line's end; joining.joined makes it whole.
_CUT: Final = re.compile(r"[\ufffe\x02]\s*|(?<=[^\W\d_])[-\u2010\xad] ?\n(?=[^\W\d_])")
_SIGNS: Final = ("\ufffe", "\x02")
_TITLE: Final = re.compile(
    r"(?:table|tab\.|tabell?\w*|tableau|tabla|taula\w*|quadr[eo]|cuadro|tavola|figure|box|fig\.)"
    r"\s*[A-Z]?[\d.]*\d",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"\S(?:[^\n]*\S)?")
# A page in more pieces is a drawing, or letters set one by one.
_MOST_FRAGMENTS: Final = 1500
# What is put between two characters of the page: a piece of text for a place of it.
_INSERTED: Final = -1


def tabulated(glyphs: Glyphs) -> Glyphs:
    """A page with the characters of its tables row by row, and marked; the same where it has none.

    Only blanks are put in or left out. A row is a line, a tab stands between two columns.
    """
    tables = grids(glyphs)
    return _rewritten(glyphs, tables) if tables else glyphs


def grids(glyphs: Glyphs) -> list[Grid]:
    """The tables of a page."""
    # On more than half of the pages fewer stand beside another: no table is looked for there.
    parts = fragments(glyphs, FEWEST)
    if len(parts) > _MOST_FRAGMENTS or sum(len(part.bare) > 1 for part in parts) < len(parts) / 2:
        return []
    found = (Grid(region, _own(rows(region))) for region in regions(lines(parts)))
    return [grid for grid in found if is_table(grid)]


def _own(found: list[Row]) -> list[Row]:
    """Rows without what stands above and below them: captions, headings, sources, running lines."""
    if found and _TITLE.match(found[0].text(min(found[0].cells))):
        found = found[1:]
    return _begun(_begun(found)[::-1])[::-1]


def _begun(found: list[Row]) -> list[Row]:
    """Rows from the first one on that has two cells, as the next ones do."""
    start = 0
    while start < len(found) and (
        _is_alone(found[start]) or sum(map(_is_alone, found[start + 1 : start + 4])) > 1
    ):
        start += 1
    return found[start:]


def _is_alone(row: Row) -> bool:
    return set(row.cells) == {0}


# Writing


class _Page:
    """A text under construction: for each character its place in the old one, and its mark."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs
        self.letters: list[str] = []
        self.sources: list[int] = []
        self.marks: list[int] = []

    def copy(self, start: int, end: int, mark: int = 0) -> None:
        """Put characters of the page."""
        self.letters += self.glyphs.text[start:end]
        self.sources += range(start, end)
        self.marks += [mark] * (end - start)

    def insert(self, text: str, mark: int = 0) -> None:
        """Put blanks that stand nowhere."""
        self.letters += text
        self.sources += [_INSERTED] * len(text)
        self.marks += [mark] * len(text)

    def continue_from(self, start: int, end: int) -> None:
        """Go on, on a line of its own, with what stands beside a table."""
        text = self.glyphs.text[start:end]
        if self.letters:
            self.begin_line()
            start = end - len(text.lstrip())
        self.copy(start, end)

    def begin_line(self) -> None:
        """Break the line, if anything stands on it."""
        if self.letters and self.letters[-1] != "\n":
            self.insert("\n")

    def finished(self) -> Glyphs:
        """The new page."""
        sources = np.array(self.sources, int)
        marks = self.glyphs.marks[sources] | np.array(self.marks, np.uint8)
        boxes = self.glyphs.boxes.take(sources, axis=0)
        inserted = sources == _INSERTED
        boxes[inserted] = np.nan
        marks[inserted] = np.array(self.marks, np.uint8)[inserted]
        return Glyphs("".join(self.letters), boxes, marks)


def _rewritten(glyphs: Glyphs, tables: Sequence[Grid]) -> Glyphs:
    """Each table where its first character stood, what stood between its cells below it."""
    text = glyphs.text
    taken: dict[int, tuple[int, Grid | None]] = {}
    for table in tables:
        parts = list(_parts(table))
        first = min(parts, key=lambda part: part.start)
        for part in parts:
            taken[part.start] = (_end(text, part), table if part is first else None)
    page = _Page(glyphs)
    at = 0
    for start in sorted(taken):
        end, begun = taken[start]
        if text[at:start].strip():
            page.continue_from(at, start)
        if begun is not None:
            page.begin_line()
            _write(page, begun)
        at = end
    if text[at:].strip():
        page.continue_from(at, len(text))
    return page.finished()


def _parts(table: Grid) -> Iterator[Fragment]:
    for row in table.rows:
        for cell in row.cells.values():
            yield from cell


def _write(page: _Page, table: Grid) -> None:
    heads = header_rows(page.glyphs, table)
    labels = not heads and has_labels(table)
    for place, row in enumerate(table.rows):
        mark = int(Mark.TABLE | Mark.HEADER if place < heads else Mark.TABLE)
        if place:
            page.insert("\n", mark)
        for column in range(max(row.cells) + 1):
            if column:
                page.insert("\t", mark)
            own = int(Mark.TABLE | Mark.HEADER) if labels and not column else mark
            _write_cell(page, row.cells.get(column, ()), own)


def _write_cell(page: _Page, cell: Sequence[Fragment], mark: int) -> None:
    text = page.glyphs.text
    end = 0
    for part in cell:
        if end:
            cut = _CUT.match(text, end - 1)
            if cut is not None and cut.end() == part.start:
                page.copy(end, part.start, mark)
            else:
                page.insert(" ", mark)
        end = _end(text, part)
        for piece in _LINE.finditer(text, part.start, end):
            if piece.start() > part.start:
                page.insert(" ", mark)
            page.copy(piece.start(), piece.end(), mark)


def _end(text: str, part: Fragment) -> int:
    """Where a fragment ends, with the sign of a word cut there, which stands nowhere."""
    return part.end + (text[part.end : part.end + 1] in _SIGNS)
