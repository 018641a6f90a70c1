"""`casebook health`: what of each study was read, what not, and the files that were refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook import health_report, output
from casebook.session import Session
from casebook.ui.words import counted
from search import settings
from search.errors import CasebookError
from search.health import Health, StudyHealth
from search.health import health as look

app = typer.Typer()
out = Console()
err = Console(stderr=True)


@app.command()
def health(
    every: Annotated[
        bool, typer.Option("--all", help="Show also the studies with nothing to mend.")
    ] = False,
    sheet: Annotated[
        Path | None, typer.Option("--csv", help="Write every study and refused file to this file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Tell what was read, what could not be, and what is not known of each study."""
    with Session(settings.load()) as session:
        found = look(session.library)
    if sheet is not None:
        _write(sheet, found)
    if as_json:
        output.print_json(health_report.told(found))
        return
    shown = found.studies if every else found.ailing
    if shown:
        out.print(_table(shown), "", sep="\n")
    for line in _totals(found):
        out.print(escape(line), highlight=False)
    for refusal in found.refusals:
        out.print(output.refused(refusal), highlight=False, soft_wrap=True)


def _totals(found: Health) -> tuple[str, ...]:
    refused = f"{counted(len(found.refusals), 'file')} refused."
    covered = output.coverage(found.coverage, answered=True)
    return covered, health_report.read(found), f"{health_report.attention(found)} {refused}"


def _table(studies: Sequence[StudyHealth]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("Study", overflow="fold")
    for name in ("Pages", "Text", "OCR", "Without"):
        table.add_column(name, justify="right")
    table.add_column("Known words", justify="right")
    table.add_column("Languages")
    table.add_column("To mend or to know", overflow="fold")
    for one in studies:
        counts = (str(count) for count in (one.pages, one.text, one.ocr, len(one.unread)))
        told = "\n".join(health_report.findings(one))
        known = "" if one.known is None else f"{one.known:.0%}"
        spoken = ", ".join(one.languages)
        table.add_row(escape(one.study.id), *counts, known, spoken, escape(told))
    return table


def _write(file: Path, found: Health) -> None:
    try:
        file.write_bytes(health_report.sheet(found))
    except OSError as error:
        raise CasebookError(f"{file} can't be written ({error.strerror}).") from error
    held = counted(len(found.studies), "study", "studies")
    said = f"{file}: {held}, {counted(len(found.refusals), 'file')} refused."
    err.print(escape(said), highlight=False, soft_wrap=True)
