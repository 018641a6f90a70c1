"""What goes wrong with a download, in half a sentence each, and what a person can do."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import httpx

from search.told import Told, told


class Remedy(StrEnum):
    """What helps where a study could not be downloaded."""

    LATER = "later"
    BY_HAND = "by-hand"
    ONLINE = "online"
    LOOK_ELSEWHERE = "look-elsewhere"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Todo:
    """What to do at a command line, and which kind of remedy that is."""

    text: str
    remedy: Remedy


LATER: Final = Todo("try again later", Remedy.LATER)
BY_HAND: Final = Todo(
    "open it in a browser, download the PDF and add it with casebook add", Remedy.BY_HAND
)
FOLDER: Final = Todo("make it first", Remedy.ROOM)
ROOM: Final = Todo("choose another folder or make room", Remedy.ROOM)
ONLINE: Final = Todo("check that you are online, the address and the proxy settings", Remedy.ONLINE)
SETTINGS: Final = Todo("correct HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE", Remedy.ONLINE)
_NOT_NOW: Final = Todo(f"{ONLINE.text}, or {LATER.text}", Remedy.ONLINE)
_PROXY: Final = Todo("check the proxy settings", Remedy.ONLINE)
_LOGIN: Final = Todo("put user and password into the proxy settings", Remedy.ONLINE)
_CORRECT: Final = Todo("correct it in the catalogue", Remedy.BY_HAND)
_LOOK: Final = Todo(
    "look for its title on the web and add it with casebook add", Remedy.LOOK_ELSEWHERE
)


class Failure(Exception):
    """A download that failed: `what` happened, as a half sentence, and what to do."""

    def __init__(self, what: Told, todo: Todo) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


KNOWN: Final[dict[type[Exception], tuple[Told, Todo]]] = {
    socket.gaierror: (told("the server's name was not found"), ONLINE),
    ConnectionRefusedError: (told("the connection was refused"), _NOT_NOW),
    ssl.SSLCertVerificationError: (told("the server's certificate is not trusted"), BY_HAND),
    ssl.SSLError: (told("no secure connection came about"), BY_HAND),
    httpx.ConnectTimeout: (told("the server can't be reached in time"), ONLINE),
    httpx.ReadTimeout: (told("the server fell silent"), LATER),
    httpx.WriteTimeout: (told("the server took no request in time"), LATER),
    httpx.PoolTimeout: (told("no connection was free in time"), LATER),
    httpx.ConnectError: (told("the server can't be reached"), ONLINE),
    httpx.ReadError: (told("the connection broke off"), LATER),
    httpx.WriteError: (told("the connection broke off"), LATER),
    httpx.CloseError: (told("the connection broke off"), LATER),
    httpx.ProxyError: (told("the proxy does not let it through"), _PROXY),
    httpx.UnsupportedProtocol: (told("the address does not lead to http or https"), BY_HAND),
    httpx.LocalProtocolError: (told("the address makes no valid request"), BY_HAND),
    httpx.RemoteProtocolError: (told("the server broke off or broke the rules of http"), LATER),
    httpx.DecodingError: (told("what came can't be unpacked"), BY_HAND),
    httpx.TooManyRedirects: (told("the server redirects without end"), BY_HAND),
    httpx.InvalidURL: (told("that is no valid address"), _CORRECT),
    httpx.HTTPError: (told("the download failed"), LATER),
}
_STATUS: Final = {
    401: (told("the server wants a login"), BY_HAND),
    403: (told("the server lets no program in"), BY_HAND),
    404: (told("nothing is there any more"), _LOOK),
    407: (told("the proxy wants a login"), _LOGIN),
    410: (told("nothing is there any more"), _LOOK),
    429: (told("the server has had too many requests"), LATER),
}


def explained(error: Exception) -> Failure:
    """What an error of httpx, or of what it stands on, comes to."""
    for cause in _causes(error):
        for kind in type(cause).__mro__:
            if kind in KNOWN:
                return Failure(*KNOWN[kind])
    return Failure(told("{trouble}", trouble=str(error)), LATER)


def answered(code: int) -> Failure:
    """What a server's status, other than 200, comes to."""
    trouble = (told("the server has trouble"), LATER)
    what, todo = _STATUS.get(code, trouble if code >= 500 else (told("no PDF came"), BY_HAND))
    return Failure(told("{what} (HTTP {code})", what=what, code=str(code)), todo)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the first cause first."""
    inner = error.__cause__ or error.__context__
    if inner is not None:
        yield from _causes(inner)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    yield error
