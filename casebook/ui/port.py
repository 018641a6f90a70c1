"""The app's port: the HTTP API stands on it, too, and a browser is opened when it listens."""

import asyncio
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from casebook.api.server import Beside, create
from casebook.api.source import Source
from casebook.session import Session
from casebook.ui.document import Document
from search.records import Study

# The server listens a moment after this is called; a browser takes longer to ask.
_SECONDS: Final = 0.5
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


def shared_with_api() -> list[Middleware]:
    """Middleware that gives the API its addresses, and the app's document its language.

    The API and the app share one session.
    """
    api = create(Source(_opened, _ready, _picture))
    return [Middleware(Beside, api=api, hosts=_hosts), Middleware(Document)]


def _hosts() -> tuple[str, ...]:
    """The hosts that the API may be asked as; any, where the server is opened to others."""
    if st.get_option("server.address") not in _LOCAL:
        return ()
    named = st.get_option("browser.serverAddress")
    return (*_LOCAL, named) if named else _LOCAL


@asynccontextmanager
async def opening(app: App) -> AsyncIterator[None]:
    """Open a browser where one is wanted: Streamlit itself does so for plain scripts alone."""
    if not st.get_option("server.headless"):
        address = f"http://localhost:{st.get_option('server.port')}"
        asyncio.get_running_loop().call_later(_SECONDS, webbrowser.open, address)
    yield


def _opened() -> Session:
    # Not before the server runs: Streamlit's caches ask it at their making where to keep things.
    from casebook.ui.resources import shared

    return shared().session


def _ready() -> Session:
    from casebook.ui.resources import shared

    one = shared()
    one.loading.join()
    return one.session


def _picture(study: Study, page: int, width: int) -> bytes:
    from casebook.ui.resources import picture

    return picture(study, page, width)
