"""By which signs the word index knows a text: stems, pairs of stems, runs of letters.

Each has its language's key before it: a word is another word in another language. Runs of four
letters find a word within a compound or under another ending, and its kin in other languages
(McNamee and Mayfield, "Character N-Gram Tokenization for European Language Text Retrieval",
Information Retrieval 7, 2004); pairs honour phrases. What each adds: docs/decisions/ranking.md.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from search.stems import OTHER, WORD, code, stem
from search.stop_words import without_stop_words

_LETTERS: Final = 4


def words_of(text: str) -> list[str]:
    """The words of a text, as they stand."""
    return WORD.findall(text)


def stems_of(words: Sequence[str], key: str) -> list[str]:
    """The stem of every word, with its key."""
    return [f"{key}:{root}" for word in words if (root := stem(word, key))]


def pairs_of(words: Sequence[str], key: str) -> list[str]:
    """The stems of every two words that follow each other, function words with them."""
    roots = [stem(word, key) for word in words]
    return [f"{key}:{one}_{other}" for one, other in pairwise(roots) if one and other]


def runs_of(words: Sequence[str], language: str) -> list[str]:
    """Every four letters of each word, a shorter word whole; function words have none."""
    key = code(language)
    telling = without_stop_words(words, language)
    return [f"{key}:{run}" for word in telling for run in _runs(stem(word, OTHER))]


def _runs(word: str) -> Iterator[str]:
    if 0 < len(word) <= _LETTERS:
        yield word
    else:
        yield from (word[at : at + _LETTERS] for at in range(len(word) - _LETTERS + 1))
