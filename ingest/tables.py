"""A catalogue file as rows: CSV as Excel saves it in any European locale, and one row put back."""

import csv
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

from search import paths
from search.errors import CatalogueError

_DELIMITERS: Final = ",;\t"
_BOM: Final = "\ufeff"
_NOT_UTF8: Final = {
    b"PK\x03\x04": "is an Excel workbook",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook",
    b"\xff\xfe": "is in UTF-16",
    b"\xfe\xff": "is in UTF-16",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its first line (from 1) and its trimmed cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Record:
    """A row as it stands in the file; `raw` is every character of it with its line end."""

    line: int
    raw: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """`head` is what comes before the header: a byte order mark, a line "sep=;"."""

    head: str
    delimiter: str
    header: _Record
    names: tuple[str, ...]
    body: tuple[_Record, ...]


def rows(file: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file that has some of `columns`: UTF-8, delimited by , ; or a tab.

    A row may stop early: what is missing at its end is empty. Raises CatalogueError, one sentence
    with the line number, for a column or a cell too many and for any other kind of file.
    """
    table = _load(file, columns)
    return [_row(file, table, record) for record in table.body]


def put(
    file: Path,
    columns: Sequence[str],
    cells: Mapping[str, str],
    certain: Sequence[str],
    same: Callable[[Row], bool],
) -> None:
    """Write `cells` into the first row of which `same` holds, or add them as a new last row.

    In a row that exists, the `certain` columns are overwritten and empty cells are filled. A file
    without a certain column gets it; a file that does not exist is made with `columns`. All other
    rows stay byte for byte, and the file is replaced in one step. Raises CatalogueError where it
    can't be read or written.
    """
    table = _load(file, columns) if paths.exists(file) else _empty(columns)
    table = _widened(table, [name for name in certain if name not in table.names])
    found = next((one for one in table.body if same(_row(file, table, one))), None)
    if found is not None:
        kept = {name: text for name, text in _row(file, table, found).cells.items() if text}
        cells = {**cells, **kept, **{name: cells[name] for name in certain}}
    new = _written(table, [cells.get(name, "") for name in table.names])
    body = [new if one is found else one.raw for one in table.body]
    if found is None:
        open_end = body and not body[-1].endswith(("\r", "\n"))
        body = [*body, _line_end(table) if open_end else "", new]
    _replace(file, table.head + table.header.raw + "".join(body))


def _load(file: Path, columns: Sequence[str]) -> _Table:
    text = _text(file)
    found = re.match(r"\ufeff?(?:sep=(.)[^\S\r\n]*(?:\r\n|\r|\n))?", text, re.IGNORECASE)
    head = found[0] if found else ""
    lines = list(io.StringIO(text[len(head) :], newline=""))
    told = found[1] if found else None
    delimiter = told or max(_DELIMITERS, key=lambda one: _known(lines, one, columns))
    records = _records(file, lines, delimiter, 1 if told else 0)
    header = next(records, None)
    if header is None or not _known(lines, delimiter, columns):
        wanted = ", ".join(columns)
        raise _wrong(file, 1, f"it names no column; the first line must name some of {wanted}")
    names = tuple(cell.strip().lower() for cell in header.cells)
    _check_names(file, header.line, names, columns)
    return _Table(head, delimiter, header, names, tuple(records))


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{file} can't be read ({error.strerror}).") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        came = next((said for mark, said in _NOT_UTF8.items() if data.startswith(mark)), "")
        raise CatalogueError(
            f"{file} {came or f'is not in UTF-8 (line {line})'}; "
            'save it from the spreadsheet as "CSV UTF-8".'
        ) from error
    if "\0" in text:
        raise CatalogueError(f'{file} is not a text file; save the sheet as "CSV UTF-8".')
    return text


def _known(lines: Sequence[str], delimiter: str, columns: Sequence[str]) -> int:
    cells = (lines[0] if lines else "").split(delimiter)
    return len({cell.strip(' "\t\r\n').lower() for cell in cells} & set(columns))


def _records(file: Path, lines: Sequence[str], delimiter: str, skipped: int) -> Iterator[_Record]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 0
    try:
        for cells in reader:
            raw = "".join(lines[start : reader.line_num])
            yield _Record(start + skipped + 1, raw, tuple(cells))
            start = reader.line_num
    except csv.Error as error:
        said = f"the row can't be read ({error}); check its quotation marks"
        raise _wrong(file, start + skipped + 1, said) from error


def _check_names(file: Path, line: int, names: Sequence[str], columns: Sequence[str]) -> None:
    for position, name in enumerate(names):
        if name and name not in columns:
            wanted = ", ".join(columns)
            raise _wrong(file, line, f"there is no column {name!r}; the columns are {wanted}")
        if name and name in names[:position]:
            raise _wrong(file, line, f"the column {name!r} is there twice; keep one")


def _row(file: Path, table: _Table, record: _Record) -> Row:
    cells = [cell.strip() for cell in record.cells]
    names = [*table.names, *[""] * (len(cells) - len(table.names))]
    stray = next((cell for name, cell in zip(names, cells, strict=False) if cell and not name), "")
    if stray:
        said = f"{stray!r} stands under no column; put a cell that holds "
        raise _wrong(file, record.line, said + f"{table.delimiter!r} in quotation marks")
    full = [*cells, *[""] * (len(names) - len(cells))]
    return Row(record.line, {name: cell for name, cell in zip(names, full, strict=True) if name})


def _empty(columns: Sequence[str]) -> _Table:
    # With a byte order mark, or Excel takes the file for the machine's old code page.
    header = _Record(1, ",".join(columns) + "\n", tuple(columns))
    return _Table(_BOM, ",", header, tuple(columns), ())


def _widened(table: _Table, names: Sequence[str]) -> _Table:
    bare = table.header.raw.rstrip("\r\n")
    raw = table.delimiter.join([bare, *names]) + _line_end(table)
    return replace(table, header=replace(table.header, raw=raw), names=(*table.names, *names))


def _line_end(table: _Table) -> str:
    return table.header.raw[len(table.header.raw.rstrip("\r\n")) :] or "\n"


def _written(table: _Table, cells: Sequence[str]) -> str:
    text = io.StringIO(newline="")
    end = _line_end(table)
    csv.writer(text, delimiter=table.delimiter, lineterminator=end).writerow(cells)
    return text.getvalue()


def _replace(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.{uuid4().hex[:8]}.part")
    try:
        with part.open("xb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        if paths.exists(file):
            shutil.copymode(file, part)
        part.replace(file)
    except OSError as error:
        raise CatalogueError(f"{file} can't be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)


def _wrong(file: Path, line: int, said: str) -> CatalogueError:
    return CatalogueError(f"{file}, line {line}: {said}.")
