"""`casebook catalogue` and `casebook fetch`: the catalogue of real studies."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook import fetching, options, output
from casebook.add_report import Report, summary
from casebook.session import Session
from ingest import catalogue as catalogues
from ingest.catalogue import Entry
from search import settings
from search.errors import FetchError

app = typer.Typer()
out = Console()
err = Console(stderr=True)


@app.command()
def catalogue(
    words: Annotated[str, typer.Argument(help="Words that the row must hold.")] = "",
    topic: Annotated[list[str] | None, typer.Option(help="Only on this topic.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="Only of this country (AT).")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only in it (en, de).")] = None,
    since: options.Since = None,
    until: options.Until = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """List the catalogue of real studies; most addresses open in a browser, some give a PDF."""
    found = catalogues.select(
        fetching.entries(),
        text=words,
        topics=topic or (),
        countries=country or (),
        languages=language or (),
        year_from=since,
        year_to=until,
    )
    if as_json:
        output.print_json([*map(asdict, found)])
        return
    table = Table(
        "Id", "Title", "Years", "Publisher", "Lang.", "Address", header_style="bold", box=None
    )
    for entry in found:
        table.add_row(*(escape(cell) for cell in _row(entry)))
    out.print(table)
    out.print(f"{len(found)} studies; casebook fetch ID downloads one.", highlight=False)


def _row(entry: Entry) -> tuple[str, ...]:
    years = dict.fromkeys(str(year) for year in (entry.year_from, entry.year_to) if year)
    reach = entry.kind if entry.document else "no address"
    return entry.id, entry.title, "–".join(years), entry.publisher, entry.language, reach


@app.command("fetch")
def fetch_studies(
    ids: Annotated[list[str], typer.Argument(help="Studies, as casebook catalogue names them.")],
) -> None:
    """Download studies of the catalogue and add them."""
    entries = {entry.id: entry for entry in fetching.entries()}
    unknown = [id for id in ids if id not in entries]
    if unknown:
        raise FetchError(
            f"There is no study {unknown[0]} in the catalogue; casebook catalogue lists all."
        )
    with Session(settings.load()) as session:
        failed = [id for id in ids if not _fetch_one(session, entries[id])]
    if failed:
        raise typer.Exit(1)


def _fetch_one(session: Session, entry: Entry) -> bool:
    try:
        fetched, outcome = fetching.taken(session, entry)
    except FetchError as error:
        err.print(escape(str(error)), style="red", highlight=False, soft_wrap=True)
        return False
    out.print(f"{entry.id}: sha256 {fetched.sha256}", highlight=False)
    for line in summary(Report([outcome], 1, outcome.seconds)):
        out.print(line, highlight=False)
    return not outcome.code
