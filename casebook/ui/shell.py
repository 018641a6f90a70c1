"""What surrounds every page: the window's name, the style, the pages' list, and errors."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import address, keeping, tongue
from casebook.ui.links import page
from casebook.ui.resources import shared
from casebook.ui.words import plain
from search.errors import CasebookError

_HERE: Final = Path(__file__).parent


def run(pages: Mapping[str, Callable[[], None]]) -> None:
    """Show the page that the address names, in its reader's language."""
    tongue.begin()
    st.set_page_config("Casebook", str(_HERE / "icon.svg"), layout="wide")
    st.html(_HERE / "style.css")
    st.logo(str(_HERE / "logo.svg"), size="large")
    held = {"basket": _kept()}
    named = [page(path, show, held.get(path, 0)) for path, show in pages.items()]
    chosen = st.navigation(named, position="top")
    _follow(chosen.url_path)
    st.html(tongue.switch(address.current()))
    with guarded():
        chosen.run()


def _kept() -> int:
    """How many passages the basket holds; an error here is told by the page."""
    try:
        return keeping.count(shared().session.library)
    except CasebookError:
        return 0


def _follow(path: str) -> None:
    """Have the browser's address follow a link to the page that is open already.

    Streamlit writes the address itself when a link leads to another page, and only then; writing it
    here as well would leave a step in the browser's history that leads nowhere.
    """
    if st.session_state.get("path") == path:
        address.go(address.current())
    st.session_state["path"] = path


@contextmanager
def guarded() -> Iterator[None]:
    """Errors as one sentence; what nobody foresaw goes to the terminal's log."""
    try:
        yield
    except CasebookError as error:
        st.error(plain(speech.of_error(error)))
    except Exception:
        logging.getLogger("casebook").exception("A page failed")
        st.error(say("This page could not be shown. The window that Casebook runs in says why."))
