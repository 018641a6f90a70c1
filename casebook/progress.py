"""How an `add` goes on, drawn in a terminal: a bar with an ETA, and a line for what needs one."""

from pathlib import Path
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from casebook.output import printable
from ingest import build
from ingest.build import Outcome, Status

_QUIET = (Status.ADDED, Status.PRESENT)


class Bar(build.Progress):
    """A bar over files, weighted by their size; within a file it moves with its passages."""

    def __init__(self, files: list[Path], console: Console) -> None:
        self._sizes = {file: file.stat().st_size if file.is_file() else 1 for file in files}
        self._left = 0.0
        self._share = 0.0
        self._done = 0
        self._bar = Progress(
            TextColumn("{task.description:<44.44}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("·"),
            TimeRemainingColumn(),
            console=console,
        )
        self._files = self._bar.add_task("Starting", total=len(files))
        self._total = sum(self._sizes.values()) or 1
        self._count = len(files)

    def reading(self, file: Path) -> None:
        """Name the file; until its passages are known it counts as one step."""
        self._left = self._weight(file)
        self._share = self._left
        self._bar.update(self._files, description=printable(file))

    def looking(self, file: Path, done: int, total: int) -> None:
        """Say how far OCR is with a file; the bar itself waits."""
        told = f"OCR {done + 1}/{total} {printable(file)}"
        self._bar.update(self._files, description=told)

    def embedding(self, file: Path, passages: int) -> None:
        """Spread the file's weight over its passages."""
        self._share = self._left / max(1, passages)

    def embedded(self, passages: int) -> None:
        """Move by so many passages."""
        self._move(self._share * passages)

    def finished(self, outcome: Outcome) -> None:
        """Move to the file's end and say what a person must know of it."""
        self._move(self._left)
        if outcome.status not in _QUIET:
            self._bar.console.print(line(outcome), highlight=False, soft_wrap=True)

    def _weight(self, file: Path) -> float:
        return self._count * self._sizes[file] / self._total

    def _move(self, by: float) -> None:
        by = min(by, self._left)
        self._left -= by
        self._bar.advance(self._files, by)

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
        pages = outcome.study.page_count if outcome.study else 0
        return (
            f"[yellow]no text[/yellow]   {name}: none of its {pages} pages has text that was read"
        )
    return f"{outcome.status:<9} {name}"
