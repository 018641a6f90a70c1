"""What a person types to name a passage: a hit's rank, or a place on a page."""

import re
from typing import Final

import typer

from casebook.session import Session
from search.errors import QuestionsError
from search.records import Passage, Query

# An id may have a colon itself: the last numbers are the page and the span.
_PLACE: Final = re.compile(r"(?P<study>.+?):(?P<page>\d+)(?::(?P<start>\d+)-(?P<end>\d+))?")


def passage(session: Session, question: str, place: str) -> Passage:
    """The hit of a rank, or the words of a place. Raises QuestionsError where there are none."""
    if place.isdecimal():
        hits = session.engine.search(Query(question, k=max(int(place), 10)))
        if not 0 < int(place) <= len(hits):
            raise QuestionsError(f"There is no hit {place}; the question has {len(hits)}.")
        return hits[int(place) - 1].passage
    named = _PLACE.fullmatch(place)
    if named is None:
        raise typer.BadParameter("wanted a rank, STUDY:PAGE or STUDY:PAGE:START-END.")
    study = session.library.study(named["study"]).id
    number, start = int(named["page"]), int(named["start"] or 0)
    text = {one.number: one.text for one in session.library.pages(study)}.get(number, "")
    words = text[start : int(named["end"]) if named["end"] else None]
    if not words.strip():
        raise QuestionsError(f"There are no words at {place}; casebook search --json has places.")
    return Passage(study, number, start, start + len(words), words)
