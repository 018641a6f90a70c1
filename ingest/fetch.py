"""A study's PDF, downloaded. The only file that knows httpx.

Whatever goes wrong is one FetchError, one sentence, and leaves nothing behind.
"""

import asyncio
import hashlib
import os
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx

from ingest.catalogue import Entry
from ingest.titles import slug
from search.errors import FetchError

_MARK: Final = b"%PDF-"
# Readers look for the mark of a PDF in so many bytes from its beginning.
_MARK_WITHIN: Final = 1024
# So many characters leave room for the extension under every file system's limit of 255 bytes.
_NAME_LENGTH: Final = 60
# PDFs are compressed already: asking for plain bytes keeps the length that the server states true.
_HEADERS: Final = {
    "User-Agent": "casebook",
    "Accept": "application/pdf, */*;q=0.5",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a download may take: megabytes of 10^6 bytes, seconds, redirects.

    `seconds` is for all of it, `read_seconds` for a silence in the middle.
    """

    megabytes: float = 100
    seconds: float = 600
    connect_seconds: float = 15
    read_seconds: float = 30
    redirects: int = 5

    @property
    def size(self) -> int:
        """The most bytes that are taken."""
        return int(self.megabytes * 1_000_000)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded PDF: where it is, the sha256 of its bytes in hexadecimal, its size in bytes."""

    path: Path
    sha256: str
    size: int


DEFAULT: Final = Limits()


def fetch(entry: Entry, folder: Path, limits: Limits = DEFAULT) -> Fetched:
    """Download the study's PDF into `folder`, which must exist, and check that it is one.

    The file is named after the entry's id and title; one of that name is replaced. Proxies and
    certificates are those of the environment. Not for use inside a running event loop. Raises
    FetchError, which names the study, the address and what to do; nothing is changed then.
    """
    if not entry.document:
        raise FetchError(
            f"The catalogue has no address for {entry.id} ({entry.title}); look for its title on "
            "the web, download the PDF and add it with casebook add."
        )
    try:
        return asyncio.run(_download(entry, folder, limits))
    except _Failure as failure:
        said, cause = failure, failure.__cause__
    except TimeoutError as error:
        said, cause = _Failure(f"it took longer than {limits.seconds:g} s", _LATER), error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        said, cause = _explained(error), error
    except OSError as error:
        what = f"it can't be written into {folder} ({error.strerror or error})"
        said, cause = _Failure(what, "choose another folder or make room"), error
    raise FetchError(
        f"{entry.id} was not downloaded from {entry.document}: {said.what}; {said.todo}."
    ) from cause


class _Failure(Exception):
    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


_LATER: Final = "try again later"
_BY_HAND: Final = "open it in a browser, download the PDF and add it with casebook add"
_ONLINE: Final = "check that you are online, the address and the proxy settings"
_SENTENCES: Final[dict[type[Exception], tuple[str, str]]] = {
    socket.gaierror: ("the server's name was not found", _ONLINE),
    ConnectionRefusedError: ("the connection was refused", f"{_ONLINE}, or {_LATER}"),
    ssl.SSLCertVerificationError: ("the server's certificate is not trusted", _BY_HAND),
    ssl.SSLError: ("no secure connection came about", _BY_HAND),
    httpx.ConnectTimeout: ("the server can't be reached in time", _ONLINE),
    httpx.ReadTimeout: ("the server fell silent", _LATER),
    httpx.WriteTimeout: ("the server took no request in time", _LATER),
    httpx.PoolTimeout: ("no connection was free in time", _LATER),
    httpx.ConnectError: ("the server can't be reached", _ONLINE),
    httpx.ReadError: ("the connection broke off", _LATER),
    httpx.WriteError: ("the connection broke off", _LATER),
    httpx.CloseError: ("the connection broke off", _LATER),
    httpx.ProxyError: ("the proxy does not let it through", "check the proxy settings"),
    httpx.UnsupportedProtocol: ("the address does not lead to http or https", _BY_HAND),
    httpx.LocalProtocolError: ("the address makes no valid request", _BY_HAND),
    httpx.RemoteProtocolError: ("the server broke off or broke the rules of http", _LATER),
    httpx.DecodingError: ("what came can't be unpacked", _BY_HAND),
    httpx.TooManyRedirects: ("the server redirects without end", _BY_HAND),
    httpx.InvalidURL: ("that is no valid address", "correct it in the catalogue"),
    httpx.HTTPError: ("the download failed", _LATER),
}
_STATUS: Final = {
    401: ("the server wants a login", _BY_HAND),
    403: ("the server lets no program in", _BY_HAND),
    404: (
        "nothing is there any more",
        "look for its title on the web and add it with casebook add",
    ),
    407: ("the proxy wants a login", "put user and password into the proxy settings"),
    410: (
        "nothing is there any more",
        "look for its title on the web and add it with casebook add",
    ),
    429: ("the server has had too many requests", _LATER),
}


def _explained(error: Exception) -> _Failure:
    for cause in _causes(error):
        for kind in type(cause).__mro__:
            if kind in _SENTENCES:
                return _Failure(*_SENTENCES[kind])
    return _Failure(str(error), _LATER)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the first cause first."""
    inner = error.__cause__ or error.__context__
    if inner is not None:
        yield from _causes(inner)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    yield error


async def _download(entry: Entry, folder: Path, limits: Limits) -> Fetched:
    if not folder.is_dir():
        raise _Failure(f"there is no folder {folder}", "make it first")
    path = folder / f"{slug(f'{entry.id} {entry.title}', _NAME_LENGTH)}.pdf"
    async with (
        asyncio.timeout(limits.seconds),
        _client(limits) as client,
        client.stream("GET", entry.document) as response,
    ):
        _check_answer(response, limits)
        chunks = response.aiter_bytes()
        head = await _head(chunks)
        _check_pdf(head, response.headers.get("content-type", ""))
        return await _store(_whole(head, chunks), path, limits)


def _client(limits: Limits) -> httpx.AsyncClient:
    try:
        return httpx.AsyncClient(
            headers=_HEADERS,
            timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
            follow_redirects=True,
            max_redirects=limits.redirects,
        )
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
        what = f"the proxy or certificate settings of the environment are not usable ({error})"
        raise _Failure(what, "correct HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE") from error


def _check_answer(response: httpx.Response, limits: Limits) -> None:
    code = response.status_code
    if code != HTTPStatus.OK:
        other = ("the server has trouble", _LATER) if code >= 500 else ("no PDF came", _BY_HAND)
        what, todo = _STATUS.get(code, other)
        raise _Failure(f"{what} (HTTP {code})", todo)
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limits.size:
        raise _too_large(limits)


def _too_large(limits: Limits) -> _Failure:
    return _Failure(f"it is larger than {limits.megabytes:g} MB", _BY_HAND)


async def _head(chunks: AsyncIterator[bytes]) -> bytes:
    head = b""
    async for chunk in chunks:
        head += chunk
        if len(head) >= _MARK_WITHIN:
            break
    return head


def _check_pdf(head: bytes, content_type: str) -> None:
    start = head[:_MARK_WITHIN]
    if _MARK in start:
        return
    if not head:
        raise _Failure("nothing came", _BY_HAND)
    small = start.lower()
    if "html" in content_type.lower() or b"<html" in small or b"<!doctype html" in small:
        raise _Failure("a web page came, not a PDF", _BY_HAND)
    raise _Failure(f"what came is not a PDF but {content_type or 'of no stated type'}", _BY_HAND)


async def _whole(head: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in chunks:
        yield chunk


async def _store(chunks: AsyncIterator[bytes], path: Path, limits: Limits) -> Fetched:
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("xb") as stream:
            async for chunk in chunks:
                size += len(chunk)
                if size > limits.size:
                    raise _too_large(limits)
                digest.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Fetched(path, digest.hexdigest(), size)
