"""A page's characters with their places, and repairs that keep the two together."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final, Self, TypeAlias
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
# A letter and its accent as two characters: no search for "Bündnis" finds them.
_ACCENTED: Final = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_DROPPED: Final = re.compile(r"[\r\u200b\ufeff]|\xad(?!\s*\n)")
# Controls and unmapped spaces (pdfium writes U+0001 for some); half characters break every export.
_SPACES: Final = re.compile(
    r"[\x00\x01\x03-\x09\x0b-\x1f\x7f-\x9f\xa0\u2000-\u200a\u202f\u205f\u3000]"
)
# A raised footnote mark ends a line for pdfium, so that the next one begins with a comma.
_STRANDED: Final = re.compile(r"(?<=\S) ?\n(?=[,.;:)](?:\s|$))")
_BULLETS: Final = re.compile(r"[\ue000-\uf8ff]")
_PAIR: Final = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_BROKEN: Final = re.compile(r"[\ud800-\udfff]")
# A word cut at a line's end: pdfium writes U+FFFE or U+0002 and drops the break, others keep both.
_CUT: Final = re.compile(r"(?<=[^\W\d_])(?:[\ufffe\x02]\s?|[-\u2010\xad] ?\n)(?=[^\W\d_])")
_CUT_WORD: Final = re.compile(rf"[^\W\d_]+(?:{_CUT.pattern}[^\W\d_]+)+")
_HYPHENS: Final = re.compile(r"[\ufffe\x02]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "Kunst- und Kulturpolitik": this hyphen ends a word on purpose.
_CONJUNCTIONS: Final = frozenset(["und", "oder", "bzw", "and", "or", "en", "of", "och", "og", "ja"])
# Languages that write compounds as one word, and those that put a hyphen even after a prefix; a
# text whose language is not known keeps its hyphens too.
_ONE_WORD: Final = frozenset(["da", "de", "fi", "nb", "sv"])
_FREELY: Final = frozenset(["en", ""])


class Mark(IntFlag):
    """What a character is set in, or part of: bold type; a table; the header row of a table."""

    BOLD = 1
    TABLE = 2
    HEADER = 4


@dataclass(frozen=True, slots=True)
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

    def replace(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> "Glyphs":
        """Put `by(match)` for every match; what is put stands where the match's first stood."""
        pieces: list[str] = []
        sources: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            put = by(match)
            pieces += self.text[last : match.start()], put
            sources += range(last, match.start())
            sources += [match.start()] * len(put)
            last = match.end()
        if not last:
            return self
        pieces.append(self.text[last:])
        sources += range(last, len(self.text))
        return Glyphs("".join(pieces), self.boxes[sources], self.marks[sources])


def repaired(glyphs: Glyphs) -> Glyphs:
    """Ligatures spelled out, odd spaces made plain, bullets and broken characters made readable."""
    for pattern, put in _REPAIRS:
        glyphs = glyphs.replace(pattern, put)
    return glyphs


def vocabulary(texts: list[str]) -> set[str]:
    """The words that a study spells whole, in lower case; hyphenated ones count as one."""
    return {word.lower() for text in texts for word in _WORD.findall(_CUT_WORD.sub(" ", text))}


def joined(glyphs: Glyphs, known: set[str], language: str = "") -> Glyphs:
    """Words cut at a line's end made whole again, in a text of one language.

    The hyphen goes when the study spells the joined word elsewhere; it stays when the study spells
    the word with a hyphen, or before a capital. Otherwise the language decides: see `_is_compound`.
    """
    text = glyphs.text

    def put(match: re.Match[str]) -> str:
        left = _letters(text, match.start() - 1, -1).lower()
        right = _letters(text, match.end(), 1)
        if right.lower() in _CONJUNCTIONS:
            return "- "
        if right[0].isupper() or f"{left}-{right.lower()}" in known:
            return "-"
        if left + right.lower() in known:
            return ""
        return "-" if _is_compound(left, right.lower(), known, language) else ""

    return glyphs.replace(_CUT, put).replace(_HYPHENS, lambda match: "-")


def _is_compound(left: str, right: str, known: set[str], language: str) -> bool:
    """Whether two halves that are never written together are a word with a hyphen.

    As read in samples of what 66 reports leave open: English hyphenates freely (self-employed),
    German writes compounds as one word, Catalan, Italian and Dutch hyphenate between two words.
    """
    if language in _ONE_WORD:
        return False
    return right in known and (left in known or language in _FREELY)


def _letters(text: str, start: int, step: int) -> str:
    """The letters from `start` on, forwards or backwards."""
    end = start
    while 0 <= end < len(text) and _LETTER.match(text[end]):
        end += step
    return text[start:end] if step > 0 else text[end + 1 : start + 1]


_REPAIRS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile("[ﬀ-ﬆ]"), lambda match: _LIGATURES[match.group()]),
    (_ACCENTED, lambda match: normalize("NFC", match.group())),
    (_DROPPED, lambda match: ""),
    (_SPACES, lambda match: " "),
    (_STRANDED, lambda match: ""),
    (_BULLETS, lambda match: "•"),
    (_PAIR, lambda match: match.group().encode("utf-16", "surrogatepass").decode("utf-16")),
    (_BROKEN, lambda match: "\ufffd"),
)
