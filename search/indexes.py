"""The derived indexes of a library: brought to where it is whenever it has moved on.

Either may be deleted or damaged at any moment. An index is never trusted further than its count:
where it does not hold as many passages as the library, it is built anew. So it is where the mark
that it states was never the library's: that is another library, or one from before a backup of it
was put back.
"""

import logging
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search import lexical
from search.errors import SettingsError
from search.history import Change
from search.lexical import LexicalIndex
from search.library import Library
from search.records import Passage, Study
from search.vectors.faiss import FaissVectors
from search.vectors.memory import MemoryVectors
from search.vectors.protocol import VectorStore

ENGINES: Final[dict[str, type[FaissVectors] | type[MemoryVectors]]] = {
    "faiss": FaissVectors,
    "memory": MemoryVectors,
}
# A snapshot is written again when a tenth of it is new: writing then costs, over time, a constant
# share of what is added, however large the library grows.
_STALE_SHARE: Final = 0.1
_ANEW: Final = "The %s was damaged or out of date and has been built anew."
_log = logging.getLogger(__name__)


class Indexes:
    """Both indexes of one library, for one process.

    With them stand the languages of its passages, and how many passages each study has.
    """

    def __init__(self, library: Library, engine: str) -> None:
        if engine not in ENGINES:
            wanted = ", ".join(ENGINES)
            raise SettingsError(f"There is no vector engine {engine!r}; the engines are {wanted}.")
        self._library = library
        self._engine = engine
        self._stands: str | None = None
        self._lock = threading.RLock()
        self.vectors: VectorStore = MemoryVectors(0)
        self.lexical: LexicalIndex | None = None
        self.languages: tuple[str, ...] = ()
        self.sizes: dict[str, int] = {}

    def refresh(self) -> None:
        """Bring both indexes to the library's generation; costs one look where they are there."""
        with self.fresh():
            pass

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Both indexes and the library at one generation, for this thread alone, while within.

        Raises LibraryError where they can't be kept on the disk.
        """
        with self._lock:
            while True:
                stale = self._stale
                lock = self._library.indexes / "lock"
                held = self._library.holding(lock) if stale else nullcontext()
                with held, self._library.reading():
                    if stale:
                        self._catch_up()
                    elif self._stale:
                        continue
                    yield
                    return

    @property
    def _stale(self) -> bool:
        there = self.lexical is not None and (_words(self._library) / "meta.json").exists()
        return not there or self._stands != self._library.mark

    def _catch_up(self) -> None:
        mark, total = self._library.mark, self._library.count("passages")
        try:
            self._catch_up_vectors(mark, total)
            self._catch_up_lexical(mark, total)
        except OSError as error:
            raise self._library.unwritten(error) from error
        self.languages = self._library.languages()
        self.sizes = self._library.passage_counts()
        self._stands = mark

    # Vectors: in memory, with a snapshot on disk that is caught up from

    def _catch_up_vectors(self, mark: str, total: int) -> None:
        since = None if self._stands is None else self._library.reached(self._stands)
        if since is None:
            since = self._load()
        came = self._apply(self._library.changes(since))
        if len(self.vectors) != total:
            came = self._fill()
            _log.warning(_ANEW, "vector index")
        if total and (came > _STALE_SHARE * total or not self._snapshots()):
            self._save(mark)

    def _apply(self, changes: list[Change]) -> int:
        for change in changes:
            if not change.added:
                self.vectors.remove(change.first_id, change.last_id)
        # Each once: what was added and then embedded anew came twice under the same ids.
        spans = dict.fromkeys(range(c.first_id, c.last_id + 1) for c in changes if c.added)
        return sum(self._take(np.fromiter(span, np.int64, len(span))) for span in spans)

    def _fill(self) -> int:
        self.vectors = MemoryVectors(0)
        return self._take(self._library.ids())

    def _take(self, ids: NDArray[np.int64]) -> int:
        for part in np.array_split(ids, max(1, len(ids) // 10_000)):
            found, vectors = self._library.vectors(part.tolist())
            if len(found):
                if not len(self.vectors):
                    self.vectors = ENGINES[self._engine](vectors.shape[1])
                self.vectors.add(found, vectors)
        return len(ids)

    def _save(self, mark: str) -> None:
        new = self._library.indexes / "vectors.new"
        self.vectors.save(new)
        checksum = zlib.crc32(new.read_bytes())
        name = f"{self._engine}-{mark}-{checksum:08x}.vectors"
        old = [file for file in self._snapshots() if file.name != name]
        new.replace(self._library.indexes / name)
        for file in old:
            file.unlink(missing_ok=True)

    def _load(self) -> int:
        """Load the snapshot; the generation it stands at, 0 where none can be used."""
        self.vectors = MemoryVectors(0)
        for file in self._snapshots():
            name = re.fullmatch(r"(\w+)-(\w+)-(\w{8})\.vectors", file.name)
            since = self._library.reached(name[2]) if name else None
            if name is None or name[1] != self._engine or since is None:
                continue
            try:
                if f"{zlib.crc32(file.read_bytes()):08x}" != name[3]:
                    raise ValueError("its checksum is another")
                self.vectors = ENGINES[self._engine].load(file)
                return since
            except (ValueError, OSError) as error:
                _log.info("The snapshot %s can't be used (%s).", file.name, error)
                _log.warning(_ANEW, "vector index")
                file.unlink(missing_ok=True)
        return 0

    def _snapshots(self) -> list[Path]:
        return sorted(self._library.indexes.glob("*.vectors"))

    # Words: on disk, with the mark that it stands at beside it

    def _catch_up_lexical(self, mark: str, total: int) -> None:
        try:
            self._take_words(mark)
            if self.lexical is not None and len(self.lexical) == total:
                return
        except (ValueError, OSError) as error:
            _log.info("The word index can't be used (%s).", error)
        self._take_words_anew(mark)
        _log.warning(_ANEW, "word index")

    def _take_words_anew(self, mark: str) -> None:
        """From nothing; once more where the folder was deleted meanwhile."""
        for last in (False, True):
            self.lexical = None
            lexical.erase(_words(self._library))
            try:
                self._take_words(mark)
                return
            except (ValueError, OSError):
                if last:
                    raise

    def _take_words(self, mark: str) -> None:
        # Opened anew each time: another process may have taken the folder further, or made it anew.
        stands = self._words_generation()
        self.lexical = LexicalIndex(_words(self._library))
        changes = self._library.changes(stands)
        if not all(change.added for change in changes):
            # BM25 goes on counting the words of what was removed; a new index never knew them.
            lexical.erase(_words(self._library))
            self.lexical = LexicalIndex(_words(self._library))
            changes = self._library.changes(0)
        changed = {change.study_id for change in changes}
        if changed:
            self.lexical.update(changed, self._come(changed))
        sum = lexical.checksum(_words(self._library))
        new = _words(self._library) / "stands.new"
        new.write_text(f"{mark} {sum}", "ascii")
        new.replace(_words(self._library) / "stands")

    def _come(self, changed: set[str]) -> Iterator[tuple[Study, list[Passage]]]:
        for study in self._library.studies():
            if study.id in changed:
                yield study, self._library.passages_of(study.id)

    def _words_generation(self) -> int:
        """Where the words stand, 0 where there are none. Raises ValueError where damaged."""
        file = _words(self._library) / "stands"
        if not file.exists():
            lexical.erase(_words(self._library))
            return 0
        mark, sum = file.read_text("ascii").split()
        generation = self._library.reached(mark)
        if generation is None or sum != lexical.checksum(_words(self._library)):
            raise ValueError("its checksum is another, or its library")
        return generation


def erase_stale(library: Library) -> None:
    """Delete the words' index where the library has moved on: it may hold what is gone for good."""
    with library.holding(library.indexes / "lock"):
        stands = _words(library) / "stands"
        if not stands.exists() or stands.read_bytes().split()[:1] != [library.mark.encode()]:
            lexical.erase(_words(library))


def _words(library: Library) -> Path:
    return library.indexes / "lexical"
