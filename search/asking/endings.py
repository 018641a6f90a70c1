"""Words and terms as they are compared: by stem, in small letters, with a look at the accents."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from search.asking.gathering import small
from search.stems import WORD, code, stem

# Snowball leaves the consonants that Finnish endings change: yrity-s, yrity-ks-en, yrity-st-en.
# Short stems keep them: arvo is a value, arvon(ta) a lottery.
_FINNISH: Final = re.compile(r"(?<=\w{4})(?:[aeiouy]|(?<=\w{5})[kmnst]{1,2})$")
_MOST_KEPT: Final = 200_000


class Root(NamedTuple):
    """A word's stem without accents, and the beginning of the word as it is written.

    A tuple, for a vocabulary makes 100,000 of them before the first question.
    """

    stem: str
    written: str

    def agrees(self, typed: "Root") -> bool:
        """Whether this word may be meant: accents that were typed are right ones."""
        return self.written == typed.written or typed.written.isascii()


@lru_cache(_MOST_KEPT)
def root(word: str, language: str) -> Root:
    """A word of a language as it is compared."""
    found = stem(word, code(language))
    if language == "fi":
        found = _FINNISH.sub("", found)
    return Root(found, small(word)[: len(found)])


def roots(text: str, language: str) -> tuple[Root, ...]:
    """Every word of a text as it is compared."""
    return tuple([root(word, language) for word in WORD.findall(text)])


def stems_of(found: Sequence[Root]) -> tuple[str, ...]:
    """The stems alone."""
    return tuple([one.stem for one in found])


@lru_cache(_MOST_KEPT)
def term_stems(term: str, language: str) -> tuple[str, ...]:
    """The stems of a term, as often as it is asked for."""
    return stems_of(roots(term, language))
