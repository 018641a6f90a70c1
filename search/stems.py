"""Words to stems, language by language. The only file that knows PyStemmer (Snowball)."""

import re
import unicodedata
from functools import cache
from typing import Final

import Stemmer

# Snowball's name for each language that is stemmed; words of any other are kept as they stand.
SNOWBALL: Final = {
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
}
OTHER: Final = "xx"
# A letter may come apart from its accents (NFD), as a Mac writes it.
# A raised figure is no part of the word or the number before it: a footnote's mark, an exponent.
RAISED: Final = "¹²³⁰⁴-⁹"
WORD: Final = re.compile(rf"[^\W{RAISED}](?:[^\W{RAISED}]+|[\u0300-\u036f]+)*+")
_LONGEST_WORD: Final = 60


def code(language: str) -> str:
    """The key under which a language's stems are kept."""
    return language if language in SNOWBALL else OTHER


def stems(text: str, language: str) -> list[str]:
    """The stem of every word of a text, in order; "" for what is too long to be a word."""
    return [stem(word, code(language)) for word in WORD.findall(text)]


@cache
def stem(word: str, key: str) -> str:
    """The stem of one word under a language's key, in lower case and without accents."""
    small = unicodedata.normalize("NFC", word.lower())
    if len(small) > _LONGEST_WORD:
        return ""
    root = small if key == OTHER else _stemmer(key).stemWord(small)
    # Accents go last, so that the stemmer sees the letters that it knows.
    apart = unicodedata.normalize("NFKD", root)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _stemmer(key: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(SNOWBALL[key])
