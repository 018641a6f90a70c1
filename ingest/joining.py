"""Words made whole: cut at a line's end, wrapped in a cell, run together, or set letter by letter.

What a study spells decides first, then what its language knows, then how that language hyphenates.
"""

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np

from ingest.glyphs import APART, TOUCHING, Glyphs
from ingest.hyphens import between, is_word
from ingest.words import knows
from search.function_words import is_function_word

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
# Nobody hyphenates an address: what stands at its line's end is its own.
_ADDRESS: Final = re.compile(r"[/@]|www\.")
_WRAPPED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)\n(?=([^\W\d_]+))")
_FEWEST_LETTERS: Final = 4
# A word that stands between blanks on the same page is none of the halves of another.
_WITHIN_LINE: Final = re.compile(r"(?<=[^\S\n])[^\W\d_]+(?=[^\S\n])")
_SPACED: Final = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
# Between two words that are set letter by letter the blank is so much wider than within one.
_WIDER: Final = 1.6


def vocabulary(texts: list[str]) -> Counter[str]:
    """How often a study spells a word whole, in lower case; hyphenated ones count as one."""
    words: Counter[str] = Counter()
    for text in texts:
        text = text.lower()
        words.update(_WORD.findall(_CUT_WORD.sub(" ", text) if _CUT.search(text) else text))
    return words


def joined(glyphs: Glyphs, known: Counter[str], language: str = "") -> Glyphs:
    """The words of a text of one language made whole again; `known` is its study's vocabulary."""
    glyphs = _uncut(glyphs, known, language)
    glyphs = glyphs.without(_wraps(glyphs, language))
    glyphs = glyphs.apart(_glued(glyphs, language))
    return glyphs.without(_letter_spaces(glyphs, known, language))


# Cut at a line's end


def _uncut(glyphs: Glyphs, known: Counter[str], language: str) -> Glyphs:
    text = glyphs.text

    def put(match: re.Match[str]) -> str:
        left, right = _halves(text, match)
        return between(left, right, known, language, _within_address(text, match.start()))

    glyphs = glyphs.replace(_CUT, put)
    whole = glyphs

    def put_if(match: re.Match[str]) -> str:
        left, right = _halves(whole.text, match)
        below = whole.boxes[match.end()][1] - whole.boxes[match.start()][1]
        height = whole.boxes[match.end()][3] - whole.boxes[match.end()][1]
        if match.group().endswith("\n"):
            sure = right.islower() and is_word(left + right, known, language)
        else:
            sure = bool(below > height / 2)
        return between(left, right, known, language, False) if sure else match.group()

    return glyphs.replace(_DOUBTFUL_CUT, put_if).replace(_HYPHENS, lambda match: "-")


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
    written: set[str] = set()
    for match in _WRAPPED.finditer(glyphs.text):
        left, right = match.groups()
        alike = right.islower() or (left.isupper() and right.isupper())
        long = [part for part in (left, right) if len(part) > 2]
        if not (alike and long) or any(knows(part, language) for part in long):
            continue
        if len(left + right) >= _FEWEST_LETTERS and knows(left + right, language):
            written = written or set(_WITHIN_LINE.findall(glyphs.text))
            if not any(is_function_word(h, language) or h in written for h in (left, right)):
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


def _letter_spaces(glyphs: Glyphs, known: Counter[str], language: str) -> list[int]:
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
        if all(is_word(word, known, language) for word in kept.split() if len(word) > 1):
            places += inner
    return places
