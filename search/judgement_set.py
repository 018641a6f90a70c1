"""The judgements that a library keeps as a question set: places found again among the hits."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search import judged
from search.errors import QuestionsError
from search.judged import UNTOLD, Expected, Judged, Namer
from search.judgements import Judgement
from search.library import Library
from search.records import Double, Hit
from search.standing import Placed, Standing, standing

_LOST: Final = {
    Standing.GONE: "of a study that is gone",
    Standing.CHANGED: "of words that are no longer there",
}


@dataclass(frozen=True, slots=True)
class JudgementSet:
    """Questions with the places that people judged, and what hits are called in them.

    `notes` say which judgements were left out, `told` is all that was judged as one text.
    """

    questions: tuple[Judged, ...]
    name: Namer
    notes: tuple[str, ...]
    told: str


def judgement_set(library: Library) -> JudgementSet:
    """The judgements whose words still stand in the library. Raises QuestionsError for none."""
    placed = standing(library, library.judgements())
    if not placed:
        raise QuestionsError(
            "Nobody has judged a hit yet; use the thumbs in the app, or casebook judge."
        )
    kept = [one.judgement for one in placed if one.standing not in _LOST]
    by_question: dict[str, list[Judgement]] = {}
    for one in kept:
        by_question.setdefault(one.question, []).append(one)
    questions = tuple(_question(library, text, each) for text, each in by_question.items())
    told = "".join(f"{one.question}\t{one.name}\t{one.grade}\n" for one in kept)
    return JudgementSet(questions, _namer(by_question), tuple(lost(placed)), told)


def lost(placed: Sequence[Placed]) -> list[str]:
    """How many judgements no longer stand, and why, in sentences."""
    counts = Counter(one.standing for one in placed)
    return [
        f"{counts[cause]} {'judgement' if counts[cause] == 1 else 'judgements'} {why}, left out."
        for cause, why in _LOST.items()
        if counts[cause]
    ]


def question_id(text: str) -> str:
    """An id that stays as long as the question does, so that two runs can be compared."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _question(library: Library, text: str, made: Sequence[Judgement]) -> Judged:
    relevant = sorted((one for one in made if one.grade > 0), key=lambda one: -one.grade)
    pages = {(one.study_id, one.page) for one in relevant}
    spoken = {
        (page.study_id, page.number): page.language
        for study in {study for study, _ in pages}
        for page in library.pages(study)
    }
    return Judged(
        question_id(text),
        text,
        {one.name: one.grade for one in made},
        tuple(Expected(one.study_id, one.page) for one in relevant),
        judged.told(text),
        tuple(dict.fromkeys(spoken[page] or UNTOLD for page in sorted(pages))),
    )


def _namer(by_question: dict[str, list[Judgement]]) -> Namer:
    def name(asked: Judged, hit: Hit | Double) -> str:
        """The best judged place that a hit holds any of, or the hit's own place."""
        passage = hit.passage
        met = [one for one in by_question[asked.text] if one.meets(passage)]
        if met:
            return max(met, key=lambda one: one.grade).name
        return f"{passage.study_id}#{passage.page}:{passage.start}-{passage.end}"

    return name
