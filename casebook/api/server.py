"""The API as one ASGI application, and how it stands beside the app on one port."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from casebook.api import docs_page, judging, pictures, problems, searching, studies
from casebook.api.caching import Conditional, Headed
from casebook.api.describing import as_problems
from casebook.api.links import BASE
from casebook.api.source import Source

# The names of fields and parameters stay; what is added raises the second number.
_VERSION: Final = "1.1"
_ABOUT: Final = (
    "Semantic search over policy studies: ranked passages, word for word, each on its page. "
    "Reading only, but for judgements of hits. Addresses are from the server's root, and a place "
    "(study, page, start, end) still opens after its study was indexed again.\n\n"
    "Errors are problem details (RFC 9457) with one sentence. Answers carry an ETag that changes "
    "when the library does; send it back as If-None-Match. No other site may read this API from a "
    "browser: it sends no CORS headers."
)


class Api(FastAPI):
    """FastAPI with errors as problem details in its OpenAPI document."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = as_problems(super().openapi())
        return self.openapi_schema


def create(source: Source) -> Api:
    """The API over a library."""
    app = Api(
        title="Casebook",
        version=_VERSION,
        description=_ABOUT,
        openapi_url=f"{BASE}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.source = source
    app.include_router(searching.router, prefix=BASE)
    app.include_router(judging.router, prefix=BASE)
    # A picture's address would be taken for that of a page called 3.png.
    app.include_router(pictures.router, prefix=BASE)
    app.include_router(studies.router, prefix=BASE)
    problems.handle(app)
    app.add_middleware(Conditional, source=source)
    app.add_middleware(Headed)

    @cache
    def page() -> str:
        return docs_page.html(app.openapi())

    @app.get(f"{BASE}/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(page(), headers={"Content-Security-Policy": docs_page.POLICY})

    return app


class Beside:
    """Middleware of the app's server: /api and all below it is the API's.

    `hosts` names the hosts that it may be asked as, none where any will do: a site whose name is
    made to lead to this machine would otherwise read the library from a browser (DNS rebinding).
    """

    def __init__(
        self, app: ASGIApp, api: ASGIApp, hosts: Callable[[], Collection[str]] = tuple
    ) -> None:
        self._app = app
        self._api = api
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to the one or the other."""
        ours = scope["type"] == "http" and f"{scope['path']}/".startswith("/api/")
        answering = (self._stranger(scope) or self._api) if ours else self._app
        await answering(scope, receive, send)

    def _stranger(self, scope: Scope) -> ASGIApp | None:
        """The refusal of who asks for another host than this one."""
        asked, hosts = _name(Headers(scope=scope).get("host", "")), self._hosts()
        if not hosts or asked in hosts:
            return None
        return problems.response(
            421,
            f"This server was asked for as {asked!r} and answers as "
            f"{', '.join(sorted(set(hosts)))}; behind a proxy name its host in "
            "browser.serverAddress of .streamlit/config.toml.",
        )


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return host
