"""What people say of hits: POST, GET and DELETE judgements. All that this API writes."""

from typing import Annotated, Final

from fastapi import APIRouter, Body, Query
from pydantic import ConfigDict, Field

from casebook.api.asking import MOST_CHARACTERS
from casebook.api.describing import said, written
from casebook.api.models import Model
from casebook.api.problems import held
from casebook.api.source import Opened
from casebook.api.studies import check, page_of
from search import judgements
from search.judgements import DOWN, MOST
from search.library import Library
from search.records import Passage, Span

router = APIRouter(tags=["Judgements"])

# As for places in addresses: SQLite's integers end later, no page is so long.
_MOST_PLACES: Final = 10**9

Question = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, pattern=r"\S")]
Number = Annotated[int, Field(ge=0, le=_MOST_PLACES)]


class Placed(Model):
    """A question, and a place in a page that was judged for it."""

    model_config = ConfigDict(extra="forbid")

    question: Question
    """What had been asked."""
    study: Annotated[str, Field(min_length=1, max_length=1000)]
    """A study's id."""
    page: Annotated[int, Field(ge=1, le=_MOST_PLACES)]
    """A page, from 1, as a PDF viewer counts."""
    start: Number
    """Where the passage begins in the page's text, in characters from 0."""
    end: Number
    """Where it ends there."""


class Said(Placed):
    """How well a place answers a question."""

    grade: Annotated[int, Field(ge=DOWN, le=MOST)]
    """0 for a thumb down, 1 for a thumb up, up to 3 for an answer in full."""


class Judgement(Said):
    """A judgement as it is kept."""

    made: str
    """When it was said (UTC, ISO 8601)."""

    @classmethod
    def of(cls, one: judgements.Judgement) -> "Judgement":
        """A judgement as it is told."""
        return cls(
            question=one.question,
            study=one.study_id,
            page=one.page,
            start=one.start,
            end=one.end,
            grade=one.grade,
            made=one.made,
        )


class Judgements(Model):
    """What was said of the hits of a question."""

    judgements: list[Judgement]


class Forgotten(Model):
    """What was taken back."""

    forgotten: int
    """How many judgements there were of that question and place: 0 or 1."""


@router.post(
    "/judgements",
    summary="Say how well a hit answers",
    status_code=201,
    responses=written(400, 404, 410),
)
def judge(told: Annotated[Said, Body()], session: Opened) -> Judgement:
    """Keep what a person says of a hit; an earlier word on the same question and place gives way.

    `casebook evaluate --judgements` measures search against what is kept.
    """
    library = session.library
    one = judgements.judged(told.question, _passage(library, told), told.grade)
    library.judge(one)
    return Judgement.of(one)


@router.get("/judgements", summary="What was said of a question's hits", responses=said())
def judged(
    question: Annotated[Question, Query(description="What had been asked.")], session: Opened
) -> Judgements:
    """Every judgement of one question, by place."""
    found = session.library.judgements(question)
    return Judgements(judgements=[Judgement.of(one) for one in found])


@router.delete("/judgements", summary="Take back what was said", responses=written())
def forget(placed: Annotated[Placed, Query()], session: Opened) -> Forgotten:
    """Take back what was said of a place, be its study there or not."""
    place = Passage(placed.study, placed.page, placed.start, placed.end, "")
    return Forgotten(forgotten=session.library.forget_judgement(placed.question, place))


def _passage(library: Library, told: Placed) -> Passage:
    """The words of a place. Raises Answered where there are none."""
    study = held(library, told.study)
    page = page_of(library, study, told.page)
    span = Span(told.start, told.end)
    check(page, span)
    words = page.text[span.start : span.end]
    return Passage(study.id, page.number, span.start, span.end, words)
