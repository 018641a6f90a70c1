"""What the address says: a question with its filters, or a place in a study. The only state.

A link copied from the browser brings the same view back.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from urllib.parse import parse_qs, urlencode

import streamlit as st

from search import present
from search.records import Double, Filter, Hit, Passage, Query, Span

Params: TypeAlias = dict[str, str | list[str]]

_K: Final = 10
_MOST: Final = 100
_OPERATORS: Final = re.compile(r"[\"„“”«»]|(?<![^\s(])-(?=\w)")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a study, or the passage on it; `shown` is the page that was turned to.

    `back` is the query part of the address of the results that led here.
    """

    study: str
    page: int = 1
    span: Span | None = None
    shown: int = 1
    back: str = ""


def current() -> dict[str, list[str]]:
    """The parameters of the address, each with all of its values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def query(given: Mapping[str, Sequence[str]]) -> Query:
    """The question and filters of an address; what can't be read counts as not said."""
    narrowed = Filter(
        studies=tuple(given.get("study", ())),
        topics=tuple(given.get("topic", ())),
        countries=tuple(given.get("country", ())),
        languages=tuple(given.get("language", ())),
        publishers=tuple(given.get("publisher", ())),
        year_from=_number(given, "since"),
        year_to=_number(given, "until"),
    )
    k = min(max(_number(given, "k") or _K, 1), _MOST)
    text = " ".join(given.get("q", ()))
    return Query(text, k, narrowed, by_study="study" in given.get("group", ()))


def of_query(asked: Query) -> Params:
    """The address of a question and its filters."""
    narrowed = asked.filter
    params: dict[str, str | Sequence[str]] = {
        "q": asked.text,
        "topic": narrowed.topics,
        "country": narrowed.countries,
        "language": narrowed.languages,
        "publisher": narrowed.publishers,
        "study": narrowed.studies,
        "since": str(narrowed.year_from or ""),
        "until": str(narrowed.year_to or ""),
        "k": "" if asked.k == _K else str(asked.k),
        "group": "study" if asked.by_study else "",
    }
    return {
        name: value if isinstance(value, str) else list(value)
        for name, value in params.items()
        if value
    }


def place(given: Mapping[str, Sequence[str]]) -> Place:
    """The place of an address."""
    page = _number(given, "page") or 1
    start, end = _number(given, "start"), _number(given, "end")
    return Place(
        study=(given.get("study") or [""])[0],
        page=page,
        span=None if start is None or end is None else Span(start, end),
        shown=_number(given, "shown") or page,
        back=(given.get("back") or [""])[0],
    )


def of_place(at: Place) -> Params:
    """The address of a place: `search.present.address` with the page turned to and the way back."""
    params: Params = {"study": at.study, "page": str(at.page)}
    if at.span is not None:
        params |= {"start": str(at.span.start), "end": str(at.span.end)}
    if at.shown != at.page:
        params["shown"] = str(at.shown)
    return params | ({"back": at.back} if at.back else {})


def of_hit(hit: Hit | Double, asked: Query) -> Params:
    """The address of a hit's passage, with the way back to what was asked."""
    passage = hit.passage
    back = urlencode(of_query(asked), doseq=True)
    span = Span(passage.start, passage.end)
    return of_place(Place(passage.study_id, passage.page, span, passage.page, back))


def within(asked: Query, study_id: str) -> Params:
    """The address of the same question to one study alone."""
    return of_query(replace(asked, filter=Filter(studies=(study_id,)), by_study=False))


def like(passage: Passage, asked: Query) -> Params:
    """The address of a search for a passage's own words, in whatever study.

    What would be read as an operator of a question is left out.
    """
    words = present.one_line(_OPERATORS.sub("", passage.text))
    narrowed = replace(asked.filter, studies=())
    return of_query(replace(asked, text=words, filter=narrowed))


def returning(at: Place) -> Params:
    """The address of the results that led to a place."""
    return of_query(query(parse_qs(at.back)))


def go(params: Mapping[str, str | Iterable[str]]) -> None:
    """Change the address; the page follows."""
    st.query_params.from_dict(params)


def _number(given: Mapping[str, Sequence[str]], name: str) -> int | None:
    value = (given.get(name) or [""])[0]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None
