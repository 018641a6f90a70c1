"""The button that keeps a passage in the basket, and takes it out again."""

from collections.abc import Collection

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui.resources import shared
from casebook.ui.words import plain
from search import baskets
from search.baskets import DEFAULT, Kept
from search.errors import LibraryError
from search.library import Library
from search.records import Passage


def button(passage: Passage, question: str, held: Collection[str]) -> None:
    """Draw it, saying which of the two it does; `held` are the `names` of what is kept."""
    one = baskets.kept(passage, question=question)
    there = one.name in held
    st.button(
        say("Kept · take out") if there else say("Keep"),
        key=f"kept-{one.name}",
        help=say("Take it out of the basket") if there else say("Keep it in the basket"),
        on_click=_take_out if there else _keep,
        args=(one,),
    )


def names() -> frozenset[str]:
    """The places that the basket holds, by name."""
    library = shared().session.library
    if DEFAULT not in library.baskets():
        return frozenset()
    return frozenset(one.name for one in library.basket(DEFAULT))


def count(library: Library) -> int:
    """How many passages the basket holds."""
    return library.baskets().get(DEFAULT, 0)


def _keep(one: Kept) -> None:
    try:
        shared().session.library.keep(one)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))


def _take_out(one: Kept) -> None:
    try:
        shared().session.library.let_go(one)
    except LibraryError as error:
        st.toast(plain(speech.of_error(error)))
