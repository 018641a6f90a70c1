"""`casebook add`: files taken in, and pages without a text layer read again."""

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from casebook import output, passwords
from casebook.add_report import Report, summary, told
from casebook.progress import progress
from casebook.session import Session
from casebook.stopping import STOPPED, Stop, stoppable
from ingest import again, files
from ingest import ocr as recognition
from ingest.build import Asked, Outcome, Status
from search import settings
from search.errors import CasebookError

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
    password: Annotated[
        list[str] | None,
        typer.Option(
            help="Try this on files that ask for a password; may be given more than once.",
        ),
    ] = None,
    replaces: Annotated[
        str, typer.Option(help="The study whose place the one file takes: a newer edition.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Add studies: a changed file replaces its study, one that is there is skipped.

    Stop it with Ctrl-C and run it again: it goes on where it was. The exit status is 0, 1 where
    a file was refused, 130 where it was stopped.
    """
    if not paths and not ocr:
        raise typer.BadParameter("name PDF files, folders or patterns.", param_hint="PATHS")
    if replaces and not paths:
        raise typer.BadParameter("name the file that takes its place.", param_hint="PATHS")
    chosen = settings.load()
    adding = Adding(files.found(paths or ()), tuple(password or ()), replaces)
    chosen = chosen if ocr is None else replace(chosen, ocr=ocr)
    with stoppable(err) as stop, Session(chosen) as session:
        adding.run(session, stop, again=bool(ocr))
    _end(adding, as_json)


def _end(adding: "Adding", as_json: bool) -> None:
    """Print what became of the files; end with an exit status that says it."""
    report = adding.report()
    # A run that could not even begin says why and nothing else.
    if adding.error is None or report.outcomes:
        _print(report, as_json)
    if adding.error is not None:
        raise adding.error
    if report.interrupted:
        raise typer.Exit(STOPPED)
    if report.refused:
        raise typer.Exit(1)


def _print(report: Report, as_json: bool) -> None:
    if as_json:
        output.print_json(told(report))
        return
    for line in summary(report):
        out.print(line, highlight=False, soft_wrap=True)


class Adding:
    """A run of `add`: what was asked for, and by and by what became of it."""

    def __init__(
        self, found: list[Path], passwords: tuple[str, ...] = (), replaces: str = ""
    ) -> None:
        self._found = found
        self._passwords = passwords
        self._replaces = replaces
        self._outcomes: dict[Path, Outcome] = {}
        self._started = time.monotonic()
        self._asked = len(found)
        self._interrupted = False
        self.error: CasebookError | None = None

    def run(self, session: Session, stop: Stop, again: bool) -> None:
        """Add the files; then have OCR read what was there, if that is asked for."""
        try:
            if self._found:
                self._add(session, stop, self._found)
                self._ask(session, stop)
            if again:
                self._read_again(session, stop)
        except KeyboardInterrupt:
            self._interrupted = True
        except CasebookError as error:
            # What was finished is kept, and told before the error is.
            self.error = error

    def report(self) -> Report:
        """What became of the files so far."""
        seconds = time.monotonic() - self._started
        given_up = self._interrupted or self.error is not None
        return Report([*self._outcomes.values()], self._asked, seconds, given_up)

    def _add(self, session: Session, stop: Stop, found: list[Path]) -> None:
        asked = Asked(passwords=self._passwords, replaces=self._replaces)
        # Closed, so that a stop between two files ends what is read ahead as well.
        with (
            progress(found, err) as drawn,
            closing(session.builder.add(found, drawn, asked)) as outcomes,
        ):
            for one in outcomes:
                self._outcomes[one.file] = one
                stop.check()

    def _ask(self, session: Session, stop: Stop) -> None:
        """Ask who sits at a terminal for the passwords of files that need one."""
        locked = [file for file, one in self._outcomes.items() if one.code == "encrypted"]
        if not (locked and passwords.possible()):
            return
        for file in locked:
            if given := passwords.ask(file):
                # What opens one file of a series often opens the next.
                self._passwords = (*self._passwords, given)
                self._add(session, stop, [file])

    def _read_again(self, session: Session, stop: Stop) -> None:
        """The files that were there already; every study of the library where none was named."""
        recognition.require()
        there = {
            one.study.id: file
            for file, one in self._outcomes.items()
            if one.study and one.status is Status.PRESENT
        }
        waiting = again.waiting(session.library)
        if self._found:
            waiting = [study for study in waiting if study.id in there]
        else:
            self._asked = len(waiting)
        parts = (session.library, session.embedder, session.pool)
        with progress([Path(study.file) for study in waiting], err) as drawn:
            for one in again.read_again(*parts, waiting, drawn):
                file = there.get(one.study.id, one.file) if one.study else one.file
                self._outcomes[file] = replace(one, file=file)
                stop.check()
