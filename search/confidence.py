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

from search.asked import Asked
from search.covering import Cover
from search.records import Band, Hit
from search.signs import words_of
from search.stems import code, stem
from search.stop_words import is_common

# The mean of three tells 18 of 21 questions of other fields, the best hit alone 17, two, four, five
# and ten 18, at 4 of 96 answerable ones refused (docs/decisions/confidence.md).
_BEST: Final = 3
# Two words that tell, or one figure so long, don't meet in a passage by chance.
_FEWEST_WORDS: Final = 2
_LONG_FIGURE: Final = 5


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


def is_quoted(asked: Asked, hits: Iterable[Hit]) -> bool:
    """Whether one hit holds every telling word of a question in its own form.

    A name or a figure that stands in one passage alone has two weak hits beside it. Of 52 such
    refusals of 482 answerable questions it saves 4, and of 170 others it lets none through
    (docs/decisions/confidence.md).
    """
    words = {word for word in words_of(asked.text) if not is_common(word, asked.language)}
    long = any(word.isdigit() and len(word) >= _LONG_FIGURE for word in words)
    if len(words) < _FEWEST_WORDS and not long:
        return False
    return any(_holds(hit, words) for hit in hits)


def _holds(hit: Hit, words: Iterable[str]) -> bool:
    key = code(hit.passage.language)
    there = {stem(word, key) for word in words_of(hit.passage.text)}
    return all(stem(word, key) in there for word in words)


def band(value: float, scale: Scale) -> Band:
    """The step of a strength."""
    if value < scale.nothing:
        return Band.WEAK
    return Band.STRONG if value >= scale.strong else Band.PARTIAL
