"""One file's way from its path to its reading, in the threads that read ahead."""

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from ingest import files
from ingest.pool import Pool
from ingest.reading import Reading
from ingest.run import Run, given_up
from search.errors import Refused
from search.library import Library

# Another run sweeps what is an hour old, and a copy may wait longer for the study before it.
_FRESH_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A file's bytes by their sha256, and where they had to be read: the copy and its reading."""

    sha256: str
    read: tuple[files.Copy, Reading] | None = None


class Taker:
    """Reads the files of one run, each content once. Safe to use from several threads."""

    def __init__(self, library: Library, pool: Pool, run: Run) -> None:
        self._library = library
        self._pool = pool
        self._run = run
        self._lock = Lock()
        self._claimed: set[str] = set()
        self._refused: dict[str, Refused] = {}
        self._copies: set[Path] = set()
        self.seconds: dict[Path, float] = {}
        self._swept = Event()
        Thread(target=self._keep_fresh, name="copies", daemon=True).start()

    def take(self, path: Path) -> Taken:
        """Read a file, unless its bytes are there or an earlier file of the run has the same.

        Raises Refused.
        """
        return self._timed(path, partial(self._take, path))

    def take_again(self, path: Path) -> Taken:
        """Read a file whose bytes were to come with another one, and have not. Raises Refused."""
        return self._timed(path, partial(self._take, path, again=True))

    def let_go(self, copy: Path) -> None:
        """Delete a copy that was read, unless the library has it under its own name."""
        copy.unlink(missing_ok=True)
        with self._lock:
            self._copies.discard(copy)

    def hurry(self) -> None:
        """End what is still being read: the run is over."""
        self._run.over.set()
        with self._lock:
            copies = frozenset(self._copies)
        self._pool.give_up(copies)

    def sweep(self) -> None:
        """Let go of every copy, when the run is over."""
        self._swept.set()
        for copy in list(self._copies):
            self.let_go(copy)

    def _keep_fresh(self) -> None:
        while not self._swept.wait(_FRESH_SECONDS):
            with self._lock:
                copies = frozenset(self._copies)
            for copy in copies:
                with contextlib.suppress(OSError):
                    os.utime(copy)

    def _take(self, path: Path, again: bool = False) -> Taken:
        digest = files.digest(path)
        present = self._library.study_of(digest)
        if present is not None and files.whole(self._library, present):
            return Taken(digest)
        if again:
            self._refuse_once_more(digest)
        elif not self._claim(digest):
            return Taken(digest)
        # From here on the copy counts: the file may have changed since.
        with files.copied(path, self._library) as copy:
            present = self._library.study_of(copy.sha256)
            if present is not None:
                files.mend(self._library, present, copy)
                return Taken(copy.sha256)
            return Taken(copy.sha256, self._read(path, copy))

    def _read(self, path: Path, copy: files.Copy) -> tuple[files.Copy, Reading]:
        entry = self._run.known(path)
        kept = replace(copy, path=copy.path.with_suffix(".read"))
        with self._lock:
            self._copies.add(kept.path)
        try:
            copy.path.rename(kept.path)
            if self._run.over.is_set():
                raise given_up()
            looking = partial(self._run.looking, path)
            turning = partial(self._run.progress.turning, path)
            language, passwords = entry.language if entry else "", self._run.asked.passwords
            return kept, self._pool.read(kept.path, language, looking, passwords, turning)
        except BaseException as error:
            if isinstance(error, Refused):
                self._refused[copy.sha256] = error
            self.let_go(kept.path)
            raise

    def _claim(self, sha256: str) -> bool:
        """Whether this is the run's first file of these bytes."""
        with self._lock:
            first = sha256 not in self._claimed
            self._claimed.add(sha256)
            return first

    def _refuse_once_more(self, sha256: str) -> None:
        """The same bytes under another name were refused: these are, for the same reason."""
        if refused := self._refused.get(sha256):
            raise Refused(refused.code, str(refused))

    def _timed(self, path: Path, take: Callable[[], Taken]) -> Taken:
        started = time.monotonic()
        try:
            return take()
        finally:
            self.seconds[path] = time.monotonic() - started
