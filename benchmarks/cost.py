"""What each step of the ranking costs a question in a large library.

Run by hand: python -m benchmarks.cost BIG [--questions 100], with a library that
`python -m benchmarks.latency build` made. The same questions as there, and the same steps as in
`benchmarks.ranking`; prints the medians of milliseconds by the clock.
"""

import argparse
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.drawn import questions
from benchmarks.report import conditions, table
from benchmarks.steps import BARE, DENSE, MIX, PRODUCT, STEPS, TOKENS, WORDS, Steps
from search import settings
from search.embed import SentenceEmbedder
from search.library import Library

_WARM: Final = 10


def main() -> None:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("big", type=Path)
    parser.add_argument("--questions", type=int, default=100)
    given = parser.parse_args()
    with Library(given.big) as big:
        steps = Steps(big, SentenceEmbedder(settings.load().model), {})
        texts = [one.text for one in questions(big, given.questions + _WARM)]
        asked = [steps.ranked(text).ms for text in texts][_WARM:]
        print(f"{len(asked)} questions over {big.count('passages'):,} passages. ", end="")
        print(conditions("faiss-cpu", "tantivy", "torch") + "\n")
    print(table(("step", "median", "p95"), _rows(asked)))


def _rows(asked: Sequence[Mapping[str, float]]) -> list[tuple[str, str, str]]:
    """Each way to look for words less the one before it; the mix less what it asks anew."""
    costs = {name: [one[name] for one in asked] for name in ("understanding", "reading", DENSE)}
    costs[BARE] = [one[BARE] for one in asked]
    for last, step in pairwise(STEPS[STEPS.index(BARE) : STEPS.index(MIX)]):
        costs[step] = [one[step] - one[last] for one in asked]
    costs[MIX] = [one[MIX] - one[DENSE] - one[WORDS] for one in asked]
    costs |= {step: [one[step] for one in asked] for step in (TOKENS, PRODUCT)}
    return [
        (step, f"{np.median(ms):.1f}", f"{np.quantile(ms, 0.95):.1f}") for step, ms in costs.items()
    ]


if __name__ == "__main__":
    main()
