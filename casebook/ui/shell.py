"""What surrounds every page: the window's name, the style, the pages' list, and errors."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import streamlit as st

from casebook.ui import address
from casebook.ui.links import page
from casebook.ui.words import plain
from search.errors import CasebookError

_HERE: Final = Path(__file__).parent


def run(pages: Mapping[str, Callable[[], None]]) -> None:
    """Show the page that the address names."""
    st.set_page_config("Casebook", str(_HERE / "icon.svg"), layout="wide")
    st.html(_HERE / "style.css")
    st.logo(str(_HERE / "logo.svg"), size="large")
    # A link to the page that is open brings its parameters here, yet leaves the browser's address.
    address.go(address.current())
    chosen = st.navigation([page(path, show) for path, show in pages.items()], position="top")
    with guarded():
        chosen.run()


@contextmanager
def guarded() -> Iterator[None]:
    """Errors as one sentence; what nobody foresaw goes to the terminal's log."""
    try:
        yield
    except CasebookError as error:
        st.error(plain(str(error)))
    except Exception:
        logging.getLogger("casebook").exception("A page failed")
        st.error("This page could not be shown. The window that Casebook runs in says why.")
