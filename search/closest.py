"""The sentence of a passage that is nearest to a question, by their tokens."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

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


def closest(
    text: str, cosines: Tokens, weights: Tokens, spans: Sequence[Span], before: int
) -> Span | None:
    """The sentence of a text whose tokens are nearest to the question's.

    `cosines`, shape (tokens of the question, tokens read), and `spans` are of what the model read,
    in which the text begins at `before`. None where the text is one sentence.
    """
    parts = sentences(text)
    if len(parts) < 2 or cosines.shape[1] != len(spans) or not weights.sum():
        return None
    starts = np.array([span.start - before for span in spans])
    scored = []
    for part in parts:
        within = (starts >= part.start) & (starts < part.end)
        best = cosines[:, within].max(axis=1) if within.any() else np.zeros(len(weights))
        scored.append(float(weights @ best))
    return parts[int(np.argmax(scored))]
