"""How an `add` goes on, drawn in a terminal: a bar with an ETA, and a line for what needs one."""

from pathlib import Path
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from casebook.output import printable
from casebook.ui.words import counted
from ingest import build
from ingest.build import Outcome, Status

_QUIET = (Status.ADDED, Status.PRESENT)


class Bar(build.Progress):
    """A bar over files, weighted by their size; within a file it moves with its passages."""

    def __init__(self, files: list[Path], console: Console) -> None:
        self._sizes = {file: file.stat().st_size if file.is_file() else 1 for file in files}
        self._scale = len(files) / (sum(self._sizes.values()) or 1)
        self._done = 0
        self._size = 0
        self._passages = 0
        self._embedded = 0
        self._bar = Progress(
            TextColumn("{task.description:<44.44}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("·"),
            TimeRemainingColumn(),
            console=console,
        )
        self._files = self._bar.add_task("Starting", total=len(files))

    def reading(self, file: Path) -> None:
        """Name the file."""
        self._size, self._passages, self._embedded = self._sizes[file], 0, 0
        self._bar.update(self._files, description=printable(file))

    def looking(self, file: Path, done: int, total: int) -> None:
        """Say how far OCR is with a file; the bar itself waits."""
        told = f"OCR {done + 1}/{total} {printable(file)}"
        self._bar.update(self._files, description=told)

    def embedding(self, file: Path, passages: int) -> None:
        """Spread the file's weight over its passages."""
        self._passages = passages

    def embedded(self, passages: int) -> None:
        """Move by so many passages."""
        self._embedded += passages
        self._move_to(self._done + self._size * self._embedded / max(1, self._passages))

    def finished(self, outcome: Outcome) -> None:
        """Move to the file's end and say what a person must know of it."""
        self._done += self._size
        self._move_to(self._done)
        if outcome.status not in _QUIET:
            self._bar.console.print(line(outcome), highlight=False, soft_wrap=True)

    def _move_to(self, size: float) -> None:
        # Rounded, for the bar shows whole files and cuts 54.9999 down to 54.
        self._bar.update(self._files, completed=round(size * self._scale, 6))

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def line(outcome: Outcome) -> str:
    """One file's outcome in a line."""
    name = printable(outcome.file)
    if outcome.status is Status.REFUSED:
        return f"[red]refused[/red]   {name}: {escape(outcome.reason)} ({outcome.code})"
    if outcome.status is Status.NO_TEXT:
        pages = counted(outcome.study.page_count if outcome.study else 0, "page")
        return f"[yellow]no text[/yellow]   {name}: {pages}, none with text that was read"
    return f"{outcome.status:<9} {name}"
