"""A filter against a library: which studies, languages and passages may answer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.library import Library
from search.records import Filter, ReadBy


@dataclass(frozen=True, slots=True)
class Scope:
    """What a filter lets through. None stands for everything."""

    studies: tuple[str, ...] | None
    languages: tuple[str, ...]
    ids: NDArray[np.int64] | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What stands behind an answer: studies, pages and passages that the filter let through."""

    studies: int
    pages: int
    unread_pages: int
    passages: int


def scope(library: Library, filter: Filter, languages: tuple[str, ...]) -> Scope:
    """The part of a library, with passages in `languages`, that a filter lets through."""
    if filter == Filter():
        return Scope(None, languages, None)
    condition, values = _studies(filter)
    studies = None
    if values:
        studies = tuple(library.study_ids(condition, *values))
    among = _among("p.language", filter.languages)
    ids = library.ids(f"{condition} AND {among}", *values, *filter.languages)
    kept = tuple(code for code in languages if not filter.languages or code in filter.languages)
    return Scope(studies, kept, ids)


def coverage(library: Library, filter: Filter) -> Coverage:
    """How much of a library stands behind an answer."""
    condition, values = _studies(filter)
    chosen = f"study_id IN (SELECT s.id FROM studies s WHERE {condition})"
    among = _among("language", filter.languages)
    given = (*values, *filter.languages)
    return Coverage(
        studies=library.count("studies s", condition, *values),
        pages=library.count("pages", f"{chosen} AND {among}", *given),
        unread_pages=library.count("pages", f"{chosen} AND read_by = ?", *values, ReadBy.NONE),
        passages=library.count("passages", f"{chosen} AND {among}", *given),
    )


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
