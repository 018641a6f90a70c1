"""`casebook vocabulary`: the notions that searches look for besides, and a person's own."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape

from casebook import output
from casebook.session import Session
from casebook.ui.words import counted
from search import settings
from search.asked import Asked
from search.asking import vocabulary as vocabularies
from search.asking.understanding import understand
from search.asking.vocabulary import COLUMNS, OWN_FILE, Notion, Vocabulary
from search.errors import CasebookError

app = typer.Typer()
out = Console()

# A spreadsheet needs the mark to read accents.
_STARTER: Final = "\ufeff" + ",".join(COLUMNS) + "\n"


@app.command()
def vocabulary(
    question: Annotated[
        str, typer.Argument(help="Show what this question would also search.")
    ] = "",
    edit: Annotated[
        bool, typer.Option("--edit", help="Write a vocabulary of your own to begin with.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """List the notions that bridge languages and words, or show those of a question."""
    chosen = settings.load()
    if edit:
        _start(chosen.home / OWN_FILE)
        return
    known = vocabularies.load(chosen.home)
    if question.strip():
        with Session(chosen) as session, session.library.reading():
            asked = understand(question, session.library, session.library.languages(), known)
        _show(asked, as_json)
        return
    _list(known, as_json)


def _start(file: Path) -> None:
    """Write the starter file, unless there is one."""
    if file.exists():
        held = len(vocabularies.read(file))
        out.print(escape(f"{file} is there: {counted(held, 'notion')}."), soft_wrap=True)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_STARTER, "utf-8")
    except OSError as error:
        raise CasebookError(f"{file} can't be written ({error.strerror}).") from error
    said = (
        f"{file} is written. Add a row a notion, its terms between | (voucher|support voucher); a "
        "row with a bundled notion's name changes it, and without terms takes it out."
    )
    out.print(escape(said), highlight=False, soft_wrap=True)


def _list(known: Vocabulary, as_json: bool) -> None:
    notions = list(known.notions.values())
    if as_json:
        output.print_json([asdict(notion) for notion in notions])
        return
    for notion in notions:
        if notion.own:
            out.print(escape(_line(notion)), highlight=False, soft_wrap=True)
    own = sum(notion.own for notion in notions)
    general = counted(len(notions) - own, "general word")
    out.print(f"{counted(own, 'notion')}; {general} between languages.", highlight=False)


def _line(notion: Notion) -> str:
    said = [f"{language}: {terms[0]}" for language, terms in notion.terms.items()]
    eurovoc = f" (EuroVoc {notion.eurovoc})" if notion.eurovoc else ""
    return f"{notion.name}{eurovoc}: {'; '.join(said)}"


def _show(asked: Asked, as_json: bool) -> None:
    if as_json:
        output.print_json(asdict(asked))
        return
    for line in told(asked):
        out.print(escape(line), highlight=False, soft_wrap=True)


def told(asked: Asked) -> list[str]:
    """What was made of a question, a line each."""
    lines = [f"searched for {one.taken} instead of {one.typed}" for one in asked.corrected]
    lines += [f"only with: {phrase}" for phrase in asked.exact]
    lines += [f"only without: {phrase}" for phrase in asked.without]
    lines += [f"also searched: {one.added} ({one.found})" for one in asked.spelled_out]
    for notion in asked.also:
        terms = "; ".join(f"{held.language}: {', '.join(held.terms)}" for held in notion.terms)
        lines.append(f"also searched: {notion.label} ({terms})")
    return lines or ["Nothing else would be searched."]
