"""`casebook add`: files taken in, and pages without a text layer read again."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from casebook import output
from casebook.progress import Bar
from casebook.session import Session
from ingest import again, files
from ingest import ocr as recognition
from ingest.build import Outcome, Status
from search import settings

app = typer.Typer()
out = Console()
err = Console(stderr=True)


@app.command()
def add(
    paths: Annotated[
        list[str] | None, typer.Argument(help="PDF files, folders or patterns.")
    ] = None,
    ocr: Annotated[
        bool | None,
        typer.Option(
            "--ocr/--no-ocr",
            help="Also read again what is there with pages without text; or use no OCR at all.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Add studies: a changed file replaces its study, one that is there is skipped."""
    if not paths and not ocr:
        raise typer.BadParameter("name PDF files, folders or patterns.", param_hint="PATHS")
    chosen = settings.load()
    with Session(chosen if ocr is None else replace(chosen, ocr=ocr)) as session:
        outcomes = add_files(session, files.found(paths)) if paths else []
        if ocr:
            outcomes = read_again(session, outcomes) if paths else pick_up(session)
    if as_json:
        output.print_json([output.outcome(one) for one in outcomes])
    else:
        out.print(output.summary(outcomes), highlight=False)
    if any(one.status is Status.REFUSED for one in outcomes):
        raise typer.Exit(1)


def add_files(session: Session, found: list[Path]) -> list[Outcome]:
    """Add files with a bar on the terminal."""
    with Bar(found, err) as bar:
        return list(session.builder.add(found, bar))


def read_again(session: Session, outcomes: list[Outcome]) -> list[Outcome]:
    """Have OCR read what was there already; the other outcomes stay."""
    there = {one.study.id for one in outcomes if one.study and one.status is Status.PRESENT}
    found = {one.study.id: one for one in pick_up(session, there) if one.study}
    return [found.get(one.study.id, one) if one.study else one for one in outcomes]


def pick_up(session: Session, ids: set[str] | None = None) -> list[Outcome]:
    """Have OCR read the studies that have pages without text: all, or those of these ids."""
    recognition.require()
    waiting = [study for study in again.waiting(session.library) if ids is None or study.id in ids]
    with Bar([Path(study.file) for study in waiting], err) as bar:
        read = again.read_again(session.library, session.embedder, session.pool, waiting, bar)
        return list(read)
