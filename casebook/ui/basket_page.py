"""Basket: the passages that were kept, with notes, and as files to take home."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import address, basket_place, saved_searches, taking_home
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import plain, quiet
from search.baskets import DEFAULT
from search.collected import Collected, collected
from search.errors import LibraryError
from search.records import Query


def show() -> None:
    """The basket that the address names, or the first."""
    library = shared().session.library
    held = library.baskets()
    with st.container(key="basket"):
        if held:
            wanted = "".join(address.current().get("basket", ())) or DEFAULT
            name = wanted if wanted in held else sorted(held)[0]
            if name != wanted and wanted != DEFAULT:
                st.info(
                    say(
                        "No basket is called “{name}” here any more; here is another.",
                        name=plain(wanted),
                    )
                )
            _choose(name, sorted(held))
            _basket(name, collected(library, library.basket(name)))
        else:
            _empty()
        saved_searches.draw()


def called(name: str) -> str:
    """A basket's name; the first one's in the reader's language."""
    return say("Basket") if name == DEFAULT else name


def _empty() -> None:
    told = say(
        "Keep, below a passage, puts it here with its question. Add notes, and take all of it home "
        "as a Word file with citations and marked pages, or its sources for a reference manager."
    )
    heading = escape(say("Your basket is empty"))
    st.html(f'<h1 class="cb-study">{heading}</h1>{quiet(told)}')
    link(say("Search"), "", {})


def _choose(name: str, names: Sequence[str]) -> None:
    if len(names) < 2:
        return
    st.session_state["basket-chosen"] = name
    st.selectbox(
        say("Basket"),
        names,
        key="basket-chosen",
        format_func=called,
        on_change=lambda: address.go({"basket": st.session_state["basket-chosen"]}),
    )


def _basket(name: str, found: Sequence[Collected]) -> None:
    studies = len({one.kept.study_id for one in found})
    held = say(
        "{passages} from {studies}",
        passages=say_of("{n} passage", "{n} passages", len(found)),
        studies=say_of("{n} study", "{n} studies", studies),
    )
    st.html(f'<h1 class="cb-study">{escape(called(name))}</h1>{quiet(held)}')
    taking_home.draw(name)
    questions: dict[str, list[Collected]] = {}
    for one in found:
        questions.setdefault(one.kept.question, []).append(one)
    at = 0
    for question, ones in questions.items():
        if question:
            with st.container(key=f"asked-{at}"):
                link(question, "", address.of_query(Query(question)))
        for rank, one in enumerate(ones):
            at += 1
            before = ones[rank - 1].kept if rank else None
            after = ones[rank + 1].kept if rank + 1 < len(ones) else None
            with st.container(border=True, key=f"held-{at}", gap="xsmall"):
                basket_place.draw(one, before, after)
    _managed(name)


def _managed(name: str) -> None:
    """The way to another name, and to an empty basket."""
    with st.expander(say("Rename or empty this basket")):
        st.write(
            say(
                "Under a name of its own a basket is put aside, and Keep begins a new one. "
                "Emptying takes away places and notes, nothing else."
            )
        )
        with st.form("rename", border=False):
            st.text_input(say("New name"), key="rename-to", value="" if name == DEFAULT else name)
            st.form_submit_button(say("Rename it"), on_click=_rename, args=(name,))
        st.button(say("Empty it"), key="empty", on_click=_remove, args=(name,))


def _rename(name: str) -> None:
    wanted = st.session_state["rename-to"] or ""
    try:
        shared().session.library.rename_basket(name, wanted)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
    else:
        address.go({"basket": wanted})


def _remove(name: str) -> None:
    try:
        shared().session.library.remove_basket(name)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
    else:
        address.go({})
