"""What the bundled questions say of context, heading weight and passage size.

`python -m benchmarks.bundled` adds the bundled studies to a library of its own in the system's
temporary folder, once for each passage size, and prints the tables.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

import ingest.passages
import search.clauses
from benchmarks.scoring import Values, interval, table
from ingest import catalogue
from ingest.about import facts
from ingest.reading import Reading, read_study
from ingest.tokens import Tokens, counter
from search import evaluate, judged
from search.context import in_context
from search.embed import SentenceEmbedder
from search.engine import Engine
from search.evaluate import Question
from search.judged import How
from search.library import Library
from search.records import Mode, Passage, Query, Study
from search.remembered import Remembered
from search.settings import DEFAULT_MODEL

CORPUS: Final = Path(__file__).parents[1] / "corpus"
SIZES: Final = (96, 128, 160, 192)
BOOSTS: Final = (0.0, 0.25, 0.5, 1.0)
Context: TypeAlias = Callable[[Study, Passage], str]


def words_alone(study: Study, passage: Passage) -> str:
    """The passage without context."""
    return passage.text


def title(study: Study, passage: Passage) -> str:
    """The title of the study before the passage."""
    return in_context(study, replace(passage, heading=()))


def headings(study: Study, passage: Passage) -> str:
    """The headings before the passage."""
    return in_context(replace(study, title=""), passage)


CONTEXTS: Final[dict[str, Context]] = {
    "nothing": words_alone,
    "title": title,
    "headings": headings,
    "title and headings": in_context,
}


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measurement needs."""

    embedder: Remembered
    questions: Sequence[Question]

    def library(
        self, home: Path, readings: Sequence[tuple[Study, Reading]], how: Context
    ) -> Engine:
        """An engine over a new library of these readings, embedded in a context."""
        library = Library(home)
        for study, reading in readings:
            texts = [how(study, passage) for passage in reading.passages]
            made = self.embedder.embed(texts)
            pages = [(replace(page, study_id=study.id), boxes) for page, boxes in reading.pages]
            passages = [replace(passage, study_id=study.id) for passage in reading.passages]
            library.put(study, pages, passages, made, self.embedder.fingerprint)
        self.embedder.save()
        return Engine(library, self.embedder)

    def values(self, engine: Engine, mode: Mode = Mode.HYBRID) -> dict[str, Values]:
        """Each measure of each answerable question, times 100."""
        asked = [judged.of_studies(one) for one in self.questions if one.studies]
        found = judged.run(engine, asked, How(judged.study_of, by_study=True, mode=mode))
        return {
            name: np.array([100 * one.measures[name] for one in found])
            for name in ("nDCG@10", "R@1", "RR@10")
        }


def main() -> None:
    """Print every table."""
    argparse.ArgumentParser(description=__doc__.split("\n")[0]).parse_args()
    model = SentenceEmbedder(DEFAULT_MODEL)
    questions = evaluate.read(CORPUS / "questions.csv")
    cache = Path(tempfile.gettempdir()) / "casebook-bench"
    bench = Bench(Remembered(model, cache, "bundled"), questions)
    tokens = counter(model.folder)
    readings = list(read(tokens))
    print("## Context for the model\n\n" + _contexts(bench, readings))
    print("## Weight of title and headings for the words\n\n" + _boosts(bench, readings))
    print("## Passage size\n\n" + _sizes(bench, tokens))


def read(tokens: Tokens) -> Iterator[tuple[Study, Reading]]:
    """The bundled studies, as their catalogue describes them, and their readings."""
    for name, entry in catalogue.entries_by_file(CORPUS).items():
        reading = read_study(CORPUS / name, tokens)
        stem = Path(name).stem
        yield (
            facts.study(
                facts.Known(entry),
                reading.guessed,
                file=name,
                sha256=stem,
                page_count=len(reading.pages),
                study_id=stem,
                language="en",
            ),
            reading,
        )


def _contexts(bench: Bench, readings: Sequence[tuple[Study, Reading]]) -> str:
    found: dict[str, dict[Mode, dict[str, Values]]] = {}
    for name, how in CONTEXTS.items():
        with tempfile.TemporaryDirectory() as home:
            engine = bench.library(Path(home), readings, how)
            found[name] = {m: bench.values(engine, m) for m in (Mode.DENSE, Mode.HYBRID)}
    rows = [
        [name, mode, *_row(values, found["title and headings"][mode])]
        for mode in (Mode.DENSE, Mode.HYBRID)
        for name, values in ((name, modes[mode]) for name, modes in found.items())
    ]
    return table(["before the passage", "mode", *_HEAD], rows)


def _boosts(bench: Bench, readings: Sequence[tuple[Study, Reading]]) -> str:
    shipped = search.clauses._HEAD
    boosts = sorted({*BOOSTS, shipped})
    found: dict[float, dict[Mode, dict[str, Values]]] = {}
    with tempfile.TemporaryDirectory() as home:
        engine = bench.library(Path(home), readings, in_context)
        for boost in boosts:
            search.clauses._HEAD = boost  # type: ignore[misc]  # Final, but for this measurement
            found[boost] = {m: bench.values(engine, m) for m in (Mode.LEXICAL, Mode.HYBRID)}
    search.clauses._HEAD = shipped  # type: ignore[misc]  # Final, but for this measurement
    rows = [
        [boost, mode, *_row(found[boost][mode], found[shipped][mode])]
        for mode in (Mode.LEXICAL, Mode.HYBRID)
        for boost in boosts
    ]
    return table(["weight", "mode", *_HEAD], rows)


def _sizes(bench: Bench, tokens: Tokens) -> str:
    shipped = ingest.passages.MOST_TOKENS
    found: dict[int, tuple[list[int], dict[str, Values], tuple[float, float]]] = {}
    for size in SIZES:
        ingest.passages.MOST_TOKENS = size  # type: ignore[misc]  # Final, but for this measurement
        readings = list(read(tokens))
        lengths = [len(tokens(p.text)) for _, reading in readings for p in reading.passages]
        with tempfile.TemporaryDirectory() as home:
            engine = bench.library(Path(home), readings, in_context)
            found[size] = lengths, bench.values(engine), _held(engine, bench.questions)
    ingest.passages.MOST_TOKENS = shipped  # type: ignore[misc]  # Final, but for this measurement
    rows = [
        [size, *_lengths(lengths), *_row(values, found[shipped][1]), *held]
        for size, (lengths, values, held) in found.items()
    ]
    head = ["most tokens", "passages", "median", "under 10", "under 40"]
    return table([*head, *_HEAD, "figures in the first", "figures in three"], rows)


def _lengths(lengths: Sequence[int]) -> list[int]:
    short, shorter = (sum(length < bound for length in lengths) for bound in (40, 10))
    return [len(lengths), int(np.median(lengths)), shorter, short]


def _held(engine: Engine, questions: Sequence[Question]) -> tuple[float, float]:
    """How often the first, or one of the first three, passages holds the answer's figures.

    Over the questions whose expected answer has a figure of two digits or more: the passage must
    belong to a relevant study and hold at least one of them.
    """
    first = three = asked = 0
    for question in questions:
        figures = set(_figures(question.expected))
        if not figures or not question.studies:
            continue
        asked += 1
        hits = engine.search(Query(question.text, k=3))
        good = [
            hit.study.id in question.studies and bool(figures & set(_figures(hit.passage.text)))
            for hit in hits
        ]
        first += any(good[:1])
        three += any(good)
    return 100 * first / asked, 100 * three / asked


def _figures(text: str) -> Iterator[str]:
    for word in text.split():
        digits = "".join(letter for letter in word if letter.isdigit())
        if len(digits) > 1:
            yield digits


_HEAD: Final = ("nDCG@10", "R@1", "RR@10", "nDCG@10 against what is shipped")


def _row(values: dict[str, Values], shipped: dict[str, Values]) -> list[object]:
    means: list[object] = [float(value.mean()) for value in values.values()]
    return [*means, interval(values["nDCG@10"], shipped["nDCG@10"])]


if __name__ == "__main__":
    main()
