"""What the OpenAPI document says of responses: each error is a problem (RFC 9457)."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from casebook.api.problems import MEDIA_TYPE, Problem

Responses: TypeAlias = dict[int | str, dict[str, Any]]

_SAID: Final[Mapping[int, str]] = {
    400: "The request could not be read.",
    404: "Nothing is there: no such study or page, or its file is missing.",
    410: "The study was in this library and has been taken out.",
    413: "The question is too long.",
    422: "A parameter is missing, unknown, or can't be used; the detail says which.",
    500: "Something that nobody foresaw. The server's window says what.",
    503: "The library or its model can't be used now; the detail says what to mend.",
}
_EVERYWHERE: Final = (422, 500, 503)
_SAME: Final = {
    "description": "Nothing has changed since the answer with this ETag (If-None-Match)."
}
PNG: Final[Responses] = {
    200: {
        "description": "The picture.",
        "content": {"image/png": {}},
        "headers": {
            "Casebook-Marked": {
                "description": "Whether the passage is marked.",
                "schema": {"type": "string", "enum": ["yes", "no"]},
            }
        },
    }
}
PDF: Final[Responses] = {
    200: {"description": "The file.", "content": {"application/pdf": {}}},
    206: {"description": "The part of it that was asked for.", "content": {"application/pdf": {}}},
}


def said(*statuses: int) -> Responses:
    """The errors of an operation: these and those that every one may give."""
    told: Responses = {
        status: {"model": Problem, "description": _SAID[status]}
        for status in sorted({*statuses, *_EVERYWHERE})
    }
    return {304: _SAME} | told


def written(*statuses: int) -> Responses:
    """The errors of an operation that writes: nothing of it is kept by a client."""
    return {status: told for status, told in said(*statuses).items() if status != 304}


def as_problems(document: dict[str, Any]) -> dict[str, Any]:
    """The document with each error under its own media type; FastAPI puts them under JSON."""
    for path in document["paths"].values():
        for operation in path.values():
            for status, told in operation["responses"].items():
                if int(status) >= 400 and "content" in told:
                    told["content"] = {MEDIA_TYPE: told["content"].popitem()[1]}
    return document
