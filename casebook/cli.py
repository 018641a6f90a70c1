"""The command `casebook`."""

import sys
import tempfile
import traceback
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from casebook import (
    add_command,
    basket_command,
    catalogue_commands,
    compare_command,
    diagnose_command,
    edit_command,
    evaluate_command,
    export_command,
    health_command,
    judge_command,
    mcp_command,
    options,
    origins,
    output,
    remove_command,
    saved_command,
    vocabulary_command,
)
from casebook.narrowing import narrowed, spelt
from casebook.session import Session
from casebook.ui.words import counted
from search import check as checking
from search import notice, settings
from search.errors import CasebookError
from search.records import Mode, Query

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Semantic search over policy studies: passages, verbatim, each on its page.",
)
app.add_typer(add_command.app)
app.add_typer(basket_command.app)
app.add_typer(catalogue_commands.app)
app.add_typer(diagnose_command.app)
app.add_typer(edit_command.app)
app.add_typer(evaluate_command.app)
app.add_typer(compare_command.app)
app.add_typer(export_command.app)
app.add_typer(health_command.app)
app.add_typer(judge_command.app)
app.add_typer(mcp_command.app)
app.add_typer(remove_command.app)
app.add_typer(saved_command.app)
app.add_typer(vocabulary_command.app)
out = Console()
err = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command("list")
def list_studies(as_json: AsJson = False) -> None:
    """List the studies of the library, and the files that were refused."""
    with Session(settings.load()) as session:
        studies, refusals = session.library.studies(), session.library.refusals()
    if as_json:
        told = {"studies": [*map(origins.told, studies)], "refused": [*map(asdict, refusals)]}
        output.print_json(told)
        return
    out.print(output.studies(studies))
    for refusal in refusals:
        out.print(output.refused(refusal), highlight=False, soft_wrap=True)
    counts = (
        f"{counted(len(studies), 'study', 'studies')}, {counted(len(refusals), 'file')} refused."
    )
    out.print(counts, highlight=False)


@app.command()
def check() -> None:
    """Check the library against its files and its indexes."""
    with Session(settings.load()) as session:
        found = list(checking.problems(session.library, session.indexes))
        counts = (session.library.count("studies"), session.library.count("passages"))
    for problem in found:
        out.print(escape(problem), highlight=False)
    if found:
        raise typer.Exit(1)
    held = f"{counted(counts[0], 'study', 'studies')}, {counted(counts[1], 'passage')}"
    out.print(f"Nothing wrong: {held}.", highlight=False)


@app.command()
def reembed(
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Only where the library was embedded otherwise.")
    ] = False,
) -> None:
    """Embed every passage anew, after another model was set."""
    with Session(settings.load()) as session:
        if if_needed and not session.library.differs(session.embedder.fingerprint):
            return
        total = session.library.count("passages")
        with output.counting("Embedding passages", total, err) as advance:
            session.builder.reembed(advance)
    out.print(f"{counted(total, 'passage')} embedded by {settings.load().model}.", highlight=False)


@app.command()
def search(
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
    mode: Annotated[Mode, typer.Option(help="Which retrievers answer.")] = Mode.HYBRID,
    as_json: AsJson = False,
) -> None:
    """Find the passages that answer a question."""
    if not question.strip():
        raise typer.BadParameter("ask something.", param_hint="QUESTION")
    years = (since, until)
    chosen = narrowed(study, topic, country, language, publisher, years, kind, instrument)
    with Session(settings.load()) as session:
        output.demand_studies(session.library)
        query = Query(question, k, spelt(session.library, chosen), mode, by_study)
        answer = session.engine.answer(query)
        covered = session.engine.coverage(query)
        if as_json:
            told = [output.hit(session.library, hit) for hit in answer.hits]
            asked = {"understood": asdict(answer.asked), "nothing": answer.nothing}
            unknown = answer.unknown and {
                "rank": answer.unknown.hit.rank,
                "words": answer.unknown.words,
            }
            asked |= {"skipped": answer.skipped, "unknown": unknown}
            output.print_json({"hits": told, "coverage": asdict(covered)} | asked)
            return
        said = (answer.skipped, notice.nothing(answer), notice.unknown(answer))
        for line in (*notice.understood(answer.asked), *said):
            if line and answer.hits:
                out.print(line, highlight=False, markup=False)
        for hit in answer.hits:
            out.print(output.hit_text(session.library, hit), highlight=False, soft_wrap=True)
    out.print(output.coverage(covered, bool(answer.hits)), highlight=False)


@app.command("app")
def open_app(
    port: Annotated[int, typer.Option(help="Where the app listens on this machine.")] = 8501,
    show: Annotated[bool, typer.Option("--show/--no-show", help="Open a browser.")] = True,
) -> None:
    """Open the app in a browser."""
    from casebook import serve

    raise typer.Exit(serve.app(port, show))


def main() -> None:
    """Run the command; an error is one sentence and the exit status 1."""
    output.spell_out()
    try:
        app()
    except CasebookError as error:
        err.print(escape(str(error)), style="red", highlight=False, soft_wrap=True)
        sys.exit(1)
    except Exception:
        err.print(f"Casebook failed; {_logged()}.", style="red", soft_wrap=True)
        sys.exit(2)
    except SystemExit as end:
        if end.code == 130:  # What typer makes of Ctrl-C.
            err.print("Stopped; what was finished is kept.")
        raise


def _logged() -> str:
    """Keep the traceback for whoever mends this; a person at a terminal is spared it."""
    trace = traceback.format_exc()
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="casebook-", suffix=".log", encoding="utf-8", delete=False
        ) as log:
            log.write(trace)
    except OSError as error:
        return f"where can't be kept ({error}); see to free space for temporary files"
    return f"{log.name} says where"
