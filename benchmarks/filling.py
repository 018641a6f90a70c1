"""A folder of PDFs into a fresh library: what became of each file, and where the time went."""

import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.report import table
from casebook.session import Session
from ingest import files
from ingest.build import Builder
from search.embed import Embedded, Embedder, Read
from search.records import Span


class Timed:
    """An embedder that keeps how long it took."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.seconds = 0.0
        self.fingerprint = inner.fingerprint
        self.dimension = inner.dimension
        self.english_alone = inner.english_alone
        self.read, self.read_all, self.spans = inner.read, inner.read_all, inner.spans

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        """What the inner embedder makes of them."""
        started = time.perf_counter()
        made = self._inner.embed(texts, done)
        self.seconds += time.perf_counter() - started
        return made


class Blank:
    """No model: one vector for every text, where only the reading is looked at."""

    fingerprint = "blank"
    dimension = 4
    english_alone = False

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        """The same unit vector for each text."""
        done(len(texts))
        return Embedded(np.full((len(texts), self.dimension), 0.5, np.float32))

    def read(self, text: str) -> Read:
        """The same vector, and no tokens."""
        none = np.zeros((0, self.dimension), np.float32)
        return Read(np.full(self.dimension, 0.5, np.float32), none, ())

    def read_all(self, texts: Sequence[str]) -> tuple[Read, ...]:
        """The same for each."""
        return tuple(map(self.read, texts))

    def spans(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """None."""
        return [()] * len(texts)


def fill(session: Session, folder: Path, blank: bool) -> str:
    """Add every PDF of a folder; the report by outcome and the split of the time."""
    embedder = Timed(Blank() if blank else session.embedder)
    children = _processor(resource.RUSAGE_CHILDREN)
    started, own = time.perf_counter(), _processor(resource.RUSAGE_SELF)
    builder = Builder(session.library, embedder, session.pool)
    outcomes = list(builder.add(files.found([str(folder)])))
    seconds, own = time.perf_counter() - started, _processor(resource.RUSAGE_SELF) - own
    session.pool.close()
    reading = _processor(resource.RUSAGE_CHILDREN) - children
    pages = session.library.count("pages")
    counts = Counter(f"{one.status} {one.code}".strip() for one in outcomes)
    passages = sum(one.passages for one in outcomes)
    unread = sum(one.unread_pages for one in outcomes)
    return f"""{len(outcomes)} files, {pages} pages ({unread} without text), {passages} passages.

{table(("outcome", "files"), counts.most_common())}

{seconds:.0f} s in all, {embedder.seconds:.0f} s of them embedding. Processor time: {own:.0f} s in \
this process, {reading:.0f} s in the workers that read beside it \
({1000 * reading / max(1, pages):.1f} ms a page)."""


def _processor(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime
