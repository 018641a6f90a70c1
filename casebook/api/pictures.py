"""GET a page as a picture, and a study's PDF."""

import re
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import FileResponse, Response

from casebook.api import scales
from casebook.api.describing import PDF, PNG, said
from casebook.api.problems import Answered, held
from casebook.api.source import Opened, Shared
from casebook.api.studies import Id, Number, Place, check, page_of
from search import present
from search.records import Span

router = APIRouter(tags=["Studies"])

Scale = Annotated[
    float,
    Query(ge=scales.LEAST, le=scales.MOST, description="Pixels a point; 2 is 144 dpi."),
]
Range = Annotated[str | None, Header(description="A part of the file, as bytes=0-99.")]


@router.get(
    "/studies/{id}/pages/{number}.png",
    summary="A page as a picture",
    responses=said(404, 410) | PNG,
    response_class=Response,
)
def picture(
    id: Id,
    number: Number,
    session: Opened,
    shared: Shared,
    start: Annotated[int | None, Place] = None,
    end: Annotated[int | None, Place] = None,
    scale: Scale = 2.0,
) -> Response:
    """The page as PNG. With `start` and `end`, what stands there is marked as by a pen.

    Words whose place on the page is not known are not marked; `Casebook-Marked` says so.
    """
    library = session.library
    study = held(library, id)
    page = page_of(library, study, number)
    places = []
    if (start is None) != (end is None):
        raise Answered(422, "Only one of start and end was given; give both, or neither.")
    if start is not None and end is not None:
        span = Span(start, end)
        check(page, span)
        places = present.boxes(library, study.id, number, span)
    drawn = shared.picture(study, number, scales.width(page, scale))
    marked = {"Casebook-Marked": "yes" if places else "no"}
    return Response(present.marked(drawn, places) if places else drawn, 200, marked, "image/png")


@router.get(
    "/studies/{id}/file",
    summary="A study's PDF",
    responses=said(404, 410) | PDF,
    response_class=Response,
)
def file(id: Id, session: Opened, request: Request, range: Range = None) -> Response:
    """The library's own copy of the PDF, whole or in part."""
    study = held(session.library, id)
    path = session.library.file(study)
    if not path.is_file():
        raise Answered(
            404, f"The library's copy of {study.id!r} is missing; add the file again to open it."
        )
    stat = path.stat()
    if range is not None and not _within(range, stat.st_size):
        # RFC 9110 lets a server ignore a range that it can't give.
        request.scope["headers"] = [one for one in request.scope["headers"] if one[0] != b"range"]
    return FileResponse(
        path,
        media_type="application/pdf",
        filename=f"{study.id}.pdf",
        content_disposition_type="inline",
        stat_result=stat,
    )


def _within(range: str, size: int) -> bool:
    """Whether a range is one stretch of bytes that a file of this size has."""
    ends = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})", range, re.ASCII)
    if ends is None:
        return False
    start = int(ends[1])
    return start < size and (not ends[2] or int(ends[2]) >= start)
