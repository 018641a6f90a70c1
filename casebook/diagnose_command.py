"""`casebook diagnose`: why an answer that is known was found or was not."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from casebook import options, output
from casebook.narrowing import narrowed, spelt
from casebook.session import Session
from search import settings
from search.diagnose import Diagnoser
from search.judged import Expected
from search.library import Library
from search.records import Mode, Query

app = typer.Typer()
out = Console()


@app.command()
def diagnose(
    question: options.Asked,
    expect: Annotated[
        list[str],
        typer.Option(help="Where the answer is: STUDY or STUDY:PAGE (in the file, from 1)."),
    ],
    k: Annotated[int, typer.Option("--k", "-k", min=1, help="How many hits count.")] = 10,
    topic: options.Topics = None,
    country: options.Countries = None,
    language: options.Languages = None,
    publisher: options.Publishers = None,
    study: options.Studies = None,
    since: options.Since = None,
    until: options.Until = None,
    kind: options.Kinds = None,
    instrument: options.Instruments = None,
    by_study: options.ByStudy = False,
    mode: Annotated[Mode, typer.Option(help="Which retrievers answer.")] = Mode.HYBRID,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Say why a known answer is, or is not, among the first hits of a question."""
    if not question.strip():
        raise typer.BadParameter("ask something.", param_hint="QUESTION")
    years = (since, until)
    chosen = narrowed(study, topic, country, language, publisher, years, kind, instrument)
    with Session(settings.load()) as session:
        output.demand_studies(session.library)
        query = Query(question, k, spelt(session.library, chosen), mode, by_study)
        diagnoser = Diagnoser(session.engine)
        told = [diagnoser.diagnose(query, expected(session.library, one)) for one in expect]
    if as_json:
        output.print_json([asdict(one) for one in told])
        return
    for one in told:
        out.print(escape(one.sentence), highlight=False, soft_wrap=True)


def expected(library: Library, text: str) -> Expected:
    """A place as a person names it. An id may have a colon: it wins over a page."""
    study, _, page = text.rpartition(":")
    if not page.isdecimal() or not study or library.study_ids("s.id = ?", text):
        return Expected(text)
    return Expected(study, int(page))
