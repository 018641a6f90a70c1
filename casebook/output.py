"""Records as a terminal or a program reads them."""

import json
import os
from collections import Counter
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

from casebook.ui.words import counted
from ingest import ocr
from ingest.build import Outcome, Status
from ingest.files import text_of
from search import explain, present
from search.errors import LibraryError
from search.evaluate import MEASURES, Group
from search.library import Library
from search.records import Coverage, Hit, Refusal, Study


def print_json(told: object) -> None:
    """Print records for another program."""
    print(json.dumps(told, indent=2, ensure_ascii=False))


def outcome(one: Outcome) -> dict[str, Any]:
    """An outcome for JSON."""
    return {
        "file": text_of(one.file),
        "status": one.status,
        "study": one.study.id if one.study else None,
        "passages": one.passages,
        "unread_pages": one.unread_pages,
        "ocr_pages": one.ocr_pages,
        "confidence": one.confidence,
        "code": one.code,
        "reason": one.reason,
    }


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


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many files ended in which way, and what could not be read."""
    counts = Counter(one.status for one in outcomes)
    parts = [f"{counts[status]} {status}" for status in Status if counts[status]]
    passages = sum(one.passages for one in outcomes)
    unread = sum(one.unread_pages for one in outcomes)
    told = f"{counted(len(outcomes), 'file')}: {', '.join(parts) or 'nothing to do'}."
    added = f" {counted(passages, 'passage')}." if passages else ""
    return told + added + _by_ocr(outcomes) + (_unread(unread) if unread else "")


def _by_ocr(outcomes: Sequence[Outcome]) -> str:
    pages = sum(one.ocr_pages for one in outcomes)
    sure = sum(one.ocr_pages * (one.confidence or 0) for one in outcomes)
    return (
        f" {counted(pages, 'page')} read by OCR (confidence {sure / pages:.2f})." if pages else ""
    )


def _unread(pages: int) -> str:
    told = f" {counted(pages, 'page')} without text"
    if ocr.available():
        return f"{told}; casebook add --ocr reads those that were not tried."
    return f"{told}: {ocr.ADVICE}, then run casebook add --ocr."


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
        "study": asdict(found.study),
        "passage": asdict(found.passage),
        "page": present.page_name(found.passage),
        "citation": present.citation(found.study, found.passage),
        "link": link(library, found),
        "address": "?" + present.address(found.passage),
        "why": explain.why(found),
        "dense": asdict(found.dense),
        "lexical": asdict(found.lexical),
    }


def link(library: Library, found: Hit) -> str:
    """The address of the page in the library's copy of the PDF."""
    return f"{library.file(found.study).as_uri()}#page={found.passage.page}"


def hit_text(library: Library, found: Hit) -> Text:
    """A hit for a terminal: rank, study, page, passage with its matched words, link."""
    passage = Text(found.passage.text)
    for span in found.words:
        passage.stylize("bold", span.start, span.end)
    lines = passage.split("\n")
    for line in lines:
        line.rstrip()
    page = present.page_name(found.passage)
    return Text("\n").join(
        [
            Text(f"{found.rank:>2}. {found.study.title}, {page}", style="cyan")
            + Text(_sure(found)),
            Text("    ") + Text(" ").join(lines),
            Text(f"    {link(library, found)}\n", style="dim"),
        ]
    )


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


def evaluation(groups: Sequence[Group]) -> Table:
    """Means by group as a table."""
    names = [str(measure) for measure in MEASURES]
    table = Table("Group", "Questions", *names, box=None, header_style="bold")
    for group in groups:
        means = (f"{100 * group.means[name]:.1f}" for name in names)
        table.add_row(group.name, str(group.questions), *means)
    return table


@contextmanager
def counting(what: str, total: int, console: Console) -> Iterator[Callable[[int], None]]:
    """A bar with an ETA; call what is given with each step's size."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)
