"""Signs of a cited source: years in brackets, initials, addresses, publishers' words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

# By words that it can't do without, in small letters: looking for these first takes a fifth of the
# time of looking for the signs in every line.
_WORDED: Final = tuple(
    (tuple(words.split("|")), re.compile(sign, flags))
    for words, sign, flags in (
        ("http|www.|doi|10.", r"https?://|www\.\w|\bdoi\b|\b10\.\d{4,}/", re.I),
        ("19|20", r"\((?:19|20)\d\d[a-z]?\)|[,.;(] ?(?:19|20)\d\d[a-z]?[.,;)]", 0),
        (
            "et al|ibid|op. cit|ed.|eds.|hrsg|dir.|p.|pàg.|s.|vol.|núm.",
            r"\b(?:et al|ibid|op\. cit|eds?\.|hrsg|dir\.|pp?\. ?\d|pàg\. ?\d|S\. ?\d|vol\.|núm\.)",
            re.I,
        ),
        (
            "available|retrieved|accessed|consulted",
            r"\bavailable (?:at|from|online)|\b(?:retrieved|accessed|consulted)\b",
            re.I,
        ),
        ("abgerufen|disponible", r"\b(?:abgerufen|disponible)\b", re.I),
        (
            "isbn|issn|paper|press|verlag|journal|review",
            r"\b(?:isbn|issn|working paper|discussion ?paper|press|verlag|journal|review)\b",
            re.I,
        ),
    )
)
# "Smith, J." and "J.A."
_INITIALS: Final = re.compile(r",(?<=[^\W\d_]{2},) [^\W\d_]\.|\.(?<=\b[^\W\d_]\.)[^\W\d_]\.")
_NUMBERED: Final = re.compile(r"\s*(?:\[\d+\]|\d{1,3}\s+(?=[^\W\d_]\w+, ))")


class Searched:
    """The lines of a page, in which words are looked for all at once."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._text = "\n".join(lines).lower()
        sizes = [len(line) + 1 for line in self._text.split("\n")]
        self._starts = list(accumulate(sizes, initial=0))

    def holding(self, words: Iterable[str]) -> set[int]:
        """The places of the lines that hold one of some words, given in small letters."""
        found = set()
        for word in words:
            at = self._text.find(word)
            while at >= 0:
                place = bisect_right(self._starts, at) - 1
                found.add(place)
                at = self._text.find(word, self._starts[place + 1])
        return found


def signed(page: Searched) -> list[int]:
    """How many signs of a cited source each line bears."""
    counts = [bool(_INITIALS.search(line)) + bool(_NUMBERED.match(line)) for line in page.lines]
    for words, sign in _WORDED:
        for place in page.holding(words):
            counts[place] += bool(sign.search(page.lines[place]))
    return counts
