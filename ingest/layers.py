"""Text layers that are not what their pages show: garbled ones, and stamps beside a picture."""

import re
from collections import Counter
from enum import Enum
from typing import Final
from unicodedata import normalize

from ingest import words
from ingest.glyphs import Glyphs

GARBLED_NOTE: Final = "its text layer is garbled: it says other characters than the page shows"
STAMP_NOTE: Final = "its text layer is a line in the margin, the rest of the page is a picture"
PICTURE_NOTE: Final = "its text layer is a few words, the rest of the page is a picture"
# A header, a footer, a line down the side; a page of text has more words or some further in.
_MOST_STAMPED: Final = 40
MARGIN: Final = 0.12
_SIDE: Final = 0.06
# A scan that is signed or stamped "draft" fills its page. Of 66 reports 13 covers with a few words
# have pictures over 0.63 to 0.79 of them; photographs that fill the page, 28 times, are told apart
# by what they look like (scans.is_paper).
_COVERED: Final = 0.85
# OCR reads a cover's words too, and a logo's: of a page under its words there are many more.
_TIMES_MORE: Final = 2
_MORE: Final = 20
# Controls that stand for no space or hyphen, private use, what could not be decoded, glyphs' names.
_LOST: Final = re.compile(
    r"[\x00\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf720\uf800-\uf8ff\ufffd\U000f0000-\U0010fffd]+"
    r"|/[A-Za-z]{1,3}\d{1,4}(?![^/\s])|\(cid:\d+\)"
)
_MOST_LOST: Final = 0.3
# Leaders of contents and rules of forms are no garbage, though they are no letters either.
_SIGNS: Final = re.compile(r"[^\w\s.…·•–—-]")
_MOST_SIGNS: Final = 0.5
_FEWEST: Final = 40
# Of the words of 2,128 pages of policy reports at least 0.57 are known; of one whose letters were
# exchanged in three ways at most 0.03. What is in between may be in a language without a list.
_FEWEST_KNOWN: Final = 0.15
# No language writes so many words without a vowel, or with every other letter accented, or with a
# capital after a small letter.
_MOST_WITHOUT_VOWEL: Final = 0.06
_MOST_ACCENTED: Final = 0.4
_MOST_MIXED: Final = 0.25
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]+")
_VOWEL: Final = re.compile(r"[aeiouyæøœı]")
_MIXED: Final = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")


class Layer(Enum):
    """What a page's text layer is."""

    EMPTY = "empty"
    TRUE = "true"
    STAMP = "stamp"
    PICTURE = "picture"
    GARBLED = "garbled"


def judged(
    came: str, glyphs: Glyphs, language: str, pictured: bool = True, covered: float = 0.0
) -> Layer:
    """What a layer is, from its text as it came, and as it is repaired.

    `pictured` says whether the page draws anything but text, `covered` the share under pictures.
    """
    text = glyphs.text
    if not text.strip():
        return Layer.GARBLED if _LOST.search(came) else Layer.EMPTY
    if _is_lost(came) or _is_garbled(text, language):
        return Layer.GARBLED
    if not pictured or words.found(text).total() > _MOST_STAMPED:
        return Layer.TRUE
    if _is_in_margins(glyphs):
        return Layer.STAMP
    return Layer.PICTURE if covered > _COVERED else Layer.TRUE


def _is_lost(came: str) -> bool:
    lost = "".join(_LOST.findall(came))
    return len(lost) > 0 and len(lost) > _MOST_LOST * len("".join(came.split()))


def _is_garbled(text: str, language: str) -> bool:
    """Whether a text is in no language: few words are known, and they don't look like words."""
    solid = len("".join(text.split()))
    if solid >= _FEWEST and len(_SIGNS.findall(text)) > _MOST_SIGNS * solid:
        return True
    known = words.share(text, language)
    if known is None or known >= _FEWEST_KNOWN:
        return False
    latin = Counter({w: n for w, n in words.found(text).items() if _LATIN.fullmatch(w)})
    return latin.total() >= words.FEWEST and not _looks_like_words(latin)


def _looks_like_words(found: Counter[str]) -> bool:
    all_letters = sum(len(word) * times for word, times in found.items())
    bare = {word: normalize("NFD", word) for word in found}
    accented = sum((len(bare[word]) - len(word)) * times for word, times in found.items())
    mute = sum(n for word, n in found.items() if not _VOWEL.search(bare[word].lower()))
    mixed = sum(times for word, times in found.items() if _MIXED.search(word))
    return (
        mute <= _MOST_WITHOUT_VOWEL * found.total()
        and accented <= _MOST_ACCENTED * all_letters
        and mixed <= _MOST_MIXED * found.total()
    )


def _is_in_margins(glyphs: Glyphs) -> bool:
    """Whether all that a page says stands in its margins."""
    boxes = glyphs.boxes.compress(glyphs.has_place, axis=0)
    if not len(boxes):
        return False
    across = (boxes[:, 0] + boxes[:, 2]) / 2
    down = (boxes[:, 1] + boxes[:, 3]) / 2
    outside = (down < MARGIN) | (down > 1 - MARGIN) | (across < _SIDE) | (across > 1 - _SIDE)
    return bool(outside.all())


def reads_more(text: str, layer: Glyphs, language: str, covered: float = 0.0) -> bool:
    """Whether a text holds more known words than a layer does, each counted once.

    Many more where the layer stands on a picture that covers the page.
    """
    least = _vocabulary(layer.text, language)
    if covered > _COVERED and not _is_in_margins(layer):
        least = _TIMES_MORE * least + _MORE
    return _vocabulary(text, language) > least


def _vocabulary(text: str, language: str) -> int:
    return words.count(Counter({word.lower() for word in words.found(text)}), language)
