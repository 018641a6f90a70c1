"""The country that a question names: studies of it come before others that say the like."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from search.asked import Asked
from search.library import Library
from search.places import countries
from search.records import Study
from search.signs import words_of

# Twelve reports of one title, each on a country, and four questions about each: the right one is
# first for 38 of 48 without, 45 at 0.1, 47 at 0.15, 48 at 0.2 (docs/decisions/ranking.md).
_PLACED: Final = 0.15
_MOST_HELD: Final = 1 << 12


def placed(
    library: Library, asked: Asked, scores: Mapping[int, float], studies: Mapping[int, str]
) -> dict[int, float]:
    """Scores in [0, 1] that also count whether a study is of a country that the question names.

    `studies` names the study of each id.
    """
    named = frozenset(countries(words_of(asked.text), language=asked.language).values())
    if not named:
        return dict(scores)
    there = {id for id in set(studies.values()) if named & _countries(library.study(id))}
    return {
        id: (score + _PLACED * (studies[id] in there)) / (1 + _PLACED)
        for id, score in scores.items()
    }


@lru_cache(_MOST_HELD)
def _countries(study: Study) -> frozenset[str]:
    """The countries that a study is known to be of, or that its title names."""
    titles = countries(words_of(f"{study.title} {study.subtitle}"))
    return frozenset([*study.countries, *titles.values()])
