"""How far a hit can be trusted: three steps, on a scale that the library itself gives.

A hit is as strong as the sum of three shares: its cosine, the mean cosine of the question's tokens
and the share of the question's telling words that it holds. What that is worth differs between
libraries and models, so the scale is drawn from the library (search/calibration.py). Measured:
docs/decisions/confidence.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from search.covering import Cover
from search.records import Band, Hit

# The mean of three tells 18 of 21 questions of other fields, the best hit alone 17, two, four, five
# and ten 18, at 4 of 96 answerable ones refused (docs/decisions/confidence.md).
_BEST: Final = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """What questions that the library can't answer reach, and what its own words reach.

    Below `nothing` are the best hits of nearly all questions of words drawn at random. From
    `strong` on a hit is nearer to a passage's own words than to those of another study.
    """

    nothing: float
    strong: float


def strength(hit: Hit, cover: Cover) -> float:
    """From 0 to 3; more is nearer."""
    cosine = hit.dense.score or 0.0
    return cosine + (hit.late if hit.late is not None else cosine) + cover.share


def evidence(strengths: Iterable[float]) -> float:
    """What the hits of a question come to: the mean strength of the strongest few."""
    best = nlargest(_BEST, strengths)
    return sum(best) / len(best) if best else 0.0


def band(value: float, scale: Scale) -> Band:
    """The step of a strength."""
    if value < scale.nothing:
        return Band.WEAK
    return Band.STRONG if value >= scale.strong else Band.PARTIAL
