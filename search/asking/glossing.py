"""A text word by word in English: "Wie viele Firmen?" becomes "many company".

Questions and passages are both put so, by the vocabulary, and meet there
(docs/decisions/ranking.md).
"""

from collections.abc import Sequence
from typing import Final

from search.asking.plain import folded
from search.asking.vocabulary import LANGUAGES, Vocabulary
from search.common_words import in_english
from search.gloss import NONE, Gloss
from search.records import Span
from search.stems import WORD
from search.stop_words import is_common

# What a text is put into, and the languages that are read in it.
INTO: Final = "en"
READ_IN_IT: Final = frozenset(LANGUAGES)
# Letters that the same word begins with in two languages: with three, French données is donation.
_SAME: Final = 4


def gloss(text: str, language: str, vocabulary: Vocabulary) -> Gloss:
    """A text in a language as the vocabulary has its words; none where it knows none of them.

    Common words are what they are in English, or left out. Figures, and words that the vocabulary
    does not know, stay: names often.
    """
    if language == INTO or language not in vocabulary.index.languages:
        return NONE
    words = list(WORD.finditer(text))
    known = _known([word.group() for word in words], text, language, vocabulary)
    made: list[tuple[str, Span]] = []
    at = 0
    while at < len(words):
        word = words[at].group()
        end, label = known.get(at, (at + 1, in_english(word, language)))
        if label or not is_common(word, language):
            place = Span(words[at].start(), words[end - 1].end())
            made.append((label or word, place))
        at = end
    return Gloss(*map(tuple, zip(*made, strict=True))) if known and made else NONE


def _known(
    words: Sequence[str], text: str, language: str, vocabulary: Vocabulary
) -> dict[int, tuple[int, str]]:
    """By the place of its first word, where a term ends and what it is called in English.

    Of several notions the one that is called so first of all, then one of the field, then one
    whose English word is the same word: French "maison" is a house first, a home, too.
    """
    best: dict[int, tuple[tuple[int, bool, bool, bool], str]] = {}
    for one in vocabulary.index.find(text, language, lemmas=True):
        label = next(filter(WORD.search, vocabulary.notions[one.notion].terms.get(INTO, ())), "")
        if label and not words[one.start].isdecimal():
            fit = (one.end, one.first, one.own, _alike(words[one.start], label))
            if one.start not in best or fit > best[one.start][0]:
                best[one.start] = fit, label
    return {start: (fit[0], label) for start, (fit, label) in best.items()}


def _alike(word: str, label: str) -> bool:
    """Whether two words of two languages begin as if they were one."""
    return folded(word)[:_SAME] == folded(label)[:_SAME]
