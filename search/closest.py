"""How near the sentences of a passage are to a question, by their tokens."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.late import Tokens
from search.records import Span

_END: Final = re.compile(r"(?<=[.!?;:])[\])”»\"’]*\s+(?=\S)|\n{2,}|\n(?=[•–▪-])")


def sentences(text: str) -> list[Span]:
    """The sentences of a passage, as a reader would cut them, without the space between them."""
    spans = []
    start = 0
    for end in [*_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        if text[start:stop].strip():
            spans.append(Span(start, stop))
        start = end.end() if end else stop
    return spans


def nearness(
    text: str, cosines: Tokens, weights: Tokens, starts: NDArray[np.int32]
) -> list[tuple[Span, float]]:
    """The sentences of a text, each with the weighted mean of the best cosines in it.

    `cosines` has the shape (tokens of the question, tokens of the text), `starts` says where these
    begin. None where they do not fit or nothing weighs.
    """
    if cosines.shape[1] != len(starts) or not weights.sum():
        return []
    scored = []
    for part in sentences(text):
        within = (starts >= part.start) & (starts < part.end)
        best = cosines[:, within].max(axis=1) if within.any() else np.zeros(len(weights))
        scored.append((part, float(weights @ best / weights.sum())))
    return scored


def closest(near: Sequence[tuple[Span, float]]) -> Span | None:
    """The nearest of several sentences; None where there is but one."""
    return max(near, key=lambda one: one[1])[0] if len(near) > 1 else None
