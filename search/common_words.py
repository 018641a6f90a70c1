"""Words that stand in any text, and what each is in English.

`common.csv` has the closed classes of nine languages (articles, pronouns, prepositions,
conjunctions, auxiliaries), about 2,000 forms; where a form means several things the first row
counts.
"""

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("common.csv")
_INTO: Final = "en"


def in_english(word: str, language: str) -> str:
    """A common word in English, "" where it is none or not known."""
    small = unicodedata.normalize("NFC", word).lower()
    return _table().get(language, {}).get(small, "")


def common_words(language: str) -> frozenset[str]:
    """The common words of a language, in small letters."""
    return frozenset(_table().get(language, ()))


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for language, cell in row.items():
                for word in filter(None, cell.split("|") if language != _INTO else ()):
                    found.setdefault(language, {}).setdefault(word.lower(), row[_INTO])
    return found
