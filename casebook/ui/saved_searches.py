"""Searches that are saved: on their page, and as a list that says what has come to them since."""

import streamlit as st

from casebook.ui import address
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import day, plain, quiet, shortened
from search import news
from search.errors import LibraryError
from search.news import News
from search.records import Query
from search.saved import Saved


def of(asked: Query) -> Saved | None:
    """The saved search of a question and its filters."""
    saved = shared().session.library.saved_searches()
    return next((one for one in saved if one.query == asked), None)


def since(one: Saved) -> News | None:
    """What has come to a search since it was last looked at; None where no study has."""
    session = shared().session
    if session.library.generation == one.generation:
        return None
    return news.news(shared().ready().engine, one)


def told(one: Saved, found: News | None) -> str:
    """The same in words: "2 new since 22 November 2026"."""
    fresh = f"{len(found.new)} new" if found and found.new else ""
    again = f"{len(found.changed)} changed" if found and found.changed else ""
    return f"{' and '.join(filter(None, (fresh, again))) or 'nothing new'} since {day(one.made)}"


def marks(found: News | None) -> dict[int, str]:
    """A word for each passage that is new or changed, by its id."""
    if found is None:
        return {}
    changed = {hit.passage.id: "Changed" for hit in found.changed}
    return changed | {hit.passage.id: "New" for hit in found.new}


def offer(asked: Query) -> None:
    """Draw the field for a name, to save a search by."""
    with st.popover("Save this search", type="tertiary"):
        st.text_input("Name", key="search-name", value=shortened(asked.text))
        st.button("Save it", key="save-search", on_click=_save, args=(asked,))


def beside(one: Saved, found: News | None) -> None:
    """Draw what is said of a saved search above its hits, and what can be done with it."""
    name = "" if one.name == shortened(one.query.text) else f" as “{one.name}”"
    st.html(quiet(f"Saved{name}: {told(one, found)}"), width="content")
    if found is not None:
        st.button("Mark as seen", key="seen", on_click=_write, args=(found.now,), type="tertiary")
    st.button("Forget it", key="forget", on_click=_forget, args=(one,), type="tertiary")


def draw() -> None:
    """Draw the list of all, each with what is new and the way to it."""
    saved = shared().session.library.saved_searches()
    if not saved:
        return
    with st.container(key="searches", gap="xsmall"):
        st.html('<h3 class="cb-label">Saved searches</h3>')
        for at, one in enumerate(saved):
            with st.container(horizontal=True, gap="xsmall", key=f"search-{at}"):
                link(one.name, "", address.of_query(one.query))
                st.html(quiet(told(one, since(one))), width="content")


def _save(asked: Query) -> None:
    name = st.session_state["search-name"] or shortened(asked.text)
    session = shared().ready()
    try:
        taken = {one.name: one for one in session.library.saved_searches()}
        found = news.first(session.engine, name, asked)
        if found.name in taken:
            st.toast(f"There is a search “{plain(found.name)}” already; choose another name.")
            return
        session.library.save_search(found)
    except LibraryError as error:
        st.toast(plain(str(error)))


def _write(now: Saved) -> None:
    try:
        shared().session.library.save_search(now)
    except LibraryError as error:
        st.toast(plain(str(error)))


def _forget(one: Saved) -> None:
    try:
        shared().session.library.forget_search(one.name)
    except LibraryError as error:
        st.toast(plain(str(error)))
