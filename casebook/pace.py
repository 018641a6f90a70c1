"""How fast an `add` goes, and how long it still takes."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.build import Outcome
from search import paths


class Pace:
    """Files, pages and bytes that are done, and the time that the work on them took.

    A file that is found to be there costs next to nothing; it counts as done, not as work.
    """

    def __init__(self, files: Iterable[Path], now: Callable[[], float] = time.monotonic) -> None:
        self._sizes = {file: _size(file) for file in files}
        self._now = now
        self._last = now()
        self._whole = sum(self._sizes.values()) or 1
        self._left = sum(self._sizes.values())
        self._worked = 0
        self._seconds = 0.0
        self.total = len(self._sizes)
        self.files = 0
        self.pages = 0

    def finished(self, outcome: Outcome) -> None:
        """Count a file that is done."""
        before, self._last = self._last, self._now()
        size = self._sizes[outcome.file]
        self.files += 1
        self.pages += outcome.pages
        self._left -= size
        if outcome.worked:
            self._worked += size
            self._seconds += self._last - before

    def share(self, file: Path, done: float) -> float:
        """Files done, each counted by its size, when this share of one more is done."""
        bytes_done = self._whole - self._left + done * self._sizes[file]
        # Rounded, for a bar shows whole files and cuts 54.9999 down to 54.
        return round(self.total * bytes_done / self._whole, 6)

    @property
    def speed(self) -> float | None:
        """Pages a second; None before the first."""
        return self.pages / self._seconds if self.pages and self._seconds else None

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes, as its bytes are to those of the files read so far."""
        return self._left * self._seconds / self._worked if self._worked and self._seconds else None


def _size(file: Path) -> int:
    # One at least: an empty file is a file to be done.
    return max(1, file.stat().st_size) if paths.is_file(file) else 1


def told(pace: Pace) -> str:
    """The pace in words: "312 pages, 11.4 pages/s, 2 min left"."""
    parts = [f"{pace.pages:,} pages"]
    if (speed := pace.speed) is not None:
        parts.append(f"{speed:.1f} pages/s")
    if pace.files < pace.total and (left := pace.seconds_left) is not None:
        parts.append(f"{span(left)} left")
    return ", ".join(parts)


def span(seconds: float) -> str:
    """A time in words: "40 s", "2 min 5 s", "1 h 20 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
