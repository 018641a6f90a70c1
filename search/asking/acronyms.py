"""Acronyms and what they stand for, read from where a text introduces them.

A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text", Pacific Symposium on Biocomputing 8 (2003), 451–462: of a pair "long (short)" or
"short (long)", the letters of the short form are found in the long one from right to left, and the
first of them begins a word. It asks for no language. Stricter here: a short form has two capitals,
since the names of people and places stand in brackets as often.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search.asking.plain import folded

_BRACKET: Final = re.compile(r"\(([^()]{2,200})\)")
_SHORT: Final = re.compile(r"[^\W_][\w&/.+-]{1,9}")
# What a sentence ends or a list goes on with stands between no acronym and its full form.
_STOP: Final = re.compile(r"[;:!?•]|\.\s|,\s(?=\w+,\s)")
_LONGEST_SHORT: Final = 10


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form with its full one, as a text introduces them."""

    short: str
    full: str


def introduced(text: str) -> Iterator[Acronym]:
    """Every acronym that a text introduces with its full form."""
    for bracket in _BRACKET.finditer(text):
        inside = re.split(r"[;,]", bracket[1])[0].strip(" \n\t'\"„“”«»")
        before = text[max(0, bracket.start() - 200) : bracket.start()].rstrip(" \n\t'\"„“”«»")
        if is_acronym(inside):
            short, full = inside, _full(inside, _tail(before, inside))
        else:
            short = before.split()[-1].strip("'\"„“”«»(,") if before else ""
            full = _full(short, _whole(bracket[1])) if is_acronym(short) else ""
            if full and not _same(full, _whole(bracket[1])):
                full = ""
        if full:
            yield Acronym(short, full)


def is_acronym(word: str) -> bool:
    """Whether a word can be a short form: FAME, KfW, R&D, H2020."""
    if not _SHORT.fullmatch(word) or len(word) > _LONGEST_SHORT:
        return False
    return sum(map(str.isupper, word)) + any(map(str.isdigit, word)) > 1 and not word.islower()


def _tail(before: str, short: str) -> str:
    """The words before a bracket that may hold the full form: at most two for each letter."""
    most = min(len(short) + 5, 2 * len(short))
    sentence = _STOP.split(before)[-1]
    return " ".join(sentence.split()[-most:])


def _whole(inside: str) -> str:
    return " ".join(re.split(r"[;:]", inside)[0].split())


def _same(full: str, inside: str) -> bool:
    """Whether a full form is all that stands in a bracket, but for an article before it."""
    return inside.endswith(full) and len(inside.split()) - len(full.split()) <= 1


def _full(short: str, text: str) -> str:
    """The shortest end of a text that holds a short form's letters in order, "" where none does."""
    small, letters = _even(text), [x for x in _even(short) if x.isalnum()]
    at = len(small)
    for index in range(len(letters) - 1, -1, -1):
        at = small.rfind(letters[index], 0, at)
        while index == 0 and at > 0 and small[at - 1].isalnum():
            at = small.rfind(letters[0], 0, at)
        if at < 0:
            return ""
    return _kept(short, text[at:].strip(" ,.'’\"-–"))


def _kept(short: str, full: str) -> str:
    words = full.split()
    # One word is rarely what an acronym stands for, unless it is a compound: Kreativwirtschaft.
    enough = len(words) > 1 or len(full) >= 4 * len(short)
    fresh = folded(short) not in map(folded, words)
    few = len(words) <= min(len(short) + 5, 2 * len(short))
    return full if enough and fresh and few and any(map(str.isalpha, full)) else ""


def _even(text: str) -> str:
    """A text in small letters without accents, letter for letter."""
    return "".join((folded(letter) or " ")[0] for letter in text)
