"""Searches that are saved: on their page, and as a list that says what has come to them since."""

from html import escape

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import address, resources
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import day, listed, plain, quiet, shortened
from search import news
from search.errors import LibraryError
from search.news import News
from search.records import Query
from search.saved import Saved, saved


def of(asked: Query) -> Saved | None:
    """The saved search of a question and its filters."""
    every = shared().session.library.saved_searches()
    return next((one for one in every if one.query == asked), None)


def since(one: Saved) -> News | None:
    """What has come to a search since it was last looked at; None where no study has."""
    if shared().session.library.generation == one.generation:
        return None
    return resources.come(one)


def in_words(one: Saved, found: News | None) -> str:
    """The same in words: "2 new since 22 November 2026"."""
    fresh = say_of("{n} new", "{n} new", len(found.new)) if found and found.new else ""
    again = (
        say_of("{n} changed", "{n} changed", len(found.changed)) if found and found.changed else ""
    )
    came = listed([part for part in (fresh, again) if part]) or say("nothing new")
    return say("{what} since {day}", what=came, day=day(one.made))


def marks(found: News | None) -> dict[int, str]:
    """A word for each passage that is new or changed, by its id."""
    if found is None:
        return {}
    changed = {hit.passage.id: say("Changed") for hit in found.changed}
    return changed | {hit.passage.id: say("New") for hit in found.new}


def offer(asked: Query) -> None:
    """Draw the field for a name, to save a search by."""
    with st.popover(say("Save this search"), type="tertiary"):
        st.text_input(say("Name"), key="search-name", value=shortened(asked.text))
        st.button(say("Save it"), key="save-search", on_click=_save, args=(asked,))


def beside(one: Saved, found: News | None) -> None:
    """Draw what is said of a saved search above its hits, and what can be done with it."""
    news = in_words(one, found)
    said = say("Saved: {news}", news=news)
    if one.name != shortened(one.query.text):
        said = say("Saved as “{name}”: {news}", name=one.name, news=news)
    st.html(quiet(said), width="content")
    if found is not None:
        st.button(say("Mark as seen"), key="seen", on_click=_write, args=(found,), type="tertiary")
    st.button(say("Forget it"), key="forget", on_click=_forget, args=(one,), type="tertiary")


def draw() -> None:
    """Draw the list of all, each with what is new and the way to it."""
    every = shared().session.library.saved_searches()
    if not every:
        return
    with st.container(key="searches", gap="xsmall"):
        st.html(f'<h2 class="cb-label">{escape(say("Saved searches"))}</h2>')
        for at, one in enumerate(every):
            with st.container(horizontal=True, gap="xsmall", key=f"search-{at}"):
                link(one.name, "", address.of_query(one.query))
                st.html(quiet(in_words(one, since(one))), width="content")


def _save(asked: Query) -> None:
    name = st.session_state["search-name"] or shortened(asked.text)
    session = shared().ready()
    try:
        taken = {one.name: one for one in session.library.saved_searches()}
        found = news.first(session.engine, name, asked)
        if found.name in taken:
            st.toast(
                say(
                    "There is a search “{name}” already; choose another name.",
                    name=plain(found.name),
                )
            )
            return
        session.library.save_search(found)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))


def _write(found: News) -> None:
    # Found a while ago, maybe; it is seen now.
    now = saved(found.now.name, found.now.query, found.hits, found.now.generation)
    try:
        shared().session.library.save_search(now)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))


def _forget(one: Saved) -> None:
    try:
        shared().session.library.forget_search(one.name)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
