"""Facets: how much of what a question found, or of the library, has each value to narrow by.

With a question its best passages are counted, a hundred at most; without one studies are. Within a
facet its own filter does not count, so the numbers beside a chosen value say what the others would
bring. Why so, and what it costs: docs/decisions/narrowing.md.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search import scope
from search.engine import Engine
from search.instruments import INSTRUMENTS
from search.records import Filter, Query, Study
from search.roll import Roll, roll

# The financial frameworks of the EU, which its programmes follow.
PERIODS: Final = ((2000, 2006), (2007, 2013), (2014, 2020), (2021, 2027))
# What each facet leaves out of the filter: its own part.
_OWN: Final[dict[str, dict[str, Any]]] = {
    "topics": {"topics": ()},
    "countries": {"countries": ()},
    "years": {"year_from": None, "year_to": None},
    "languages": {"languages": ()},
    "publishers": {"publishers": ()},
    "instruments": {"instruments": ()},
    "kinds": {"kinds": ()},
    "studies": {"studies": ()},
}
# More bars than that are too thin to press on a phone: then several years share one.
_MOST_BARS: Final = 45
_STEPS: Final = (1, 5, 10, 25, 50, 100, 500)
_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Facets:
    """How many passages, or studies, have each value of each facet.

    `total` is how many were counted of what the whole filter lets through. A value with 0 could be
    chosen and be found farther down. `periods` are of `PERIODS`: "2007-2013".
    """

    passages: bool
    total: int
    counts: Mapping[str, Mapping[str, int]]


class Counting:
    """Counts facets over one library. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._roll: Roll | None = None
        self._named: dict[str, NDArray[np.int64]] = {}
        self._of = ""
        self._found: OrderedDict[tuple[str, Query], tuple[int, ...]] = OrderedDict()

    def of(self, query: Query, best: Sequence[int]) -> Facets:
        """The facets of a question; `best` are the ids of its best passages."""
        held = self.ready()
        self._keep(held, query, tuple(best))
        counts: dict[str, Mapping[str, int]] = {}
        for name, own in _OWN.items():
            wider = replace(query, filter=replace(query.filter, **own))
            rows = held.rows(self._best(held, wider))
            studies = [held.studies[at] for at in held.study[rows]]
            there = self._studies(held, wider.filter)
            counts |= _counted(name, studies, there, held.studies)
            if name in ("languages", "kinds", "instruments"):
                counts[name] = self._of_passages(name, held, rows, counts.get(name, {}))
        return Facets(True, len(held.rows(best)), counts)

    def of_library(self, filter: Filter) -> Facets:
        """The facets of the studies, where nothing is asked.

        Until the indexes are loaded nobody waits for the instruments.
        """
        held = self._for(filter)
        counts: dict[str, Mapping[str, int]] = {}
        for name, own in _OWN.items():
            wider = replace(filter, **own)
            studies = self._having(held, wider)
            counts |= _counted(name, studies, studies, held.studies)
            if name in ("kinds", "instruments"):
                counts[name] = self._of_studies(name, held, wider)
        return Facets(False, len(self._having(held, filter)), counts)

    def languages(self, filter: Filter) -> Mapping[str, int]:
        """How many studies are in each language, of those that the other filters let through."""
        studies = self._having(self._for(filter), replace(filter, **_OWN["languages"]))
        return _count(_VALUES["languages"], studies, studies)

    def ready(self) -> Roll:
        """What is counted over, as the library is now."""
        held = self._rolled()
        if self._of != held.edition:
            named = {name: self._engine.instruments.now([name]) for name in INSTRUMENTS}
            self._named, self._of = named, held.edition
        return held

    def _for(self, filter: Filter) -> Roll:
        return self.ready() if filter.instruments else self._rolled()

    def _rolled(self) -> Roll:
        with self._lock:
            if self._roll is None or self._roll.edition != self._engine.library.edition:
                self._roll = roll(self._engine.library)
            return self._roll

    # What is counted

    def _best(self, held: Roll, query: Query) -> tuple[int, ...]:
        found = self._found.get(_key(held, query))
        return self._keep(held, query, self._engine.best(query)) if found is None else found

    def _keep(self, held: Roll, query: Query, best: tuple[int, ...]) -> tuple[int, ...]:
        with self._lock:
            self._found[_key(held, query)] = best
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return best

    def _studies(self, held: Roll, filter: Filter) -> list[Study]:
        """The studies that a filter lets through, whatever their passages."""
        wanted = replace(filter, languages=(), kinds=(), instruments=())
        if wanted == Filter():
            return list(held.studies)
        ids = scope.studies(self._engine.library, wanted)
        return [held.studies[held.places[id]] for id in ids if id in held.places]

    def _having(self, held: Roll, filter: Filter) -> list[Study]:
        """The same, if they have a passage that it lets through."""
        studies = self._studies(held, filter)
        if not (filter.languages or filter.kinds or filter.instruments):
            return studies
        having = set(held.study[held.within(filter, self._names(filter))].tolist())
        return [study for study in studies if held.places[study.id] in having]

    def _names(self, filter: Filter) -> NDArray[np.int64]:
        none = np.zeros(0, np.int64)
        held = [self._named.get(name, none) for name in filter.instruments]
        return np.unique(np.concatenate([none, *held]))

    def _of_passages(
        self, name: str, held: Roll, rows: NDArray[np.int64], there: Mapping[str, int]
    ) -> Mapping[str, int]:
        if name == "languages":
            found = Counter(held.languages[at] for at in held.language[rows])
            return {**dict.fromkeys(there, 0), **{code: n for code, n in found.items() if code}}
        if name == "kinds":
            kinds = Counter(held.kinds[at].value for at in held.kind[rows])
            return {held.kinds[at].value: kinds[held.kinds[at].value] for at in _present(held)}
        ids = held.ids[rows]
        return {
            one: int(np.isin(ids, named).sum()) for one, named in self._named.items() if len(named)
        }

    def _of_studies(self, name: str, held: Roll, filter: Filter) -> Mapping[str, int]:
        """How many studies have a passage of each kind, or that names each instrument."""
        places = [held.places[study.id] for study in self._studies(held, filter)]
        within = held.within(filter, self._names(filter)) & np.isin(held.study, places)
        if name == "kinds":
            parts = {held.kinds[at].value: held.kind == at for at in _present(held)}
        else:
            named = ((one, ids) for one, ids in self._named.items() if len(ids))
            parts = {one: np.isin(held.ids, ids, assume_unique=True) for one, ids in named}
        return {one: len(np.unique(held.study[within & part])) for one, part in parts.items()}


def _present(held: Roll) -> list[int]:
    """The kinds that there are passages of."""
    return [at for at in range(len(held.kinds)) if (held.kind == at).any()]


def _key(held: Roll, query: Query) -> tuple[str, Query]:
    return held.edition, replace(query, k=1, by_study=False)


def _counted(
    name: str, studies: Sequence[Study], there: Sequence[Study], every: Sequence[Study]
) -> dict[str, Mapping[str, int]]:
    """The counts of a facet's values of these studies; 0 for what only those `there` have.

    `every` study of the library says how many years share a bar.
    """
    if name == "years":
        years = partial(_years, step=_step(every))
        return {"years": _count(years, studies, there), "periods": _count(_periods, studies, there)}
    return {name: _count(_VALUES[name], studies, there)} if name in _VALUES else {}


def _count(
    values: Callable[[Study], set[str]], studies: Sequence[Study], there: Sequence[Study]
) -> dict[str, int]:
    zeros = dict.fromkeys((value for study in there for value in values(study)), 0)
    return zeros | Counter(value for study in studies for value in values(study))


def _step(studies: Iterable[Study]) -> int:
    """How many years share a bar, so that all of a library's studies have room."""
    known = [ends for study in studies if (ends := _ends(study)) != (1, 0)]
    span = max((last for _, last in known), default=0) - min((one for one, _ in known), default=0)
    return next((step for step in _STEPS if span // step < _MOST_BARS), _STEPS[-1])


def _years(study: Study, step: int) -> set[str]:
    first, last = _ends(study)
    starts = range(first - first % step, last + 1, step)
    return {str(year) if step == 1 else f"{year}-{year + step - 1}" for year in starts}


def _periods(study: Study) -> set[str]:
    first, last = _ends(study)
    return {f"{a}-{b}" for a, b in PERIODS if first <= b and last >= a}


def _ends(study: Study) -> tuple[int, int]:
    """The years that a study covers; none, as 1 to 0, where they are not known."""
    known = [year for year in (study.year_from, study.year_to) if year is not None]
    return (min(known), max(known)) if known else (1, 0)


_VALUES: Final[dict[str, Callable[[Study], set[str]]]] = {
    "topics": lambda study: set(study.topics),
    "countries": lambda study: set(study.countries),
    "languages": lambda study: {study.language} - {""},
    "publishers": lambda study: {study.publisher, *study.organisations} - {""},
    "studies": lambda study: {study.id},
}
