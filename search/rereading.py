"""The best hits of a question read again by a cross-encoder, and put in its order."""

from collections.abc import Mapping, Sequence
from typing import Final

from search.asked import Asked
from search.context import in_context
from search.cross import Reranker
from search.fusion import demoted
from search.library import Library
from search.records import Passage

# So many fit in the time that a question has (search/cross.py), whatever the number of hits that
# are asked for: more hits begin with the same ones.
MOST: Final = 20


def reread(
    reranker: Reranker,
    library: Library,
    asked: Asked,
    scores: Mapping[int, float],
    order: Sequence[int],
    passages: Mapping[int, Passage],
) -> tuple[Mapping[int, float], str]:
    """The same scores, those of the first of `order` given to them anew in the reranker's order.

    Or as they are, with a sentence that says why. Ties stay in order; what names everything is
    demoted again.
    """
    first = [passages[id] for id in order[:MOST]]
    texts = [in_context(library.study(one.study_id), one) for one in first]
    verdict = reranker.verdict(asked.meaning, texts)
    if not verdict.scores:
        return scores, verdict.skipped
    places = sorted(range(len(first)), key=lambda at: (-verdict.scores[at], at))
    given = {
        first[at].id: demoted(scores[before.id], first[at].kind, first[at].text)
        for at, before in zip(places, first, strict=True)
    }
    return {**scores, **given}, ""
