"""The names and years of a question, and which of them no hit mentions."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from search.asked import Asked
from search.function_words import is_function_word
from search.places import countries
from search.stems import WORD

Run: TypeAlias = tuple[str, ...]

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_OF_A_COUNTRY: Final = ("ish", "ch", "ese", "ian", "ean")
# FY, FY2021, Oct and UK often stand otherwise on the page. With them as names 29 of 136 questions
# over 29 reports were refused whose page was among the first ten hits, without them 6.
_SHORT: Final = 3
_BEGINS: Final = re.compile(r"(?:^|[.?!:;])[\s\"„“”«»'‘’¿¡(]*$")


def unmet(asked: Asked, held: Collection[str], telling: Mapping[str, float]) -> tuple[str, ...]:
    """The names and years of a question of which less than half is among the words held.

    `telling` is what each word tells: of "Regione Puglia" it is Puglia that has to be there.
    """
    return _told(run for run in named(asked) if not _met(run, held, telling))


def apart(
    asked: Asked, held: Sequence[Collection[str]], telling: Mapping[str, float]
) -> tuple[str, ...]:
    """The names and years of a question that has both, where a year stands with no name.

    `held` are the words that each study holds. Who asks for Slovakia in 2023 is not answered by a
    study of Slovakia and another of 2023; who compares two countries may be.
    """
    runs = named(asked)
    years = [run for run in runs if _is_year(run)]
    names = [run for run in runs if not _is_year(run)]
    spoken_of = [there for there in held if any(_met(run, there, telling) for run in names)]
    if not names or all(any(year in there for there in spoken_of) for (year,) in years):
        return ()
    return _told((*names, *years))


def named(asked: Asked) -> list[Run]:
    """The names and years of a question, word by word.

    A name is a run of capitals within a sentence, or a country's name. German nouns are no names,
    nor is what is said of a country: the French poles stand under France.
    """
    text = asked.text
    words = [*WORD.finditer(text)]
    placed = countries([word.group() for word in words], adjectives=False, language=asked.language)
    follows = {b.start() for a, b in pairwise(words) if text[a.end() : b.start()].isspace()}
    runs: list[list[str]] = []
    open_run = False
    for at, word in enumerate(words):
        year = _YEAR.fullmatch(word.group()) is not None
        name = not year and _is_name(word.group(), asked) and not _begins(text, word.start())
        name = name or (at in placed and len(word.group()) > _SHORT)
        if name and open_run and word.start() in follows:
            runs[-1].append(word.group())
        elif name or year:
            runs.append([word.group()])
        open_run = name
    return [tuple(run) for run in runs if not all(map(_of_a_country, run))]


def _met(run: Run, held: Collection[str], telling: Mapping[str, float]) -> bool:
    total = sum(telling.get(word, 1.0) for word in run)
    return 2 * sum(telling.get(word, 1.0) for word in run if word in held) >= total > 0


def _told(runs: Iterable[Run]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(" ".join, runs)))


def _is_year(run: Run) -> bool:
    return _YEAR.fullmatch(run[0]) is not None


def _is_name(word: str, asked: Asked) -> bool:
    shouted = asked.text.isupper() or asked.language == "de"
    told = word[0].isupper() and not any(map(str.isdigit, word)) and not shouted
    long = len(word) > _SHORT or (len(word) == _SHORT and word.isupper())
    return told and long and not is_function_word(word, asked.language)


def _begins(text: str, at: int) -> bool:
    return _BEGINS.search(text, 0, at) is not None


def _of_a_country(word: str) -> bool:
    return word.lower().endswith(_OF_A_COUNTRY)
