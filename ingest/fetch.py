"""A study's PDF, downloaded. With `ingest.mishaps` the only file that knows httpx.

Whatever goes wrong is one FetchError, one sentence, and leaves nothing behind.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx

from ingest.catalogue import Entry
from ingest.heard import Heard, unheard
from ingest.mishaps import (
    BY_HAND,
    FOLDER,
    LATER,
    ROOM,
    SETTINGS,
    Failure,
    Remedy,
    answered,
    explained,
)
from ingest.titles import slug
from search.errors import FetchError
from search.told import told

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


def fetch(entry: Entry, folder: Path, limits: Limits = DEFAULT, heard: Heard = unheard) -> Fetched:
    """Download the study's PDF into `folder`, which must exist, and check that it is one.

    `heard` is told how many bytes have come, of how many (0 where the server does not say). The
    file is named after the entry's id and title; one of that name is replaced. Proxies and
    certificates are those of the environment. Not for use inside a running event loop. Raises
    FetchError, which names the study, the address and what to do; nothing is changed then.
    """
    if not entry.document:
        raise FetchError(
            f"The catalogue has no address for {entry.id} ({entry.title}); look for its title on "
            "the web, download the PDF and add it with casebook add.",
            told("the catalogue has no address for it"),
            Remedy.LOOK_ELSEWHERE,
        )
    try:
        return asyncio.run(_download(entry, folder, limits, heard))
    except Failure as failure:
        said, cause = failure, failure.__cause__
    except TimeoutError as error:
        what = told("it took longer than {seconds} s", seconds=f"{limits.seconds:g}")
        said, cause = Failure(what, LATER), error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        said, cause = explained(error), error
    except OSError as error:
        trouble = error.strerror or str(error)
        what = told(
            "it can't be written into {folder} ({trouble})", folder=str(folder), trouble=trouble
        )
        said, cause = Failure(what, ROOM), error
    message = f"{entry.id} was not downloaded from {entry.document}: {said.what}; {said.todo.text}."
    raise FetchError(message, said.what, said.todo.remedy) from cause


async def _download(entry: Entry, folder: Path, limits: Limits, heard: Heard) -> Fetched:
    if not folder.is_dir():
        raise Failure(told("there is no folder {folder}", folder=str(folder)), FOLDER)
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
        length = response.headers.get("content-length", "")
        total = int(length) if length.isdecimal() else 0
        return await _store(_whole(head, chunks), path, limits, lambda done: heard(done, total))


def _client(limits: Limits) -> httpx.AsyncClient:
    try:
        return httpx.AsyncClient(
            headers=_HEADERS,
            timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
            follow_redirects=True,
            max_redirects=limits.redirects,
        )
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
        what = told(
            "the proxy or certificate settings of the environment are not usable ({trouble})",
            trouble=str(error),
        )
        raise Failure(what, SETTINGS) from error


def _check_answer(response: httpx.Response, limits: Limits) -> None:
    code = response.status_code
    if code != HTTPStatus.OK:
        raise answered(code)
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limits.size:
        raise _too_large(limits)


def _too_large(limits: Limits) -> Failure:
    size = f"{limits.megabytes:g}"
    return Failure(told("it is larger than {size} MB", size=size), BY_HAND)


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
        raise Failure(told("nothing came"), BY_HAND)
    small = start.lower()
    if "html" in content_type.lower() or b"<html" in small or b"<!doctype html" in small:
        raise Failure(told("a web page came, not a PDF"), BY_HAND)
    if not content_type:
        raise Failure(told("what came is no PDF"), BY_HAND)
    raise Failure(told("what came is not a PDF but {kind}", kind=content_type), BY_HAND)


async def _whole(head: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in chunks:
        yield chunk


async def _store(
    chunks: AsyncIterator[bytes], path: Path, limits: Limits, heard: Callable[[int], None]
) -> Fetched:
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
                heard(size)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Fetched(path, digest.hexdigest(), size)
