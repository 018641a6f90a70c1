"""Questions with known answers to nDCG, recall and MRR. The only file that knows ir-measures.

A question's qrels are studies: a study is relevant (1) when it holds the answer. A question without
an answer has none and is counted apart.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from search.engine import Engine
from search.errors import QuestionsError
from search.records import Filter, Mode, Query

DEPTH: Final = 10
MEASURES: Final = (nDCG @ 10, R @ 1, R @ 5, R @ 10, RR @ 10)
_COLUMNS: Final = ("id", "language", "type", "question", "studies", "expected")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the ids of the studies that answer it (none: no study does), and the answer."""

    id: str
    language: str
    type: str
    text: str
    studies: tuple[str, ...]
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The studies found for a question, best first, and each measure of it by name."""

    question: Question
    found: tuple[str, ...]
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Group:
    """The mean of each measure over the answerable questions of a group."""

    name: str
    questions: int
    means: Mapping[str, float]


def read(path: Path) -> list[Question]:
    """The questions of a CSV file with the columns id, language, type, question, studies, expected.

    Several studies are separated by "; ". Raises QuestionsError.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise QuestionsError(f"{path} can't be read ({error}); give a CSV in UTF-8.") from error
    questions: dict[str, Question] = {}
    for line, row in enumerate(rows, start=2):
        if any(row.get(name) is None for name in _COLUMNS):
            wanted = ", ".join(_COLUMNS)
            raise QuestionsError(f"{path}, line {line}: a column is missing; wanted {wanted}.")
        if row["id"] in questions:
            raise QuestionsError(f"{path}, line {line}: the id {row['id']!r} is taken already.")
        studies = tuple(part.strip() for part in row["studies"].split(";") if part.strip())
        questions[row["id"]] = Question(
            row["id"], row["language"], row["type"], row["question"], studies, row["expected"]
        )
    return list(questions.values())


def run(engine: Engine, questions: Sequence[Question], mode: Mode = Mode.HYBRID) -> list[Answer]:
    """Ask every question; hits are grouped by study."""
    found = {
        question.id: tuple(
            hit.study.id
            for hit in engine.search(
                Query(question.text, k=DEPTH, filter=Filter(), mode=mode, by_study=True)
            )
        )
        for question in questions
    }
    measures = _measured(questions, found)
    return [
        Answer(question, found[question.id], measures.get(question.id, {}))
        for question in questions
    ]


def grouped(answers: Sequence[Answer]) -> list[Group]:
    """Means over all answerable questions, then by language, then by type."""
    answerable = [answer for answer in answers if answer.question.studies]
    groups = [_group("all", answerable)]
    for name in ("language", "type"):
        values = sorted({str(getattr(answer.question, name)) for answer in answerable})
        groups += [
            _group(value, [a for a in answerable if getattr(a.question, name) == value])
            for value in values
        ]
    return groups


def _group(name: str, answers: Sequence[Answer]) -> Group:
    means = {
        str(measure): sum(answer.measures[str(measure)] for answer in answers) / len(answers)
        for measure in MEASURES
        if answers
    }
    return Group(name, len(answers), means)


def _measured(
    questions: Sequence[Question], found: Mapping[str, Iterable[str]]
) -> dict[str, dict[str, float]]:
    """Measures of each answerable question; one without hits scores zero."""
    qrels = [Qrel(question.id, study, 1) for question in questions for study in question.studies]
    scored = [
        ScoredDoc(id, study, -float(rank))
        for id, studies in found.items()
        for rank, study in enumerate(studies)
    ]
    measures: dict[str, dict[str, float]] = {}
    if qrels:
        for metric in ir_measures.iter_calc(list(MEASURES), qrels, scored):
            measures.setdefault(metric.query_id, {})[str(metric.measure)] = metric.value
    return measures
