"""Kill `casebook add` at random moments: nothing half written, nothing lost, the next run finishes.

Run by hand: python benchmarks/crash.py. Half of the kills fall at any moment from the start on,
half within the 60 ms after a study's copy appears, where its transaction is. Each process is
stopped before it is killed, and its locks are tried from outside, which needs a POSIX system.
"""

import argparse
import fcntl
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.report import conditions, keep, table
from casebook.fetching import bundled
from search.library import Library

STUDIES = 20
# A library with so many of them starts anew, so that each kill finds work under way.
NEARLY_ALL = 14
AIMED_SECONDS = 0.06
_WAYS = ("any moment", "aimed")
_COMMAND = [sys.executable, "-c", "from casebook.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: how it was chosen, when, where it fell, and what was found after it."""

    way: str
    seconds: float
    where: str
    before: int
    after: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finish:
    """An add that ran to its end over a killed one's library."""

    had: int
    wrong: tuple[str, ...]


def main() -> None:
    """Kill, check, go on; keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casebook-crash-") as folder:
        trial = Trial(Path(folder), arguments.seed)
        kills = list(trial.run(arguments.kills))
    keep("crash.md", told(kills, trial.finishes, trial.whole_seconds, arguments.seed))


class Trial:
    """Libraries that are killed and finished, one after the other."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._random = random.Random(seed)
        self._files = sorted(bundled().glob("*.pdf"))[:STUDIES]
        self._home = folder / "reference"
        started = time.perf_counter()
        reference = self._add()
        self._await_copies(reference, 1)
        self._start_seconds = time.perf_counter() - started
        self._wait(reference)
        self.whole_seconds = time.perf_counter() - started
        self._whole = digests(self._home)
        self.finishes: list[Finish] = []

    def run(self, kills: int) -> Iterator[Kill]:
        """So many kills; a library that has nearly all is finished, checked and left."""
        for number in range(kills):
            if not number or len(held(self._home)) >= NEARLY_ALL:
                self._home = self._folder / f"home-{number}"
            kill = self._kill(aimed=bool(number % 2))
            print(f"{number + 1}: {kill}", file=sys.stderr, flush=True)
            yield kill
            if kill.after >= NEARLY_ALL or number == kills - 1:
                self._wait(self._add())
                self.finishes.append(Finish(kill.after, self._wrong(complete=True)))

    def _kill(self, aimed: bool) -> Kill:
        before = len(held(self._home))
        started = time.perf_counter()
        process = self._add()
        if aimed:
            self._await_copies(process, self._random.randint(1, 5))
            time.sleep(self._random.uniform(0, AIMED_SECONDS))
        else:
            # Time enough for the start and a third of the studies.
            most = (2 * self._start_seconds + self.whole_seconds) / 3
            time.sleep(self._random.uniform(0, most))
        seconds = time.perf_counter() - started
        where = self._stopped(process)
        process.kill()
        process.wait()
        after = len(held(self._home))
        return Kill(_WAYS[aimed], seconds, where, before, after, self._wrong())

    def _add(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*_COMMAND, "add", *map(str, self._files)],
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        if process.wait():
            raise SystemExit(f"casebook add failed over {self._home}")

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join(part for part in sys.path if part)
        return os.environ | {"CASEBOOK_HOME": str(self._home), "PYTHONPATH": path}

    def _await_copies(self, process: subprocess.Popen[bytes], more: int) -> None:
        """Wait until the library has so many more copies of PDFs."""
        copies = self._home / "studies"
        had = len(list(copies.glob("*.pdf")))
        while process.poll() is None:
            if len(list(copies.glob("*.pdf"))) >= had + more:
                return
            time.sleep(0.001)

    def _stopped(self, process: subprocess.Popen[bytes]) -> str:
        """Stop a process where it is, and say what it was at."""
        if process.poll() is not None:
            return "after its end"
        process.send_signal(signal.SIGSTOP)
        if transaction_open(self._home / "library.db"):
            return "in a transaction"
        if lock_held(self._home / "write.lock"):
            return "writing, before or after the transaction"
        return "reading or embedding"

    def _wrong(self, complete: bool = False) -> tuple[str, ...]:
        """What `casebook check` finds, in a process of its own, and studies that differ."""
        check = [*_COMMAND, "check"]
        done = subprocess.run(check, env=self._environment(), capture_output=True, text=True)
        found = (done.stdout + done.stderr).splitlines() if done.returncode else []
        now = digests(self._home)
        found += [f"{id} differs" for id, digest in now.items() if digest != self._whole.get(id)]
        if complete:
            found += [f"{id} is missing" for id in self._whole.keys() - now.keys()]
        return tuple(found)


# What is in a library, and what holds it


def held(home: Path) -> list[str]:
    """The ids of its studies."""
    if not (home / "library.db").exists():
        return []
    with Library(home) as library:
        return [study.id for study in library.studies()]


def digests(home: Path) -> dict[str, str]:
    """A hash of each study: its record, pages, boxes, passages, vectors and copy."""
    with Library(home) as library:
        return {study.id: _digest(library, study.id) for study in library.studies()}


def _digest(library: Library, id: str) -> str:
    study, passages = library.study(id), library.passages_of(id)
    found, vectors = library.vectors([passage.id for passage in passages])
    spans = [(passage.page, passage.start, passage.end, passage.text) for passage in passages]
    digest = hashlib.sha256(repr((study, library.pages(id), spans, len(found))).encode())
    for page in library.pages(id):
        digest.update(library.boxes(id, page.number).tobytes())
    digest.update(vectors.tobytes())
    digest.update(library.file(study).read_bytes())
    return digest.hexdigest()


def transaction_open(database: Path) -> bool:
    """Whether a process is writing to a database."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def lock_held(lock: Path) -> bool:
    """Whether a process holds a library for writing."""
    if not lock.exists():
        return False
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def told(kills: Sequence[Kill], finishes: Sequence[Finish], whole: float, seed: int) -> str:
    """The result as a page."""
    wrong, unfinished = (sum(bool(one.wrong) for one in ran) for ran in (kills, finishes))
    moments = sorted(kill.seconds for kill in kills)
    places = Counter((kill.way, kill.where) for kill in kills)
    return f"""# Killing `casebook add`

{len(kills)} times `kill -9` (seed {seed}) of an add of {STUDIES} bundled studies with the real \
model; an add alone took {whole:.0f} s. {conditions("filelock", "torch")}

{table(("way", "fell", "kills"), ((*key, count) for key, count in sorted(places.items())))}

Moments from {moments[0]:.1f} to {moments[-1]:.1f} s after the start, median \
{median(moments):.1f} s. Where a kill fell was told by the locks that the process held then.

After each kill `casebook check` ran in a process of its own, and a hash of every study present
(record, pages, boxes, passages, vectors, copy of the PDF) was compared with that of an add that
nobody disturbed: {wrong} of {len(kills)} kills left anything wrong.

{len(finishes)} times an add then ran to its end over the killed library (it had \
{", ".join(str(finish.had) for finish in finishes)} of {STUDIES} studies): {unfinished} of them \
left a study missing or different.

{table(("way", "seconds", "fell", "studies before", "after", "wrong"), map(_row, kills))}
"""


def _row(kill: Kill) -> Sequence[object]:
    start = (kill.way, kill.seconds, kill.where, kill.before, kill.after)
    return *start, "; ".join(kill.wrong) or "nothing"


if __name__ == "__main__":
    main()
