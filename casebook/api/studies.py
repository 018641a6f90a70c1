"""GET studies, their pages, and passages by their place."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query

from casebook.api.answers import PassageThere
from casebook.api.asking import Listed
from casebook.api.describing import said
from casebook.api.models import Page, PageEntry, Studies, Study, StudyWithPages
from casebook.api.problems import Answered, held
from casebook.api.source import Opened
from casebook.session import Session
from search import records
from search.library import Library
from search.records import Filter, Passage, Span
from search.scope import holding
from search.standing import Linked, Standing, stood

router = APIRouter(tags=["Studies"])

# SQLite's integers end at 2**63; no page is so long, no study has so many.
_MOST: Final = 10**9

Id = Annotated[str, Path(description="A study's id.", min_length=1, max_length=1000)]
Number = Annotated[int, Path(description="A page, from 1, as a PDF viewer counts.", ge=1, le=_MOST)]
Words = Query(
    pattern="^[0-9a-f]{8,32}$",
    description="What tells a place's words from others, as links have it. They are found again "
    "where the study was read anew and they moved.",
)
Place = Query(ge=0, le=_MOST, description="A place in the page's text, in characters from 0.")


@router.get("/studies", summary="List the studies", responses=said())
def studies(listed: Listed, session: Opened) -> Studies:
    """The studies that the filters let through, by title; `language` is the study's own here."""
    library = session.library
    found = chosen(session, listed.filter(library))
    part = found[listed.offset : listed.offset + listed.limit]
    return Studies(total=len(found), studies=[Study.of(one) for one in part])


def chosen(session: Session, filter: Filter) -> list[records.Study]:
    """The studies that a filter lets through, by title; its languages are the studies' own."""
    named = session.engine.instruments.now(filter.instruments)
    kept = set(holding(session.library, replace(filter, languages=()), named))
    return [
        study
        for study in session.library.studies()
        if study.id in kept and (not filter.languages or study.language in filter.languages)
    ]


@router.get("/studies/{id}", summary="A study and its pages", responses=said(404, 410))
def study(id: Id, session: Opened) -> StudyWithPages:
    """What is known of a study, and how each of its pages was read."""
    library = session.library
    found = held(library, id)
    return StudyWithPages(
        study=Study.of(found),
        pages=[PageEntry.of(page) for page in library.pages(found.id)],
        passages=library.count("passages", "study_id = ?", found.id),
    )


@router.get("/studies/{id}/pages/{number}", summary="A page's text", responses=said(404, 410))
def page(id: Id, number: Number, session: Opened) -> Page:
    """The page's words as they stand there, its printed number, and how it was read."""
    return Page.of(page_of(session.library, held(session.library, id), number))


@router.get("/passages", summary="What stands at a place", responses=said(404, 410))
def passage(
    study: Annotated[str, Query(description="A study's id.", min_length=1, max_length=1000)],
    page: Annotated[int, Query(description="A page, from 1.", ge=1, le=_MOST)],
    start: Annotated[int, Place],
    end: Annotated[int, Place],
    session: Opened,
    words: Annotated[str | None, Words] = None,
) -> PassageThere:
    """The words of a place, verbatim. It names no passage, so re-indexing leaves it valid."""
    library = session.library
    found = held(library, study)
    span = Span(start, end)
    if words is not None:
        page, span = now(library, found, page, span, words)
    there = page_of(library, found, page)
    check(there, span)
    return _there(library, found, there, span)


def now(
    library: Library, study: records.Study, page: int, span: Span, words: str
) -> tuple[int, Span]:
    """Where the words of a link stand now. Raises Answered where they are not found any more."""
    (found,) = stood(library, [Linked(study.id, page, span.start, span.end, words)])
    if found.standing is Standing.CHANGED:
        raise Answered(
            404,
            f"The words of this link are not on PDF page {page} of {study.id!r} any more, nor near "
            "it; leave words out to see what stands there.",
        )
    return found.page, Span(found.start, found.end)


def page_of(library: Library, study: records.Study, number: int) -> records.Page:
    """A page of a study. Raises Answered where there is none of this number."""
    for page in library.pages(study.id):
        if page.number == number:
            return page
    raise Answered(
        404, f"The study {study.id!r} has no PDF page {number}; its pages go to {study.page_count}."
    )


def check(page: records.Page, span: Span) -> None:
    """Raises Answered where a page has nothing at a place."""
    if span.start >= span.end:
        raise Answered(
            422, f"start is {span.start} and end {span.end}; give a start below the end."
        )
    if span.end > len(page.text):
        raise Answered(
            404,
            f"Nothing stands at {span.start} to {span.end}: PDF page {page.number} of "
            f"{page.study_id!r} has {len(page.text)} characters.",
        )


def _there(library: Library, study: records.Study, page: records.Page, span: Span) -> PassageThere:
    around = 'p.study_id = ? AND p.page = ? AND p.start <= ? AND p."end" >= ?'
    ids = library.ids(around, study.id, page.number, span.start, span.end).tolist()
    near = library.passages(ids).values()
    exact = [one for one in near if (one.start, one.end) == (span.start, span.end)]
    within = exact[0] if exact else next(iter(near), None)
    words = Passage(
        study.id,
        page.number,
        span.start,
        span.end,
        page.text[span.start : span.end],
        heading=within.heading if within else (),
        kind=within.kind if within else records.Kind.BODY,
        language=within.language if within else page.language,
        label=page.label,
        confidence=page.confidence,
        header=within.header if within else "",
    )
    return PassageThere.of(study, words, bool(exact))
