"""GET search, coverage and health."""

from fastapi import APIRouter

from casebook.api.answers import Coverage, SearchAnswer
from casebook.api.asking import Asked, Filters
from casebook.api.condition import Condition
from casebook.api.describing import said
from casebook.api.source import Opened, Ready
from search.health import health
from search.records import Query

router = APIRouter(tags=["Search"])


@router.get("/search", summary="Find the passages that answer a question", responses=said(413))
def search(asked: Asked, session: Ready) -> SearchAnswer:
    """Passages, word for word, best first, each with its study, page and citation.

    An answer without hits is an answer: its coverage says what was searched in vain.
    """
    query = asked.query(session.library)
    answer = session.engine.answer(query)
    return SearchAnswer.of(answer, session.engine.coverage(query))


@router.get("/coverage", summary="How much stands behind an answer", responses=said())
def covered(filters: Filters, session: Opened) -> Coverage:
    """Studies, pages and passages that the filters let through."""
    asked = Query("", filter=filters.filter(session.library))
    return Coverage.of(session.engine.coverage(asked))


@router.get("/health", summary="How the library was read", responses=said())
def condition(session: Opened) -> Condition:
    """What of each study was read and what not, and the files that were refused."""
    return Condition.of(health(session.library))
