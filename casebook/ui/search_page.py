"""Search: a question, its ranked passages, and the page that one of them stands on."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from casebook.ui import address, filters, hits, viewer
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import counted, coverage, quiet
from search import scope
from search.records import Filter, Query, Study

# Questions that the bundled studies answer, each with the study that does.
_EXAMPLES: Final = (
    ("How much was a creative credit in Manchester worth?", "creative-credits-manchester"),
    (
        "How did Austria turn a regional test into a national scheme?",
        "austria-vinci-kreativwirtschaftsscheck",
    ),
    (
        "Why won't banks lend to people whose main asset is ideas?",
        "creative-sectors-guarantee-facility",
    ),
    ("How did Nantes reuse its shipyards?", "quartier-de-la-creation-nantes"),
    ("Wer konnte den Kreativgutschein beantragen?", "baden-wuerttemberg-innovation-vouchers"),
)


def show() -> None:
    """The results of the address's question, or the page that it names."""
    given = address.current()
    if "page" in given:
        viewer.show(address.place(given), "")
        return
    studies = shared().session.library.studies()
    if not studies:
        _empty()
        return
    asked = address.query(given)
    name = f"{asked.text} · Casebook" if asked.text else "Casebook"
    st.set_page_config(name, initial_sidebar_state="auto")
    with st.container(key="search"):
        filters.draw(asked, studies)
        if asked.text.strip():
            _answer(asked)
        else:
            _start(studies, asked)


def _answer(asked: Query) -> None:
    session = shared().ready()
    found = session.engine.search(asked)
    covered = coverage(session.engine.coverage(asked))
    if not found:
        _nothing(asked, covered)
        return
    of = counted(len({hit.study.id for hit in found}), "study", "studies")
    st.html(quiet(f"{counted(len(found), 'passage')} from {of}"))
    for hit in found:
        hits.draw(hit, asked)
    st.html(quiet(f"{covered}."))


def _nothing(asked: Query, covered: str) -> None:
    narrowed = asked.filter != Filter()
    st.info(
        "Nothing found: the filters leave no passage that could answer. Take some of them away."
        if narrowed
        else "Nothing found. Ask in other words, or add studies that speak of it."
    )
    if narrowed:
        without = address.of_query(Query(asked.text, asked.k, by_study=asked.by_study))
        link("Ask again without filters", "", without)
    st.html(quiet(f"{covered}."))


def _start(studies: Sequence[Study], asked: Query) -> None:
    within = scope.coverage(shared().session.library, asked.filter)
    held = f"{counted(within.studies, 'study', 'studies')}, {counted(within.pages, 'page')}"
    st.html(quiet(f"{held}. Each answer is a passage, word for word, shown on its page."))
    ids = {study.id for study in studies}
    examples = [question for question, study in _EXAMPLES if study in ids]
    if not examples or asked.filter != Filter():
        return
    with st.container(key="examples", gap="xsmall"):
        st.html('<p class="cb-label">For example</p>')
        for question in examples:
            link(question, "", {"q": question})


def _empty() -> None:
    st.subheader("Your library is empty")
    st.write("Add the studies that you want to search: PDF files, as many as you like.")
    link("Add studies", "add", {})
