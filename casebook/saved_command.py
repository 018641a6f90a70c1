"""`casebook saved`: searches kept by name, and what has come to them since."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from casebook import options, output
from casebook.narrowing import narrowed, spelt
from casebook.session import Session
from casebook.ui.words import counted
from search import baskets, news, present, settings
from search.errors import LibraryError
from search.records import Hit, Query

app = typer.Typer(
    name="saved", no_args_is_help=True, help="Keep searches, and see what is new in them."
)
out = Console()

Name = Annotated[str, typer.Argument(help="The name of the search.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def add(
    name: Name,
    question: options.Asked,
    k: Annotated[int, typer.Option("--k", "-k", min=1, help="How many hits.")] = 10,
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
) -> None:
    """Keep a search by name with what it finds today. One of that name gives way."""
    if not question.strip():
        raise typer.BadParameter("ask something.", param_hint="QUESTION")
    years = (since, until)
    chosen = narrowed(study, topic, country, language, publisher, years, kind, instrument)
    with Session(settings.load()) as session:
        query = Query(question, k, spelt(session.library, chosen), by_study=by_study)
        kept = news.first(session.engine, name, query)
        session.library.save_search(kept)
    _say(f"{kept.name}: kept with {counted(len(kept.seen), 'hit')}.")


@app.command("list")
def list_searches(as_json: AsJson = False) -> None:
    """List the saved searches."""
    with Session(settings.load()) as session:
        held = session.library.saved_searches()
    if as_json:
        output.print_json([asdict(one) for one in held])
        return
    for one in held:
        looked = f"{counted(len(one.seen), 'hit')} on {one.made[:10]}"
        _say(f"{one.name}: {one.query.text} ({looked})")
    if not held:
        _say("No search is saved yet; casebook saved add keeps one.")


@app.command()
def run(
    name: Name,
    peek: Annotated[
        bool, typer.Option("--peek", help="Show what is new without counting it as seen.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask a saved search again and show what is new since it was last run."""
    with Session(settings.load()) as session:
        before = session.library.saved_search(name)
        found = news.news(session.engine, before)
        if as_json:
            told = {
                "since": before.made,
                **{
                    part: [output.hit(session.library, hit) for hit in hits]
                    for part, hits in (("new", found.new), ("changed", found.changed))
                },
                "also": [present.citation(one.study, one.passage) for one in found.also],
                "hits": len(found.hits),
            }
            output.print_json(told)
        else:
            _show(session, "New", found.new)
            _show(session, "Of studies read anew", found.changed)
            for one in found.also:
                _say(f"Also said in a new study: {present.citation(one.study, one.passage)}")
            _say(_summary(len(found.new), len(found.hits), before.made[:10]))
        if not peek:
            session.library.save_search(found.now)


@app.command()
def remove(name: Name) -> None:
    """Forget a saved search."""
    with Session(settings.load()) as session:
        if not session.library.forget_search(name):
            raise LibraryError(f"There is no saved search {baskets.named(name)!r}.")
    _say(f"{baskets.named(name)}: forgotten.")


def _show(session: Session, heading: str, hits: Sequence[Hit]) -> None:
    if hits:
        out.print(heading, style="bold")
    for hit in hits:
        out.print(output.hit_text(session.library, hit), highlight=False, soft_wrap=True)


def _summary(new: int, hits: int, day: str) -> str:
    return f"{counted(new, 'new hit') if new else 'Nothing new'} since {day}, of {hits}."


def _say(text: str) -> None:
    out.print(escape(text), highlight=False, soft_wrap=True)
