"""Countries by what they are called: France, Frankreich and French are one.

`countries.csv` has the names of a hundred countries in thirteen languages (Unicode CLDR) and,
of those in Europe and some others, what is said of them; a * stands for any ending. All in small
letters without accents.
"""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from search.asking.plain import folded

_FILE: Final = Path(__file__).with_name("countries.csv")
# Only in capitals: "usa" is a verb in Spanish.
_SHOUTED: Final = {"UK": "GB", "USA": "US", "US": "US", "UAE": "AE"}
# Of cases and genitives: Ranskassa, Deutschlands.
_ENDINGS: Final = ("s", "n", "an", "in", "ssa", "sta", "lla", "lta", "lle")
# Words of a language that are what another language calls a country, or begin as it does with one
# of these endings: all such in simplemma's lists that a question may hold.
_NO_COUNTRIES: Final = {
    "ca": "gana ira oma servia viro",
    "en": "lao suede suedes",
    "es": "cina gana ganan ganas ira servia servian servias viro",
    "et": "inde ira oma oman",
    "fi": "lao oma oman",
    "fr": "ira servie servies viron",
    "it": "ira viro",
    "nl": "inde oma",
    "pl": "gani oma",
    "pt": "ganas ira suede viro",
    "sv": "gana ganas indelta",
}
_FEWEST: Final = 4
_MOST_WORDS: Final = 4


def countries(words: Sequence[str], adjectives: bool = True, language: str = "") -> dict[int, str]:
    """The words that name a country, by place: its ISO 3166-1 code.

    Of "United Kingdom" both words do; without `adjectives` "British" does not. `language` is that
    of the words: Finnish oman (own) is not Oman, unless it has a capital within the sentence.
    """
    found: dict[int, str] = {}
    at = 0
    while at < len(words):
        code, size = _longest(words[at : at + _MOST_WORDS], adjectives)
        if size == 1 and (not at or words[at].islower()) and _is_no_country(words[at], language):
            code = ""
        found |= dict.fromkeys(range(at, at + size), code) if code else {}
        at += size
    return found


def _is_no_country(word: str, language: str) -> bool:
    return folded(word) in _NO_COUNTRIES.get(language, "").split()


def _longest(words: Sequence[str], adjectives: bool) -> tuple[str, int]:
    if words[0] in _SHOUTED:
        return _SHOUTED[words[0]], 1
    plain = [folded(word) for word in words]
    for size in range(len(words), 1, -1):
        if code := _names().get(" ".join(plain[:size])):
            return code, size
    return _alone(plain[0], adjectives), 1


@cache
def _alone(word: str, adjectives: bool) -> str:
    """The country that a word names, "" where it names none."""
    names, (said, begun) = _names(), _adjectives()
    forms = [word, *(word.removesuffix(end) for end in _ENDINGS if word.endswith(end))]
    # Polish: Francja, we Francji.
    forms += [f"{word[:-1]}a"] if word.endswith("i") else []
    for form in forms:
        if (form == word or len(form) >= _FEWEST) and form in names:
            return names[form]
    if not adjectives:
        return ""
    starts = (word[:size] for size in range(len(word), _FEWEST - 1, -1))
    return said.get(word) or next((begun[start] for start in starts if start in begun), "")


@cache
def _names() -> dict[str, str]:
    return {
        name.replace("-", " "): row["code"] for row in _rows() for name in row["names"].split(";")
    }


@cache
def _adjectives() -> tuple[dict[str, str], dict[str, str]]:
    said: dict[str, str] = {}
    begun: dict[str, str] = {}
    for row in _rows():
        for form in filter(None, row["adjectives"].split(";")):
            (begun if form.endswith("*") else said)[form.rstrip("*")] = row["code"]
    return said, begun


def _rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
