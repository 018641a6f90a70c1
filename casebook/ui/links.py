"""The app's pages, and links to them that keep the page from loading anew."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from casebook.ui.words import plain

_TITLES: Final = {
    "": "Search",
    "basket": "Basket",
    "studies": "Studies",
    "add": "Add",
    "health": "Health",
}


def _elsewhere() -> None:
    """Stands for a page that is only linked to; Streamlit knows pages by their addresses."""


def page(path: str, show: Callable[[], None] = _elsewhere, held: int = 0) -> st.Page:
    """The page at an address; `held` is a count to show with its title."""
    return st.Page(show, title=title(path, held), url_path=path, default=not path)


def title(path: str, held: int) -> str:
    """What a page is called, with a count where there is one."""
    return f"{_TITLES[path]} ({held:,})" if held else _TITLES[path]


def link(label: str, path: str, params: Mapping[str, str | list[str]]) -> None:
    """A link inside the app. The label is shown as it is, whatever is in it."""
    st.page_link(page(path), label=f":primary[{plain(label)}]", query_params=dict(params))
