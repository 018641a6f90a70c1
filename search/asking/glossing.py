"""A text word by word in English: "Wie viele Firmen?" becomes "many company".

Questions and passages are both put so, by the vocabulary, and meet there
(docs/decisions/ranking.md).
"""

from collections.abc import Callable, Mapping, Sequence
from re import Match
from typing import Final

from search.asking.plain import folded
from search.asking.termindex import Found
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

    def rest(word: str) -> str:
        return in_english(word, language) or ("" if is_common(word, language) else word)

    words = list(WORD.finditer(text))
    known = _known([word.group() for word in words], text, language, vocabulary)
    return _put(words, known, rest)


def gloss_of_question(text: str, language: str, vocabulary: Vocabulary) -> Gloss:
    """The same of a question; one in English has its phrases as the field calls them first of all.

    "Creative cheque" becomes "creative voucher". None where it has no phrase that could be changed.
    """
    if language != INTO:
        return gloss(text, language, vocabulary)
    found = [one for one in vocabulary.index.find(text, INTO, phrases=True) if one.own]
    stays = {one.start for one in found if one.first}
    known = {
        one.start: (one.end, _label(one, vocabulary))
        for one in reversed(found)
        if one.start not in stays
    }
    return _put(list(WORD.finditer(text)), known, str)


def _put(
    words: Sequence[Match[str]], known: Mapping[int, tuple[int, str]], rest: Callable[[str], str]
) -> Gloss:
    """Words with what is known in its place, and what `rest` makes of the others, if anything."""
    made: list[tuple[str, Span]] = []
    at = 0
    while at < len(words):
        end, label = known.get(at) or (at + 1, rest(words[at].group()))
        if label:
            made.append((label, Span(words[at].start(), words[end - 1].end())))
        at = end
    return Gloss(*map(tuple, zip(*made, strict=True))) if known and made else NONE


def _label(found: Found, vocabulary: Vocabulary) -> str:
    """What a notion is called in English first of all, "" where it has no name."""
    return next(filter(WORD.search, vocabulary.notions[found.notion].terms.get(INTO, ())), "")


def _known(
    words: Sequence[str], text: str, language: str, vocabulary: Vocabulary
) -> dict[int, tuple[int, str]]:
    """By the place of its first word, where a term ends and what it is called in English.

    Of several notions the one that is called so first of all, then one of the field, then one
    whose English word is the same word: French "maison" is a house first, a home, too.
    """
    best: dict[int, tuple[tuple[int, bool, bool, bool], str]] = {}
    for one in vocabulary.index.find(text, language, lemmas=True):
        label = _label(one, vocabulary)
        if label and not words[one.start].isdecimal():
            fit = (one.end, one.first, one.own, _alike(words[one.start], label))
            if one.start not in best or fit > best[one.start][0]:
                best[one.start] = fit, label
    return {start: (fit[0], label) for start, (fit, label) in best.items()}


def _alike(word: str, label: str) -> bool:
    """Whether two words of two languages begin as if they were one."""
    return folded(word)[:_SAME] == folded(label)[:_SAME]
