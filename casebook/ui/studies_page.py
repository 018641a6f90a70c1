"""Studies: all that the library holds, and each of them opened."""

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import address, removals, viewer
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, country, facts, language, quiet
from search.library import Library
from search.records import ReadBy, Study

_AT_A_TIME: Final = 50


def show() -> None:
    """The list of studies, or the one that the address names."""
    given = address.current()
    if "study" in given:
        viewer.show(address.place(given), "studies")
        return
    library = shared().session.library
    studies = library.studies()
    with st.container(key="list"):
        removals.announce()
        if studies:
            wanted = " ".join(given.get("find", ()))
            _find(wanted)
            found = matching(studies, wanted)
            st.html(quiet(_held(library, studies, found)))
            _list(library, found)
        else:
            empty = escape(say("Your library is empty"))
            st.html(f'<h1 class="cb-study">{empty}</h1>')
            link(say("Add studies"), "add", {})
        removals.lately()


def matching(studies: Sequence[Study], wanted: str) -> list[Study]:
    """The studies of which each wanted word is in the title or the facts, accents aside."""
    words = _bare(wanted).split()
    return [study for study in studies if all(word in _bare(_said(study)) for word in words)]


def _find(wanted: str) -> None:
    st.session_state["find"] = wanted
    st.text_input(
        say("Find a study"),
        key="find",
        type="search",
        placeholder=say("Find by title, year, country, topic or organisation"),
        label_visibility="collapsed",
        on_change=lambda: address.go(_finding(st.session_state["find"])),
    )


def _finding(wanted: str) -> address.Params:
    return {"find": wanted} if wanted.strip() else {}


def _held(library: Library, studies: Sequence[Study], found: Sequence[Study]) -> str:
    if len(found) < len(studies):
        number = speech.number(len(found))
        return say_of("{found} of {n} study", "{found} of {n} studies", len(studies), found=number)
    unread = library.count("pages", "read_by = ?", ReadBy.NONE)
    parts = [
        say_of("{n} study", "{n} studies", len(studies)),
        say_of("{n} page", "{n} pages", sum(study.page_count for study in studies)),
        say("{number} without text", number=speech.number(unread)) if unread else "",
    ]
    return ", ".join(filter(None, parts))


def _list(library: Library, found: Sequence[Study]) -> None:
    rows = st.container()
    number = 1
    if len(found) > _AT_A_TIME:
        number = st.pagination(-(-len(found) // _AT_A_TIME), key="part")
    with rows:
        for study in found[(number - 1) * _AT_A_TIME : number * _AT_A_TIME]:
            _row(library, study)


def _row(library: Library, study: Study) -> None:
    unread = library.count("pages", "study_id = ? AND read_by = ?", study.id, ReadBy.NONE)
    about = " · ".join(
        part
        for part in (
            facts(study),
            capital(", ".join(study.topics)),
            say_of("{n} page", "{n} pages", study.page_count),
        )
        if part
    )
    missing = ""
    if unread:
        without = say("{number} without text", number=speech.number(unread))
        missing = f'<span class="cb-unread">{escape(without)}</span>'
    if "title" in study.guesses:
        missing += f'<span class="cb-guess">{escape(say("title guessed"))}</span>'
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
