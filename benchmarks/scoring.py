"""Measures question by question, and how sure a difference of two means is."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from search import significance

# A measure times 100 of each question, in the order of the questions.
Values: TypeAlias = NDArray[np.float64]


def interval(this: Values, other: Values) -> str:
    """The mean difference of two measurements of the same questions, with its 95 % interval."""
    low, high = significance.interval(other.tolist(), this.tolist())
    return f"{float((this - other).mean()):+.2f} ({low:+.2f} to {high:+.2f})"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers get two places."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def _cell(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
