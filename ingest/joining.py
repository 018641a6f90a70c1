"""Words made whole: cut at a line's end, wrapped in a cell, run together, or set letter by letter.

What a study spells decides first, then what its language knows, then how that language hyphenates.
"""

import re
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np

from ingest.glyphs import APART, TOUCHING, Glyphs
from ingest.words import knows

# A word cut at a line's end: pdfium writes U+FFFE or U+0002 and drops the break, others keep both.
# It begins with the sign and looks back from there: that is found in a fifth of the time.
_CUT: Final = re.compile(
    r"[-\u2010\xad\ufffe\x02](?<=[^\W\d_].)"
    r"(?:(?<=[\ufffe\x02])\s?|(?<=[-\u2010\xad]) ?\n)(?=[^\W\d_])"
)
_CUT_WORD: Final = re.compile(rf"(?<![^\W\d_])[^\W\d_]++(?:{_CUT.pattern}[^\W\d_]++)+")
# The break is written as a blank, or the hyphen on a line of its own: only places or words tell.
_DOUBTFUL_CUT: Final = re.compile(
    r"[-\u2010\xad\n](?<=[^\W\d_](?s:.))"
    r"(?:(?<!\n) |(?<=\n)[-\u2010] ?\n)(?=[^\W\d_])"
)
_HYPHENS: Final = re.compile(r"[\ufffe\x02]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "Kunst- und Kulturpolitik": this hyphen ends a word on purpose.
_CONJUNCTIONS: Final = {
    "da": ("og", "eller"),
    "de": ("und", "oder", "bzw", "sowie"),
    "en": ("and", "or"),
    "fi": ("ja", "tai"),
    "nb": ("og", "eller"),
    "nl": ("en", "of"),
    "sv": ("och", "eller"),
}
_ANY_CONJUNCTION: Final = tuple(word for words in _CONJUNCTIONS.values() for word in words)
# Languages that write compounds as one word, and those that put a hyphen even after a prefix; a
# text whose language is not known keeps its hyphens too.
_ONE_WORD: Final = frozenset(["da", "de", "fi", "nb", "sv"])
_FREELY: Final = frozenset(["en", ""])
# Nobody hyphenates an address: what stands at its line's end is its own.
_ADDRESS: Final = re.compile(r"[/@]|www\.")
_WRAPPED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)\n(?=([^\W\d_]+))")
_FEWEST_LETTERS: Final = 4
_SPACED: Final = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
# Between two words that are set letter by letter the blank is so much wider than within one.
_WIDER: Final = 1.6


def vocabulary(texts: list[str]) -> set[str]:
    """The words that a study spells whole, in lower case; hyphenated ones count as one."""
    words: set[str] = set()
    for text in texts:
        words.update(_WORD.findall(_CUT_WORD.sub(" ", text) if _CUT.search(text) else text))
    return {word.lower() for word in words}


def joined(glyphs: Glyphs, known: set[str], language: str = "") -> Glyphs:
    """The words of a text of one language made whole again; `known` is its study's vocabulary."""
    glyphs = _uncut(glyphs, known, language)
    glyphs = glyphs.without(_wraps(glyphs, language))
    glyphs = glyphs.apart(_glued(glyphs, language))
    return glyphs.without(_letter_spaces(glyphs, known, language))


# Cut at a line's end


def _uncut(glyphs: Glyphs, known: set[str], language: str) -> Glyphs:
    text = glyphs.text

    def put(match: re.Match[str]) -> str:
        left, right = _halves(text, match)
        return _between(left, right, known, language, _within_address(text, match.start()))

    glyphs = glyphs.replace(_CUT, put)
    whole = glyphs

    def put_if(match: re.Match[str]) -> str:
        left, right = _halves(whole.text, match)
        below = whole.boxes[match.end()][1] - whole.boxes[match.start()][1]
        height = whole.boxes[match.end()][3] - whole.boxes[match.end()][1]
        if match.group().endswith("\n"):
            sure = right.islower() and _is_word(left + right, known, language)
        else:
            sure = bool(below > height / 2)
        return _between(left, right, known, language, False) if sure else match.group()

    return glyphs.replace(_DOUBTFUL_CUT, put_if).replace(_HYPHENS, lambda match: "-")


def _between(left: str, right: str, known: set[str], language: str, address: bool) -> str:
    """What stands between two halves: a hyphen, one that ends a word, or nothing.

    The hyphen goes when the study or the language spells the joined word; it stays when the study
    spells the word with a hyphen, before a capital and after an acronym.
    """
    whole, hyphenated = (left + right).lower(), f"{left}-{right}".lower()
    if right.lower() in (_CONJUNCTIONS.get(language, ()) if language else _ANY_CONJUNCTION):
        return "- "
    if address or hyphenated in known:
        return "-"
    if left.isupper() and right.isupper() and len(left) > 1:
        return "" if _is_word(whole, known, language) else "-"
    if right[0].isupper() or (left.isupper() and len(left) > 1):
        return "-"
    if _is_word(whole, known, language):
        return ""
    return "-" if _is_compound(left.lower(), right.lower(), known, language) else ""


def _is_compound(left: str, right: str, known: set[str], language: str) -> bool:
    """Whether two halves that are never written together are a word with a hyphen.

    As read in samples of what 66 reports leave open: English hyphenates freely (self-employed),
    German writes compounds as one word, Catalan, Italian and Dutch hyphenate between two words.
    """
    if language in _ONE_WORD:
        return False
    if language in _FREELY:
        return right in known or (knows(left, language) and knows(right, language))
    return left in known and right in known


def _is_word(word: str, known: set[str], language: str) -> bool:
    return word.lower() in known or knows(word, language)


def _within_address(text: str, place: int) -> bool:
    """Whether what stands before a place, up to a blank, is an address."""
    start = place
    while start and not text[start - 1].isspace():
        start -= 1
    return bool(_ADDRESS.search(text, start, place))


def _halves(text: str, match: re.Match[str]) -> tuple[str, str]:
    return _letters(text, match.start() - 1, -1), _letters(text, match.end(), 1)


def _letters(text: str, start: int, step: int) -> str:
    """The letters from `start` on, forwards or backwards."""
    end = start
    while 0 <= end < len(text) and _LETTER.match(text[end]):
        end += step
    return text[start:end] if step > 0 else text[end + 1 : start + 1]


# Without a hyphen


def _wraps(glyphs: Glyphs, language: str) -> list[int]:
    """Line breaks within a word, as in a narrow cell: neither half is a word, the whole is one."""
    places = []
    for match in _WRAPPED.finditer(glyphs.text):
        left, right = match.groups()
        alike = right.islower() or (left.isupper() and right.isupper())
        long = [part for part in (left, right) if len(part) > 2]
        if not (alike and long) or any(knows(part, language) for part in long):
            continue
        if len(left + right) >= _FEWEST_LETTERS and knows(left + right, language):
            places.append(match.end(1))
    return places


def _glued(glyphs: Glyphs, language: str) -> list[int]:
    """Where a blank was lost: the letters stand apart, and either half is a word, not the whole."""
    return [place for place in _gaps(glyphs) if _parts(glyphs.text, place, language)]


def _gaps(glyphs: Glyphs) -> list[int]:
    """Where a letter stands apart from the one before it, on one line."""
    boxes = glyphs.boxes
    if len(boxes) < 2:
        return []
    one, other = boxes[:-1], boxes[1:]
    widths = (one[:, 2] - one[:, 0] + other[:, 2] - other[:, 0]) / 2
    with np.errstate(invalid="ignore"):
        wide = other[:, 0] - one[:, 2] > APART * widths
        level = abs(other[:, 3] - one[:, 3]) < (one[:, 3] - one[:, 1]) / 2
    return [int(place) + 1 for place in np.flatnonzero(wide & level & (widths > 0))]


def _parts(text: str, place: int, language: str) -> bool:
    if not _LETTER.match(text[place - 1]):
        return False
    left, right = _letters(text, place - 1, -1), _letters(text, place, 1)
    if not right.islower() or knows(left + right, language):
        return False
    return all(len(part) > 1 and knows(part, language) for part in (left, right))


# Set letter by letter


def _letter_spaces(glyphs: Glyphs, known: set[str], language: str) -> list[int]:
    """The blanks within words that are set letter by letter, where the words are known ones."""
    places: list[int] = []
    for match in _SPACED.finditer(glyphs.text):
        letters = range(match.start(), match.end(), 2)
        gaps = [glyphs.gap(one, other) for one, other in pairwise(letters)]
        usual = median(gaps)
        inner = [
            letter + 1
            for letter, gap in zip(letters, gaps, strict=False)
            if not gap > _WIDER * max(usual, TOUCHING)
        ]
        words = glyphs.text[match.start() : match.end()]
        kept = "".join(c for i, c in enumerate(words, match.start()) if i not in inner)
        if all(_is_word(word, known, language) for word in kept.split() if len(word) > 1):
            places += inner
    return places
