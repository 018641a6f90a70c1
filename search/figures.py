"""Figures of four digits and more, however their thousands are parted: 7,500, 7.500 and 7500."""

import re
from typing import Final, NamedTuple

from search.stems import WORD

_PARTED: Final = r"[1-9]\d{0,2}(?:[.,'’\u00a0\u2009\u202f ]\d{3})+"
_FIGURE: Final = re.compile(rf"(?<![\w.,])(?:{_PARTED}|\d{{4,9}})(?!\w)")
_PART: Final = re.compile(r"\D")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Figure(NamedTuple):
    """A figure by its place in a text, and its digits alone."""

    start: int
    end: int
    digits: str

    @property
    def groups(self) -> tuple[str, ...]:
        """Its thousands: 1 and 547."""
        first = len(self.digits) % 3 or 3
        rest = range(first, len(self.digits), 3)
        return (self.digits[:first], *(self.digits[at : at + 3] for at in rest))


def figures(text: str) -> list[Figure]:
    """The figures of a text, without its years."""
    found = (Figure(*one.span(), _PART.sub("", one.group())) for one in _FIGURE.finditer(text))
    return [one for one in found if not _YEAR.fullmatch(text, one.start, one.end)]


def parted(text: str) -> tuple[list[str], list[Figure]]:
    """The words of a text that are no part of a figure, and its figures."""
    found = figures(text)
    return [word.group() for word in WORD.finditer(text) if not within(word.start(), found)], found


def within(at: int, found: list[Figure]) -> Figure | None:
    """The figure that a place is in."""
    return next((one for one in found if one.start <= at < one.end), None)
