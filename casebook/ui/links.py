"""The app's pages, and links to them that keep the page from loading anew."""

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import address
from casebook.ui.words import plain


def _elsewhere() -> None:
    """Stands for a page that is only linked to; Streamlit knows pages by their addresses."""


def page(path: str, show: Callable[[], None] = _elsewhere, held: int = 0) -> st.Page:
    """The page at an address; `held` is a count to show with its title."""
    return st.Page(show, title=title(path, held), url_path=path, default=not path)


def title(path: str, held: int) -> str:
    """What a page is called, with a count where there is one."""
    titles = {
        "": say("Search"),
        "compare": say("Compare"),
        "basket": say("Basket"),
        "studies": say("Studies"),
        "add": say("Add"),
        "health": say("Health"),
    }
    return f"{titles[path]} ({speech.number(held)})" if held else titles[path]


def link(label: str, path: str, params: Mapping[str, str | list[str]]) -> None:
    """A link inside the app, in the address's language. The label is shown as it is."""
    to = address.spoken() | dict(params)
    st.page_link(page(path), label=f":primary[{plain(label)}]", query_params=to)


def anchor(label: str, path: str, params: Mapping[str, str | list[str]], kind: str = "") -> str:
    """The same as HTML, for many in one element: each of Streamlit's own is drawn on its own.

    The document's script has it lead on without loading the page anew.
    """
    to = urlencode(address.spoken() | dict(params), doseq=True)
    shown = " ".join(filter(None, ("cb-go", kind)))
    return f'<a class="{shown}" href="./{path}?{escape(to)}">{escape(label)}</a>'
