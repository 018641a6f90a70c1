"""How long faiss takes for one question over many vectors, with and without a narrow filter.

Run by hand: python -m benchmarks.vectors. The vectors are random unit vectors: in bytes, and as
they are, every one of them is compared whatever they hold. Processor time of one thread.
"""

import argparse
import sys
import time
from statistics import median
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import conditions, keep, table
from search.vectors import faiss
from search.vectors.faiss import FaissVectors

DIMENSION = 384
K = 100
# Countries, years and topics together leave about so much of a library.
FILTER = 0.014


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=50)
    asked = parser.parse_args()
    chance = np.random.default_rng(20)
    store = FaissVectors(DIMENSION)
    store.add(np.arange(asked.vectors), unit(chance, asked.vectors))
    questions = unit(chance, asked.questions)
    some = np.sort(chance.choice(asked.vectors, round(FILTER * asked.vectors), replace=False))
    free, narrow = spent(store, questions, None), spent(store, questions, some)
    with patch.object(faiss, "_MANY", sys.maxsize):
        whole = spent(store, questions, None)
    rows = [
        ["none", asked.vectors, free],
        ["none, not in bytes first", asked.vectors, whole],
        [f"{FILTER:.1%} at random", len(some), narrow],
    ]
    keep("vectors.md", told(rows, asked.vectors, asked.questions, narrow / free))


def unit(chance: np.random.Generator, count: int) -> NDArray[np.float32]:
    """So many random vectors of length 1."""
    vectors = chance.standard_normal((count, DIMENSION), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def spent(
    store: FaissVectors, questions: NDArray[np.float32], allowed: NDArray[np.int64] | None
) -> float:
    """Milliseconds of processor time that the median question takes."""
    taken = []
    for question in questions:
        started = time.process_time()
        store.search(question, K, allowed)
        taken.append(1000 * (time.process_time() - started))
    return median(taken)


def told(rows: list[list[object]], vectors: int, questions: int, share: float) -> str:
    """The result as a page."""
    head = ["filter", "vectors let through", "ms"]
    return f"""# Vectors in faiss

{conditions("faiss-cpu", "numpy")}

{questions} questions over {vectors:,} random unit vectors of {DIMENSION} numbers in the flat index,
the {K} nearest each: `python -m benchmarks.vectors`, one thread, milliseconds of processor time
(median).

{table(head, rows)}

With the filter a question takes {share:.0%} of the time without.
"""


if __name__ == "__main__":
    main()
