"""A filter against a library: which studies, languages and passages may answer."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.library import Library
from search.records import Filter, ReadBy

# Without the word index nobody knows which passages name an instrument.
UNKNOWN: Final = np.zeros(0, np.int64)
_HELD: Final = "FROM passages WHERE id IN (SELECT value FROM json_each(?)))"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a filter lets through. None stands for everything.

    `apart` says that the ids are fewer than those of these studies in these languages: the word
    index, which knows no more than that of a passage, brings others too.
    """

    studies: tuple[str, ...] | None
    languages: tuple[str, ...]
    ids: NDArray[np.int64] | None
    apart: bool = False

    def holds(self, id: int) -> bool:
        """Whether a passage is within."""
        if self.ids is None:
            return True
        at = int(np.searchsorted(self.ids, id))
        return at < len(self.ids) and int(self.ids[at]) == id


@dataclass(frozen=True, slots=True)
class Coverage:
    """What stands behind an answer: studies, pages and passages that the filter let through."""

    studies: int
    pages: int
    unread_pages: int
    passages: int


def scope(
    library: Library,
    filter: Filter,
    languages: tuple[str, ...],
    named: NDArray[np.int64] = UNKNOWN,
) -> Scope:
    """The part of a library, with passages in `languages`, that a filter lets through.

    `named` are the passages that name one of the filter's instruments, ascending.
    """
    if filter == Filter():
        return Scope(None, languages, None)
    condition, values = _studies(filter)
    studies = None
    if values:
        studies = tuple(library.study_ids(condition, *values))
    among = f"{_among('p.language', filter.languages)} AND {_among('p.kind', filter.kinds)}"
    ids = library.ids(f"{condition} AND {among}", *values, *filter.languages, *filter.kinds)
    if filter.instruments:
        ids = np.intersect1d(ids, named, assume_unique=True)
    kept = tuple(code for code in languages if not filter.languages or code in filter.languages)
    return Scope(studies, kept, ids, apart=bool(filter.kinds or filter.instruments))


def without(library: Library, within: Scope, barred: Collection[str]) -> Scope:
    """The same, without the passages of some studies."""
    if not barred:
        return within
    among = library.study_ids("TRUE") if within.studies is None else within.studies
    given = json.dumps([*barred])
    ids = library.ids("s.id NOT IN (SELECT value FROM json_each(?))", given)
    if within.ids is not None:
        ids = np.intersect1d(ids, within.ids, assume_unique=True)
    return replace(within, studies=tuple(one for one in among if one not in barred), ids=ids)


def studies(library: Library, filter: Filter) -> list[str]:
    """The ids of the studies that a filter lets through, whatever it says of their passages."""
    condition, values = _studies(filter)
    return library.study_ids(condition, *values)


def holding(library: Library, filter: Filter, named: NDArray[np.int64] = UNKNOWN) -> list[str]:
    """The same, if they have a passage of the languages, kinds and instruments that it names."""
    if not (filter.languages or filter.kinds or filter.instruments):
        return studies(library, filter)
    ids = scope(library, filter, (), named).ids
    held = json.dumps([] if ids is None else ids.tolist())
    return library.study_ids(f"s.id IN (SELECT DISTINCT study_id {_HELD}", held)


def coverage(library: Library, filter: Filter, named: NDArray[np.int64] = UNKNOWN) -> Coverage:
    """How much of a library stands behind an answer; `named` as in `scope`.

    Where passages of some kinds or instruments are asked for, the studies and pages are theirs.
    """
    condition, values = _studies(filter)
    chosen = f"study_id IN (SELECT s.id FROM studies s WHERE {condition})"
    unread = library.count("pages", f"{chosen} AND read_by = ?", *values, ReadBy.NONE)
    if filter.kinds or filter.instruments:
        ids = scope(library, filter, (), named).ids
        return _of_passages(library, UNKNOWN if ids is None else ids, unread)
    among = _among("language", filter.languages)
    given = (*values, *filter.languages)
    return Coverage(
        studies=library.count("studies s", condition, *values),
        pages=library.count("pages", f"{chosen} AND {among}", *given),
        unread_pages=unread,
        passages=library.count("passages", f"{chosen} AND {among}", *given),
    )


def _of_passages(library: Library, ids: NDArray[np.int64], unread: int) -> Coverage:
    held = json.dumps(ids.tolist())
    studies = library.count(f"(SELECT DISTINCT study_id {_HELD}", "TRUE", held)
    pages = library.count(f"(SELECT DISTINCT study_id, page {_HELD}", "TRUE", held)
    return Coverage(studies, pages, unread, len(ids))


def _studies(filter: Filter) -> tuple[str, list[object]]:
    """An SQL condition on the studies `s`, and its values."""
    parts = [
        _among("s.id", filter.studies),
        _any_of("s.topics", filter.topics),
        _any_of("s.countries", filter.countries),
        _publishers(filter.publishers),
    ]
    values: list[object] = [*filter.studies, *filter.topics, *filter.countries]
    values += filter.publishers * 2
    if filter.year_from is not None:
        parts.append("coalesce(s.year_to, s.year_from) >= ?")
        values.append(filter.year_from)
    if filter.year_to is not None:
        parts.append("coalesce(s.year_from, s.year_to) <= ?")
        values.append(filter.year_to)
    return " AND ".join(parts), values


def _among(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join('?' * len(values))})" if values else "TRUE"


def _any_of(column: str, values: tuple[str, ...]) -> str:
    if not values:
        return "TRUE"
    return f"EXISTS (SELECT 1 FROM json_each({column}) v WHERE {_among('v.value', values)})"


def _publishers(values: tuple[str, ...]) -> str:
    if not values:
        return "TRUE"
    return f"({_among('s.publisher', values)} OR {_any_of('s.organisations', values)})"
