"""Search: a question, its ranked passages, and the page that one of them stands on."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from casebook.text.speech import again, say, say_of
from casebook.ui import (
    address,
    filters,
    hits,
    not_known,
    nothing,
    picking,
    pictures,
    saved_searches,
    understood,
    viewer,
)
from casebook.ui.links import link
from casebook.ui.resources import answered, shared
from casebook.ui.words import coverage, language, quiet, shortened
from search.asked import Answer
from search.errors import CasebookError
from search.records import Filter, Query, Study

# As many languages of a library are named; all of them are beside the filters.
_LANGUAGES: Final = 6
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
        filters.question(asked)
        filters.in_force(asked)
        if asked.text.strip():
            _answer(asked, studies)
        else:
            _start(asked, studies)


def _answer(asked: Query, studies: Sequence[Study]) -> None:
    session = shared().ready()
    try:
        answer = answered(asked)
    except CasebookError:
        # The way back from what failed.
        filters.beside(asked, session.facets.of_library(asked.filter), studies)
        raise
    counted = session.facets.of(asked, answer.best)
    covered = _covered(asked)
    understood.draw(asked, answer.asked)
    if answer.skipped:
        st.html(quiet(again(answer.skipped)))
    if answer.nothing or not answer.hits:
        nothing.draw(asked, answer, covered)
        marks = _saving(asked, "")
        if answer.hits:
            with st.expander(nothing.nearest()):
                hits.draw(asked, answer, marks)
    else:
        marks = _saving(asked, _found(answer))
        pictures.draw(asked, counted)
        if answer.unknown:
            not_known.draw(asked, answer.unknown)
        hits.draw(asked, answer, marks)
        st.html(quiet(f"{covered}."))
    filters.beside(asked, counted, studies)


def _found(answer: Answer) -> str:
    """What was found, in a line."""
    held = len({hit.study.id for hit in answer.hits})
    return say(
        "{passages} from {studies}",
        passages=say_of("{n} passage", "{n} passages", len(answer.hits)),
        studies=say_of("{n} study", "{n} studies", held),
    )


def _covered(asked: Query) -> str:
    """What was searched, and within which filters."""
    session = shared().session
    covered = coverage(session.engine.coverage(asked))
    held = session.facets.languages(asked.filter)
    codes = asked.filter.languages or sorted(held, key=lambda code: (-held[code], code))
    if names := [language(code) for code in codes if code]:
        more = " …" if len(names) > _LANGUAGES else ""
        spoken = ", ".join(names[:_LANGUAGES]) + more
        covered = say("{covered}; languages: {languages}", covered=covered, languages=spoken)
    forces = [one.name for one in picking.in_force(asked)]
    if not forces:
        return covered
    return say("{covered}; only {filters}", covered=covered, filters=", ".join(forces))


def _saving(asked: Query, found: str) -> dict[int, str]:
    """A line with what was found, and the way to save the search or what came to it since.

    Gives a word for each passage that is new or changed, by its id.
    """
    saved = saved_searches.of(asked)
    news = saved_searches.since(saved) if saved else None
    with st.container(horizontal=True, vertical_alignment="center", key="found"):
        if found:
            st.html(hits.ahead(asked) + quiet(found), width="content")
        if saved:
            saved_searches.beside(saved, news)
        else:
            saved_searches.offer(asked)
    return saved_searches.marks(news)


def _start(asked: Query, studies: Sequence[Study]) -> None:
    session = shared().session
    within = session.engine.coverage(asked)
    held = say(
        "{studies}, {pages}. Each answer is a passage, word for word, shown on its page.",
        studies=say_of("{n} study", "{n} studies", within.studies),
        pages=say_of("{n} page", "{n} pages", within.pages),
    )
    st.html(f'<h1 class="cb-hidden">{escape(say("Search"))}</h1>{quiet(held)}')
    ids = {study.id for study in studies}
    examples = [question for question, study in _EXAMPLES if study in ids]
    if examples and asked.filter == Filter():
        _suggest(examples)
    saved_searches.draw()
    counted = session.facets.of_library(asked.filter)
    pictures.draw(asked, counted)
    filters.beside(asked, counted, studies)


def _suggest(examples: Sequence[str]) -> None:
    with st.container(key="examples", gap="xsmall"):
        st.html(f'<p class="cb-label">{say("For example")}</p>')
        for question in examples:
            link(question, "", {"q": question})


def _empty() -> None:
    st.subheader(say("Your library is empty"))
    st.write(say("Add the studies that you want to search: PDF files, as many as you like."))
    link(say("Add studies"), "add", {})
