"""Studies that are in the library, read again for the sake of their pages without text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest import trouble
from ingest.about.facts import reread
from ingest.outcomes import Outcome, Progress, Status, outcome
from ingest.pool import Pool
from ingest.reading import spoken
from ingest.scans import NO_WORDS
from search.embed import Embedder
from search.embedding import vectors_of
from search.errors import LibraryFull, Refused
from search.library import Library
from search.records import Page, ReadBy, Study
from search.store import PATIENCE


def waiting(library: Library) -> list[Study]:
    """Studies with pages that have words, as far as is known, but were not read."""
    studies = library.studies()
    return [study for study in studies if any(map(_waits, library.pages(study.id)))]


def _waits(page: Page) -> bool:
    return page.read_by is ReadBy.NONE and page.note != NO_WORDS


def read_again(
    library: Library,
    embedder: Embedder,
    pool: Pool,
    studies: Iterable[Study],
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Read the library's own copies once more, each study replaced in one transaction.

    A study of which nothing more could be read stays as it is, and so do the facts about
    each. Raises ModelMismatch when the library was embedded by another model.
    """
    library.check_model(embedder.fingerprint)
    progress = progress or Progress()
    for study in studies:
        progress.reading(Path(study.file))
        try:
            done = _read(library, embedder, pool, study, progress)
        except (Refused, LibraryFull) as error:
            refused = error if isinstance(error, Refused) else trouble.disk_full()
            code, reason = refused.code, str(refused)
            done = Outcome(Path(study.file), Status.REFUSED, study, code=code, reason=reason)
        progress.finished(done)
        yield done


def _unread(pages: Sequence[Page]) -> int:
    return sum(page.read_by is ReadBy.NONE for page in pages)


def _notes(pages: Sequence[Page]) -> list[str]:
    return [page.note for page in pages]


def _read(
    library: Library, embedder: Embedder, pool: Pool, study: Study, progress: Progress
) -> Outcome:
    file = Path(study.file)
    before = library.pages(study.id)
    opens = library.password(study)
    looking, turning = partial(progress.looking, file), partial(progress.turning, file)
    passwords = (opens,) if opens else ()
    reading = pool.read(library.file(study), study.language, looking, passwords, turning)
    pages = [(replace(page, study_id=study.id), boxes) for page, boxes in reading.pages]
    read = [page for page, _ in pages]
    if _unread(read) >= _unread(before) and _notes(read) == _notes(before):
        return outcome(file, Status.PRESENT, study, before, len(library.passages_of(study.id)))
    # Words that were not there before may say what the study is.
    retold = partial(reread, guessed=reading.guessed, language=spoken(reading))
    study = retold(study)
    passages = [replace(passage, study_id=study.id) for passage in reading.passages]
    progress.embedding(file, len(passages))
    vectors = vectors_of(embedder, study, passages, progress.embedded)
    with library.writing(seconds=PATIENCE):
        held = library.study_of(study.sha256)
        if held is None:
            raise Refused("removed", "it was removed from the library meanwhile")
        now = retold(held)
        if now.title != study.title:
            # A person corrected it while its passages were being embedded.
            vectors = vectors_of(embedder, now, passages)
        # Another edition may have taken its place meanwhile, or it that of an older one.
        pages = [(replace(page, study_id=now.id), boxes) for page, boxes in pages]
        passages = [replace(passage, study_id=now.id) for passage in passages]
        study = now
        library.put(study, pages, passages, vectors, embedder.fingerprint, opens)
    status = Status.REPLACED if passages else Status.NO_TEXT
    return outcome(file, status, study, read, len(passages))
