"""What a question means to the model: in its own words, and word by word in the model's language.

The default model was trained on English and reads other languages poorly. For passages in English a
question in another language is therefore put into English too, by the vocabulary: "Wie viele Firmen
bekamen einen Gutschein" becomes "many company get voucher"; the vector is the mean of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search import late
from search.asked import Asked
from search.embed import Embedder, Read
from search.indexes import Indexes
from search.signs import words_of
from search.stems import WORD
from search.stop_words import is_common

# What a question is put into.
PUT_INTO: Final = "en"
# So many words of a question may be one term of the vocabulary.
_LONGEST: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """A question as the model read it; `put`, where there is one, is its `words` in English."""

    own: Read
    put: Read | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """The unit vector that is looked for, and the tokens that are compared."""

    vector: NDArray[np.float32]
    asking: late.Asking


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What is meant for passages in English, where that is apart, and for those in others."""

    own: Meant
    put: Meant | None = None

    def of(self, language: str) -> Meant:
        """What is meant for a passage in a language."""
        return self.put if self.put is not None and language == PUT_INTO else self.own

    def among(self, languages: Sequence[str]) -> list[Meant]:
        """What is meant for passages in any of these languages."""
        return list(dict.fromkeys(self.of(language) for language in languages or ("",)))


def reads(asked: Asked, embedder: Embedder, indexes: Indexes) -> Reads:
    """A question read by the model, and once more in English where it is in another language.

    A library without passages in English needs no more than the question.
    """
    words = put_into(asked, PUT_INTO) if PUT_INTO in indexes.languages else ""
    if not words:
        return Reads(embedder.read(asked.meaning))
    own, put = embedder.read_all([asked.meaning, words])
    return Reads(own, put, words)


def meaning(asked: Asked, read: Reads, indexes: Indexes) -> Meaning:
    """Both readings, each token weighted by how much its word tells."""
    own = Meant(read.own.vector, asking_of(asked, read.own, indexes))
    if read.put is None:
        return Meaning(own)
    both = read.own.vector + read.put.vector
    put = replace(asked, text=read.words, spelled_out=(), language=PUT_INTO)
    mean = both / max(float(np.linalg.norm(both)), 1e-9)
    return Meaning(own, Meant(mean.astype(np.float32), asking_of(put, read.put, indexes)))


def put_into(asked: Asked, language: str) -> str:
    """A question word by word in another language; "" where the vocabulary knows none of it.

    Its common words are left out; words that the vocabulary does not know stay: names often.
    """
    if not asked.language or asked.language == language:
        return ""
    terms = {
        tuple(word.lower() for word in notion.words): own.terms[0]
        for notion in reversed(asked.also)
        for own in notion.terms
        if own.language == language
    }
    words = WORD.findall(asked.text)
    made: list[str] = []
    known, at = False, 0
    while at < len(words):
        taken = next((n for n in range(_LONGEST, 0, -1) if _at(words, at, n) in terms), 0)
        if taken:
            made.append(terms[_at(words, at, taken)])
            known = True
        elif not is_common(words[at], asked.language):
            made.append(words[at])
        at += max(1, taken)
    return " ".join(made) if known else ""


def _at(words: Sequence[str], at: int, count: int) -> tuple[str, ...]:
    """So many words from a place on, in lower case; fewer at the end."""
    return tuple(word.lower() for word in words[at : at + count])


def asking_of(asked: Asked, read: Read, indexes: Indexes) -> late.Asking:
    """A question's tokens, each weighted by how much its word tells."""
    text = asked.meaning
    words = words_of(text)
    told = [1.0] * len(words)
    if indexes.lexical is not None:
        told = indexes.lexical.weights(words, indexes.languages, asked.language)
    places = [place.span() for place in WORD.finditer(text)]
    return late.asking(read.tokens, read.spans, places, told)
