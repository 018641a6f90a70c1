"""`casebook edit`: what is known of a study, shown with where it came from, and corrected."""

from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook import origins, output
from casebook.session import Session
from ingest.about import describing
from ingest.about.facts import FIELDS
from search import settings
from search.records import Study

app = typer.Typer()
out = Console()

_PERIOD: Final = "write --year 2009-2013, or --year 2009 --year-to 2013"


@app.command()
def edit(
    id: Annotated[str, typer.Argument(metavar="STUDY", help="The study, as casebook list says.")],
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    subtitle: Annotated[str | None, typer.Option(help="What stands below its title.")] = None,
    year: Annotated[str | None, typer.Option(help="Its year, or years: 2014, 2009-2013.")] = None,
    year_to: Annotated[str | None, typer.Option(help="The last of its years.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    organisation: Annotated[
        list[str] | None, typer.Option(help="Who ran what it is about; may be repeated.")
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="A country (AT, EU); may be repeated.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option(help="A topic; may be repeated.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language (en, de).")] = None,
    licence: Annotated[str | None, typer.Option(help="Its licence.")] = None,
    source: Annotated[str | None, typer.Option(help="Where it is from: an address.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Correct what is known of a study; without options, show it. Its PDF is not read again.

    A value that is empty ("") is forgotten. What was edited stays, whatever a catalogue says later.
    """
    asked = {
        "title": title,
        "subtitle": subtitle,
        "year": _years(year, year_to),
        "publisher": publisher,
        "organisations": _joined(organisation),
        "countries": _joined(country),
        "topics": _joined(topic),
        "language": language,
        "licence": licence,
        "source": source,
    }
    changes = describing.read({name: text for name, text in asked.items() if text is not None})
    with Session(settings.load()) as session:
        before = after = session.library.study(id)
        if changes:
            before, after = describing.edit(session.library, session.embedder, id, changes)
    _show(before, after, list(changes), as_json)


def _show(before: Study, after: Study, fields: list[str], as_json: bool) -> None:
    if as_json:
        output.print_json(origins.told(after))
    elif fields:
        for line in _changed(before, after, fields):
            out.print(escape(line), highlight=False, soft_wrap=True)
    else:
        out.print(_table(after))


def _years(year: str | None, year_to: str | None) -> str | None:
    if year_to is None:
        return year
    if not year or "-" in year or not year_to:
        raise typer.BadParameter(
            f"it needs the first year beside it; {_PERIOD}.", param_hint="--year-to"
        )
    return f"{year}-{year_to}"


def _joined(values: list[str] | None) -> str | None:
    return None if values is None else "; ".join(values)


def _changed(before: Study, after: Study, fields: list[str]) -> list[str]:
    """What each field was and is."""
    lines = []
    for field in fields:
        old, new = (describing.written(one, field) or "nothing" for one in (before, after))
        was = origins.of(before, field)
        if old != new:
            lines.append(f"{field}: {old}{f' ({was})' if was else ''} → {new}")
        else:
            lines.append(f"{field}: {new} is right")
    return [f"{after.id}:", *(f"  {line}" for line in lines)]


def _table(study: Study) -> Table:
    table = Table("Field", "Value", "Where it came from", box=None, header_style="bold")
    for field in FIELDS:
        value = describing.written(study, field)
        table.add_row(field, escape(value) or "–", origins.of(study, field))
    return table
