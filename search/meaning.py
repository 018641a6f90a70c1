"""What a question means to the model: in its own words, and word by word in the model's language.

The default model was trained on English and reads other languages poorly. A question in another
language, and a passage, are therefore put into English too: the vector is the mean of both, and the
tokens are those of the English words.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import late
from search.asked import Asked
from search.asking.glossing import INTO, READ_IN_IT
from search.embed import Embedder, Read
from search.indexes import Indexes
from search.signs import words_of
from search.stems import WORD


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """A question as the model read it; `put`, where there is one, is its gloss."""

    own: Read
    put: Read | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The unit vector that is looked for, and the tokens that are compared.

    `put` are those of the question in English, where it was put so.
    """

    vector: NDArray[np.float32]
    own: late.Asking
    put: late.Asking | None = None

    def of(self, language: str) -> late.Asking:
        """The tokens that are compared with those of a passage in a language."""
        return self.put if self.put is not None and language in READ_IN_IT else self.own


def languages_read(embedder: Embedder) -> Collection[str]:
    """The languages that a model reads itself or put into English; none where it reads any."""
    return READ_IN_IT if embedder.english_alone else ()


def reads(asked: Asked, embedder: Embedder) -> Reads:
    """A question read by the model, and its gloss where the model reads English alone."""
    if not (asked.gloss and embedder.english_alone):
        return Reads(embedder.read(asked.meaning))
    return Reads(*embedder.read_all([asked.meaning, asked.gloss.text]))


def meaning(asked: Asked, read: Reads, indexes: Indexes) -> Meaning:
    """Both readings, each token weighted by how much its word tells."""
    text = asked.meaning
    own = _asking(read.own, text, _told(words_of(text), asked.language, indexes))
    if read.put is None:
        return Meaning(read.own.vector, own)
    both = read.own.vector + read.put.vector
    vector = np.asarray(both / max(float(np.linalg.norm(both)), 1e-9), np.float32)
    return Meaning(vector, own, _put(asked, read.put, indexes))


def _put(asked: Asked, read: Read, indexes: Indexes) -> late.Asking:
    """The tokens of a gloss; a word tells as much as in the language in which it is commoner."""
    gloss = asked.gloss
    telling = [
        min(
            max(_told(words_of(asked.text[place.start : place.end]), asked.language, indexes)),
            max(_told(words_of(word), INTO, indexes)),
        )
        for word, place in zip(gloss.words, gloss.places, strict=True)
    ]
    told = [
        weight
        for word, weight in zip(gloss.words, telling, strict=True)
        for _ in WORD.findall(word)
    ]
    return _asking(read, gloss.text, told)


def _told(words: Sequence[str], language: str, indexes: Indexes) -> list[float]:
    if indexes.lexical is None:
        return [1.0] * len(words)
    return indexes.lexical.weights(words, indexes.languages, language)


def _asking(read: Read, text: str, told: Sequence[float]) -> late.Asking:
    places = [place.span() for place in WORD.finditer(text)]
    return late.asking(read.tokens, read.spans, places, told)
