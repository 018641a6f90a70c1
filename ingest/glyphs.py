"""A page's characters with their places, and repairs that keep the two together."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Self, TypeAlias
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from search.boxes import Boxes

# What is known of each character beside its place: flags of Mark.
Marks: TypeAlias = NDArray[np.uint8]

_LIGATURES: Final = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
_LIGATURE: Final = re.compile("[ﬀ-ﬆ]")
# A letter and its accent as two characters: no search for "Bündnis" finds them.
_ACCENTED: Final = re.compile(r"[^\W\d_][\u0300-\u036f]+")
# Marks of direction say how to set a text that is already set.
_DROPPED: Final = re.compile(r"[\r\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Controls and unmapped spaces (pdfium writes U+0001 for some); half characters break every export.
_SPACES: Final = re.compile(
    r"[\x00\x01\x03-\x09\x0b-\x1f\x7f\x81\x8d\x8f\x90\x9d\xa0\u2000-\u200a\u202f\u205f\u3000]"
)
# Controls that a Windows code page has signs for: € and – among them.
_WINDOWS: Final = re.compile(r"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
# Old-style figures and small capitals as Adobe's fonts number them (Adobe Glyph List).
_ADOBE: Final = re.compile(r"[\uf721-\uf77a\uf7e0-\uf7ff]")
_SOFT_HYPHEN: Final = re.compile(r"\xad(?!\s*\n)")
_BREAK: Final = re.compile("\n")
# A raised footnote mark ends a line for pdfium, so that the next one begins with a comma.
_STRANDED: Final = re.compile(r"(?<=\S) ?\n(?=[,.;:)](?:\s|$))")
_BULLETS: Final = re.compile(r"[\ue000-\uf8ff]")
_BULLETED: Final = re.compile(r"•(?: ?•)+")
# Fake bold: every letter of a word is set twice, a hair apart. Ligatures share one box too, but
# never those of a whole word.
_DOUBLED: Final = re.compile(r"(?<!\S)(?:(\S)\1){2,}(?!\S)")
_SAME_PLACE: Final = 0.35
# Of the pairs of letters that stand on one line in 66 reports, those within a word are this near,
# in widths of a letter, and those of two words further apart than the second.
TOUCHING: Final = 0.15
APART: Final = 0.22
_SAME_LINE: Final = 0.6
# A text placed run by run: pdfium ends a line between two runs of one word.
_INTERRUPTED: Final = re.compile(r"\n(?=[^\W\d_])(?:(?<=[^\W\d_]\n)|(?<=[^\W\d_]\r\n))")
_PAIR: Final = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_BROKEN: Final = re.compile(r"[\ud800-\udfff]")


class Mark(IntFlag):
    """What a character is set in, or part of: bold type; a table; the header row of a table."""

    BOLD = 1
    TABLE = 2
    HEADER = 4


@dataclass(frozen=True)
class Glyphs:
    """A text, the box of each of its characters, shape (len(text), 4), and its marks, (len(text),).

    A box of NaN is no place.
    """

    text: str
    boxes: Boxes
    marks: Marks

    @classmethod
    def of(cls, text: str) -> Self:
        """A text whose characters have no place."""
        return cls.placed(text, np.full((len(text), 4), np.nan, np.float32))

    @classmethod
    def placed(cls, text: str, boxes: Boxes) -> Self:
        """A text with its boxes, of whose type nothing is known."""
        return cls(text, boxes, np.zeros(len(text), np.uint8))

    @cached_property
    def has_place(self) -> NDArray[np.bool_]:
        """Which characters have a place."""
        left, top, right, bottom = np.isnan(self.boxes.T)
        nowhere: NDArray[np.bool_] = left | top | right | bottom
        return ~nowhere

    @cached_property
    def lines(self) -> tuple[NDArray[Any], Boxes]:
        """The lines that have a place: where each starts and ends, and its box."""
        breaks = [match.start() for match in _BREAK.finditer(self.text)]
        spans = np.array([[0, *(at + 1 for at in breaks)], [*breaks, len(self.text)]]).T
        spans = spans[spans[:, 1] > spans[:, 0]]
        if not len(spans):
            return spans, np.zeros((0, 4), np.float32)
        whole = self.around(spans[:, 0])
        placed = np.flatnonzero(~np.isnan(whole).any(axis=1))
        return spans.take(placed, axis=0), whole.take(placed, axis=0)

    def around(self, starts: NDArray[Any]) -> Boxes:
        """The box of the characters from each place to the next, NaN where none has one."""
        left, top, right, bottom = np.ascontiguousarray(self.boxes.T)
        least = [np.fmin.reduceat(edge, starts) for edge in (left, top)]
        most = [np.fmax.reduceat(edge, starts) for edge in (right, bottom)]
        return np.stack([*least, *most], axis=1)

    def _taken(self, text: str, places: NDArray[Any]) -> "Glyphs":
        """A text of the characters at these places."""
        # To take rows takes a twentieth of the time of indexing by them.
        return Glyphs(text, self.boxes.take(places, axis=0), self.marks.take(places))

    def replace(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> "Glyphs":
        """Put `by(match)` for every match; what is put stands where the match's first stood."""
        found = list(pattern.finditer(self.text))
        if not found:
            return self
        pieces: list[str] = []
        times = np.ones(len(self.text), int)
        last = 0
        for match in found:
            start, end = match.span()
            put = by(match)
            pieces += self.text[last:start], put
            times[start:end] = 0
            times[start] = len(put)
            last = end
        pieces.append(self.text[last:])
        sources = np.repeat(np.arange(len(self.text)), times)
        return self._taken("".join(pieces), sources)

    def without(self, places: Collection[int]) -> "Glyphs":
        """The text without the characters at these places."""
        if not places:
            return self
        ends = [-1, *sorted(set(places)), len(self.text)]
        text = "".join(self.text[start + 1 : end] for start, end in pairwise(ends))
        kept = np.ones(len(self.text), bool)
        kept[list(places)] = False
        return self._taken(text, np.flatnonzero(kept))

    def apart(self, places: Sequence[int]) -> "Glyphs":
        """The text with a space before each of these places; the spaces have no place."""
        if not places:
            return self
        ends = [0, *places, len(self.text)]
        text = " ".join(self.text[start:end] for start, end in pairwise(ends))
        boxes = np.insert(self.boxes, places, np.float32(np.nan), axis=0)
        return Glyphs(text, boxes, np.insert(self.marks, places, 0))

    def gap(self, left: int, right: int) -> float:
        """The blank between two characters of one line, in widths of a character; NaN elsewhere."""
        one, other = self.boxes[left], self.boxes[right]
        width = (one[2] - one[0] + other[2] - other[0]) / 2
        shared = min(one[3], other[3]) - max(one[1], other[1])
        if not (width > 0 and shared > _SAME_LINE * (one[3] - one[1])):
            return float("nan")
        return float((other[0] - one[2]) / width)

    def gaps(self, left: Sequence[int], right: Sequence[int]) -> NDArray[np.float32]:
        """The blank between each two of these characters, as `gap` tells it."""
        one, other = self.boxes[left].T, self.boxes[right].T
        width = (one[2] - one[0] + other[2] - other[0]) / 2
        shared = np.minimum(one[3], other[3]) - np.maximum(one[1], other[1])
        with np.errstate(invalid="ignore", divide="ignore"):
            level = (width > 0) & (shared > _SAME_LINE * (one[3] - one[1]))
            return np.where(level, (other[0] - one[2]) / width, np.float32(np.nan))


def repaired(glyphs: Glyphs) -> Glyphs:
    """Ligatures spelled out, odd spaces made plain, bullets and broken characters made readable."""
    glyphs = glyphs.without([*_second(glyphs), *_interruptions(glyphs)])
    whole = glyphs
    glyphs = glyphs.replace(_SOFT_HYPHEN, lambda match: "-" * _takes_room(whole, match.start()))
    for pattern, put in _REPAIRS if _SIGNS.search(glyphs.text) else _USUAL:
        glyphs = glyphs.replace(pattern, put)
    return glyphs


def _second(glyphs: Glyphs) -> list[int]:
    """The second of each two letters of words that are set twice."""
    return [
        place
        for match in _DOUBLED.finditer(glyphs.text)
        if all(_coincide(glyphs, at) for at in range(match.start(), match.end(), 2))
        for place in range(match.start() + 1, match.end(), 2)
    ]


def _coincide(glyphs: Glyphs, at: int) -> bool:
    one, other = glyphs.boxes[at], glyphs.boxes[at + 1]
    near = abs(one - other) < _SAME_PLACE * np.tile(one[2:] - one[:2], 2)
    return bool(near.all() and (one != other).any())


def _takes_room(glyphs: Glyphs, at: int) -> bool:
    """Whether a soft hyphen is drawn: then it is a hyphen, or a minus."""
    left, _, right, _ = glyphs.boxes[at]
    if not right > left:
        return False
    after = glyphs.boxes[at + 1, 0] if at + 1 < len(glyphs.text) else np.nan
    return not after < (left + right) / 2


def _interruptions(glyphs: Glyphs) -> list[int]:
    """Line breaks within a word that the page does not show."""
    ends = [match.end() for match in _INTERRUPTED.finditer(glyphs.text)]
    starts = [end - 1 - (glyphs.text[end - 2] == "\r") for end in ends]
    gaps = glyphs.gaps([start - 1 for start in starts], ends)
    near = np.flatnonzero(abs(gaps) < TOUCHING)
    return [place for at in near for place in range(starts[at], ends[at])]


_REPAIRS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (_LIGATURE, lambda match: _LIGATURES[match.group()]),
    (_ACCENTED, lambda match: normalize("NFC", match.group())),
    (_DROPPED, lambda match: ""),
    (_WINDOWS, lambda match: match.group().encode("latin-1").decode("cp1252")),
    (_SPACES, lambda match: " "),
    (_STRANDED, lambda match: ""),
    (_ADOBE, lambda match: chr(ord(match.group()) - 0xF700).upper()),
    (_BULLETS, lambda match: "•"),
    (_BULLETED, lambda match: "•"),
    (_PAIR, lambda match: match.group().encode("utf-16", "surrogatepass").decode("utf-16")),
    (_BROKEN, lambda match: "\ufffd"),
)
# What every page needs; the others only where one of their signs is on it.
_USUAL: Final = tuple(one for one in _REPAIRS if one[0] in (_DROPPED, _SPACES, _BULLETED))
_SIGNS: Final = re.compile(
    "[\x80-\x9fﬀ-ﬆ\u0300-\u036f\ue000-\uf8ff\ud800-\udfff]|\n[,.;:)\r\xad\u200b-\u2069\ufeff]"
)
