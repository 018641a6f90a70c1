"""Search: a question, its ranked passages, and the page that one of them stands on."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from casebook.ui import address, filters, hits, nothing, saved_searches, understood, viewer
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import counted, coverage, quiet, shortened
from search import scope
from search.asked import Answer
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
    name = f"{shortened(asked.text)} · Casebook" if asked.text else "Casebook"
    st.set_page_config(name, initial_sidebar_state="auto")
    with st.container(key="search"):
        filters.draw(asked, studies)
        if asked.text.strip():
            _answer(asked)
        else:
            _start(studies, asked)


def _answer(asked: Query) -> None:
    engine = shared().ready().engine
    answer = engine.answer(asked)
    covered = coverage(engine.coverage(asked))
    understood.draw(asked, answer.asked)
    if answer.nothing or not answer.hits:
        nothing.draw(asked, answer, covered)
        marks = _saving(asked, "")
        if answer.hits:
            with st.expander(nothing.NEAREST):
                _hits(asked, answer, marks)
        return
    of = counted(len({hit.study.id for hit in answer.hits}), "study", "studies")
    marks = _saving(asked, f"{counted(len(answer.hits), 'passage')} from {of}")
    _hits(asked, answer, marks)
    st.html(quiet(f"{covered}."))


def _saving(asked: Query, found: str) -> dict[int, str]:
    """A line with what was found, and the way to save the search or what came to it since.

    Gives a word for each passage that is new or changed, by its id.
    """
    saved = saved_searches.of(asked)
    news = saved_searches.since(saved) if saved else None
    with st.container(horizontal=True, vertical_alignment="center", key="found"):
        if found:
            st.html(quiet(found), width="content")
        if saved:
            saved_searches.beside(saved, news)
        else:
            saved_searches.offer(asked)
    return saved_searches.marks(news)


def _hits(asked: Query, answer: Answer, marks: Mapping[int, str]) -> None:
    for hit in answer.hits:
        hits.draw(hit, asked, answer.asked, marks.get(hit.passage.id, ""))


def _start(studies: Sequence[Study], asked: Query) -> None:
    within = scope.coverage(shared().session.library, asked.filter)
    held = f"{counted(within.studies, 'study', 'studies')}, {counted(within.pages, 'page')}"
    st.html(quiet(f"{held}. Each answer is a passage, word for word, shown on its page."))
    ids = {study.id for study in studies}
    examples = [question for question, study in _EXAMPLES if study in ids]
    if examples and asked.filter == Filter():
        _suggest(examples)
    saved_searches.draw()


def _suggest(examples: Sequence[str]) -> None:
    with st.container(key="examples", gap="xsmall"):
        st.html('<p class="cb-label">For example</p>')
        for question in examples:
            link(question, "", {"q": question})


def _empty() -> None:
    st.subheader("Your library is empty")
    st.write("Add the studies that you want to search: PDF files, as many as you like.")
    link("Add studies", "add", {})
