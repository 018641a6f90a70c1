"""`casebook judge` and `casebook judgements`: what people said of hits, kept and taken out."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook import output, places
from casebook.session import Session
from casebook.ui.words import counted
from search import judgements as keeping
from search import qrels, settings
from search.judgements import DOWN, MOST, UP
from search.standing import Placed, Standing, standing

_WORDS: Final = {
    Standing.THERE: "there",
    Standing.MOVED: "moved with its words",
    Standing.CHANGED: "no longer there",
    Standing.GONE: "the study is gone",
}

app = typer.Typer()
out = Console()
err = Console(stderr=True)


@app.command()
def judge(
    question: Annotated[str, typer.Argument(help="The question that was asked.")],
    place: Annotated[
        str,
        typer.Argument(help="A hit's rank (3), or STUDY:PAGE or STUDY:PAGE:START-END."),
    ],
    up: Annotated[
        bool | None, typer.Option("--up/--down", help="It answers the question, or it does not.")
    ] = None,
    grade: Annotated[
        int | None,
        typer.Option(min=DOWN, max=MOST, help="How well it answers: 0 not at all, 3 wholly."),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take back what was said.")] = False,
) -> None:
    """Keep in the library how well a hit answers a question.

    `casebook evaluate --judgements` measures against it, whatever is indexed anew later.
    """
    if not question.strip():
        raise typer.BadParameter("name a question.", param_hint="QUESTION")
    if (up is not None) + (grade is not None) + forget != 1:
        raise typer.BadParameter("say one of --up, --down, --grade and --forget.")
    given = grade if grade is not None else UP if up else DOWN
    with Session(settings.load()) as session:
        passage = places.passage(session, question, place)
        where = f"{passage.study_id}, PDF page {passage.page}"
        if forget:
            gone = session.library.forget_judgement(question, passage)
            said = f"{where}: {counted(gone, 'judgement')} forgotten"
        else:
            session.library.judge(keeping.judged(question, passage, given))
            said = f"{where}: grade {given} of {MOST} kept"
    out.print(escape(f"{said}."), highlight=False, soft_wrap=True)


@app.command()
def judgements(
    qrels_to: Annotated[
        Path | None,
        typer.Option("--qrels", help="Write questions, places and grades into this folder."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """List what was judged and whether its words still stand, or write it out as qrels."""
    with Session(settings.load()) as session:
        placed = standing(session.library, session.library.judgements())
        if qrels_to is not None:
            notes = qrels.write(qrels_to, session.library, placed)
    if qrels_to is not None:
        for note in notes:
            err.print(escape(note), highlight=False, soft_wrap=True)
    elif as_json:
        told = [asdict(one.judgement) | {"standing": one.standing.value} for one in placed]
        output.print_json(told)
    else:
        out.print(_table(placed))
        out.print(f"{counted(len(placed), 'judgement')}.", highlight=False)


def _table(placed: Sequence[Placed]) -> Table:
    drawn = Table("Question", "Study", "Page", "Grade", "Words", box=None, header_style="bold")
    for one in placed:
        said = one.judgement
        drawn.add_row(
            escape(said.question),
            escape(said.study_id),
            str(said.page),
            str(said.grade),
            _WORDS[one.standing],
        )
    return drawn
