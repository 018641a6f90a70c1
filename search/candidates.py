"""What is known of a question's candidates: both retrievers' ranks, and what the tokens say."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from search import late
from search.asked import Asked
from search.demands import bars
from search.indexes import Indexes
from search.lexical import LexicalIndex
from search.library import Library
from search.meaning import Meaning
from search.records import Evidence, Match, Mode
from search.scope import Scope, without

_DEEPER: Final = 4


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages by id. `cosines` are of each of them, `words` of those that share one, `late` of
    those that were compared token by token.

    `dense` and `lexical` are what the retrievers brought, best first.
    """

    dense: tuple[Match, ...] = ()
    lexical: tuple[Match, ...] = ()
    cosines: Mapping[int, float] = field(default_factory=dict)
    late: Mapping[int, float] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        """All of them, ascending."""
        return sorted({match.id for match in (*self.dense, *self.lexical)})

    @property
    def words(self) -> dict[int, float]:
        """The score of each that shares a word."""
        return {match.id: match.score for match in self.lexical}

    def evidence(self, id: int) -> tuple[Evidence, Evidence]:
        """Where each retriever saw one; a cosine without a rank is of what the words brought."""
        dense = _evidence(self.dense, id) or Evidence(None, self.cosines.get(id))
        return dense, _evidence(self.lexical, id) or Evidence()


def gathered(
    library: Library,
    indexes: Indexes,
    asked: Asked,
    meant: Meaning | None,
    mode: Mode,
    within: Scope,
    depth: int,
) -> Candidates:
    """The `depth` best of each retriever that the mode asks, with the cosine of each."""
    if asked.without:
        barred = [study.id for study in library.studies() if bars(asked, study)]
        within = without(library, within, barred)
    lexical: list[Match] = []
    if mode is not Mode.DENSE and indexes.lexical is not None:
        lexical = _worded(indexes, indexes.lexical, asked, within, depth)
    if meant is None:
        return Candidates((), tuple(lexical))
    dense = indexes.vectors.search(meant.vector, depth, within.ids)
    missing = {match.id for match in lexical} - {match.id for match in dense}
    others = indexes.vectors.search(meant.vector, len(missing), np.array(sorted(missing), np.int64))
    cosines = {match.id: match.score for match in (*dense, *others)}
    return Candidates(tuple(dense), tuple(lexical), cosines)


def _worded(
    indexes: Indexes, words: LexicalIndex, asked: Asked, within: Scope, depth: int
) -> list[Match]:
    """The `depth` best by words within a filter.

    Where the word index can't tell all of it, more are asked for and the others left out: 4,000
    of 100,000 passages cost 10 ms more than 100.
    """
    some, most = depth, len(indexes.vectors)
    if within.apart and within.ids is not None:
        some = min(most, 2 * depth * most // max(1, len(within.ids)) + depth)
    while True:
        found = words.search(
            asked.text,
            some,
            within.languages,
            within.studies,
            asked.language,
            asked.also,
            asked.exact,
        )
        kept = [match for match in found if within.holds(match.id)] if within.apart else found
        if len(kept) >= depth or len(found) < some or some >= most:
            return kept[:depth]
        some = min(most, _DEEPER * some)


def reranked(
    library: Library, meant: Meaning, found: Candidates, spoken: Mapping[int, str]
) -> Candidates:
    """The same, those `spoken` in some language compared with the question token by token."""
    tokens = library.tokens(sorted(spoken))
    scores: dict[int, float] = {}
    for asking in dict.fromkeys(map(meant.of, spoken.values())):
        own = {id: blob for id, blob in tokens.items() if meant.of(spoken[id]) is asking}
        scores |= late.scores(asking, own)
    return replace(found, late=scores)


def _evidence(matches: tuple[Match, ...], id: int) -> Evidence | None:
    for rank, match in enumerate(matches, start=1):
        if match.id == id:
            return Evidence(rank, match.score)
    return None
