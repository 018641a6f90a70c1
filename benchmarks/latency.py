"""How long a question takes in a library of 100,000 passages, and where the time goes.

    python -m benchmarks.latency build LIBRARY BIG [--passages 100000]
    python -m benchmarks.latency ask BIG [--questions 100] [--threads 2]

`build` puts the studies of LIBRARY (made by `casebook add`) into BIG under new ids, as often as it
takes, each through Library.put: the first time as they are, after that with three words in ten
changed to others of their language (drawn by frequency), so that no copy folds under another, and
with each vector turned by about 18 degrees; tokens and where they begin are those of the source.
`ask` draws questions from BIG and times each step of Engine.answer. Writes results/latency.md.
"""

import argparse
import functools
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.drawn import SEED, questions
from benchmarks.report import conditions, keep, table
from search import engine as engine_module
from search import late, settings
from search.embed import Embedded, SentenceEmbedder
from search.engine import Engine
from search.library import Library
from search.records import Page, Passage, Query, ReadBy, Study

_CHANGED: Final = 0.3
_TURNED: Final = 0.33
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_WARM: Final = 10
TARGET: Final = 60.0
_BETWEEN: Final = "\n\n"


# The library


def build(source: Library, big: Library, wanted: int) -> None:
    """Fill a library with changed copies of another until it holds so many passages."""
    dice = np.random.default_rng(SEED)
    chance = random.Random(SEED)
    pools: dict[str, list[str]] = defaultdict(list)
    for study in source.studies():
        for passage in source.passages_of(study.id):
            pools[passage.language] += _WORD.findall(passage.text)
    copy = 0
    while big.count("passages") < wanted:
        for study in source.studies():
            if big.count("passages") >= wanted:
                break
            if not big.study_ids(
                "s.id = ?", f"{study.id}-c{copy}"
            ):  # a build that was stopped goes on
                _put(source, big, study, copy, pools, chance, dice)
        copy += 1
        print(f"copy {copy}: {big.count('passages')} passages", flush=True)


def _put(
    source: Library,
    big: Library,
    study: Study,
    copy: int,
    pools: dict[str, list[str]],
    chance: random.Random,
    dice: np.random.Generator,
) -> None:
    passages = source.passages_of(study.id)
    if not passages:
        return
    new = replace(study, id=f"{study.id}-c{copy}", sha256=f"{copy:04x}{study.sha256[4:]}")
    pages: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        pages[passage.page].append(passage)
    made = []
    kept: list[Passage] = []
    for number, own in pages.items():
        texts = [_changed(one.text, pools[one.language], chance, copy) for one in own]
        page = Page(new.id, number, "", _BETWEEN.join(texts), ReadBy.TEXT_LAYER, own[0].language)
        made.append((page, np.full((len(page.text), 4), np.nan, np.float32)))
        kept += _placed(new.id, own, texts)
    ids = [one.id for own in pages.values() for one in own]
    found, vectors = source.vectors(ids)
    rows = {int(id): vector for id, vector in zip(found, vectors, strict=True)}
    tokens = source.tokens(ids)
    turned = _turned(np.stack([rows[id] for id in ids]), dice if copy else None)
    starts = source.starts(ids)
    packed = (late.pack_starts(starts[id]) for id in ids)
    embedded = Embedded(turned, tuple(tokens[id] for id in ids), tuple(packed))
    big.put(new, made, kept, embedded, source.fingerprint)


def _placed(study: str, own: Sequence[Passage], texts: Sequence[str]) -> Iterator[Passage]:
    start = 0
    for passage, text in zip(own, texts, strict=True):
        yield Passage(
            study,
            passage.page,
            start,
            start + len(text),
            text,
            passage.heading,
            passage.kind,
            passage.language,
        )
        start += len(text) + len(_BETWEEN)


def _changed(text: str, pool: Sequence[str], chance: random.Random, copy: int) -> str:
    if not copy or not pool:
        return text
    return _WORD.sub(
        lambda word: chance.choice(pool) if chance.random() < _CHANGED else word.group(), text
    )


def _turned(vectors: NDArray[np.float32], dice: np.random.Generator | None) -> NDArray[np.float32]:
    if dice is None:
        return vectors
    noise = dice.standard_normal(vectors.shape) * _TURNED / np.sqrt(vectors.shape[1])
    moved = vectors + noise
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


# The time


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds by the clock and of processor time, of all threads."""

    clock: float = 0.0
    processor: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.clock + other.clock, self.processor + other.processor)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.clock - other.clock, self.processor - other.processor)

    @classmethod
    def now(cls) -> "Spent":
        """Since some moment."""
        return cls(1000 * time.perf_counter(), 1000 * time.process_time())


class Clock:
    """What each step of the question that is being asked has spent."""

    def __init__(self) -> None:
        self.steps: dict[str, Spent] = defaultdict(Spent)

    def timed(self, name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time added to a step."""

        @functools.wraps(inner)
        def run(*given: Any, **named: Any) -> Any:
            began = Spent.now()
            try:
                return inner(*given, **named)
            finally:
                self.steps[name] += Spent.now() - began

        return run


@contextmanager
def watched(engine: Engine, clock: Clock) -> Iterator[None]:
    """An engine whose steps are timed, while within."""
    indexes, library = engine._indexes, engine.library
    places: list[tuple[str, Any, str]] = [
        ("understanding", engine, "_understood"),
        ("reading by the model", engine._embedder, "read_all"),
        ("dense", indexes.vectors, "search"),
        ("words", indexes.lexical, "search"),
        ("tokens", engine_module, "reranked"),
        ("judging", engine._judge, "answer"),
        ("passages from the library", library, "passages"),
        ("words marked", engine, "shared"),
    ]
    with ExitStack() as stack:
        for name, owner, method in places:
            inner = clock.timed(name, getattr(owner, method))
            stack.enter_context(patch.object(owner, method, inner))
        yield


def ask(engine: Engine, texts: Sequence[str]) -> list[dict[str, Spent]]:
    """What each step of each question spends, and all of it."""
    clock = Clock()
    rows = []
    with watched(engine, clock):
        for text in texts:
            clock.steps.clear()
            began = Spent.now()
            engine.answer(Query(text))
            whole = Spent.now() - began
            rest = whole - sum(clock.steps.values(), Spent())
            rows.append({**clock.steps, "the rest": rest, "whole": whole})
    return rows


def told(rows: Sequence[dict[str, Spent]], size: int, first: float, note: str) -> str:
    """The result as a page."""
    lines = []
    for name in dict.fromkeys(name for row in rows for name in row):
        spent = [row.get(name, Spent()) for row in rows]
        each = np.array([[one.clock, one.processor] for one in spent])
        figures = np.stack([np.median(each, axis=0), np.quantile(each, 0.95, axis=0)])
        lines.append((name, *(f"{figure:.1f}" for figure in figures.T.ravel())))
    return f"""# A question over {size:,} passages

{len(rows)} questions, each by Engine.answer at its defaults (ten hits, judged), after {_WARM}
others that warm it up; milliseconds. The target is a median of {TARGET:.0f}. The first question
after opening the library, with loading the model and the indexes: {first:.1f} s.
{note}

{table(("step", "median", "p95", "median of processor time", "p95"), lines)}
"""


def main() -> None:
    """Build, or ask and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    tasks = parser.add_subparsers(dest="task", required=True)
    building = tasks.add_parser("build")
    building.add_argument("library", type=Path)
    building.add_argument("big", type=Path)
    building.add_argument("--passages", type=int, default=100_000)
    asking = tasks.add_parser("ask")
    asking.add_argument("big", type=Path)
    asking.add_argument("--questions", type=int, default=100)
    asking.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    if given.task == "build":
        with Library(given.library) as source, Library(given.big) as big:
            build(source, big, given.passages)
        return
    torch.set_num_threads(given.threads)
    with Library(given.big) as big:
        texts = [one.text for one in questions(big, given.questions + _WARM)]
        random.Random(SEED).shuffle(texts)
        engine = Engine(big, SentenceEmbedder(settings.load().model))
        began = time.perf_counter()
        engine.answer(Query(texts[0]))
        first = time.perf_counter() - began
        for text in texts[1:_WARM]:
            engine.answer(Query(text))
        rows = ask(engine, texts[_WARM:])
        note = f"{given.threads} threads. {conditions('tantivy', 'faiss-cpu', 'torch')} "
        note += f"Command: `python -m benchmarks.latency ask BIG --threads {given.threads}`"
        keep("latency.md", told(rows, big.count("passages"), first, note))


if __name__ == "__main__":
    main()
