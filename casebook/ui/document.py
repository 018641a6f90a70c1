"""The one HTML document that every page of the app begins with, in its reader's language."""

import gzip
import json
from collections.abc import Iterable
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casebook.text import speech
from casebook.ui import own_words, tongue
from casebook.ui.address import LANG

_YEAR: Final = 365 * 24 * 3600
# What is said of the document that Streamlit has, and not of the one that is sent.
_ANOTHERS: Final = {
    *(b"content-length", b"content-encoding", b"etag", b"last-modified", b"accept-ranges"),
}
_SCRIPT: Final = Path(__file__).parent / "own_words.js"
_BEHAVIOUR: Final = Path(__file__).parent / "page.js"


class Document:
    """Middleware of the app's server: gives the document its language and its name."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, and answer with the document in the reader's language."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = _Asked(scope)
        begun: Message | None = None
        body = b""

        async def sending(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start" and _is_html(message["headers"]):
                begun = message
            elif begun is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    whole = translated(_text(begun, body), asked.language).encode()
                    await send({**begun, "headers": asked.headers(begun["headers"], len(whole))})
                    await send({"type": "http.response.body", "body": whole})

        await self._app(scope, receive, sending)


class _Asked:
    """The language that a request asks for, and what is kept of it."""

    def __init__(self, scope: Scope) -> None:
        self._headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        given = parse_qs(scope["query_string"].decode("latin-1"))
        self._named = speech.chosen((given.get(LANG) or [""])[0])
        accepted = self._headers.get(b"accept-language")
        self.language = tongue.decided(self._named, self._kept(), accepted=accepted)

    def headers(
        self, given: Iterable[tuple[bytes, bytes]], length: int
    ) -> list[tuple[bytes, bytes]]:
        """The headers of the document in this language; a language of the address is kept."""
        ours = [(name, value) for name, value in given if name.lower() not in _ANOTHERS]
        ours += [
            (b"content-length", str(length).encode()),
            (b"content-language", self.language.encode()),
            (b"vary", b"Accept-Language, Cookie"),
        ]
        if self._named:
            # Followed from a page of the app it was chosen there: for a year, not for a visit.
            inside = self._headers.get(b"sec-fetch-site") == "same-origin"
            age = f"; Max-Age={_YEAR}" if inside else ""
            cookie = f"{tongue.COOKIE}={self._named}; Path=/; SameSite=Lax{age}"
            ours.append((b"set-cookie", cookie.encode()))
        return ours

    def _kept(self) -> str:
        try:
            found = SimpleCookie(self._headers.get(b"cookie", "")).get(tongue.COOKIE)
        except CookieError:
            return ""
        return found.value if found else ""


def translated(document: str, language: str) -> str:
    """Streamlit's document with this language, the app's name and its own words for it."""
    told = document.replace('<html lang="en">', f'<html lang="{language}">', 1)
    told = told.replace("<title>Streamlit</title>", "<title>Casebook</title>", 1)
    return told.replace("</head>", f"{_behaviour()}{_words(language)}</head>", 1)


def _text(begun: Message, body: bytes) -> str:
    packed = _header(begun["headers"], b"content-encoding") == b"gzip"
    return (gzip.decompress(body) if packed else body).decode("utf-8")


def _is_html(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return _header(headers, b"content-type").startswith(b"text/html")


def _header(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> bytes:
    return next((value for name, value in headers if name.lower() == wanted), b"")


@cache
def _behaviour() -> str:
    """The script that leads on from Casebook's own links."""
    return f"<script>{_BEHAVIOUR.read_text('utf-8')}</script>"


@cache
def _words(language: str) -> str:
    """The script that puts the language's words in the place of Streamlit's English ones."""
    if language == speech.ENGLISH:
        return ""
    words = json.dumps(own_words.of(language), ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>{_SCRIPT.read_text('utf-8').replace('__WORDS__', words)}</script>"
