"""`casebook export`: passages, studies and what was not read, for another program."""

import json
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markup import escape

from casebook.session import Session
from casebook.spreadsheet import line
from casebook.ui.words import counted
from casebook.writing import written
from search import export as exporting
from search import settings
from search.library import Library

app = typer.Typer()
err = Console(stderr=True)


class What(StrEnum):
    """What leaves the library."""

    PASSAGES = "passages"
    STUDIES = "studies"
    UNREAD = "unread"


class Form(StrEnum):
    """How it is written."""

    JSONL = "jsonl"
    CSV = "csv"


_ROWS: Final[dict[What, tuple[type[Any], Callable[[Library], Generator[Any, None, None]]]]] = {
    What.PASSAGES: (exporting.PassageRow, exporting.passages),
    What.STUDIES: (exporting.StudyRow, exporting.studies),
    What.UNREAD: (exporting.UnreadRow, exporting.unread),
}
_NOUNS: Final = {
    What.PASSAGES: ("passage", ""),
    What.STUDIES: ("study", "studies"),
    What.UNREAD: ("refused file or page without text", "refused files and pages without text"),
}
# Not every reader of lines takes these for what they are within a JSON text.
_LINE_ENDS: Final = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@app.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="The file to write; the standard output without one.")
    ] = None,
    what: Annotated[
        What, typer.Option(help="Passages, studies, or refused files and pages without text.")
    ] = What.PASSAGES,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="JSON Lines or CSV; by the file's name, else JSON Lines."),
    ] = None,
) -> None:
    """Write out what the library holds, or what it could not read: the same bytes for the same."""
    form = form or (Form.CSV if file and file.suffix.lower() == ".csv" else Form.JSONL)
    row, rows = _ROWS[what]
    # Closed first: where nobody reads on, rows are left that still read the library.
    with Session(settings.load()) as session, closing(rows(session.library)) as read:
        lines = _LINES[form](row, read)
        if file is None:
            sys.stdout.buffer.writelines(lines)
            sys.stdout.buffer.flush()
            return
        with written(file) as target:
            # CSV has a line more, for the names of its columns.
            held = sum(1 for line in lines if target.write(line)) - (form is Form.CSV)
    err.print(escape(f"{file}: {counted(held, *_NOUNS[what])}."), highlight=False, soft_wrap=True)


def _json_lines(row: type[Any], rows: Iterable[Any]) -> Iterator[bytes]:
    for one in rows:
        text = json.dumps(asdict(one), ensure_ascii=False)
        yield f"{text.translate(_LINE_ENDS)}\n".encode()


def _csv_lines(row: type[Any], rows: Iterable[Any]) -> Iterator[bytes]:
    names = [field.name for field in fields(row)]
    # Marked as UTF-8 for spreadsheets.
    yield "\ufeff".encode() + line(names)
    for one in rows:
        yield line([getattr(one, name) for name in names])


_LINES: Final = {Form.JSONL: _json_lines, Form.CSV: _csv_lines}
