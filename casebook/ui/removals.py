"""Removing a study and having it back: at once, from the list of those removed lately, by link."""

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import address
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import day, plain, quiet
from ingest import removing
from search.aside import KEPT_DAYS, Removed
from search.errors import LibraryError
from search.records import Study


def button(study: Study) -> None:
    """Draw the way out of the library, with what it means."""
    with st.popover(say("Remove this study")):
        st.write(
            say_of(
                "No search will find it any more. For {n} day you can bring it back; then its "
                "text and the library's copy of the PDF are deleted. The file that it came from "
                "stays where it is.",
                "No search will find it any more. For {n} days you can bring it back; then its "
                "text and the library's copy of the PDF are deleted. The file that it came from "
                "stays where it is.",
                KEPT_DAYS,
            )
        )
        st.button(say("Remove it"), on_click=_remove, args=(study,), key="remove")


def announce() -> None:
    """Say what was just done, once, with the way back."""
    gone, back = (st.session_state.pop(name, None) for name in ("removed", "restored"))
    if gone is not None:
        with st.container(horizontal=True, vertical_alignment="center", key="undo"):
            st.success(say("Removed: {title}.", title=plain(gone.title)), width="stretch")
            st.button(say("Undo"), key="undo-it", on_click=_restore, args=(gone.id, gone.title))
    if back is not None:
        id, title = back
        with st.container(horizontal=True, vertical_alignment="center", key="is-back"):
            st.success(say("Back again: {title}.", title=plain(title)), width="stretch")
            link(say("Look at it"), "studies", {"study": id})


def lately() -> None:
    """The list of what was removed and can still be brought back."""
    library = shared().session.library
    removing.expire(library)
    kept = library.removed()
    if not kept:
        return
    label = say_of("{n} study removed lately", "{n} studies removed lately", len(kept))
    with st.expander(label, key="lately"):
        st.html(
            quiet(
                say_of(
                    "In no answer, but kept on this machine for {n} day, with text and PDF.",
                    "In no answer, but kept on this machine for {n} days, with text and PDF.",
                    KEPT_DAYS,
                )
            )
        )
        for at, one in enumerate(kept):
            with st.container(key=f"gone-{at}", gap="xsmall"):
                _row(one)


def offer(study_id: str) -> None:
    """What is said of a study that an address names and that is kept aside: the way back."""
    for one in shared().session.library.removed():
        if one.id == study_id:
            st.info(
                say(
                    "{title} was removed on {day}. It can be brought back until {last}.",
                    title=plain(one.title),
                    day=day(one.made),
                    last=speech.day(one.until.date()),
                )
            )
            bring_back(study_id)


def bring_back(study_id: str, key: str = "") -> None:
    """The button that brings a study back, where it is kept aside."""
    for one in shared().session.library.removed():
        if one.id == study_id:
            back = (one.id, one.title)
            st.button(say("Bring it back"), key=f"back-{key}", on_click=_restore, args=back)


def kept(study_id: str) -> bool:
    """Whether a study that is gone can be brought back."""
    return any(one.id == study_id for one in shared().session.library.removed())


def _row(one: Removed) -> None:
    days = say(
        "removed {day}, kept until {last}",
        day=day(one.made),
        last=speech.day(one.until.date()),
    )
    pages = say_of("{n} page", "{n} pages", one.pages)
    st.markdown(f"**{plain(one.title)}**")
    st.html(quiet(f"{pages} · {days}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        back = (one.id, one.title)
        st.button(say("Bring it back"), key=f"again-{one.id}", on_click=_restore, args=back)
        with st.popover(say("Delete for good"), type="tertiary"):
            st.write(
                say(
                    "The text of {title} and the library's copy of its PDF are deleted now. Only "
                    "adding the file again brings them back.",
                    title=plain(one.title),
                )
            )
            st.button(
                say("Delete it for good"), key=f"forget-{one.id}", on_click=_forget, args=(one.id,)
            )


def _remove(study: Study) -> None:
    try:
        st.session_state["removed"] = shared().session.builder.remove(study.id)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
    else:
        address.go({})


def _restore(id: str, title: str) -> None:
    try:
        shared().session.builder.restore(id)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
    else:
        st.session_state["restored"] = (id, title)


def _forget(id: str) -> None:
    try:
        shared().session.builder.forget(id)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
