"""`casebook remove`, `restore` and `forget`: studies taken out, brought back, deleted for good."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook import output
from casebook.session import Session
from casebook.ui.words import counted
from search import settings
from search.aside import KEPT_DAYS, Removed

app = typer.Typer()
out = Console()


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(help="Studies, as casebook list names them.")],
) -> None:
    """Take studies out of the library; for 30 days casebook restore brings them back.

    The files that they came from stay where they are.
    """
    with Session(settings.load()) as session:
        for study in [session.library.study(id) for id in ids]:
            session.builder.remove(study.id)
            _say(f"removed {study.id}: {study.title}")
    _say(
        f"Kept aside for {KEPT_DAYS} days: casebook restore brings it back, casebook forget "
        "deletes it for good."
    )


@app.command()
def restore(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Removed studies; without any, they are listed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Bring removed studies back as they were, without their files."""
    with Session(settings.load()) as session:
        if ids:
            for one in [session.library.removed_study(id) for id in ids]:
                _say(f"restored {one.id}: {session.builder.restore(one.id).title}")
            return
        kept = session.library.removed()
    if as_json:
        output.print_json([asdict(one) | {"until": one.until.isoformat()} for one in kept])
        return
    if kept:
        out.print(_table(kept))
    _say(f"{counted(len(kept), 'removed study', 'removed studies')} can be brought back.")


@app.command()
def forget(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Removed studies, as casebook restore lists them.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every study that was removed.")] = False,
) -> None:
    """Delete what is kept of removed studies, for good: their text and the copy of the PDF."""
    if bool(ids) == every:
        raise typer.BadParameter("name removed studies, or say --all.")
    with Session(settings.load()) as session:
        held = session.library.removed()
        for one in held if every else [session.library.removed_study(id) for id in ids or ()]:
            session.builder.forget(one.id)
            _say(f"forgotten {one.id}: {one.title}")
    if every and not held:
        _say("Nothing was kept aside.")


def _table(kept: Sequence[Removed]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("Study", no_wrap=True, overflow="fold")
    for name in ("Title", "Pages", "Removed", "Kept until"):
        table.add_column(name)
    for one in kept:
        until = one.until.date().isoformat()
        table.add_row(one.id, escape(one.title), str(one.pages), one.made[:10], until)
    return table


def _say(text: str) -> None:
    out.print(escape(text), highlight=False, soft_wrap=True)
