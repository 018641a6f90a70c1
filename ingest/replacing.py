"""A newer edition in the place of an older one: its id and address, and what was said of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ingest import files
from ingest.about.facts import FIELDS
from ingest.outcomes import Outcome, Status, outcome
from ingest.run import Asked
from search.embed import Embedder
from search.embedding import vectors_of
from search.errors import LibraryError
from search.library import Library
from search.records import Origin, Study
from search.store import PATIENCE

_GUESSED: Final = (Origin.FILE, Origin.PAGE, Origin.NAME, Origin.TEXT)
# Of two editions the later year is right, however it was found.
_OWN: Final = ("year",)


def check(library: Library, paths: Sequence[Path], asked: Asked) -> None:
    """Raises LibraryError where what is asked can't be done: one file replaces one study."""
    if not asked.replaces:
        return
    library.study(asked.replaces)
    if len(paths) != 1:
        raise LibraryError(
            f"{len(paths)} files were named to replace {asked.replaces!r}; name the one that takes "
            "its place."
        )


def in_place_of(old: Study, new: Study, own: Collection[str] = _OWN) -> Study:
    """A study under an older one's id, with what was said of that where nothing is of this.

    What somebody stated of the older one also goes before what was only guessed of the newer,
    except for its `own` facts.
    """
    origins = dict(new.origins)
    held = dict(old.origins)
    told: dict[str, object] = {}
    for field, names in FIELDS.items():
        kept = {name: getattr(old, name) for name in names}
        if not any(kept.values()):
            continue
        guess = origins.get(field) in _GUESSED and held.get(field) not in _GUESSED
        blank = not any(getattr(new, name) for name in names)
        if blank or (guess and (field not in own or origins[field] is Origin.NAME)):
            told |= kept
            origins.pop(field, None)
            if field in held:
                origins[field] = held[field]
    ordered = tuple((field, origins[field]) for field in FIELDS if field in origins)
    return replace(new, id=old.id, **told, origins=ordered)  # type: ignore[arg-type]


def supersede(library: Library, embedder: Embedder, study_id: str, old_id: str) -> Outcome:
    """Put a study of the library in another one's place, which goes. Raises UnknownStudy."""
    with library.writing(seconds=PATIENCE):
        new, old = library.study(study_id), library.study(old_id)
        study = in_place_of(old, new)
        pages = [
            (replace(page, study_id=old.id), library.boxes(new.id, page.number))
            for page in library.pages(new.id)
        ]
        passages = [replace(one, study_id=old.id) for one in library.passages_of(new.id)]
        vectors = vectors_of(embedder, study, passages)
        password = library.password(new)
        library.put(study, pages, passages, vectors, embedder.fingerprint, password, instead=new.id)
        files.drop(library, old.sha256)
    read = [page for page, _ in pages]
    status = Status.REPLACED if passages else Status.NO_TEXT
    done = outcome(Path(new.file), status, study, read, len(passages))
    return replace(done, kin=tuple(library.kin(study.id)))
