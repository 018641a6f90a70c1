"""Studies: all that the library holds, and each of them opened."""

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from casebook.ui import address, viewer
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, counted, country, facts, language, plain, quiet
from search.library import Library
from search.records import ReadBy, Study

_AT_A_TIME: Final = 50


def show() -> None:
    """The list of studies, or the one that the address names."""
    given = address.current()
    if "study" in given:
        viewer.show(address.place(given), "studies")
        return
    removed = st.session_state.pop("removed", None)
    if removed is not None:
        st.success(f"Removed: {plain(removed)}.")
    library = shared().session.library
    studies = library.studies()
    if not studies:
        st.subheader("Your library is empty")
        link("Add studies", "add", {})
        return
    wanted = " ".join(given.get("find", ()))
    with st.container(key="list"):
        _find(wanted)
        found = matching(studies, wanted)
        st.html(quiet(_held(library, studies, found)))
        _list(library, found)


def matching(studies: Sequence[Study], wanted: str) -> list[Study]:
    """The studies of which each wanted word is in the title or the facts, accents aside."""
    words = _bare(wanted).split()
    return [study for study in studies if all(word in _bare(_said(study)) for word in words)]


def _find(wanted: str) -> None:
    st.session_state["find"] = wanted
    st.text_input(
        "Find a study",
        key="find",
        type="search",
        placeholder="Find by title, year, country, topic or organisation",
        label_visibility="collapsed",
        on_change=lambda: address.go(_finding(st.session_state["find"])),
    )


def _finding(wanted: str) -> address.Params:
    return {"find": wanted} if wanted.strip() else {}


def _held(library: Library, studies: Sequence[Study], found: Sequence[Study]) -> str:
    if len(found) < len(studies):
        return f"{len(found)} of {counted(len(studies), 'study', 'studies')}"
    unread = library.count("pages", "read_by = ?", ReadBy.NONE)
    pages = counted(sum(study.page_count for study in studies), "page")
    told = f"{counted(len(studies), 'study', 'studies')}, {pages}"
    return f"{told}, {unread} without text" if unread else told


def _list(library: Library, found: Sequence[Study]) -> None:
    number = 1
    if len(found) > _AT_A_TIME:
        number = st.session_state.get("part", 1)
    for study in found[(number - 1) * _AT_A_TIME : number * _AT_A_TIME]:
        _row(library, study)
    if len(found) > _AT_A_TIME:
        st.pagination(-(-len(found) // _AT_A_TIME), key="part")


def _row(library: Library, study: Study) -> None:
    unread = library.count("pages", "study_id = ? AND read_by = ?", study.id, ReadBy.NONE)
    about = " · ".join(
        part
        for part in (
            facts(study),
            capital(", ".join(study.topics)),
            counted(study.page_count, "page"),
        )
        if part
    )
    missing = f'<span class="cb-unread">{unread} without text</span>' if unread else ""
    if "title" in study.guesses:
        missing += '<span class="cb-guess">title guessed</span>'
    with st.container(key=f"study-{study.id}", gap=None):
        link(study.title, "studies", {"study": study.id})
        st.html(f'<p class="cb-quiet">{escape(about)}{missing}</p>')


def _said(study: Study) -> str:
    names = (*map(country, study.countries), *study.topics, *study.organisations)
    years = f"{study.period} {language(study.language)}"
    return " ".join((study.title, study.subtitle, study.publisher, years, *names))


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
