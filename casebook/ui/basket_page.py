"""Basket: the passages that were kept, with notes, and as files to take home."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from casebook.ui import address, hits, saved_searches, taking_home
from casebook.ui.address import Place
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, counted, facts, plain, quiet
from search import present
from search.baskets import DEFAULT, Kept
from search.collected import Collected, collected
from search.errors import LibraryError
from search.records import Passage, Query, Span, Study
from search.standing import Standing


def show() -> None:
    """The basket that the address names, or the first."""
    library = shared().session.library
    held = library.baskets()
    with st.container(key="basket"):
        if held:
            wanted = "".join(address.current().get("basket", ())) or DEFAULT
            name = wanted if wanted in held else sorted(held)[0]
            _choose(name, sorted(held))
            _basket(name, collected(library, library.basket(name)))
        else:
            _empty()
        saved_searches.draw()


def _empty() -> None:
    st.html(
        '<h2 class="cb-study">Your basket is empty</h2><p class="cb-quiet">Keep, below a passage, '
        "puts it here with its question. Add notes, and take all of it home as a Word file with "
        "citations and marked pages, or its sources for a reference manager.</p>"
    )
    link("Search", "", {})


def _choose(name: str, names: Sequence[str]) -> None:
    if len(names) < 2:
        return
    st.session_state["basket-chosen"] = name
    st.selectbox(
        "Basket",
        names,
        key="basket-chosen",
        on_change=lambda: address.go({"basket": st.session_state["basket-chosen"]}),
    )


def _basket(name: str, found: Sequence[Collected]) -> None:
    studies = counted(len({one.kept.study_id for one in found}), "study", "studies")
    st.html(
        f'<h2 class="cb-study">{escape(name)}</h2>'
        + quiet(f"{counted(len(found), 'passage')} from {studies}")
    )
    taking_home.draw(name)
    questions: dict[str, list[Collected]] = {}
    for one in found:
        questions.setdefault(one.kept.question, []).append(one)
    at = 0
    for question, ones in questions.items():
        if question:
            with st.container(key=f"asked-{at}"):
                link(question, "", address.of_query(Query(question)))
        for one in ones:
            at += 1
            with st.container(border=True, key=f"held-{at}", gap="xsmall"):
                _place(one)
    _managed(name)


def _place(one: Collected) -> None:
    if one.study is not None and one.passage is not None:
        st.html(_card(one, one.study, one.passage))
    else:
        st.html(quiet(f"PDF page {one.kept.page} of {one.kept.study_id}"))
        st.info(_lost(one))
    key = f"note-{one.kept.basket}-{one.kept.name}"
    st.session_state[key] = one.kept.note
    st.text_area("Note", key=key, height=68, on_change=_annotate, args=(one.kept, key))
    with st.container(horizontal=True, vertical_alignment="center"):
        if one.passage is not None:
            span = Span(one.passage.start, one.passage.end)
            page = one.passage.page
            with st.container(key=f"open-{one.kept.name}", width="content"):
                link(
                    "Show on page", "", address.of_place(Place(one.kept.study_id, page, span, page))
                )
        st.button("Take out", key=f"out-{one.kept.name}", on_click=_take_out, args=(one.kept,))


def _card(one: Collected, study: Study, passage: Passage) -> str:
    where = " › ".join((present.page_name(passage), *passage.heading))
    moved = "The study was read anew; these words were found again here."
    lines = [facts(study), where, moved if one.standing is Standing.MOVED else ""]
    language = f' lang="{escape(passage.language)}"' if passage.language else ""
    return (
        f'<h3 class="cb-title">{escape(study.title)}</h3>'
        + "".join(quiet(line) for line in lines if line)
        + f'<blockquote class="cb-quote"{language}>{hits.quote(passage, ())}</blockquote>'
    )


def _lost(one: Collected) -> str:
    """What became of a place whose words are not there, and what brings them back."""
    back = (
        "Add the study again, and the passage is back."
        if one.standing is Standing.GONE
        else "The place is kept: it is quoted again once its words are."
    )
    return f"{capital(plain(one.lost))}. {back} Until then it is left out of what you take home."


def _managed(name: str) -> None:
    """The way to another name, and to an empty basket."""
    with st.expander("Rename or empty this basket"):
        st.write(
            "Under a name of its own a basket is put aside, and Keep begins a new one. Emptying "
            "takes away places and notes, nothing else."
        )
        with st.form("rename", border=False):
            st.text_input("New name", key="rename-to", value=name)
            st.form_submit_button("Rename it", on_click=_rename, args=(name,))
        st.button("Empty it", key="empty", on_click=_remove, args=(name,))


def _annotate(kept: Kept, key: str) -> None:
    try:
        shared().session.library.annotate(kept, st.session_state[key] or "")
    except LibraryError as error:
        st.toast(plain(str(error)))


def _take_out(kept: Kept) -> None:
    try:
        shared().session.library.let_go(kept)
    except LibraryError as error:
        st.toast(plain(str(error)))


def _rename(name: str) -> None:
    wanted = st.session_state["rename-to"] or ""
    try:
        shared().session.library.rename_basket(name, wanted)
    except LibraryError as error:
        st.toast(plain(str(error)))
    else:
        address.go({"basket": wanted})


def _remove(name: str) -> None:
    try:
        shared().session.library.remove_basket(name)
    except LibraryError as error:
        st.toast(plain(str(error)))
    else:
        address.go({})
