"""Questions with known answers to nDCG, recall and MRR. The only file that knows ir-measures.

A question's qrels are studies: a study is relevant (1) when it holds the answer. A question without
an answer has none and is counted apart.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG

from search.errors import QuestionsError

Measure: TypeAlias = ir_measures.Measure

DEPTH: Final = 10
MEASURES: Final = (nDCG @ 10, R @ 1, R @ 5, R @ 10, RR @ 10)
# Whether one of the first k holds the answer: hit@k, which is all that is asked of a page.
HITS: Final = (Success @ 1, Success @ 5, Success @ 10, RR @ 10)
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


def measured(
    qrels: Mapping[str, Mapping[str, int]],
    found: Mapping[str, Sequence[str]],
    measures: Sequence[Measure] = MEASURES,
) -> dict[str, dict[str, float]]:
    """Measures of each question that has a relevant document, by name; 0 where nothing was found.

    `qrels` holds the grades of a question's documents, `found` what was found, best first.
    """
    answerable = [id for id, grades in qrels.items() if any(grade > 0 for grade in grades.values())]
    judged = [Qrel(id, name, grade) for id in answerable for name, grade in qrels[id].items()]
    scored = [
        ScoredDoc(id, name, -float(rank))
        for id in answerable
        for rank, name in enumerate(found.get(id, ()))
    ]
    values = {id: {str(measure): 0.0 for measure in measures} for id in answerable}
    if scored:
        for metric in ir_measures.iter_calc(list(measures), judged, scored):
            values[metric.query_id][str(metric.measure)] = metric.value
    return values


def to_depth(depth: int) -> tuple[Measure, ...]:
    """The usual measures, and recall at a depth beyond theirs."""
    return (*MEASURES, R @ depth) if depth > DEPTH else MEASURES


def mean(name: str, values: Sequence[Mapping[str, float]]) -> Group:
    """The mean of each measure over questions, as a group of this name."""
    names = values[0] if values else ()
    means = {one: sum(each[one] for each in values) / len(values) for one in names}
    return Group(name, len(values), means)
