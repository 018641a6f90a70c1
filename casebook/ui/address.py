"""What the address says: a question with its filters, or a place in a study. The only state.

A link copied from the browser brings the same view back.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from urllib.parse import parse_qs, urlencode

import streamlit as st

from search import comparison, present
from search.comparison import By
from search.instruments import INSTRUMENTS
from search.records import Double, Filter, Hit, Kind, Passage, Query, Span

Params: TypeAlias = dict[str, str | list[str]]

# The parameter that names the language of the app.
LANG: Final = "lang"
_K: Final = 10
_MOST: Final = 100
_OPERATORS: Final = re.compile(r"[\"„“”«»]|(?<![^\s(])-(?=\w)")


# How wide a page can be shown, in hundredths of what it has room for.
ZOOMS: Final = (100, 150, 200)
_CHECKED: Final = re.compile(r"[0-9a-f]{8,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a study, or the passage on it; `shown` is the page that was turned to.

    `words` tells the passage's words from others (`search.present.check`). `back` is the address of
    what led here, of the results where it names no page of the app. `zoom` is one of ZOOMS.
    """

    study: str
    page: int = 1
    span: Span | None = None
    shown: int = 1
    back: str = ""
    words: str = ""
    zoom: int = ZOOMS[0]


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
        kinds=tuple(Kind(one) for one in given.get("kind", ()) if one in {*Kind}),
        instruments=tuple(one for one in given.get("instrument", ()) if one in INSTRUMENTS),
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
        "kind": narrowed.kinds,
        "instrument": narrowed.instruments,
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
    words = (given.get("words") or [""])[0]
    zoom = _number(given, "zoom")
    return Place(
        study=(given.get("study") or [""])[0],
        page=page,
        span=None if start is None or end is None else Span(start, end),
        shown=_number(given, "shown") or page,
        back=(given.get("back") or [""])[0],
        words=words if _CHECKED.fullmatch(words) else "",
        zoom=zoom if zoom in ZOOMS else ZOOMS[0],
    )


def of_place(at: Place) -> Params:
    """The address of a place: `search.present.address` with the page turned to and the way back."""
    params: Params = {"study": at.study, "page": str(at.page)}
    if at.span is not None:
        params |= {"start": str(at.span.start), "end": str(at.span.end)}
        params |= {"words": at.words} if at.words else {}
    if at.shown != at.page:
        params["shown"] = str(at.shown)
    if at.zoom != ZOOMS[0]:
        params["zoom"] = str(at.zoom)
    return params | ({"back": at.back} if at.back else {})


def of_hit(hit: Hit | Double, asked: Query) -> Params:
    """The address of a hit's passage, with the way back to what was asked."""
    return of_passage(hit.passage, urlencode(of_query(asked), doseq=True))


def of_passage(passage: Passage, back: str = "") -> Params:
    """The address of a passage, with the way back to what led there."""
    span, words = Span(passage.start, passage.end), present.check(passage.text)
    return of_place(Place(passage.study_id, passage.page, span, passage.page, back, words))


def way_back(path: str, params: Params) -> str:
    """The address of a page of the app, as a place holds it."""
    return f"{path}?{urlencode(params, doseq=True)}"


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


def origin(at: Place) -> tuple[str, dict[str, list[str]]]:
    """The page of the app that led to a place, and the rest of its address."""
    path, _, given = at.back.rpartition("?")
    return path, parse_qs(given)


def returning(at: Place) -> Params:
    """The address of the results that led to a place."""
    return of_query(query(parse_qs(at.back)))


def asked(at: Place) -> str:
    """The question that led to a place, "" where none did."""
    path, given = origin(at)
    # A comparison asks several: which of them it was is noted beside them.
    return " ".join(given.get("q" if not path else "asked", ()))


def compared(given: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], By, tuple[str, ...]]:
    """The questions of a comparison, what its columns are, and which of them were chosen."""
    by = By.COUNTRY if By.COUNTRY in given.get("by", ()) else By.STUDY
    keys = dict.fromkeys(given.get(by, ()))
    return comparison.questions(given.get("q", ())), by, tuple(keys)[: comparison.MOST_COLUMNS]


def of_compared(asked: Sequence[str], by: By, keys: Sequence[str]) -> Params:
    """The address of a comparison."""
    params: Params = {"q": list(asked)} if asked else {}
    params |= {"by": by.value} if by is not By.STUDY else {}
    return params | ({by.value: list(keys)} if keys else {})


def go(params: Mapping[str, str | Iterable[str]]) -> None:
    """Change the address, its language aside; the page follows."""
    st.query_params.from_dict(spoken() | dict(params))


def spoken() -> dict[str, str | Iterable[str]]:
    """The language that the address names, as a part of the next one."""
    return {LANG: st.query_params[LANG]} if LANG in st.query_params else {}


def _number(given: Mapping[str, Sequence[str]], name: str) -> int | None:
    value = (given.get(name) or [""])[0]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None
