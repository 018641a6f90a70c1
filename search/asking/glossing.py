"""A text word by word in English: "Wie viele Firmen?" becomes "many company".

Questions and passages are both put so, by the vocabulary, and meet there
(docs/decisions/ranking.md).
"""

from collections.abc import Sequence
from typing import Final

from search.asking.vocabulary import LANGUAGES, Vocabulary
from search.gloss import NONE, Gloss
from search.records import Span
from search.stems import WORD
from search.stop_words import is_common

# What a text is put into, and the languages that are read in it.
INTO: Final = "en"
READ_IN_IT: Final = frozenset(LANGUAGES)


def gloss(text: str, language: str, vocabulary: Vocabulary) -> Gloss:
    """A text in a language as the vocabulary has its words; none where it knows none of them.

    Common words are left out. Figures, and words that the vocabulary does not know, stay: names
    often.
    """
    if language == INTO or language not in vocabulary.index.languages:
        return NONE
    words = list(WORD.finditer(text))
    known = _known([word.group() for word in words], text, language, vocabulary)
    made: list[tuple[str, Span]] = []
    at = 0
    while at < len(words):
        end, label = known.get(at, (at + 1, ""))
        if label or not is_common(words[at].group(), language):
            place = Span(words[at].start(), words[end - 1].end())
            made.append((label or words[at].group(), place))
        at = end
    return Gloss(*map(tuple, zip(*made, strict=True))) if known and made else NONE


def _known(
    words: Sequence[str], text: str, language: str, vocabulary: Vocabulary
) -> dict[int, tuple[int, str]]:
    """By the place of its first word, where a term ends and what it is called in English."""
    known: dict[int, tuple[int, str]] = {}
    for one in vocabulary.index.find(text, language, lemmas=True):
        label = next(filter(WORD.search, vocabulary.notions[one.notion].terms.get(INTO, ())), "")
        if label and not words[one.start].isdecimal() and one.end > known.get(one.start, (0,))[0]:
            known[one.start] = one.end, label
    return known
