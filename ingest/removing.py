"""Studies taken out, brought back, and forgotten with their copies of the PDFs."""

import contextlib
from datetime import UTC, datetime

from ingest import files
from search import indexes
from search.aside import Removed
from search.asking import carrying
from search.embed import Embedder
from search.embedding import vectors_of
from search.errors import LibraryBusy, LibraryError
from search.library import Library
from search.records import Study
from search.store import PATIENCE


def remove(library: Library, study_id: str) -> Study:
    """Take a study out of every answer at once; it is kept aside. Raises UnknownStudy."""
    with library.writing():
        return library.remove(study_id)


def restore(library: Library, embedder: Embedder, study_id: str) -> Study:
    """Bring a removed study back, with its id, its passages and its places. Raises LibraryError.

    Its file is not read again. Where the library was embedded by another model since, its passages
    are.
    """
    with library.writing(seconds=PATIENCE):
        one = library.removed_study(study_id)
        if one.fingerprint == library.fingerprint:
            return library.restore(study_id)
        library.check_model(embedder.fingerprint)
        study, passages = library.removed_passages(study_id)
        made = vectors_of(embedder, study, passages)
        return library.restore(study_id, made, embedder.fingerprint)


def forget(library: Library, study_id: str) -> Removed:
    """Delete what is kept of a removed study, its copy and its words. Raises UnknownStudy."""
    with library.writing():
        return _forget(library, study_id)


def _forget(library: Library, study_id: str) -> Removed:
    one = library.forget_removed(study_id)
    files.drop(library, one.sha256)
    indexes.erase_stale(library)
    carrying.erase_stale(library)
    return one


def expire(library: Library, now: datetime | None = None) -> list[Removed]:
    """Forget every study whose time is over; none, and at once, while another process writes."""
    over = [one for one in library.removed() if one.until <= (now or datetime.now(UTC))]
    gone: list[Removed] = []
    if over:
        with contextlib.suppress(LibraryBusy), library.writing(seconds=0):
            for one in over:
                with contextlib.suppress(LibraryError):
                    gone.append(_forget(library, one.id))
    return gone


def of_file(library: Library, sha256: str) -> Study | None:
    """The removed study of these bytes: who adds them again need not say again what it is."""
    for one in library.removed():
        if one.sha256 == sha256:
            return library.removed_passages(one.id)[0]
    return None


def held(library: Library, study: Study) -> frozenset[str]:
    """The ids that a new study can't have: those of other bytes that may still be brought back."""
    return frozenset(one.id for one in library.removed() if one.sha256 != study.sha256)
