"""What a model makes of passages: of each in its context, and of its gloss in English."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from search import late
from search.asking.glossing import gloss
from search.asking.vocabulary import bundled
from search.context import in_context
from search.embed import Embedded, Embedder
from search.gloss import NONE, Gloss
from search.records import Passage, Study


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model reads of a passage: its text in its context, and the gloss of that, if any.

    `before` is how many letters stand before the passage's own.
    """

    text: str
    gloss: Gloss = NONE
    before: int = 0


def readings(embedder: Embedder, study: Study, passages: Sequence[Passage]) -> list[Reading]:
    """What a model reads of a study's passages."""
    return [_reading(embedder, in_context(study, one), one) for one in passages]


def _reading(embedder: Embedder, text: str, passage: Passage) -> Reading:
    put = gloss(text, passage.language, bundled()) if embedder.english_alone else NONE
    return Reading(text, put, len(text) - len(passage.text))


def vectors_of(
    embedder: Embedder,
    study: Study,
    passages: Sequence[Passage],
    done: Callable[[int], None] = lambda count: None,
) -> Embedded:
    """What the model makes of a study's passages; `done` hears the size of each batch."""
    return embedded(embedder, readings(embedder, study, passages), done)


def embedded(
    embedder: Embedder,
    read: Sequence[Reading],
    done: Callable[[int], None] = lambda count: None,
) -> Embedded:
    """A vector for each, the mean of its text's and its gloss's; its tokens, or the gloss's."""
    glossed = [at for at, one in enumerate(read) if one.gloss]
    put = embedder.embed([read[at].gloss.text for at in glossed]) if glossed else None
    own = embedder.embed([one.text for one in read], done)
    vectors, tokens = own.vectors.copy(), [*own.tokens]
    if put is not None:
        both = own.vectors[glossed] + put.vectors
        vectors[glossed] = both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-12)
        for at, held in zip(glossed if tokens else (), put.tokens, strict=True):
            tokens[at] = held
    return Embedded(vectors, tuple(tokens), tuple(_starts(embedder, read)) if tokens else ())


def _starts(embedder: Embedder, read: Sequence[Reading]) -> Iterator[bytes]:
    """Where in each passage its tokens begin, or the words that they are a gloss of."""
    spans = embedder.spans([one.gloss.text if one.gloss else one.text for one in read])
    for one, own in zip(read, spans, strict=True):
        placed = one.gloss.origins(own) if one.gloss else own
        yield late.pack_starts([span.start - one.before for span in placed])
