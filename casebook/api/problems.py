"""What goes wrong as RFC 9457 problem details: a status and one sentence, never a traceback."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from casebook.api.models import Model
from search import errors
from search.errors import CasebookError, Refused
from search.library import Library
from search.records import Study

MEDIA_TYPE: Final = "application/problem+json"
# The nearest class above an error decides. What a person has to mend first is 503.
STATUSES: Final[Mapping[type[CasebookError], int]] = {
    errors.CasebookError: 503,
    errors.SettingsError: 503,
    errors.LibraryError: 503,
    errors.ModelError: 503,
    errors.WorkerError: 503,
    errors.VocabularyError: 503,
    errors.UnknownStudy: 404,
    errors.CatalogueError: 422,
    errors.QuestionsError: 422,
    errors.FetchError: 503,
    errors.Refused: 404,
}
# As RFC 9110 has them; Python's names for these change with its version.
_TITLES: Final = {413: "Content Too Large", 422: "Unprocessable Content"}
# Reading the page was given up, not impossible: another time it may go well.
_PASSING: Final = ("timeout", "given-up", "crashed")
_UNFORESEEN: Final = "This could not be answered; the window that Casebook runs in says why."


class Problem(Model):
    """What went wrong (RFC 9457)."""

    type: str
    """Always "about:blank": the status says which kind of problem it is."""
    title: str
    """The status in words."""
    status: int
    detail: str
    """What came, what was wanted, what to do, in a sentence."""


class Answered(Exception):
    """Ends a request with a status and a sentence."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def held(library: Library, id: str) -> Study:
    """A study; raises Answered, which tells one that was taken out from one never there."""
    try:
        return library.study(id)
    except errors.UnknownStudy:
        if library.count("changes", "study_id = ?", id):
            raise Answered(
                410, f"The study {id!r} was taken out of this library; add its PDF to open it."
            ) from None
        raise Answered(
            404, f"This library holds no study {id!r}; GET /api/v1/studies names them all."
        ) from None


def response(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A problem as a response."""
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    problem = Problem(type="about:blank", title=title, status=status, detail=detail)
    return JSONResponse(problem.model_dump(), status, headers, MEDIA_TYPE)


def handle(app: FastAPI) -> None:
    """Have every error of an app answered as a problem."""

    @app.exception_handler(Answered)
    def _answered(request: Request, error: Answered) -> JSONResponse:
        return response(error.status, str(error))

    @app.exception_handler(CasebookError)
    def _casebook(request: Request, error: CasebookError) -> JSONResponse:
        return response(_status(error), str(error))

    @app.exception_handler(OSError)
    def _system(request: Request, error: OSError) -> JSONResponse:
        logging.getLogger(__name__).exception("The API could not use a file", exc_info=error)
        return response(503, "The library's files can't be used now; look at its folder and disk.")

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return response(*_wanted(error.errors()))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        status = error.status_code
        headers = {"Allow": ", ".join(_offered(request))} if status == 405 else error.headers
        return response(status, _refusal(status, request), headers)

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> JSONResponse:
        return response(500, _UNFORESEEN)


def _status(error: CasebookError) -> int:
    if isinstance(error, Refused) and error.code in _PASSING:
        return 503
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def _wanted(found: Sequence[Any]) -> tuple[int, str]:
    """What of a request can't be used; a question that is too long has a status of its own."""
    long = any((one["type"], one["loc"][-1]) == ("string_too_long", "q") for one in found)
    status = 413 if long else 422
    told = [f"{'.'.join(map(str, one['loc'][1:]))} ({_lower(one['msg'])})" for one in found]
    return status, f"The request can't be used: {', '.join(told)}."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _offered(request: Request) -> list[str]:
    """The methods that an address takes; HEAD is answered for every GET."""
    described = request.app.openapi()["paths"].items()
    path = request.url.path
    found = [told for form, told in described if compile_path(form)[0].match(path)]
    named = {method.upper() for told in found for method in told} or {"GET"}
    return sorted(named | ({"HEAD"} if "GET" in named else set()))


def _refusal(status: int, request: Request) -> str:
    if status == 404:
        return "Nothing is at this address; GET /api/v1/openapi.json names all there are."
    if status == 405:
        offered = ", ".join(_offered(request))
        return f"{request.method} is not offered here; this address takes {offered}."
    return "The request could not be read."
