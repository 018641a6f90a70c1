"""Adding, replacing and removing studies, each in one transaction of the library."""

import contextlib
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from ingest import files, reembedding, removing, replacing, trouble
from ingest.about import facts
from ingest.about.describing import describe
from ingest.about.facts import Known
from ingest.ahead import Ahead
from ingest.outcomes import Outcome, Progress, Status, outcome
from ingest.pool import Pool
from ingest.reading import Reading, spoken
from ingest.run import Asked, Run, catalogues
from ingest.taking import Taken, Taker
from ingest.titles import slug
from search.aside import Removed
from search.embed import Embedder
from search.embedding import vectors_of
from search.errors import LibraryFull, Refused, UnknownStudy
from search.library import Library
from search.records import Passage, Refusal, Study
from search.store import PATIENCE

__all__ = ["Asked", "Builder", "Outcome", "Progress", "Status"]

_NOTHING_ELSE: Final = Asked()
# How often a file that is waited for is heard of: a bar moves, or its run is given up.
_HEARTBEAT: Final = 0.5


class Builder:
    """Writes studies to one library."""

    def __init__(self, library: Library, embedder: Embedder, pool: Pool) -> None:
        self._library = library
        self._embedder = embedder
        self._pool = pool

    def add(
        self, paths: Sequence[Path], progress: Progress | None = None, asked: Asked = _NOTHING_ELSE
    ) -> Generator[Outcome, None, None]:
        """Add files, one outcome each, in their order.

        What is there by sha256 is left as it is; a changed file replaces its study. A refused file
        never ends the run. Raises ModelMismatch when the library was embedded by another model.
        """
        self._library.check_model(self._embedder.fingerprint)
        replacing.check(self._library, paths, asked)
        removing.expire(self._library)
        files.sweep(self._library)
        self._forget_refusals()
        progress = progress or Progress()
        run = Run(progress, catalogues(paths), asked)
        taker = Taker(self._library, self._pool, run)
        ahead = Ahead(taker.take, paths, self._pool.size, self._pool.size + 1)
        try:
            for path, taken in zip(paths, ahead, strict=True):
                progress.reading(path)
                done = self._finish(path, taken, taker, run)
                progress.finished(done)
                yield done
        finally:
            # A run that is given up has read ahead.
            ahead.stop(taker.hurry)
            taker.sweep()

    def remove(self, study_id: str) -> Study:
        """Take a study out of the library; it is kept aside for a time. Raises UnknownStudy."""
        return removing.remove(self._library, study_id)

    def restore(self, study_id: str) -> Study:
        """Bring a removed study back as it was. Raises LibraryError."""
        return removing.restore(self._library, self._embedder, study_id)

    def forget(self, study_id: str) -> Removed:
        """Delete what is kept of a removed study, for good. Raises UnknownStudy."""
        return removing.forget(self._library, study_id)

    def supersede(self, study_id: str, old_id: str) -> Outcome:
        """Put a study that is there in the place of an older one, which goes.

        It takes over its id, its address and what was said of it. Raises UnknownStudy.
        """
        return replacing.supersede(self._library, self._embedder, study_id, old_id)

    def reembed(self, done: Callable[[int], None] = lambda count: None) -> int:
        """Embed every passage anew, by the model of the settings; returns how many."""
        return reembedding.reembed(self._library, self._embedder, done)

    def _forget_refusals(self) -> None:
        """A file that is gone needs no reason any more why it is not here."""
        gone = [one.file for one in self._library.refusals() if files.gone(Path(one.file))]
        for file in gone:
            with contextlib.suppress(LibraryFull), self._library.writing(seconds=PATIENCE):
                self._library.accept(file)

    def _finish(self, path: Path, future: Future[Taken], taker: Taker, run: Run) -> Outcome:
        started = time.monotonic()
        try:
            while not wait([future], _HEARTBEAT).done:
                run.progress.waiting()
            taken = self._taken(path, future, taker)
            started = time.monotonic()
            done = self._kept(path, taken, taker, run)
        except Refused as refused:
            done = self._refuse(path, refused)
        except LibraryFull:
            done = self._refuse(path, trouble.disk_full())
        return replace(done, seconds=taker.seconds.pop(path, 0.0) + time.monotonic() - started)

    def _refuse(self, path: Path, refused: Refused) -> Outcome:
        # Where there is no room, there may be none for the reason either.
        with contextlib.suppress(LibraryFull), self._library.writing(seconds=PATIENCE):
            self._library.refuse(Refusal(files.text_of(path), refused.code, str(refused)))
        return Outcome(path, Status.REFUSED, code=refused.code, reason=str(refused))

    def _taken(self, path: Path, future: Future[Taken], taker: Taker) -> Taken | Study:
        """A file that was read, or the study that it is by now."""
        taken = future.result()
        while taken.read is None:
            present = self._library.study_of(taken.sha256)
            if present is not None:
                return present
            # It went since, or came with a file that was refused.
            taken = taker.take_again(path)
        return taken

    def _kept(self, path: Path, taken: Taken | Study, taker: Taker, run: Run) -> Outcome:
        known, progress = run.known(path), run.progress
        older = run.asked.replaces
        if isinstance(taken, Study) and older not in ("", taken.id):
            return replace(self.supersede(taken.id, older), file=path)
        if isinstance(taken, Study):
            return replace(self._describe(path, taken, known, progress), note=known.trouble)
        assert taken.read is not None
        copy, reading = taken.read
        try:
            done = self._store(path, reading, copy, known, progress, older)
            return replace(done, note=known.trouble, attached=reading.attached)
        finally:
            taker.let_go(copy.path)

    def _describe(self, path: Path, study: Study, known: Known, progress: Progress) -> Outcome:
        """A study that is there, brought to what is known of it by now."""
        embedding = partial(progress.embedding, path)
        change = partial(facts.retold, known=known)
        try:
            before, after = describe(
                self._library, self._embedder, study.id, change, embedding, progress.embedded
            )
        except UnknownStudy as error:
            raise Refused("removed", "it was removed from the library meanwhile") from error
        return Outcome(path, Status.PRESENT if after == before else Status.DESCRIBED, after)

    def _store(
        self,
        path: Path,
        reading: Reading,
        copy: files.Copy,
        known: Known,
        progress: Progress,
        older: str,
    ) -> Outcome:
        draft = _described(path, reading, copy.sha256, known)
        if older:
            draft = replacing.in_place_of(self._library.study(older), draft)
        progress.embedding(path, len(reading.passages))
        named = replace(draft, title=self._named(draft, older)[0].title)
        vectors = vectors_of(self._embedder, named, reading.passages, progress.embedded)
        with self._library.writing(seconds=PATIENCE):
            present = self._library.study_of(copy.sha256)
            if present is not None:
                return Outcome(path, Status.PRESENT, present)
            study, old = self._named(draft, older)
            if study.title != named.title:
                # A person corrected it while its passages were being embedded.
                vectors = vectors_of(self._embedder, study, reading.passages)
            pages = [(replace(page, study_id=study.id), boxes) for page, boxes in reading.pages]
            passages = [replace(passage, study_id=study.id) for passage in reading.passages]
            with files.placed(copy, self._library, study):
                model, password = self._embedder.fingerprint, reading.password
                self._library.put(study, pages, passages, vectors, model, password)
            if old is not None:
                files.drop(self._library, old.sha256)
        read = [page for page, _ in pages]
        done = outcome(path, _status(passages, old), study, read, len(passages))
        return replace(done, kin=tuple(self._library.kin(study.id)))

    def _named(self, draft: Study, older: str) -> tuple[Study, Study | None]:
        """A study under an id of its own, and the one that it replaces: `older`, or its file's.

        What a person corrected of its file's stays, and what was known of one that was removed.
        """
        same = self._library.study_of_file(draft.file)
        if older:
            same = self._library.study(older)
        elif same is not None:
            draft = facts.carried(same, draft)
        if same is not None:
            return replace(draft, id=same.id), same
        if (gone := removing.of_file(self._library, draft.sha256)) is not None:
            draft = facts.carried(gone, replacing.in_place_of(gone, draft, own=()))
        kept = removing.held(self._library, draft)
        return replace(draft, id=self._library.free_id(draft.id, kept)), None


def _described(path: Path, reading: Reading, sha256: str, known: Known) -> Study:
    study = facts.study(
        known,
        reading.guessed,
        file=path.name,
        sha256=sha256,
        page_count=len(reading.pages),
        study_id=slug(path.stem),
        language=spoken(reading),
    )
    return replace(study, file=files.text_of(path))


def _status(passages: Sequence[Passage], old: Study | None) -> Status:
    if not passages:
        return Status.NO_TEXT
    return Status.ADDED if old is None else Status.REPLACED
