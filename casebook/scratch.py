"""A library filled with the documents of a retrieval set, by the product's own code."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from ingest.clean import CleanPage
from ingest.document import RawPage
from ingest.glyphs import Glyphs
from ingest.passages import MOST_TOKENS, passages
from ingest.tokens import Tokens
from search import language
from search.beir import Document
from search.context import CONTEXT_LETTERS, in_context
from search.embed import Embedder
from search.embedding import embedded, readings, vectors_of
from search.library import Library
from search.records import Page, Passage, ReadBy, Study

# What the model reads at once: a document of no more, its title before it, is one passage.
_READ_AT_ONCE: Final = MOST_TOKENS + CONTEXT_LETTERS
# Texts are embedded this many documents at a time, so that a batch holds texts of like lengths.
_AT_A_TIME: Final = 2_000


@contextmanager
def home(named: Path | None) -> Iterator[Path]:
    """The folder of a library: the one that was named, or one that is gone afterwards."""
    if named is not None:
        yield named
        return
    with TemporaryDirectory(prefix="casebook-") as folder:
        yield Path(folder)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document as a study of one page, and its passages."""

    study: Study
    page: Page
    passages: Sequence[Passage]


def fill(
    library: Library,
    documents: Sequence[Document],
    embedder: Embedder,
    tokens: Tokens,
    whole: bool = False,
    done: Callable[[int], None] = lambda count: None,
) -> dict[str, str]:
    """Put in the documents that are not there; a study each, of its id.

    Returns the language of each. `whole` keeps every document one passage, whatever of it the model
    reads; otherwise one that is too long is cut as the product cuts a page. `done` hears of each.
    """
    languages: dict[str, str] = {}
    for first in range(0, len(documents), _AT_A_TIME):
        part = documents[first : first + _AT_A_TIME]
        new = []
        for document in part:
            languages[document.id] = document.language or language.of_page(document.text)
            if library.study_of(_sha256(document, whole)) is None:
                new.append(cut(document, languages[document.id], tokens, whole))
        # Together first, for speed; each study's own then come out of what the embedder remembers.
        embedded(embedder, [r for o in new for r in readings(embedder, o.study, o.passages)])
        for one in new:
            boxes = np.full((len(one.page.text), 4), np.nan, np.float32)
            vectors = vectors_of(embedder, one.study, one.passages)
            library.put(one.study, [(one.page, boxes)], one.passages, vectors, embedder.fingerprint)
        done(len(part))
    return languages


def cut(document: Document, spoken: str, tokens: Tokens, whole: bool) -> Cut:
    """A document's passages; one without words but a title has its title for them."""
    text = document.text.strip() or document.title.strip()
    study = Study(
        id=document.id,
        title=document.title,
        file=f"{document.id}.pdf",
        sha256=_sha256(document, whole),
        page_count=1,
        language=spoken,
    )
    page = Page(study.id, 1, "", text, ReadBy.TEXT_LAYER, spoken)
    one = Passage(study.id, 1, 0, len(text), text, language=spoken)
    if not text:
        return Cut(study, page, ())
    if whole or len(tokens(in_context(study, one))) <= _READ_AT_ONCE:
        return Cut(study, page, (one,))
    raw = RawPage(1, "", Glyphs.of(text), 0.0, 0.0)
    parts = passages(study.id, [CleanPage(raw, spoken, ())], (), tokens)
    return Cut(study, page, parts or (one,))


def _sha256(document: Document, whole: bool) -> str:
    """Stands for the file's: another text, or another way to cut it, is another document."""
    parts = (document.id, document.title, document.text, str(whole))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
