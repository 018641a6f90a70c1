"""Questions with judged answers, whatever a document is in them: a study, a page or a place.

Judged of the engine as a person asks it; what each question found is measured.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from search import evaluate, language
from search.engine import Engine
from search.evaluate import DEPTH, MEASURES, Group, Measure, Question
from search.records import Double, Filter, Hit, Mode, Query

# The language of a question or a passage that could not be told.
UNTOLD: Final = "?"


@dataclass(frozen=True, slots=True)
class Expected:
    """Where an answer stands: a study, or a page (from 1) of it."""

    study: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A question; `qrels` holds the grades of its documents by name, above 0 where relevant.

    `expected` are the places of the relevant ones, `spoken` their languages; `kind` is a label to
    group by.
    """

    id: str
    text: str
    qrels: Mapping[str, int]
    expected: tuple[Expected, ...] = ()
    language: str = ""
    spoken: tuple[str, ...] = ()
    filter: Filter = field(default_factory=Filter)
    kind: str = ""

    @property
    def answerable(self) -> bool:
        """Whether any document answers it."""
        return any(grade > 0 for grade in self.qrels.values())


def of_studies(question: Question) -> Judged:
    """A question that studies answer."""
    qrels, expected = dict.fromkeys(question.studies, 1), tuple(map(Expected, question.studies))
    return Judged(
        question.id, question.text, qrels, expected, question.language, kind=question.type
    )


@dataclass(frozen=True, slots=True)
class Found:
    """The documents found for a question, best first, and each measure of them by name.

    A question without an answer has no measures.
    """

    asked: Judged
    documents: tuple[str, ...]
    measures: Mapping[str, float]

    @property
    def failed(self) -> bool:
        """Whether an answer is known, and none of the first ten holds it."""
        relevant = {name for name, grade in self.asked.qrels.items() if grade > 0}
        return self.asked.answerable and not relevant & set(self.documents[:DEPTH])


# What a hit is called in the qrels of a question.
Namer: TypeAlias = Callable[[Judged, Hit | Double], str]


@dataclass(frozen=True, slots=True)
class How:
    """How the questions of a set are asked: `k` hits, one a study or not, and what is measured."""

    name: Namer
    by_study: bool = False
    k: int = DEPTH
    mode: Mode = Mode.HYBRID
    measures: Sequence[Measure] = MEASURES

    def query(self, asked: Judged) -> Query:
        """A question as it is put to the engine."""
        return Query(asked.text, self.k, asked.filter, self.mode, self.by_study)


def study_of(asked: Judged, hit: Hit | Double) -> str:
    """A hit by its study."""
    return hit.study.id


def page_of(asked: Judged, hit: Hit | Double) -> str:
    """A hit by its page."""
    return page_name(hit.study.id, hit.passage.page)


def page_name(study: str, page: int) -> str:
    """The name of a page in qrels and runs."""
    return f"{study}#{page}"


def run(
    engine: Engine,
    questions: Sequence[Judged],
    how: How,
    done: Callable[[int], None] = lambda count: None,
) -> list[Found]:
    """Ask every question and measure what was found. `done` hears of each."""
    found: dict[str, tuple[str, ...]] = {}
    for asked in questions:
        found[asked.id] = documents(engine.search(how.query(asked)), asked, how.name)
        done(1)
    values = evaluate.measured({one.id: one.qrels for one in questions}, found, how.measures)
    return [Found(one, found[one.id], values.get(one.id, {})) for one in questions]


def documents(hits: Sequence[Hit], asked: Judged, name: Namer) -> tuple[str, ...]:
    """The documents of hits as a person meets them going down the list, each once.

    A hit names the places that say the same; these come straight after it.
    """
    names: dict[str, None] = {}
    for hit in hits:
        names |= dict.fromkeys([name(asked, hit), *(name(asked, one) for one in hit.also)])
    return tuple(names)


def told(text: str) -> str:
    """The language of a question, UNTOLD where it can't be said."""
    return language.of_query(text) or UNTOLD


def groups(found: Sequence[Found]) -> list[Group]:
    """The means over all answerable questions, then of each kind where there are several."""
    answerable = [one for one in found if one.asked.answerable]
    kinds = sorted({one.asked.kind for one in answerable if one.asked.kind})
    parts = [(kind, [one for one in answerable if one.asked.kind == kind]) for kind in kinds]
    named = [("all", answerable), *(parts if len(parts) > 1 else ())]
    return [evaluate.mean(name, [one.measures for one in each]) for name, each in named]


def pairs(found: Sequence[Found]) -> list[Group]:
    """The means by language of the question and of what answers it, the pair with most first.

    A question stands in the row of each language that has an answer to it.
    """
    rows: dict[tuple[str, str], list[Mapping[str, float]]] = {}
    for one in found:
        for spoken in one.asked.spoken if one.asked.answerable else ():
            pair = (one.asked.language or UNTOLD, spoken or UNTOLD)
            rows.setdefault(pair, []).append(one.measures)
    order = sorted(rows, key=lambda pair: (-len(rows[pair]), pair))
    return [evaluate.mean(" → ".join(pair), rows[pair]) for pair in order]
