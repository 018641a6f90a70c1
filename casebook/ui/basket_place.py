"""One passage of a basket: its words where they stand now, its note, and what can be done."""

from html import escape

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import address, hits, removals
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, facts, plain, quiet
from search import present
from search.baskets import DEFAULT, Kept
from search.collected import Collected
from search.errors import LibraryError
from search.records import Passage, Study
from search.standing import Standing


def draw(one: Collected, before: Kept | None, after: Kept | None) -> None:
    """Draw a place; `before` and `after` are its neighbours under the same question."""
    kept = one.kept
    if one.study is not None and one.passage is not None:
        st.html(_card(one, one.study, one.passage))
    else:
        place = say(
            "PDF page {page} of {study}", page=speech.number(kept.page), study=kept.study_id
        )
        st.html(quiet(place))
        st.info(_lost(one))
        removals.bring_back(kept.study_id, key=kept.name)
    key = f"note-{kept.basket}-{kept.name}"
    st.session_state[key] = kept.note
    st.text_area(
        say("Note"),
        key=key,
        height=68,
        placeholder=say("What you have to say of it; it comes along in the files"),
        on_change=_annotate,
        args=(kept, key),
    )
    with st.container(horizontal=True, vertical_alignment="center", key=f"doing-{kept.name}"):
        if one.passage is not None:
            named = {} if kept.basket == DEFAULT else {"basket": kept.basket}
            back = address.way_back("basket", dict(named))
            with st.container(key=f"open-{kept.name}", width="content"):
                link(say("Show on page"), "", address.of_passage(one.passage, back))
        st.button(say("Take out"), key=f"out-{kept.name}", on_click=_take_out, args=(kept,))
        if before is not None or after is not None:
            _move(kept, before, "up", "↑", say("Move it up"))
            _move(kept, after, "down", "↓", say("Move it down"))


def _move(kept: Kept, other: Kept | None, way: str, sign: str, told: str) -> None:
    st.button(
        sign,
        key=f"{way}-{kept.name}",
        help=told,
        on_click=_swap,
        args=(kept, other),
        disabled=other is None,
        type="tertiary",
    )


def _card(one: Collected, study: Study, passage: Passage) -> str:
    where = " › ".join((speech.again(present.page_name(passage)), *passage.heading))
    moved = ""
    if one.standing is Standing.MOVED:
        moved = say("The study was read anew; these words were found again here.")
    lines = [facts(study), where, moved]
    language = f' lang="{escape(passage.language)}"' if passage.language else ""
    return (
        f'<h2 class="cb-title">{escape(study.title)}</h2>'
        + "".join(quiet(line) for line in lines if line)
        + f'<blockquote class="cb-quote"{language}>{hits.quote(passage, ())}</blockquote>'
    )


def _lost(one: Collected) -> str:
    """What became of a place whose words are not there, and what brings them back."""
    if one.standing is not Standing.GONE:
        back = say("The place is kept: it is quoted again once its words are.")
    elif removals.kept(one.kept.study_id):
        back = say("Bring the study back, and the passage is.")
    else:
        back = say("Add the study again, and the passage is back.")
    return say(
        "{lost}. {back} Until then it is left out of what you take home.",
        lost=capital(plain(speech.again(one.lost))),
        back=back,
    )


def _annotate(kept: Kept, key: str) -> None:
    try:
        shared().session.library.annotate(kept, st.session_state[key] or "")
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))


def _take_out(kept: Kept) -> None:
    try:
        shared().session.library.let_go(kept)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))


def _swap(kept: Kept, other: Kept) -> None:
    try:
        shared().session.library.swap(kept, other)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
