"""Makers of records, an embedder without a model, and a library filled without any PDF."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import late
from search.boxes import Boxes
from search.embed import Embedded, Read
from search.engine import Engine
from search.indexes import Indexes
from search.lexical import LexicalIndex
from search.library import Library
from search.records import Filter, Hit, Mode, Page, Passage, Query, ReadBy, Span, Study
from search.stems import WORD

DIMENSION = 64
FINGERPRINT = f"hash:{DIMENSION}"


class HashEmbedder:
    """A bag of words, hashed and normalised: texts are as similar as the words that they share."""

    english_alone = False

    def __init__(self, dimension: int = DIMENSION) -> None:
        self.dimension = dimension
        self.fingerprint = f"hash:{dimension}"
        self.calls = 0

    def encode(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> NDArray[np.float32]:
        """Unit vectors; a text without a word points along the first axis."""
        self.calls += 1
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in WORD.findall(text.lower()):
                row[zlib.crc32(word.encode()) % self.dimension] += 1
            if not row.any():
                row[0] = 1
        done(len(texts))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        """The same vectors; a token is a word."""
        return Embedded(self.encode(texts, done), tuple(late.pack(self._words(t)) for t in texts))

    def read(self, text: str) -> Read:
        """One text, read closely."""
        return Read(self.encode([text])[0], self._words(text), *self.spans([text]))

    def read_all(self, texts: Sequence[str]) -> tuple[Read, ...]:
        """Several texts, read closely."""
        return tuple(map(self.read, texts))

    def spans(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Where the words of each are."""
        return [tuple(Span(*word.span()) for word in WORD.finditer(text)) for text in texts]

    def _words(self, text: str) -> NDArray[np.float32]:
        words = WORD.findall(text)
        rows = np.zeros((len(words), self.dimension), np.float32)
        for row, word in zip(rows, words, strict=True):
            row[zlib.crc32(word.lower().encode()) % self.dimension] = 1
        return rows


def sha256(text: str) -> str:
    """The sha256 of a text, as a study keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_study(id: str, *, page_count: int = 1, **known: Any) -> Study:
    """A study; its file is named after it, and its file's content is its id."""
    given: dict[str, Any] = {"title": id.upper(), "file": f"{id}.pdf", "sha256": sha256(id)}
    return Study(id=id, page_count=page_count, **given | known)


def make_page(study_id: str, number: int, text: str, **known: Any) -> Page:
    """A page that was read from its text layer."""
    given: dict[str, Any] = {"label": str(number), "read_by": ReadBy.TEXT_LAYER}
    return Page(study_id=study_id, number=number, text=text, **given | known)


def make_passage(study_id: str, page: int, text: str, **known: Any) -> Passage:
    """A passage that is the whole of its page, unless it is told where it starts."""
    start = known.pop("start", 0)
    return Passage(study_id, page, start, start + len(text), text, **known)


def make_boxes(text: str) -> Boxes:
    """A box a character, from left to right on one line; none for a space."""
    count = len(text)
    edges = np.linspace(0.1, 0.9, count + 1, dtype=np.float32)
    tops = np.full(count, 0.4, np.float32)
    boxes = np.stack([edges[:-1], tops, edges[1:], tops + np.float32(0.02)], axis=1)
    boxes[[letter.isspace() for letter in text]] = np.nan
    return boxes


def put(
    library: Library, id: str, texts: Iterable[str], language: str = "en", **known: Any
) -> Study:
    """Put a study into a library: a page a text, and one passage that is the whole page."""
    texts, model = list(texts), known.pop("embedder", HashEmbedder())
    study = make_study(id, page_count=len(texts), language=language, **known)
    pages = [make_page(id, at, text, language=language) for at, text in enumerate(texts, 1)]
    passages = [make_passage(id, at, text, language=language) for at, text in enumerate(texts, 1)]
    made = model.embed(texts)
    boxed = [(page, make_boxes(page.text)) for page in pages]
    library.put(
        study, boxed, [passage for passage in passages if passage.text], made, model.fingerprint
    )
    library.file(study).write_bytes(id.encode())
    return study


def fill(home: Path, studies: Mapping[str, Sequence[str]]) -> Library:
    """A library in a folder, with these studies."""
    library = Library(home)
    for id, texts in studies.items():
        put(library, id, texts)
    return library


def refreshed(library: Library) -> Indexes:
    """The indexes of a library, brought to where it is."""
    indexes = Indexes(library, "memory")
    indexes.refresh()
    return indexes


def ask(engine: Engine, text: str, k: int = 10, **asked: Any) -> list[Hit]:
    """The hits of a question; `by_study` and `mode` as in a query, the rest makes its filter."""
    mode, by_study = asked.pop("mode", Mode.HYBRID), asked.pop("by_study", False)
    return engine.search(Query(text, k, Filter(**asked), mode, by_study))


def places(hits: Iterable[Hit]) -> list[tuple[str, int]]:
    """The study and page of each hit."""
    return [(hit.study.id, hit.passage.page) for hit in hits]


def indexed(folder: Path, *rows: tuple[str, str]) -> LexicalIndex:
    """A word index of a passage for each language and text, ids from 1; every title is "x"."""
    index = LexicalIndex(folder)
    come = [
        (
            make_study(f"s{id}", title="x"),
            [make_passage(f"s{id}", 1, text, language=language, id=id)],
        )
        for id, (language, text) in enumerate(rows, 1)
    ]
    index.update([], come)
    return index
