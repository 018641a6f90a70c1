"""The question's box and the filters beside it. They show the address, and change it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from casebook.ui import address
from casebook.ui.words import capital, country, language
from search.records import Filter, Query, Study

_K: Final = (10, 20, 50)
_NAMES: Final = ("q", "topic", "country", "language", "publisher", "study", "since", "until", "k")


@dataclass(frozen=True, slots=True)
class Facet:
    """A property of studies to narrow by: what is chosen of it, and how many studies have what."""

    name: str
    label: str
    chosen: tuple[str, ...]
    counts: Counter[str]
    called: Callable[[str], str] = str

    @property
    def options(self) -> list[str]:
        """The values, the commonest first; what the address names is one of them in any case."""
        common = sorted(self.counts, key=lambda value: (-self.counts[value], self.called(value)))
        return [*common, *(value for value in self.chosen if value not in self.counts)]

    def option(self, value: str) -> str:
        """A value as it is shown."""
        return f"{self.called(value)} ({self.counts[value]})"


def facets(narrowed: Filter, studies: Sequence[Study]) -> list[Facet]:
    """What can be narrowed: the properties in which the studies differ, or that are in use."""
    every = [
        Facet("topic", "Topic", narrowed.topics, _counted(s.topics for s in studies), capital),
        Facet(
            "country",
            "Country",
            narrowed.countries,
            _counted(s.countries for s in studies),
            country,
        ),
        Facet(
            "language",
            "Language",
            narrowed.languages,
            _counted((s.language,) for s in studies),
            language,
        ),
        Facet(
            "publisher",
            "Organisation",
            narrowed.publishers,
            _counted((s.publisher, *s.organisations) for s in studies),
        ),
    ]
    return [facet for facet in every if len(facet.counts) > 1 or facet.chosen]


def draw(asked: Query, studies: Sequence[Study]) -> None:
    """Draw the question's box and the filters as the address has them."""
    st.session_state["q"] = asked.text
    st.text_input(
        "Question",
        key="q",
        type="search",
        placeholder="Ask in plain words",
        label_visibility="collapsed",
        on_change=_changed,
    )
    with st.sidebar:
        for facet in facets(asked.filter, studies):
            _several(facet.name, facet.label, facet.chosen, facet.options, facet.option)
        _years(asked.filter, studies)
        _studies(asked.filter, studies)
        _shape(asked)


def _several(
    name: str,
    label: str,
    chosen: Sequence[str],
    options: Sequence[str],
    shown: Callable[[str], str],
) -> None:
    st.session_state[name] = list(chosen)
    st.multiselect(
        label, options, key=name, format_func=shown, placeholder="Any", on_change=_changed
    )


def _studies(narrowed: Filter, studies: Sequence[Study]) -> None:
    titles = {study.id: study.title for study in studies}
    titles |= {id: id for id in narrowed.studies if id not in titles}
    if len(titles) > 1:
        _several("study", "Study", narrowed.studies, list(titles), titles.__getitem__)


def _years(narrowed: Filter, studies: Sequence[Study]) -> None:
    ends = {year for s in studies for year in (s.year_from, s.year_to) if year is not None}
    if len(ends) < 2 and narrowed.year_from is None and narrowed.year_to is None:
        return
    first, last = (str(min(ends, default="")), str(max(ends, default="")))
    sides = (
        ("since", "From year", narrowed.year_from, first),
        ("until", "To year", narrowed.year_to, last),
    )
    for column, (name, label, value, hint) in zip(st.columns(2), sides, strict=True):
        st.session_state[name] = value
        column.number_input(label, 0, 9999, key=name, step=1, placeholder=hint, on_change=_changed)


def _shape(asked: Query) -> None:
    st.session_state["k"] = asked.k
    st.session_state["group"] = asked.by_study
    options = sorted({*_K, asked.k})
    st.segmented_control("Passages", options, key="k", required=True, on_change=_changed)
    st.toggle("Best passage of each study", key="group", on_change=_changed)


def _changed() -> None:
    """Write what the widgets say to the address."""
    state = st.session_state
    given = {name: _texts(state.get(name)) for name in _NAMES}
    given["group"] = ["study"] if state.get("group") else []
    address.go(address.of_query(address.query(given)))


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _counted(values: Iterable[Iterable[str]]) -> Counter[str]:
    """How many studies have each value."""
    return Counter(value for one in values for value in {*one} if value)
