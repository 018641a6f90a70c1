"""Records as a terminal or a program reads them."""

import codecs
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from casebook import origins
from casebook.ui.words import counted
from ingest.files import text_of
from search import explain, present
from search.errors import LibraryError
from search.library import Library
from search.records import Double, Hit, Kind, Refusal, Study
from search.scope import Coverage


def spell_out() -> None:
    """Have letters that the output's encoding lacks printed as escapes; they were errors."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def print_json(told: object) -> None:
    """Print records for another program: JSON in whatever encoding the output has."""
    whole = codecs.lookup(sys.stdout.encoding or "ascii").name == "utf-8"
    print(json.dumps(told, indent=2, ensure_ascii=not whole))


def printable(path: Path) -> str:
    """A file's name on one line of a terminal, markup and control characters made harmless."""
    name = text_of(path).rpartition(os.sep)[2]
    return escape("".join(sign if sign.isprintable() else "\ufffd" for sign in name))


def demand_studies(library: Library) -> None:
    """Raises LibraryError where there is nothing to search."""
    if not library.count("studies"):
        raise LibraryError(
            f"The library in {library.home} is empty; casebook add FOLDER takes in the PDFs there."
        )


def studies(found: Sequence[Study]) -> Table:
    """Studies as a table."""
    table = Table(box=None, header_style="bold")
    # Whole: other commands ask for it.
    table.add_column("Study", no_wrap=True, overflow="fold")
    for name in ("Title", "Years", "Countries", "Pages"):
        table.add_column(name)
    for study in found:
        title = escape(study.title)
        places = ", ".join(study.countries)
        table.add_row(study.id, title, study.period, places, str(study.page_count))
    return table


def refused(refusal: Refusal) -> str:
    """A file that was refused, and why, on one line."""
    name = printable(Path(refusal.file))
    return f"[red]refused[/red] {name}: {escape(refusal.reason)} ({refusal.code})"


def hit(library: Library, found: Hit) -> dict[str, Any]:
    """A hit for JSON."""
    return {
        "rank": found.rank,
        "score": found.score,
        "study": origins.told(found.study),
        "passage": asdict(found.passage),
        "page": present.page_name(found.passage),
        "citation": present.citation(found.study, found.passage),
        "link": link(library, found),
        "address": "?" + present.address(found.passage),
        "why": explain.why(found),
        "band": found.band,
        "sentence": asdict(found.sentence) if found.sentence else None,
        "dense": asdict(found.dense),
        "lexical": asdict(found.lexical),
        "also": [_also(library, double) for double in found.also],
    }


def _also(library: Library, double: Double) -> dict[str, Any]:
    study, passage = double.study, double.passage
    return {
        "study": study.id,
        "title": study.title,
        "page": present.page_name(passage),
        "text": passage.text,
        "citation": present.citation(study, passage),
        "link": link(library, double),
        "address": "?" + present.address(passage),
    }


def link(library: Library, found: Hit | Double) -> str:
    """The address of the page in the library's copy of the PDF."""
    return f"{library.file(found.study).as_uri()}#page={found.passage.page}"


def hit_text(library: Library, found: Hit) -> Text:
    """A hit for a terminal: rank, study, page, passage with its matched words, link."""
    page = present.page_name(found.passage)
    return Text("\n").join(
        [
            Text(f"{found.rank:>2}. {found.study.title}, {page}", style="cyan")
            + Text(_sure(found)),
            _words(found),
            *([Text(f"    {present.also(found)}", style="dim")] if found.also else ()),
            Text(f"    {link(library, found)}\n", style="dim"),
        ]
    )


def _words(found: Hit) -> Text:
    """A hit's words on one line, those that matched in bold; a table's rows below their header."""
    words = Text(found.passage.text)
    for span in found.words:
        words.stylize("bold", span.start, span.end)
    lines = list(words.split("\n"))
    for line in lines:
        line.rstrip()
    if found.passage.kind is not Kind.TABLE:
        return Text("    ") + Text(" ").join(lines)
    header = found.passage.header
    rows = [Text(row, style="dim") for row in header.split("\n") if header] + lines
    cells = (row.split("\t", allow_blank=True) for row in rows)
    return Text("\n").join(Text("    ") + Text(" | ").join(row) for row in cells)


def _sure(found: Hit) -> str:
    doubt = present.doubt(found.passage)
    return f" ({doubt})" if doubt else ""


def coverage(covered: Coverage, answered: bool) -> str:
    """What was searched, in a sentence."""
    told = f"{counted(covered.studies, 'study', 'studies')}, "
    told += f"{counted(covered.pages, 'page')} searched"
    if covered.unread_pages:
        told += f", {counted(covered.unread_pages, 'page')} without text"
    return f"{told}." if answered else f"Nothing found. {told}."


@contextmanager
def counting(what: str, total: int, console: Console) -> Iterator[Callable[[int], None]]:
    """A bar with an ETA; call what is given with each step's size."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)
