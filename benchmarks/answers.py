"""The bundled questions, answered: the right study, the very passage, and what has no answer.

    python -m benchmarks.answers LIBRARY

LIBRARY is a folder that `casebook add corpus` has filled. The questions of corpus/questions.csv
were seen while ranking was tuned; of those of corpus/questions-more.csv only the shares of English
and of study evidence were looked at.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.report import conditions, keep, table
from search import evaluate
from search.asked import Answer
from search.embed import SentenceEmbedder
from search.engine import Engine
from search.library import Library
from search.records import Double, Hit, Query
from search.settings import DEFAULT_MODEL

CORPUS: Final = Path(__file__).parents[1] / "corpus"
FILES: Final = ("questions", "questions-more")
_FIRST: Final = 5


@dataclass(slots=True)
class Counts:
    """How many of a group's questions did what."""

    asked: int = 0
    answerable: bool = False
    done: Counter[str] = field(default_factory=Counter)

    def share(self, name: str) -> str:
        """In percent; "–" where nothing was asked."""
        return f"{100 * self.done[name] / self.asked:.1f}" if self.asked else "–"


Spans = Mapping[str, list[tuple[str, int, str]]]


def main() -> None:
    """Print what became of every group of questions, and of the hits of each band."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library", type=Path)
    spans = labelled(CORPUS / "answers.csv")
    groups: dict[str, Counts] = defaultdict(Counts)
    bands: Counter[tuple[str, bool]] = Counter()
    with Library(parser.parse_args().library) as library:
        engine = Engine(library, SentenceEmbedder(DEFAULT_MODEL))
        for name, question, answer in answered(engine):
            if question.studies:
                tally(groups[f"{name}: answerable"], question, answer, spans)
                bands.update((str(h.band), holds(h, spans[question.id])) for h in answer.hits)
            else:
                group = groups[f"{name}: {question.type}"]
                group.asked += 1
                _count_told(group, answer)
    said = ("nothing", "not known", "either")
    names = ("study first", "study in five", "passage in five", *said)
    rows = [
        [
            name,
            str(one.asked),
            *(one.share(n) if one.answerable or n in said else "–" for n in names),
        ]
        for name, one in sorted(groups.items())
    ]
    parts = (
        "# The bundled questions",
        conditions("torch", "sentence-transformers", "tantivy"),
        "`python -m benchmarks.answers LIBRARY`. In percent of the questions asked. The answer "
        "says “nothing here”, or that a study says that this is not known.",
        table(("questions", "asked", *names), rows),
        "Hits of the answerable questions by band, and how many hold a labelled stretch:",
        table(("band", "hits", "hold the answer, %"), [*_banded(bands)]),
    )
    keep("answers.md", "\n\n".join(parts))


def answered(engine: Engine) -> Iterator[tuple[str, evaluate.Question, Answer]]:
    """Every question of both files, and its answer."""
    for name in FILES:
        for question in evaluate.read(CORPUS / f"{name}.csv"):
            yield name, question, engine.answer(Query(question.text))


def tally(group: Counts, question: evaluate.Question, answer: Answer, spans: Spans) -> None:
    """Count one answerable question."""
    studies = [*dict.fromkeys(hit.study.id for hit in answer.hits)]
    group.asked += 1
    group.answerable = True
    group.done["study first"] += studies[:1] != [] and studies[0] in question.studies
    group.done["study in five"] += bool({*studies[:_FIRST]} & {*question.studies})
    group.done["passage in five"] += any(
        holds(hit, spans[question.id]) for hit in answer.hits[:_FIRST]
    )
    _count_told(group, answer)


def _count_told(group: Counts, answer: Answer) -> None:
    """Count an answer that says that there is none: nothing here, or a study says: not known."""
    group.done["nothing"] += answer.nothing
    group.done["not known"] += answer.unknown is not None
    group.done["either"] += answer.nothing or answer.unknown is not None


def labelled(file: Path) -> Spans:
    """The stretches that answer each question: study, PDF page, words."""
    spans: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            place = row["study"], int(row["page"]), _plain(row["quote"])
            spans[row["question"]].append(place)
    return spans


def holds(hit: Hit, spans: list[tuple[str, int, str]]) -> bool:
    """Whether a hit, or what is folded under it, holds a labelled stretch."""
    places: list[Hit | Double] = [hit, *hit.also]
    return any(
        (one.study.id, one.passage.page) == (study, page) and words in _plain(one.passage.text)
        for one in places
        for study, page, words in spans
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _banded(bands: Counter[tuple[str, bool]]) -> Iterator[list[str]]:
    for band in ("strong", "partial", "weak"):
        right, all_ = bands[band, True], bands[band, True] + bands[band, False]
        yield [band, str(all_), f"{100 * right / all_:.0f}" if all_ else "–"]


if __name__ == "__main__":
    main()
