"""Adding, replacing and removing studies, each in one transaction of the library."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest import catalogue, files
from ingest.ahead import in_order
from ingest.catalogue import Entry
from ingest.outcomes import Outcome, Progress, Status, outcome
from ingest.pool import Pool
from ingest.reading import Reading, spoken
from ingest.run import Asked, Run, catalogues
from ingest.titles import slug
from search.embed import Embedder, vectors_of
from search.errors import Refused
from search.library import Library
from search.records import Passage, Refusal, Study

__all__ = ["Asked", "Builder", "Outcome", "Progress", "Status"]

_NOTHING_ELSE: Final = Asked()


class Builder:
    """Writes studies to one library."""

    def __init__(self, library: Library, embedder: Embedder, pool: Pool) -> None:
        self._library = library
        self._embedder = embedder
        self._pool = pool

    def add(
        self, paths: Sequence[Path], progress: Progress | None = None, asked: Asked = _NOTHING_ELSE
    ) -> Iterator[Outcome]:
        """Add files, one outcome each, in their order.

        What is there by sha256 is left as it is; a changed file replaces its study. A refused file
        never ends the run. Raises ModelMismatch when the library was embedded by another model.
        """
        self._library.check_model(self._embedder.fingerprint)
        files.sweep(self._library)
        self._forget_refusals()
        progress = progress or Progress()
        run = Run(progress, catalogues(paths), asked)
        readers = ThreadPoolExecutor(self._pool.size)
        try:
            ahead = in_order(readers, partial(self._read, run), paths, self._pool.size + 1)
            for path, read in zip(paths, ahead, strict=True):
                progress.reading(path)
                done = self._finish(path, read, run.known(path), progress)
                progress.finished(done)
                yield done
        finally:
            # A run that is given up has read ahead.
            run.over.set()
            readers.shutdown(cancel_futures=True)
            for copy in run.kept:
                copy.unlink(missing_ok=True)

    def remove(self, study_id: str) -> Study:
        """Take a study out of the library, with its copy. Raises UnknownStudy."""
        with self._library.writing():
            study = self._library.remove(study_id)
            self._library.file(study).unlink(missing_ok=True)
        return study

    def reembed(self, done: Callable[[int], None] = lambda count: None) -> int:
        """Embed every passage anew, by the model of the settings; returns how many."""
        total = self._library.count("passages")
        with self._library.writing():
            batches = (self._embed_again(study, done) for study in self._library.studies())
            self._library.reembed(batches, self._embedder.fingerprint)
        return total

    def _forget_refusals(self) -> None:
        """A file that is gone needs no reason any more why it is not here."""
        for refusal in self._library.refusals():
            if not Path(refusal.file).exists():
                self._library.accept(refusal.file)

    def _embed_again(
        self, study: Study, done: Callable[[int], None]
    ) -> tuple[str, list[int], NDArray[np.float32]]:
        passages = self._library.passages_of(study.id)
        ids = [passage.id for passage in passages]
        return study.id, ids, vectors_of(self._embedder, study, passages, done)

    def _read(self, run: Run, path: Path) -> tuple[Reading, files.Copy] | Study:
        """A file's reading and the copy that was read, or the study that it already is."""
        with files.copied(path, self._library) as copy:
            present = self._library.study_of(copy.sha256)
            if present is not None:
                files.mend(self._library, present, copy)
                return present
            entry = run.known(path)
            language = entry.language if entry else ""
            reading = self._pool.read(copy.path, language, partial(run.looking, path, copy.path))
            kept = copy.path.with_suffix(".read")
            run.kept.append(kept)
            copy.path.rename(kept)
            return reading, replace(copy, path=kept)

    def _finish(
        self,
        path: Path,
        read: "Future[tuple[Reading, files.Copy] | Study]",
        entry: Entry | None,
        progress: Progress,
    ) -> Outcome:
        try:
            result = read.result()
        except Refused as refused:
            self._library.refuse(Refusal(files.text_of(path), refused.code, str(refused)))
            return Outcome(path, Status.REFUSED, code=refused.code, reason=str(refused))
        if isinstance(result, Study):
            return self._describe(path, result, entry, progress)
        reading, copy = result
        try:
            return self._store(path, reading, copy, entry, progress)
        finally:
            copy.path.unlink(missing_ok=True)

    def _describe(
        self, path: Path, study: Study, entry: Entry | None, progress: Progress
    ) -> Outcome:
        """A study that is there, brought to what its catalogue row says by now."""
        told = study if entry is None else catalogue.retold(study, entry)
        if told == study:
            return Outcome(path, Status.PRESENT, study)
        passages = self._library.passages_of(study.id)
        progress.embedding(path, len(passages))
        vectors = vectors_of(self._embedder, told, passages, progress.embedded)
        with self._library.writing(seconds=600):
            self._library.describe(told, [passage.id for passage in passages], vectors)
        return Outcome(path, Status.DESCRIBED, told)

    def _store(
        self,
        path: Path,
        reading: Reading,
        copy: files.Copy,
        entry: Entry | None,
        progress: Progress,
    ) -> Outcome:
        draft = _described(path, reading, copy.sha256, entry)
        progress.embedding(path, len(reading.passages))
        vectors = vectors_of(self._embedder, draft, reading.passages, progress.embedded)
        with self._library.writing(seconds=600):
            present = self._library.study_of(copy.sha256)
            if present is not None:
                return Outcome(path, Status.PRESENT, present)
            study, old = self._named(draft)
            pages = [(replace(page, study_id=study.id), boxes) for page, boxes in reading.pages]
            passages = [replace(passage, study_id=study.id) for passage in reading.passages]
            copy.path.replace(self._library.file(study))
            self._library.put(study, pages, passages, vectors, self._embedder.fingerprint)
            if old is not None:
                self._library.file(old).unlink(missing_ok=True)
        read = [page for page, _ in pages]
        return outcome(path, _status(passages, old), study, read, len(passages))

    def _named(self, draft: Study) -> tuple[Study, Study | None]:
        """A study under an id of its own, and the one that it replaces: that of the same file."""
        held = {study.id: study for study in self._library.studies()}
        same = next((study for study in held.values() if study.file == draft.file), None)
        if same is not None:
            return replace(draft, id=same.id), same
        names = (draft.id if number == 1 else f"{draft.id}-{number}" for number in count(1))
        return replace(draft, id=next(name for name in names if name not in held)), None


def _described(path: Path, reading: Reading, sha256: str, entry: Entry | None) -> Study:
    study = catalogue.study(
        entry,
        file=path.name,
        sha256=sha256,
        page_count=len(reading.pages),
        study_id=slug(path.stem),
        pdf_title=reading.title,
        language=spoken(reading),
    )
    return replace(study, file=files.text_of(path))


def _status(passages: Sequence[Passage], old: Study | None) -> Status:
    if not passages:
        return Status.NO_TEXT
    return Status.ADDED if old is None else Status.REPLACED
