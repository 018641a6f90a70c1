"""Answers that a client keeps: an ETag that changes whenever the library does."""

import hashlib
import os
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casebook.api.source import Source
from search.errors import CasebookError
from search.library import Library

# Locks, and the memory that readers of the database share, change without any change of content.
_ALSO_CHANGING: Final = (".lock", "-shm")
_KEEPING: Final = {"Cache-Control": "private, no-cache"}


class Conditional:
    """Tells a client that holds this answer that nothing has changed, before anything is done.

    The tag holds for one run of the server: another one may have other settings, or be newer.
    """

    def __init__(self, app: ASGIApp, source: Source) -> None:
        self._app = app
        self._source = source
        self._run = os.urandom(8).hex()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304, or have the app answer and tag what it says."""
        reads = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        tag = await run_in_threadpool(self._tag) if reads else ""
        if tag and tag in _held(Headers(scope=scope)):
            await Response(None, 304, _KEEPING | {"ETag": tag})(scope, receive, send)
            return

        async def tagged(message: Message) -> None:
            if tag and message["type"] == "http.response.start" and message["status"] < 300:
                headers = MutableHeaders(scope=message)
                headers["ETag"] = tag
                headers.update(_KEEPING)
            await send(message)

        await self._app(scope, receive, tagged)

    def _tag(self) -> str:
        try:
            state = _state(self._source.opened().library)
        except (CasebookError, OSError):
            return ""  # What is asked for will say why.
        return f'W/"{hashlib.sha256(f"{self._run} {state}".encode()).hexdigest()[:24]}"'


class Headed:
    """Answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the app as if by GET."""
        if scope.get("method") != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            body = {"body": b""} if message["type"] == "http.response.body" else {}
            await send({**message, **body})

        await self._app({**scope, "method": "GET"}, receive, bodiless)


def _held(headers: Headers) -> list[str]:
    return [tag.strip() for tag in headers.get("if-none-match", "").split(",")]


def _state(library: Library) -> str:
    """The library's generation, and its files: a corrected author or year is no new generation."""
    files = sorted(
        (file.name, file.stat().st_mtime_ns, file.stat().st_size)
        for file in library.home.iterdir()
        if file.is_file() and not file.name.endswith(_ALSO_CHANGING)
    )
    return f"{library.identity} {library.generation} {files}"
