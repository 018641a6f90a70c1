"""What the API answers from: an open session, and what draws pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from casebook.session import Session
from search.records import Study


@dataclass(frozen=True, slots=True)
class Source:
    """`opened` gives the session, `ready` the same when its model and indexes are loaded.

    `picture` draws a page as a PNG of some width.
    """

    opened: Callable[[], Session]
    ready: Callable[[], Session]
    picture: Callable[[Study, int, int], bytes]


def _source(request: Request) -> Source:
    return cast(Source, request.app.state.source)


def _session(request: Request) -> Session:
    return _source(request).opened()


def _ready(request: Request) -> Session:
    return _source(request).ready()


Shared = Annotated[Source, Depends(_source)]
Opened = Annotated[Session, Depends(_session)]
Ready = Annotated[Session, Depends(_ready)]
