"""Two retrievers' scores made one: a convex combination, weighted by language.

The method is the convex combination of min-max normalised scores of Bruch, Gai and Ingber, "An
Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS 42, 2023).
"""

from collections.abc import Callable, Mapping
from typing import Final

from search.records import Kind

# The dense side's share for (question, passage) languages: the best of 0.0 to 1.0 over half of the
# questions of nine sets, checked on the other half. Across languages 0.5 and 0.6 are equal on the
# average; 0.6 loses less where it is not the best (benchmarks/results/fusion.md).
ENGLISH: Final = 0.5
OTHER: Final = 0.4
ACROSS: Final = 0.6

# Lists name many things and explain none. nDCG@10 over the bundled questions at 1.0, 0.85, 0.7 and
# 0.5: 80.1, 80.2, 80.8, 79.4; across languages a list may be all that shares a word.
# A title page names its study and explains nothing: at 1.0, 0.85, 0.7 and 0.5 one is among the
# first three passages for 20, 5, 1 and 0 of the 40 questions (nDCG@10 of studies 81.6, then 80.6).
_KIND_SHARE: Final = {Kind.CONTENTS: 0.7, Kind.REFERENCES: 0.7, Kind.BOILERPLATE: 0.7}


def dense_share(question: str, passage: str) -> float:
    """The weight of meaning against words; "" is a language that could not be told.

    The default model was trained on English: within another language the words are the better
    guide, across languages few of them meet. A question that could not be told is taken to be in
    the passage's language: names and acronyms are spelt alike in all.
    """
    if question and passage and question != passage:
        return ACROSS
    return ENGLISH if "en" in (question, passage) or not (question or passage) else OTHER


def fuse(
    dense: Mapping[int, float], lexical: Mapping[int, float], share: Callable[[int], float]
) -> dict[int, float]:
    """A fused score in [0, 1] for every id that a retriever saw.

    `dense` holds the cosine of every id, `lexical` the BM25 score of those that share a word;
    `share` is the dense weight of an id.
    """
    meaning = _normalised(dense, min(dense.values(), default=0.0))
    words = _normalised(lexical, 0.0)
    return {
        id: share(id) * meaning.get(id, 0.0) + (1 - share(id)) * words.get(id, 0.0)
        for id in dense.keys() | lexical.keys()
    }


def demoted(score: float, kind: Kind) -> float:
    """A fused score after its passage's kind: what names everything answers nothing."""
    return score * _KIND_SHARE.get(kind, 1.0)


def _normalised(scores: Mapping[int, float], low: float) -> dict[int, float]:
    reach = max(scores.values(), default=low) - low
    return {id: (score - low) / reach if reach > 0 else 1.0 for id, score in scores.items()}
