"""Is the library whole? The library against its files and its indexes."""

import hashlib
from collections.abc import Iterator

import numpy as np

from search import sketch
from search.errors import LibraryError
from search.indexes import Indexes
from search.library import Library


def problems(library: Library, indexes: Indexes) -> Iterator[str]:
    """What is wrong, a sentence each; nothing where all is well."""
    yield from (f"The database is damaged: {what}." for what in library.damage())
    try:
        yield from _files(library)
        yield from _passages(library)
        yield from _doubles(library)
        yield from _indexes(library, indexes)
    except LibraryError as error:
        yield str(error)


def _files(library: Library) -> Iterator[str]:
    for study in library.studies():
        file = library.file(study)
        try:
            if not file.is_file():
                yield f"The PDF of {study.id} is gone from {library.files}; add {study.file} again."
            elif hashlib.sha256(file.read_bytes()).hexdigest() != study.sha256:
                yield f"The PDF of {study.id} is not what was read; remove it and add it again."
        except OSError as error:
            yield f"The PDF of {study.id} can't be read ({error}); see to its rights."


def _passages(library: Library) -> Iterator[str]:
    for study in library.studies():
        pages = {page.number: page for page in library.pages(study.id)}
        if len(pages) != study.page_count:
            yield f"{study.id} has {len(pages)} of its {study.page_count} pages; add it again."
        for number, page in pages.items():
            try:
                if len(library.boxes(study.id, number)) != len(page.text):
                    yield f"{study.id}, page {number}: its boxes are not those of its text."
            except LibraryError as error:
                yield str(error)
        for passage in library.passages_of(study.id):
            whole = pages[passage.page].text[passage.start : passage.end]
            if whole != passage.text or len(whole) != passage.end - passage.start or not whole:
                yield f"{study.id}, page {passage.page}: a passage is not the words of its page."


def _doubles(library: Library) -> Iterator[str]:
    for study in library.studies():
        passages, bands = library.passages_of(study.id), library.bands(study.id)
        leaders = library.leaders([passage.id for passage in passages])
        led = library.passages(sorted(set(leaders.values())))
        for passage, made in zip(passages, sketch.sketches(passages), strict=True):
            leader = led.get(leaders.get(passage.id, 0))
            kept = bands.get(passage.id, set())
            right = kept == set(made.bands)
            if leader is not None:
                right = not kept and sketch.same(sketch.plain(leader), made)
            if not right:
                yield f"{study.id}, page {passage.page}: what says the same is out of date."


def _indexes(library: Library, indexes: Indexes) -> Iterator[str]:
    ids = library.ids()
    held, vectors = library.vectors(ids.tolist())
    if len(held) != len(ids):
        yield f"{len(ids) - len(held)} passages have no vector; run casebook reembed."
    if len(vectors) and not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
        yield "Some vectors are not of unit length; run casebook reembed."
    indexes.refresh()
    if len(indexes.vectors) != len(ids):
        yield f"The vector index holds {len(indexes.vectors)} of {len(ids)} passages."
    if indexes.lexical is not None and len(indexes.lexical) != len(ids):
        yield f"The word index holds {len(indexes.lexical)} of {len(ids)} passages."
    # A few vectors must be found under their own ids, or the index is not of this library.
    for id, vector in list(zip(held, vectors, strict=True))[:: max(1, len(held) // 50)]:
        best = indexes.vectors.search(vector, 1, np.array([id]))
        if not best or best[0].score < 0.999:
            yield f"The vector index does not hold the vector of passage {id}."
