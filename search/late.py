"""Late interaction: a question and a passage compared token by token.

Each token of the question meets the token of the passage that is most like it; these cosines,
weighted by what the tokens tell, make the score (MaxSim: Khattab and Zaharia, "ColBERT", SIGIR
2020). The vectors are those of the one model's tokens, before they are pooled; they are kept in two
bits a component, a 16th of their size, which costs at most 0.1 of nDCG@10 on four sets
(docs/decisions/ranking.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from search.records import Span

Tokens: TypeAlias = NDArray[np.float32]

# The four levels of a component, in halves of a step.
_LEVELS: Final = np.array([-3, -1, 1, 3], np.float32)
_IN_A_BYTE: Final = 4
# So many tokens are unpacked at a time as stay in a core's cache: 125 passages of 185 tokens take
# 14 to 16 ms with 256 to 1,024, and 21 to 29 all at once.
_AT_ONCE: Final = 512
_START: Final = np.dtype("<i4")
_PARTS: Final = np.stack([np.arange(256) >> shift & 3 for shift in (6, 4, 2, 0)], axis=1)
_DECODED: Final = _LEVELS[_PARTS]
_SQUARES: Final = (_DECODED**2).sum(axis=1)
# Four components as one value of sixteen bytes: taking these is thirty times as fast as rows.
_WIDE: Final = _DECODED.view(np.complex128).ravel()


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """A question's tokens, shape (tokens, dimension), unit vectors, and what each of them tells."""

    tokens: Tokens
    weights: NDArray[np.float32]


def asking(
    tokens: Tokens,
    spans: Sequence[Span],
    words: Sequence[tuple[int, int]],
    weights: Sequence[float],
) -> Asking:
    """A question's tokens, each with the weight of the word that it stands in.

    `spans` are the places of the tokens, `words` those of the words. What stands in no word tells
    nothing; where nothing tells anything, all tokens count alike.
    """
    told = np.zeros(len(tokens), np.float32)
    for at, span in enumerate(spans[: len(tokens)]):
        inside = (
            w for (start, end), w in zip(words, weights, strict=True) if start <= span.start < end
        )
        told[at] = next(inside, 0.0)
    return Asking(tokens, told if told.any() else np.ones_like(told))


def pack(tokens: Tokens) -> bytes:
    """Tokens, shape (tokens, dimension), in two bits a component; dimension a multiple of four."""
    if not tokens.size or tokens.shape[1] % _IN_A_BYTE:
        return b""
    reach = np.maximum(np.abs(tokens).max(axis=1, keepdims=True), 1e-9)
    level = np.clip(np.floor(tokens / reach * 2).astype(np.int8) + 2, 0, 3).astype(np.uint8)
    quarters = level.reshape(len(tokens), -1, _IN_A_BYTE)
    packed = (quarters << np.array([6, 4, 2, 0], np.uint8)).sum(axis=2, dtype=np.uint8)
    return bytes(packed)


def pack_starts(starts: Sequence[int] | NDArray[np.int32]) -> bytes:
    """Where in a passage each of its tokens begins, below 0 for what the model read before it."""
    return np.array(starts, _START).tobytes()


def unpack_starts(packed: bytes) -> NDArray[np.int32]:
    """The same, shape (tokens,)."""
    return np.frombuffer(packed, _START)


def scores(asking: Asking, packed: Mapping[int, bytes]) -> dict[int, float]:
    """The weighted mean, over a question's tokens, of the best cosine in each passage.

    Passages without tokens have no score.
    """
    held = {id: blob for id, blob in packed.items() if blob}
    if not held or not asking.weights.sum():
        return {}
    cosines, starts = _cosines(asking.tokens, [*held.values()])
    best = np.maximum.reduceat(cosines, starts, axis=1)
    means = asking.weights @ best / asking.weights.sum()
    return {id: float(score) for id, score in zip(held, means, strict=True)}


def cosines(asking: Asking, packed: bytes) -> Tokens:
    """Every cosine of one passage, shape (tokens of the question, tokens of the passage)."""
    return _cosines(asking.tokens, [packed])[0]


def _cosines(question: Tokens, packed: Sequence[bytes]) -> tuple[Tokens, NDArray[np.int64]]:
    """Cosines, shape (question's tokens, all tokens), and where each passage's tokens start."""
    width = question.shape[1] // _IN_A_BYTE
    codes = np.frombuffer(b"".join(packed), np.uint8).reshape(-1, width)
    cosines = np.empty((len(question), len(codes)), np.float32)
    for at in range(0, len(codes), _AT_ONCE):
        part = codes[at : at + _AT_ONCE]
        tokens = _WIDE.take(part).view(np.float32)
        norms = np.sqrt(_SQUARES.take(part) @ np.ones(width, np.float32))
        cosines[:, at : at + _AT_ONCE] = question @ tokens.T / norms
    counts = np.array([len(blob) // width for blob in packed])
    return cosines, np.cumsum(counts) - counts
