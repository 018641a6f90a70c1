"""How an `add` goes on: a bar in a terminal, elsewhere a line now and then."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column

from casebook.output import printable
from casebook.pace import Pace, told
from casebook.ui.words import counted
from ingest import build
from ingest.build import Outcome, Status

_QUIET: Final = (Status.ADDED, Status.PRESENT)
# Where no bar moves, a line at least after so many files or so many seconds.
_FILES_A_LINE: Final = 50
_SECONDS_A_LINE: Final = 30.0


class Teller(build.Progress):
    """Says what a person must know of a file, and where no bar can be drawn how far the run is."""

    def __init__(
        self, files: list[Path], console: Console, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._pace = Pace(files, now)
        self._console = console
        self._now = now
        self._said_files = 0
        self._said_at = now()

    def turning(self, file: Path, done: int, total: int) -> None:
        """Say now and then how far a long file is read."""
        if done and self._now() - self._said_at >= _SECONDS_A_LINE:
            self._say(f", page {done:,}/{total:,} {printable(file)}")

    def looking(self, file: Path, done: int, total: int) -> None:
        """Say now and then how far OCR is with a file."""
        if self._now() - self._said_at >= _SECONDS_A_LINE:
            self._say(f", OCR {done + 1}/{total} {printable(file)}")

    def finished(self, outcome: Outcome) -> None:
        """Count a file, and say what a person must know of it."""
        self._pace.finished(outcome)
        if outcome.status not in _QUIET:
            self._console.print(line(outcome), highlight=False, soft_wrap=True)
        late = self._now() - self._said_at >= _SECONDS_A_LINE
        if late or self._pace.files - self._said_files >= _FILES_A_LINE:
            self._say()

    def _say(self, more: str = "") -> None:
        self._said_files, self._said_at = self._pace.files, self._now()
        done = f"{self._pace.files:,} of {counted(self._pace.total, 'file')}"
        self._console.print(f"{done}, {told(self._pace)}{more}", highlight=False, soft_wrap=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to take down."""


class Bar(Teller):
    """A bar over files, weighted by their size; within a file it moves with its passages."""

    def __init__(self, files: list[Path], console: Console) -> None:
        super().__init__(files, console)
        self._file = Path()
        self._passages = 0
        self._embedded = 0
        self._bar = Progress(
            # The name takes what the others leave.
            TextColumn("{task.description}", table_column=Column(ratio=1, no_wrap=True)),
            BarColumn(bar_width=12),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=console,
            expand=True,
        )
        self._task = self._bar.add_task("Starting", total=len(files), pace="")

    def reading(self, file: Path) -> None:
        """Name the file."""
        self._file, self._passages, self._embedded = file, 0, 0
        self._bar.update(self._task, description=printable(file))

    def turning(self, file: Path, done: int, total: int) -> None:
        """Say how far the file that is waited for is read; the bar itself waits."""
        if done and file == self._file and not self._passages:
            name = printable(file)
            self._bar.update(self._task, description=f"page {done:,}/{total:,} {name}")

    def looking(self, file: Path, done: int, total: int) -> None:
        """Say how far OCR is with a file; the bar itself waits."""
        self._bar.update(self._task, description=f"OCR {done + 1}/{total} {printable(file)}")

    def embedding(self, file: Path, passages: int) -> None:
        """Spread the file's weight over its passages."""
        self._passages = passages

    def embedded(self, passages: int) -> None:
        """Move by so many passages."""
        self._embedded += passages
        share = self._embedded / max(1, self._passages)
        self._bar.update(self._task, completed=self._pace.share(self._file, share))

    def _say(self, more: str = "") -> None:
        """The bar says it."""

    def finished(self, outcome: Outcome) -> None:
        """Move to the file's end."""
        super().finished(outcome)
        moved = self._pace.share(outcome.file, 0)
        self._bar.update(self._task, completed=moved, pace=told(self._pace))

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def progress(files: list[Path], console: Console) -> Teller:
    """A bar in a terminal, lines elsewhere."""
    return Bar(files, console) if console.is_terminal else Teller(files, console)


def line(outcome: Outcome) -> str:
    """One file's outcome in a line."""
    name = printable(outcome.file)
    if outcome.status is Status.REFUSED:
        return f"[red]refused[/red]   {name}: {escape(outcome.reason)} ({outcome.code})"
    if outcome.status is Status.NO_TEXT:
        pages = counted(outcome.study.page_count if outcome.study else 0, "page")
        return f"[yellow]no text[/yellow]   {name}: {pages}, none with text that was read"
    return f"{outcome.status:<9} {name}"
