"""Three scores made one: a convex combination, weighted by language.

The method is the convex combination of min-max normalised scores of Bruch, Gai and Ingber, "An
Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS 42, 2023).
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from search.candidates import Candidates
from search.records import Kind, Mode, Passage

# Lists name many things and explain none. The passage that answers is the first for 43 % of the
# bundled questions of questions-more.csv with references at 0.7, 52 % at 0.5 and at 0.35; at 0.2
# fewer studies are found, since across languages a list may be all that shares a word.
# A title page names its study and explains nothing: at 1.0, 0.85, 0.7 and 0.5 one is among the
# first three passages for 20, 5, 1 and 0 of the 40 questions (nDCG@10 of studies 81.6, then 80.6).
_KIND_SHARE: Final = {Kind.CONTENTS: 0.5, Kind.REFERENCES: 0.5, Kind.BOILERPLATE: 0.7}


# Of 2,000 hits for 200 questions over 66 reports 26 were a heading alone, at 1.0.
_ALONE: Final = 0.6
_MOST_OF_A_HEADING: Final = 12
# An end of a sentence, or a figure that is not the heading's own number.
_SAYS: Final = re.compile(r"[.!?;:][\])”»\"’]*(?:\s|$)(?<!^\d\. )|(?<=\S )\d")

# The mean of a study's three best passages counts half as much as a passage's own score. The right
# study is first for 76.7 % of the bundled questions of questions-more.csv without, 80.0 % at 0.2,
# 81.7 % at 0.5; at 0.7 fewer are among the first five (docs/decisions/ranking.md).
_EVIDENCE: Final = 0.5
_BEST: Final = 3


@dataclass(frozen=True, slots=True)
class Shares:
    """What the cosine of a passage, its tokens and its words count; together 1."""

    meaning: float
    tokens: float
    words: float


# The best of a grid over half of the questions of nine sets, checked on the other half
# (docs/decisions/ranking.md).
ENGLISH: Final = Shares(0.3, 0.5, 0.2)
OTHER: Final = Shares(0.3, 0.3, 0.4)
ACROSS: Final = Shares(0.25, 0.35, 0.4)
# The best of a grid over half of XQuAD's Romanian and Greek questions; nDCG@10 of the other half by
# OTHER and ACROSS, then by this: Romanian 95.8, 96.4, Greek 91.6, 94.5, of English passages 76.4,
# 76.9 and 26.1, 28.1. An English question over Romanian passages is read: 83.4 by ACROSS, 80.8.
UNREAD: Final = Shares(0.1, 0.2, 0.7)


def sharing(
    question: str, passages: Mapping[int, Passage], read: Collection[str]
) -> Callable[[int], Shares]:
    """What counts for each of some passages, by id."""
    return lambda id: shares(question, passages[id].language if id in passages else "", read)


def shares(question: str, passage: str, read: Collection[str] = ()) -> Shares:
    """What counts for a question and a passage in two languages; "" could not be told.

    The default model was trained on English: within another language the words are the better
    guide, across languages few of them meet. A question that could not be told is taken to be in
    the passage's language: names and acronyms are spelt alike in all. Of one in a language that is
    not `read`, where any are, the model makes little.
    """
    if read and (spoken := question or passage) and spoken not in read:
        return UNREAD
    if question and passage and question != passage:
        return ACROSS
    return ENGLISH if "en" in (question, passage) or not (question or passage) else OTHER


def fuse(
    found: Candidates, share: Callable[[int], Shares], mode: Mode = Mode.HYBRID
) -> dict[int, float]:
    """A fused score in [0, 1] for every candidate; `share` is what counts for an id.

    Where the model gives no tokens their share goes to the cosine.
    """
    meaning = _normalised(found.cosines, min(found.cosines.values(), default=0.0))
    words = _normalised(found.words, 0.0)
    if mode is not Mode.HYBRID:
        return meaning if mode is Mode.DENSE else words
    tokens = _normalised(found.late, min(found.late.values(), default=0.0)) or meaning
    return {
        id: part.meaning * meaning.get(id, 0.0)
        + part.tokens * tokens.get(id, 0.0)
        + part.words * words.get(id, 0.0)
        for id in found.ids
        for part in [share(id)]
    }


def evidenced(
    scores: Mapping[int, float], studies: Mapping[int, str], held: Mapping[str, int]
) -> dict[int, float]:
    """Scores in [0, 1] that also count how good a study's best passages are.

    `studies` names the study of each id, `held` how many passages each study has: one that has
    fewer than three is not held to three.
    """
    best: dict[str, list[float]] = {}
    for id, score in scores.items():
        best.setdefault(studies[id], []).append(score)
    means = {
        study: sum(sorted(own, reverse=True)[:_BEST]) / min(_BEST, held[study])
        for study, own in best.items()
    }
    return {
        id: (score + _EVIDENCE * means[studies[id]]) / (1 + _EVIDENCE)
        for id, score in scores.items()
    }


def demoted(score: float, kind: Kind, text: str = "") -> float:
    """A fused score after its passage's kind: what names everything answers nothing.

    Nor does a heading that stands alone: few words of `text`, no figure, no end of a sentence.
    """
    alone = 0 < len(text.split()) <= _MOST_OF_A_HEADING and not _SAYS.search(text)
    share = _ALONE if alone and kind is Kind.BODY else _KIND_SHARE.get(kind, 1.0)
    return score * share


def best_first(scores: Mapping[int, float]) -> list[int]:
    """Ids by their scores, ties by id."""
    return sorted(scores, key=lambda id: (-round(scores[id], 9), id))


def _normalised(scores: Mapping[int, float], low: float) -> dict[int, float]:
    reach = max(scores.values(), default=low) - low
    return {id: (score - low) / reach if reach > 0 else 1.0 for id, score in scores.items()}
