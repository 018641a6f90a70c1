"""Words that the library does not hold, put right to the nearest that it does."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.asking.plain import folded

# One slip in a word of four letters or more, two from eight.
_ONE, _TWO = 4, 8
# Short names are too near to other words: Tyne to type, Rohe to role.
_NAME: Final = 6
_MOST_SLIPS: Final = 2
# A letter doubled or not is the commonest slip, and makes usual letters of usual ones.
_DOUBLED: Final = 6
_DOUBLE: Final = re.compile(r"(.)\1")
# What differs only in its last letters is another form or another word: innovator, innovation.
_ENDING: Final = 3

# A typo has letters together that hardly any word has (vchr), a right word has none: the share of a
# language's words that hold its rarest run of three letters. With these, 4 to 9 of 100 right words
# that a library lacks are changed, without them 16 to 19 (benchmarks/results/asking.md).
_RARE_ONE: Final = 0.0015
_RARE_LONG: Final = 0.003
_RARE_TWO: Final = 0.00075

Candidates = Callable[[str, int, int], Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class _Near:
    """A word near to what was typed."""

    word: str
    slips: int
    same_start: bool
    held: int


def nearest(word: str, language: str, like: Candidates, rarity: float, common: int = 3) -> str:
    """The word of a language that was meant, "" where none is near enough.

    `like` gives words by their first letter and lengths, with how many passages of each language
    hold them; any language is right where the question's is not known. `rarity` is the share of
    words that hold the typed word's rarest run of letters; a word in `common` passages is one that
    people ask for. The fewest slips win, then the most passages.
    """
    typed = folded(word)
    slips = (len(typed) >= _ONE) + (len(typed) >= _TWO)
    if word[:1].isupper():  # a name, as often as not
        slips = min(slips, 2 if language == "de" else 1) if len(typed) >= _NAME else 0
    # A slip in the first letter is rare: tried where nothing else is near, and not in a name, which
    # would be another's then: Vinnova is not Innova.
    firsts = (typed[:1],) if word[:1].isupper() and language != "de" else (typed[:1], typed[1:2])
    for first in firsts if slips else ():
        candidates = like(first, len(typed) - slips, len(typed) + slips)
        held = {one: _held(passages, language) for one, passages in candidates.items()}
        among = {one: passages for one, passages in held.items() if passages is not None}
        near = [one for one in _near(typed, slips, among) if _may_be(typed, one, rarity, common)]
        if near:
            return min(near, key=_order).word
    return ""


def _held(passages: Mapping[str, int], language: str) -> int | None:
    """How many passages hold a word; None where it is of other languages only."""
    if language and language not in passages:
        return None
    return sum(passages.values())


def _near(typed: str, slips: int, held: Mapping[str, int]) -> Iterator[_Near]:
    words = list(held)
    near = process.extract_iter(
        typed, [folded(one) for one in words], scorer=OSA.distance, score_cutoff=slips
    )
    for found, distance, at in near:
        yield _Near(words[at], int(distance), found[:1] == typed[:1], held[words[at]])


def _may_be(typed: str, near: _Near, rarity: float, common: int) -> bool:
    """Whether slips of the fingers lie between two words, not another ending or meaning."""
    taken = folded(near.word)
    if near.slips == _MOST_SLIPS:
        begun = min(len(typed), len(taken)) - _ENDING
        return rarity < _RARE_TWO and typed[:begun] != taken[:begun]
    if len(typed) >= _DOUBLED and _DOUBLE.sub(r"\1", typed) == _DOUBLE.sub(r"\1", taken):
        return True
    if len(typed) >= _TWO:
        return near.held >= common or rarity < _RARE_LONG
    return rarity < _RARE_ONE


def _order(near: _Near) -> tuple[int, bool, int, str]:
    return (near.slips, not near.same_start, -near.held, near.word)
