"""Which language a text is in. The only file that knows lingua."""

import re
from functools import cache
from itertools import islice
from typing import Final

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

# The official languages of the EU that lingua knows, with Catalan and Norwegian.
_CODES: Final = "bg ca cs da de el en es et fi fr ga hr hu it lt lv nb nl pl pt ro sk sl sv"
LANGUAGES: Final = tuple(_CODES.split())
# A page with fewer letters than this is too short to be sure (a cover, a divider).
_FEWEST_LETTERS: Final = 40
# Three stretches of this length, the beginning, the middle and the end of a page, say the same as
# the whole on each of 271 pages of 33 reports, in half the time; of 400, on all but one. A glance
# at the middle first, where it is in the language of the page before, says the same on 1,223 of
# 1,226 pages of 66 reports, as one of 500 letters does.
_STRETCH: Final = 500
_GLANCE: Final = 200
# On the 40 bundled questions every right guess is at 0.82 or more, every wrong one at 0.73 or less.
_SURE: Final = 0.8
_ADDRESS: Final = re.compile(r"https?://\S+(?:\s*\n[-/_?&=#%]\S+)*|\bwww\.\S+")


@cache
def _detector() -> LanguageDetector:
    # Low accuracy (trigrams only): 0.2 s and 50 MB to load where the full models take 4 s and
    # 660 MB, and the same answer on every full sentence of the bundled questions.
    codes = [getattr(IsoCode639_1, code.upper()) for code in LANGUAGES]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


def of_page(text: str, before: str = "") -> str:
    """The ISO 639-1 code of the language that most of a page is in, "" where it is too short.

    `before` is that of the page before: where the middle of a long page is in it, the page is.
    """
    # Addresses, broken over lines too, are in no language: a page of sources is in its words'.
    text = _ADDRESS.sub(" ", text)
    if len(list(islice(filter(str.isalpha, text), _FEWEST_LETTERS))) < _FEWEST_LETTERS:
        return ""
    if len(text) <= 3 * _STRETCH:
        return _of(text)
    at = (len(text) - _STRETCH) // 2
    middle = text[at : at + _STRETCH]
    if before and _of(middle[:_GLANCE]) == before:
        return before
    return _of(" ".join((text[:_STRETCH], middle, text[-_STRETCH:])))


def _of(text: str) -> str:
    language = _detector().detect_language_of(text)
    return language.iso_code_639_1.name.lower() if language else ""


def of_query(text: str) -> str:
    """The ISO 639-1 code of a question's language, "" where it can't be told (names, acronyms)."""
    values = _detector().compute_language_confidence_values(text)
    if not values or values[0].value < _SURE:
        return ""
    return values[0].language.iso_code_639_1.name.lower()


def chances(text: str) -> dict[str, float]:
    """How likely a question is in each language, none where it has no letters."""
    values = _detector().compute_language_confidence_values(text)
    return {value.language.iso_code_639_1.name.lower(): value.value for value in values}
