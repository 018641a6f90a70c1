"""What is known of a study that is in the library, changed without reading its PDF again."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ingest import cells
from ingest.about import facts
from ingest.about.facts import Values
from ingest.titles import tidy
from search import told as forms
from search.embed import Embedder
from search.embedding import vectors_of
from search.errors import CatalogueError
from search.library import Library
from search.records import Study
from search.store import PATIENCE


def describe(
    library: Library,
    embedder: Embedder,
    study_id: str,
    change: Callable[[Study], Study],
    embedding: Callable[[int], None] = lambda passages: None,
    embedded: Callable[[int], None] = lambda passages: None,
) -> tuple[Study, Study]:
    """Write what `change` makes of a study; returns it as it was and as it is.

    Another title changes how every passage of it is read, so these are embedded anew; `embedding`
    hears how many, `embedded` how many more are done. Nothing that another process writes
    meanwhile is lost. Raises UnknownStudy, and ModelMismatch with another title.
    """
    while True:
        before = library.study(study_id)
        after = change(before)
        if after == before:
            return before, before
        passages = library.passages_of(study_id)
        ids = [passage.id for passage in passages]
        vectors = None
        if after.title != before.title:
            library.check_model(embedder.fingerprint)
            embedding(len(passages))
            vectors = vectors_of(embedder, after, passages, embedded)
        with library.writing(seconds=PATIENCE):
            now = [passage.id for passage in library.passages_of(study_id)]
            if library.study(study_id) == before and now == ids:
                if vectors is not None:
                    library.check_model(embedder.fingerprint)
                library.describe(after, ids, vectors)
                return before, after


def edit(
    library: Library, embedder: Embedder, study_id: str, changes: Mapping[str, Values]
) -> tuple[Study, Study]:
    """Write what a person corrects of a study; `changes` are those that `read` gives.

    Returns it as it was and as it is. Raises UnknownStudy, ModelMismatch.
    """
    return describe(library, embedder, study_id, lambda study: facts.edited(study, changes))


def read(told: Mapping[str, str]) -> dict[str, Values]:
    """What a person typed, by field, as values; "" forgets what is known.

    The years may be one ("2014") or a period ("2009-2013"); several values stand between
    semicolons. Raises CatalogueError with what came and what is wanted.
    """
    try:
        return {field: _values(field, tidy(text)) for field, text in told.items()}
    except ValueError as error:
        raise CatalogueError(
            forms.told("Nothing was changed: {why}.", why=error.args[0])
        ) from error


def written(study: Study, field: str) -> str:
    """A field as a person would type it."""
    values = [getattr(study, name) for name in facts.FIELDS[field]]
    if field == "year":
        return "-".join(dict.fromkeys(str(year) for year in values if year is not None))
    (value,) = values
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _values(field: str, text: str) -> Values:
    if field == "year":
        return cells.years(text)
    if field == "title" and not text:
        raise ValueError(forms.told("the title is empty; every study has one"))
    return (_CELLS.get(field, str)(text),)


_CELLS: Final[Mapping[str, Callable[[str], Any]]] = {
    "organisations": cells.several,
    "countries": cells.countries,
    "topics": cells.topics,
    "language": cells.language,
}
