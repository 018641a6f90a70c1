"""The question's box and the filters beside it. They show the address, and change it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from casebook.text.speech import number, say, say_of
from casebook.ui import address, picking
from casebook.ui.instruments import instrument
from casebook.ui.words import capital, country, kind, language
from search.facets import Facets
from search.records import Filter, Kind, Query, Study

_K: Final = (10, 20, 50)
_NAMES: Final = (
    *("q", "topic", "country", "language", "publisher", "study", "since", "until", "k"),
    *("kind", "instrument"),
)


@dataclass(frozen=True, slots=True)
class Facet:
    """A property to narrow by: what is chosen of it, and how much of what was found has what."""

    name: str
    label: str
    chosen: tuple[str, ...]
    counts: Mapping[str, int]
    called: Callable[[str], str] = str

    @property
    def options(self) -> list[str]:
        """The values, the commonest first; what the address names is one of them in any case."""
        common = sorted(self.counts, key=lambda value: (-self.counts[value], self.called(value)))
        return [*common, *(value for value in self.chosen if value not in self.counts)]

    def option(self, value: str) -> str:
        """A value as it is shown."""
        return f"{self.called(value)} ({number(self.counts.get(value, 0))})"


def facets(narrowed: Filter, found: Facets, studies: Sequence[Study]) -> list[Facet]:
    """What can be narrowed: the properties that differ, or that are in use."""
    counts = found.counts
    titles = {study.id: study.title for study in studies}
    # As texts: of values of an enumeration the widget wants the enumeration itself.
    kinds = tuple(one.value for one in narrowed.kinds)
    every = [
        Facet("country", say("Country"), narrowed.countries, counts["countries"], country),
        Facet("topic", say("Topic"), narrowed.topics, counts["topics"], capital),
        Facet(
            "instrument",
            say("Instrument"),
            narrowed.instruments,
            counts["instruments"],
            instrument,
        ),
        Facet("kind", say("Kind of passage"), kinds, counts["kinds"], _kind),
        Facet("language", say("Language"), narrowed.languages, counts["languages"], language),
        Facet("publisher", say("Organisation"), narrowed.publishers, counts["publishers"]),
        Facet(
            "study",
            say("Study"),
            narrowed.studies,
            counts["studies"],
            lambda id: titles.get(id, id),
        ),
    ]
    return [facet for facet in every if len(facet.counts) > 1 or facet.chosen]


def question(asked: Query) -> None:
    """Draw the question's box as the address has it."""
    st.session_state["q"] = asked.text
    st.text_input(
        say("Question"),
        key="q",
        type="search",
        placeholder=say("Ask in plain words"),
        label_visibility="collapsed",
        on_change=_changed,
    )


def beside(asked: Query, found: Facets, studies: Sequence[Study]) -> None:
    """Draw the filters in the sidebar, with what each would bring."""
    with st.sidebar:
        st.html(f'<p class="cb-quiet">{_counted(found)}</p>')
        every = facets(asked.filter, found, studies)
        for facet in every[:2]:
            _several(facet)
        _years(asked.filter, studies)
        for facet in every[2:]:
            _several(facet)
        _shape(asked)


def in_force(asked: Query) -> None:
    """Draw a button for each filter in force that takes it away, and one for all of them."""
    forces = list(picking.in_force(asked))
    if not forces:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="forces"):
        st.html(f'<p class="cb-quiet">{say("Only")}</p>', width="content")
        for at, one in enumerate(forces):
            st.button(
                one.name,
                key=f"force-{at}",
                icon=":material/close:",
                icon_position="right",
                help=say("Take this filter away"),
                on_click=_go,
                args=(one.without,),
            )
        if len(forces) > 1:
            none = Query(asked.text, asked.k, Filter(), asked.mode, asked.by_study)
            st.button(
                say("Take all away"), key="unforced", type="tertiary", on_click=_go, args=(none,)
            )


def _counted(found: Facets) -> str:
    """What the numbers beside the values count."""
    if not found.passages:
        return say("In brackets: how many studies.")
    return say_of(
        "In brackets: how many of the {n} best passage.",
        "In brackets: how many of the {n} best passages.",
        found.total,
    )


def _several(facet: Facet) -> None:
    st.session_state[facet.name] = list(facet.chosen)
    st.multiselect(
        facet.label,
        facet.options,
        key=facet.name,
        format_func=facet.option,
        placeholder=say("Any"),
        on_change=_changed,
    )


def _years(narrowed: Filter, studies: Sequence[Study]) -> None:
    ends = {year for s in studies for year in (s.year_from, s.year_to) if year is not None}
    if len(ends) < 2 and narrowed.year_from is None and narrowed.year_to is None:
        return
    first, last = (str(min(ends, default="")), str(max(ends, default="")))
    sides = (
        ("since", say("From year"), narrowed.year_from, first),
        ("until", say("To year"), narrowed.year_to, last),
    )
    for column, (name, label, value, hint) in zip(st.columns(2), sides, strict=True):
        st.session_state[name] = value
        column.number_input(label, 0, 9999, key=name, step=1, placeholder=hint, on_change=_changed)


def _shape(asked: Query) -> None:
    st.session_state["k"] = asked.k
    st.session_state["group"] = asked.by_study
    options = sorted({*_K, asked.k})
    st.segmented_control(say("Passages"), options, key="k", required=True, on_change=_changed)
    st.toggle(say("Best passage of each study"), key="group", on_change=_changed)


def _changed() -> None:
    """Write what the widgets say to the address."""
    state = st.session_state
    given = {name: _texts(state.get(name)) for name in _NAMES}
    given["group"] = ["study"] if state.get("group") else []
    _go(address.query(given))


def _go(asked: Query) -> None:
    address.go(address.of_query(asked))


def _kind(value: str) -> str:
    return kind(Kind(value))


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
