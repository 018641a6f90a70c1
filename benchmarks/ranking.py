"""How meaning and words are best mixed, as tables.

Run by hand: python -m benchmarks.ranking DATA. DATA holds retrieval sets in BEIR's form.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.beir import LANGUAGES, Collection, read, together
from benchmarks.pools import Pool, pools
from benchmarks.scoring import Values, interval, ndcg, table, tuning_half
from search.embed import Embedder, SentenceEmbedder
from search.fusion import dense_share, fuse
from search.settings import DEFAULT_MODEL

SHARES: Final = [step / 10 for step in range(11)]
CLASSES: Final = {
    "English": ("scifact", "xquad_en"),
    "another language": ("xquad_de", "xquad_es", "tydi_fi", "cnil_fr"),
    "across languages": ("xquad_de-en", "xquad_es-en", "xquad_en-de"),
}
_RRF: Final = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """One set: its pools, and nDCG@10 of each question under each dense share."""

    collection: Collection
    pools: Mapping[str, Pool]
    sweep: Mapping[float, Values]


def main() -> None:
    """Measure every set and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="a folder of retrieval sets in BEIR's form")
    data = parser.parse_args().data
    missing = [name for name in LANGUAGES if not (data / name).is_dir()]
    if missing:
        sys.exit(f"{data} does not hold {', '.join(missing)}; give a folder of retrieval sets.")
    embedder = SentenceEmbedder(DEFAULT_MODEL)
    cache = Path(tempfile.gettempdir()) / "casebook-bench"
    sets = {}
    for name in LANGUAGES:
        collection = read(data, name)
        sets[name] = measured(collection, pools(collection, embedder, cache))
    print("## Every share\n\n" + _shares(sets))
    print("## Tuned on half, checked on the other half\n\n" + _checked(sets))
    print("## Other ways to mix\n\n" + _ways(sets))
    print("## One library of all\n\n" + _one_library(sets, embedder, cache))
    print("## What the questions' language was taken for\n\n" + _languages(sets))


def measured(collection: Collection, pools: Mapping[str, Pool]) -> Measured:
    """A set under every share."""
    sweep = {s: ranked(collection, pools, constant(s)) for s in SHARES}
    return Measured(collection, pools, sweep)


def constant(share: float) -> Callable[[Pool], dict[int, float]]:
    """The product's fusion under one share."""
    return lambda pool: fuse(pool.dense, pool.lexical, lambda id: share)


def ranked(
    collection: Collection,
    pools: Mapping[str, Pool],
    scores: Callable[[Pool], Mapping[int, float]],
) -> Values:
    """nDCG@10 of a way to score pools; ties are broken as the engine breaks them."""
    rankings = {}
    for question, pool in pools.items():
        fused = scores(pool)
        rankings[question] = sorted(fused, key=lambda id: (-round(fused[id], 9), id))
    return ndcg(collection, rankings)


def _shares(sets: Mapping[str, Measured]) -> str:
    rows = [
        [name, len(one.collection.documents), len(one.collection.questions)]
        + [float(values.mean()) for values in one.sweep.values()]
        for name, one in sets.items()
    ]
    return table(["set", "passages", "questions", *map(str, SHARES)], rows)


def _checked(sets: Mapping[str, Measured]) -> str:
    rows: list[Sequence[object]] = []
    for kind, names in CLASSES.items():
        tuned = {s: np.mean([_tuning(sets[name].sweep[s]) for name in names]) for s in SHARES}
        best = max(tuned, key=lambda share: float(tuned[share]))
        for name in names:
            rows.append([name, kind, best, *_checks(sets[name], best)])
    head = ["set", "class", "best share", "BM25", "dense", "RRF", "best share", "as shipped"]
    return table([*head, "shipped over BM25", "shipped over dense"], rows)


def _checks(one: Measured, best: float) -> list[object]:
    check = ~tuning_half(len(one.collection.questions))
    rrf = ranked(one.collection, one.pools, reciprocal_ranks)[check]
    shipped = ranked(one.collection, one.pools, as_shipped(one.collection))[check]
    words, meaning = one.sweep[0.0][check], one.sweep[1.0][check]
    means = [float(values.mean()) for values in (words, meaning, rrf, one.sweep[best][check])]
    return [
        *means,
        float(shipped.mean()),
        interval(shipped, words),
        interval(shipped, meaning),
    ]


def _tuning(values: Values) -> float:
    return float(values[tuning_half(len(values))].mean())


def as_shipped(collection: Collection) -> Callable[[Pool], dict[int, float]]:
    """The product's fusion with its own shares."""
    spoken = {passage.id: passage.language for _, passage in collection.documents}
    return lambda pool: fuse(
        pool.dense, pool.lexical, lambda id: dense_share(pool.asked, spoken[id])
    )


def reciprocal_ranks(pool: Pool) -> dict[int, float]:
    """Reciprocal rank fusion, k = 60."""
    fused: dict[int, float] = {}
    for ids in (pool.ranked, tuple(pool.lexical)):
        for rank, id in enumerate(ids, start=1):
            fused[id] = fused.get(id, 0.0) + 1 / (_RRF + rank)
    return fused


def scaled(low: float | None, share: float) -> Callable[[Pool], dict[int, float]]:
    """A mix whose cosines are scaled from `low` to the best one; from 0 to 1 where None."""

    def scores(pool: Pool) -> dict[int, float]:
        bottom = low or 0.0
        reach = max(pool.dense.values()) - bottom if low is not None else 1.0
        most = max(pool.lexical.values(), default=1.0)
        return {
            id: share * (cosine - bottom) / reach + (1 - share) * pool.lexical.get(id, 0.0) / most
            for id, cosine in pool.dense.items()
        }

    return scores


def _ways(sets: Mapping[str, Measured]) -> str:
    """For each class and way, the share that is best on one half and its mean on the other."""
    lows = {"from 0": 0.0, "from -1": -1.0, "the cosine itself": None}
    rows: list[Sequence[object]] = []
    for kind, names in CLASSES.items():
        ways = {"from the pool's least": [sets[name].sweep for name in names]}
        for way, low in lows.items():
            ways[way] = [_sweep(sets[name], low) for name in names]
        rows += [[kind, way, *_best(sweeps)] for way, sweeps in ways.items()]
    return table(["class", "cosines scaled", "best share", "mean over sets"], rows)


def _sweep(one: Measured, low: float | None) -> dict[float, Values]:
    return {s: ranked(one.collection, one.pools, scaled(low, s)) for s in SHARES}


def _best(sweeps: Sequence[Mapping[float, Values]]) -> tuple[float, float]:
    best = max(SHARES, key=lambda s: float(np.mean([_tuning(sweep[s]) for sweep in sweeps])))
    checks = [sweep[best][~tuning_half(len(sweep[best]))].mean() for sweep in sweeps]
    return best, float(np.mean(checks))


def _one_library(sets: Mapping[str, Measured], embedder: Embedder, cache: Path) -> str:
    """Each set's questions over its own passages, and over those of all the sets in one library."""
    names = ("scifact", "xquad_de", "xquad_en-de", "tydi_fi", "cnil_fr")
    whole = together([sets[name].collection for name in names])
    found = pools(whole, embedder, cache)
    ways = {
        "BM25": constant(0.0),
        "dense": constant(1.0),
        "0.5 for all": constant(0.5),
        "as shipped": as_shipped(whole),
    }
    values = {way: ranked(whole, found, scores) for way, scores in ways.items()}
    asked = np.array([question.split("/")[0] for question in whole.questions])
    rows = []
    for name in names:
        one, mine = sets[name], asked == name
        alone = ranked(one.collection, one.pools, as_shipped(one.collection))
        means = [float(value[mine].mean()) for value in values.values()]
        rows.append([name, float(one.sweep[0.0].mean()), float(alone.mean()), *means])
    return table(
        ["set", "BM25 alone", "as shipped alone", *(f"{way}, in all" for way in ways)], rows
    )


def _languages(sets: Mapping[str, Measured]) -> str:
    rows: list[Sequence[object]] = []
    for name, one in sets.items():
        asked = np.array([pool.asked for pool in one.pools.values()])
        told = 100 * float((asked == LANGUAGES[name][0]).mean())
        unknown = 100 * float((asked == "").mean())
        rows.append([name, told, unknown, 100 - told - unknown])
    return table(["set", "right %", "unknown %", "wrong %"], rows)


if __name__ == "__main__":
    main()
