"""A study of the catalogue of real studies: downloaded, added, and told whether it is here."""

import contextlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from casebook.session import Session
from ingest import catalogue
from ingest.catalogue import Entry
from ingest.fetch import Fetched, fetch
from ingest.heard import Heard, unheard
from ingest.outcomes import Outcome, Progress
from ingest.run import Asked
from ingest.titles import folded
from search.errors import CatalogueError
from search.library import Library
from search.records import Study


def bundled() -> Path:
    """The folder of the bundled corpus, in a checkout or an installed wheel."""
    here = Path(__file__).parent
    places = (here / "corpus", here.parent / "corpus")
    return next(place for place in places if place.is_dir())


@cache
def entries() -> tuple[Entry, ...]:
    """The catalogue of real studies."""
    return tuple(catalogue.read(bundled() / "studies.csv"))


def taken(
    session: Session,
    entry: Entry,
    heard: Heard = unheard,
    progress: Progress | None = None,
) -> tuple[Fetched, Outcome]:
    """A study downloaded and added with what the catalogue says of it. Raises FetchError."""
    folder = _folder(session)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        fetched = fetch(entry, folder, heard=heard)
    finally:
        with contextlib.suppress(OSError):  # Not empty: earlier downloads are in it.
            folder.rmdir()
    catalogue.record(folder, entry, fetched.path, fetched.sha256)
    (outcome,) = session.builder.add([fetched.path], progress, Asked(entry=entry))
    return fetched, outcome


def here(session: Session, among: Sequence[Entry]) -> dict[str, Study]:
    """Those of the catalogue's studies that are in the library: by their file, or by their title.

    A study that was opened in a browser and added by hand has another file's name, but its title.
    """
    library = session.library
    titled = {folded(study.title): study for study in library.studies()}
    found = {entry.id: titled[folded(entry.title)] for entry in among if _titled(entry, titled)}
    return found | _by_file(library, _folder(session))


def _titled(entry: Entry, titled: dict[str, Study]) -> bool:
    return bool(folded(entry.title)) and folded(entry.title) in titled


def _by_file(library: Library, folder: Path) -> dict[str, Study]:
    try:
        rows = catalogue.entries_by_file(folder).values()
    except CatalogueError:  # Somebody wrote into it; adding from this folder says what is wrong.
        return {}
    held = {row.id: library.study_of(row.sha256) for row in rows if row.sha256}
    return {id: study for id, study in held.items() if study is not None}


def _folder(session: Session) -> Path:
    return session.settings.home / "fetched"
