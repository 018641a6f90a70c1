"""How near the sentences of a passage are to a question, by their tokens."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.ignorance import has_figure
from search.late import Tokens
from search.records import Span

_END: Final = re.compile(r"(?<=[.!?;:])[\])”»\"’]*\s+(?=\S)|\n{2,}|\n(?=[•–▪-])")
# A line of a table, whose cells a tab parts.
_ROW: Final = re.compile(r"^[^\n]*\t[^\n]*$", re.MULTILINE)
# More for a sentence with a figure, where one is asked for. With rows as sentences and headings
# counted for all, the chosen one meets the labelled stretch in 93 of 142 hits, 82 before
# (corpus/answers.csv).
_FIGURE: Final = 0.15


def sentences(text: str, begin: int = 0, stop: int | None = None) -> list[Span]:
    """The sentences of a passage, as a reader would cut them, without the space between them."""
    spans = []
    start, stop = begin, len(text) if stop is None else stop
    for cut in [*_END.finditer(text, begin, stop), None]:
        end = cut.start() if cut else stop
        if text[start:end].strip():
            spans.append(Span(start, end))
        start = cut.end() if cut else end
    return spans


def nearness(
    text: str, cosines: Tokens, weights: Tokens, starts: NDArray[np.int32]
) -> list[tuple[Span, float]]:
    """The sentences of a text, each with the weighted mean of the best cosines in it.

    `cosines` has the shape (tokens of the question, tokens of the text), `starts` says where these
    begin. None where they do not fit or nothing weighs.
    """
    return _scored(sentences(text), cosines, weights, starts, np.zeros(len(weights), np.float32))


def closest(
    text: str,
    begin: int,
    figure: bool,
    cosines: Tokens,
    weights: Tokens,
    starts: NDArray[np.int32],
) -> Span | None:
    """The nearest of several sentences of a text from `begin` on, None where there is but one.

    What the title and headings say (the tokens before the text) speaks for each of them: else the
    one that names the study wins. Rows of a table are sentences. Where a `figure` was asked for,
    one with a figure counts more.
    """
    said = starts < 0
    fits = cosines.shape[1] == len(starts)
    before = (
        cosines[:, said].max(axis=1) if fits and said.any() else np.zeros(len(weights), np.float32)
    )
    parts = _parts(text, begin)
    scored = [
        (value + _FIGURE * (figure and has_figure(text[part.start : part.end])), part)
        for part, value in _scored(parts, cosines, weights, starts, before)
    ]
    return max(scored, key=lambda one: one[0])[1] if len(scored) > 1 else None


def _parts(text: str, begin: int) -> list[Span]:
    spans: list[Span] = []
    for row in _ROW.finditer(text, begin):
        spans += [*sentences(text, begin, row.start()), Span(*row.span())]
        begin = row.end()
    return spans + sentences(text, begin)


def _scored(
    parts: Sequence[Span],
    cosines: Tokens,
    weights: Tokens,
    starts: NDArray[np.int32],
    least: Tokens,
) -> list[tuple[Span, float]]:
    if cosines.shape[1] != len(starts) or not weights.sum():
        return []
    scored = []
    for part in parts:
        within = (starts >= part.start) & (starts < part.end)
        best = (
            cosines[:, within].max(axis=1) if within.any() else np.zeros(len(weights), np.float32)
        )
        scored.append((part, float(weights @ np.maximum(best, least) / weights.sum())))
    return scored
