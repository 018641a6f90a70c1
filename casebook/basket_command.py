"""`casebook basket`: passages kept with notes, and taken home as a file."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook import output, places
from casebook.session import Session
from casebook.takeaway import forms, pictures
from casebook.takeaway.brief import brief
from casebook.takeaway.forms import Form
from casebook.text.speech import ENGLISH, LANGUAGES, speaking
from casebook.ui.words import counted
from casebook.writing import written
from search import baskets, present, settings
from search.baskets import DEFAULT, Kept
from search.collected import Collected, collected
from search.errors import LibraryError

app = typer.Typer(
    name="basket", no_args_is_help=True, help="Keep passages in baskets, and take them home."
)
out = Console()
err = Console(stderr=True)

Name = Annotated[str, typer.Option("--basket", "-b", help="The name of the basket.")]
Number = Annotated[int, typer.Argument(help="The passage's number in casebook basket list.")]
_SHOWN: Final = 80


@app.command()
def add(
    place: Annotated[
        str,
        typer.Argument(
            help="STUDY:PAGE:START-END, STUDY:PAGE, or with --question a hit's rank (3)."
        ),
    ],
    question: Annotated[
        str, typer.Option("--question", "-q", help="The question that brought it.")
    ] = "",
    note: Annotated[str, typer.Option("--note", "-n", help="What you have to say of it.")] = "",
    basket: Name = DEFAULT,
) -> None:
    """Keep a passage, by its place or by its rank among the hits of a question."""
    if place.isdecimal() and not question.strip():
        raise typer.BadParameter("a rank needs --question; else give STUDY:PAGE:START-END.")
    with Session(settings.load()) as session:
        passage = places.passage(session, question, place)
        new = baskets.kept(passage, basket, question, note)
        first = session.library.keep(new)
        held = session.library.baskets()[new.basket]
    where = f"{passage.study_id}, PDF page {passage.page}"
    said = "kept in" if first else "was there already, in"
    _say(f"{where}: {said} {new.basket}, which holds {counted(held, 'passage')}.")


@app.command("list")
def list_baskets(
    basket: Annotated[
        str | None, typer.Option("--basket", "-b", help="Only this basket; all without it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """List what was kept, with notes, and whether its words still stand."""
    with Session(settings.load()) as session:
        names = [basket] if basket is not None else sorted(session.library.baskets())
        found = [collected(session.library, session.library.basket(name)) for name in names]
    if as_json:
        output.print_json([_told(one) for each in found for one in each])
        return
    for each in found:
        out.print(_table(each))
        lost = sum(bool(one.lost) for one in each)
        missing = f", {counted(lost, 'passage')} without its words" if lost else ""
        _say(f"{each[0].kept.basket}: {counted(len(each), 'passage')}{missing}.\n")
    if not found:
        _say("Nothing is kept yet; casebook basket add keeps a passage.")


@app.command()
def note(
    number: Number,
    text: Annotated[str, typer.Argument(help="The note; an empty one takes it away.")],
    basket: Name = DEFAULT,
) -> None:
    """Write a note to a passage of a basket."""
    with Session(settings.load()) as session:
        one = _numbered(session.library.basket(basket), [number])[0]
        session.library.annotate(one, text)
    _say(f"{one.name}: note {'written' if text.strip() else 'taken away'}.")


@app.command()
def remove(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(help="The passages' numbers in casebook basket list."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Take the whole basket away.")] = False,
    basket: Name = DEFAULT,
) -> None:
    """Take passages out of a basket, or the basket away. Nothing else is lost."""
    if bool(numbers) == every:
        raise typer.BadParameter("name the numbers of passages, or say --all.")
    with Session(settings.load()) as session:
        gone = _numbered(session.library.basket(basket), numbers or [])
        for one in gone:
            session.library.let_go(one)
        count = session.library.remove_basket(basket) if every else len(gone)
    _say(f"{counted(count, 'passage')} taken out of {baskets.named(basket)}.")


@app.command()
def export(
    file: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="Quotations (docx, md, csv) or sources (ris, bibtex, csl); by the file's name.",
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="The title; the basket's name without one.")] = "",
    language: Annotated[
        str, typer.Option(help="The language of headings and labels (de); English without one.")
    ] = ENGLISH,
    basket: Name = DEFAULT,
) -> None:
    """Write a basket as a file: a cited brief, or its sources for a reference manager."""
    chosen = form or forms.by_name(file)
    if chosen is None:
        ends = ", ".join(forms.ENDS.values())
        raise typer.BadParameter(f"say --format, or let the file's name end in one of {ends}.")
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r} is none of {', '.join(LANGUAGES)}.")
    with Session(settings.load()) as session, speaking(language):
        made = brief(session.library, basket, title)
        content = forms.written(chosen, made, pictures.of(session))
    with written(file) as target:
        target.write(content)
    held = counted(len(made.quotes), "passage")
    held += f" of {counted(len(made.sources), 'study', 'studies')}"
    err.print(escape(f"{file}: {held}."), highlight=False, soft_wrap=True)
    for reason in made.left_out:
        err.print(escape(reason), style="yellow", highlight=False, soft_wrap=True)


def _numbered(there: Sequence[Kept], numbers: Sequence[int]) -> list[Kept]:
    for number in numbers:
        if not 0 < number <= len(there):
            raise LibraryError(f"There is no passage {number}; the basket holds {len(there)}.")
    return [there[number - 1] for number in numbers]


def _told(one: Collected) -> dict[str, Any]:
    passage = one.passage
    now = {
        "standing": one.standing.value,
        "lost": one.lost,
        "page": present.page_name(passage) if passage else None,
        "text": passage.text if passage else None,
        "address": "?" + present.address(passage) if passage else None,
        "citation": present.citation(one.study, passage) if one.study and passage else None,
    }
    return {"kept": asdict(one.kept), "now": now}


def _table(each: Sequence[Collected]) -> Table:
    drawn = Table("", "Study", "Page", "Words", "Note", box=None, header_style="bold")
    for number, one in enumerate(each, 1):
        words, page = one.lost, str(one.kept.page)
        if one.passage:
            whole = present.one_line(one.passage.text)
            words = whole if len(whole) <= _SHOWN else f"{whole[: _SHOWN - 2].rstrip()} …"
            page = present.page_name(one.passage)
        cells = (one.kept.study_id, page, words, one.kept.note)
        drawn.add_row(str(number), *map(escape, cells))
    return drawn


def _say(text: str) -> None:
    out.print(escape(text), highlight=False, soft_wrap=True)
