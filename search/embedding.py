"""What a model makes of passages: of each in its context, and of its gloss in English."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from search.asking.glossing import gloss
from search.asking.vocabulary import bundled
from search.context import in_context
from search.embed import Embedded, Embedder
from search.gloss import NONE, Gloss
from search.records import Passage, Span, Study


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model reads of a passage: its text in its context, and the gloss of that, if any."""

    text: str
    gloss: Gloss = NONE


def readings(embedder: Embedder, study: Study, passages: Sequence[Passage]) -> list[Reading]:
    """What a model reads of a study's passages."""
    texts = [(in_context(study, one), one.language) for one in passages]
    if not embedder.english_alone:
        return [Reading(text) for text, _ in texts]
    return [Reading(text, gloss(text, language, bundled())) for text, language in texts]


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
    """A vector for each, the mean of its text's and its gloss's, and the gloss's tokens, if any."""
    glossed = [at for at, one in enumerate(read) if one.gloss]
    if not glossed:
        return embedder.embed([one.text for one in read], done)
    put = embedder.embed([read[at].gloss.text for at in glossed])
    own = embedder.embed([one.text for one in read], done)
    vectors, tokens = own.vectors.copy(), [*own.tokens]
    both = own.vectors[glossed] + put.vectors
    vectors[glossed] = both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-12)
    if put.tokens and tokens:
        for at, held in zip(glossed, put.tokens, strict=True):
            tokens[at] = held
    return Embedded(vectors, tuple(tokens))


def places(embedder: Embedder, read: Sequence[Reading]) -> list[tuple[Span, ...]]:
    """Where in each text its tokens stand, or the words that they are a gloss of."""
    spans = embedder.spans([one.gloss.text if one.gloss else one.text for one in read])
    return [
        one.gloss.origins(own) if one.gloss else own for one, own in zip(read, spans, strict=True)
    ]
