"""What each step of the ranking adds, over retrieval sets in BEIR's form.

Run by hand: python -m benchmarks.ranking DATA [--libraries FOLDER] [--sets NAME …] [--product].
DATA holds the sets; FOLDER holds, or gets, a library of each corpus; without it they are kept in
the cache. All sets are asked in one process, of one configuration: the product's. With --product
the product alone is asked, as `casebook evaluate` asks it, and no step of it: minutes, not an hour.
"""

import argparse
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import conditions
from benchmarks.scoring import Values, interval, table
from benchmarks.steps import COSINES, DENSE, MIX, PRODUCT, STEPS, TOKENS, WORDS, K, Steps
from casebook import scratch
from ingest.tokens import counter
from search import beir, evaluate, judged, settings
from search.embed import SentenceEmbedder
from search.engine import Engine
from search.judged import Judged
from search.library import Library
from search.meaning import Reads
from search.records import Query
from search.remembered import Remembered
from search.settings import DEFAULT_MODEL

# Each set, the library that its corpus stands in, its class, and what is to be reached.
SETS: Final = {
    "scifact": ("scifact", "English", 76.5),
    "xquad_en": ("xquad_en", "English", 98.0),
    "xquad_de": ("xquad_de", "another language", 96.0),
    "xquad_es": ("xquad_es", "another language", 97.3),
    "tydi_fi": ("tydi_fi", "another language", 87.0),
    "cnil_fr": ("cnil_fr", "another language", 66.0),
    "xquad_de-en": ("xquad_de-en", "across languages", 68.0),
    "xquad_es-en": ("xquad_de-en", "across languages", 66.0),
    "xquad_en-de": ("xquad_de", "across languages", 80.0),
}
# So many questions are also asked of the engine itself.
_SAMPLE: Final = 50
_ALONE: Final = ("set", "documents", "questions", "product", "held-out half", "target", "− target")


@dataclass(frozen=True, slots=True)
class Measured:
    """One set: nDCG@10 times 100 of each question by step and by mix.

    `held` marks the questions that nothing was tuned on, `off` is how far the last step is from the
    engine's own answers, on a sample.
    """

    name: str
    documents: int
    steps: Mapping[str, Values]
    mixes: Mapping[float, Values]
    held: NDArray[np.bool_]
    off: float


def main() -> None:
    """Measure the sets and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="a folder of retrieval sets in BEIR's form")
    parser.add_argument("--libraries", type=Path, help="a folder for libraries, kept there")
    parser.add_argument("--sets", nargs="+", choices=[*SETS], default=[*SETS], metavar="NAME")
    parser.add_argument("--product", action="store_true", help="ask the product alone")
    asked = parser.parse_args()
    missing = [name for name in asked.sets if not (asked.data / name).is_dir()]
    if missing:
        sys.exit(f"{asked.data} does not hold {', '.join(missing)}; give a folder of such sets.")
    libraries = asked.libraries or settings.load().cache / "ranking"
    embedder = SentenceEmbedder(DEFAULT_MODEL)
    if asked.product:
        homes = {name: libraries / SETS[name][0] for name in asked.sets}
        print(conditions("faiss-cpu", "tantivy", "torch", "sentence-transformers") + "\n")
        print(table(_ALONE, [alone(asked.data / name, homes[name], embedder) for name in homes]))
        return
    reads: dict[str, tuple[Reads, float]] = {}
    sets = []
    for name in asked.sets:
        sets.append(measured(asked.data / name, libraries / SETS[name][0], embedder, reads))
        reached = sets[-1].steps[PRODUCT].mean()
        print(f"{name} is measured: {reached:.2f}.", file=sys.stderr, flush=True)
    print(conditions("faiss-cpu", "tantivy", "torch", "sentence-transformers") + "\n")
    print("## All sets\n\n" + _whole(sets))
    print("## What each step adds, held-out half\n\n" + _added(sets))
    print("## The product over either side alone, held-out half\n\n" + _over(sets))
    print("## Tokens over the best mix without them\n\n" + _tokens(sets))
    print("## The product's own answers\n\n" + _checks(sets))


def alone(folder: Path, home: Path, embedder: SentenceEmbedder) -> list[object]:
    """One set asked of the product: its row."""
    made = beir.read(folder)
    ids = [id for id in made.queries if any(grade > 0 for grade in made.qrels[id].values())]
    with Library(home) as library:
        if library.count("studies") < len(made.documents):
            _fill(library, made.documents, embedder)
        values = _ndcg(made, _answers(Engine(library, embedder), made, ids))
    target = SETS[folder.name][2]
    held = np.array([zlib.crc32(id.encode()) % 2 == 1 for id in ids])
    mean = float(values.mean())
    print(f"{folder.name} is measured: {mean:.2f}.", file=sys.stderr, flush=True)
    half = float(values[held].mean())
    return [folder.name, len(made.documents), len(ids), mean, half, target, mean - target]


def measured(
    folder: Path, home: Path, embedder: SentenceEmbedder, reads: dict[str, tuple[Reads, float]]
) -> Measured:
    """One set, its library made where it is missing."""
    made = beir.read(folder)
    questions = {
        id: text for id, text in made.queries.items() if any(g > 0 for g in made.qrels[id].values())
    }
    with Library(home) as library:
        if library.count("studies") < len(made.documents):
            _fill(library, made.documents, embedder)
        asking = Steps(library, embedder, reads)
        asked = {id: asking.ranked(text) for id, text in questions.items()}
        values = {
            step: _ndcg(made, {id: one.found[step] for id, one in asked.items()}) for step in STEPS
        }
        mixes = {
            part: _ndcg(made, {id: one.mixes[part] for id, one in asked.items()})
            for part in COSINES
        }
        sample = [*questions][:: max(1, len(questions) // _SAMPLE)][:_SAMPLE]
        own = _ndcg(made, _answers(Engine(library, embedder), made, sample))
        here = _ndcg(made, {id: asked[id].found[PRODUCT] for id in sample})
    held = np.array([zlib.crc32(id.encode()) % 2 == 1 for id in questions])
    off = float(abs(own - here).max())
    return Measured(folder.name, len(made.documents), values, mixes, held, off)


def _fill(library: Library, documents: Sequence[beir.Document], embedder: SentenceEmbedder) -> None:
    """Each text is embedded once: `scratch.fill` counts on an embedder that remembers."""
    remembered = Remembered(embedder, library.home, "embedded")
    scratch.fill(library, documents, remembered, counter(embedder.folder))


def _answers(engine: Engine, made: beir.Collection, ids: Sequence[str]) -> dict[str, Sequence[str]]:
    """What the engine itself answers, as `casebook evaluate` counts it."""
    found: dict[str, Sequence[str]] = {}
    for id in ids:
        hits = engine.search(Query(made.queries[id], k=K, by_study=True))
        one = Judged(id, made.queries[id], made.qrels[id])
        found[id] = judged.documents(hits, one, judged.study_of)
    return found


def _ndcg(made: beir.Collection, found: Mapping[str, Sequence[str]]) -> Values:
    """nDCG@10 times 100 of each question that was asked."""
    qrels = {id: made.qrels[id] for id in found}
    values = evaluate.measured(qrels, found, evaluate.MEASURES[:1])
    return np.array([100 * values[id][f"nDCG@{K}"] for id in found])


def _whole(sets: Sequence[Measured]) -> str:
    rows: list[Sequence[object]] = []
    for one in sets:
        target, product = SETS[one.name][2], one.steps[PRODUCT]
        mean = float(product.mean())
        rows.append(
            [one.name, one.documents, len(one.held)]
            + [float(one.steps[step].mean()) for step in STEPS]
            + [float(product[one.held].mean()), target, mean - target]
        )
    head = ["set", "documents", "questions", *STEPS, "its held-out half", "target", "− target"]
    return table(head, rows)


def _added(sets: Sequence[Measured]) -> str:
    """Each step after the first two, which stand alone, against the one before it."""
    pairs = list(pairwise(STEPS[1:]))
    rows = [
        [one.name, int(one.held.sum())]
        + [interval(one.steps[step][one.held], one.steps[last][one.held]) for last, step in pairs]
        for one in sets
    ]
    return table(["set", "questions", *STEPS[2:]], rows)


def _over(sets: Sequence[Measured]) -> str:
    rows = [
        [one.name, float(one.steps[PRODUCT][one.held].mean())]
        + [interval(one.steps[PRODUCT][one.held], one.steps[s][one.held]) for s in (DENSE, WORDS)]
        for one in sets
    ]
    return table(["set", "product", "over meaning alone", "over all words"], rows)


def _tokens(sets: Sequence[Measured]) -> str:
    """Against the share of the cosine that is best for a class on the halves tuned on."""
    rows: list[Sequence[object]] = []
    for kind in dict.fromkeys(SETS[one.name][1] for one in sets):
        own = [one for one in sets if SETS[one.name][1] == kind]
        best = max(COSINES, key=lambda s: np.mean([one.mixes[s][~one.held].mean() for one in own]))
        for one in own:
            mix, tokens = one.mixes[best][one.held], one.steps[TOKENS][one.held]
            mean = float(one.steps[MIX][one.held].mean())
            rows.append([one.name, kind, best, mean, float(mix.mean()), interval(tokens, mix)])
    head = ["set", "class", "best share", "as shipped", "best mix", "tokens over the best mix"]
    return table(head, rows)


def _checks(sets: Sequence[Measured]) -> str:
    rows = [[one.name, min(_SAMPLE, len(one.held)), one.off] for one in sets]
    return table(["set", "questions", "greatest difference of nDCG@10"], rows)


if __name__ == "__main__":
    main()
