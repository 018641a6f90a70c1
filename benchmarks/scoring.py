"""nDCG of rankings question by question, and how sure a difference of two means is."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import ir_measures
import numpy as np
from ir_measures import Qrel, ScoredDoc, nDCG
from numpy.typing import NDArray

from benchmarks.beir import Collection

# nDCG@10 times 100 of each question, in the order of the questions.
Values: TypeAlias = NDArray[np.float64]
CUT: Final = 10
_DRAWS: Final = 2000
_SEED: Final = 20261122


def ndcg(collection: Collection, rankings: Mapping[str, Sequence[int]]) -> Values:
    """nDCG@10 times 100 of each question; one without hits scores zero."""
    judged = [
        Qrel(question, str(id), grade)
        for question, grades in collection.qrels.items()
        for id, grade in grades.items()
    ]
    scored = [
        ScoredDoc(question, str(id), -float(rank))
        for question, ids in rankings.items()
        for rank, id in enumerate(ids[:CUT])
    ]
    found = {m.query_id: m.value for m in ir_measures.iter_calc([nDCG @ CUT], judged, scored)}
    return np.array([100 * found.get(question, 0.0) for question in collection.questions])


def tuning_half(count: int) -> NDArray[np.bool_]:
    """Which of so many questions are tuned on; the others check."""
    chosen = np.zeros(count, bool)
    chosen[np.random.default_rng(_SEED).permutation(count)[: count // 2]] = True
    return chosen


def interval(this: Values, other: Values) -> str:
    """The mean difference of two measurements of the same questions, with its 95 % interval."""
    difference = this - other
    draws = np.random.default_rng(_SEED).integers(0, len(difference), (_DRAWS, len(difference)))
    low, high = np.percentile(difference[draws].mean(axis=1), [2.5, 97.5])
    return f"{difference.mean():+.2f} ({low:+.2f} to {high:+.2f})"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers get two places."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
