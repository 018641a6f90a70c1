"""Where each retriever alone ranks every passage within a filter, as deep as the library goes."""

from collections.abc import Iterable
from dataclasses import dataclass

from search.asked import Asked
from search.candidates import Candidates
from search.records import Match
from search.scope import Scope


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks from 1 by passage id, by meaning and by words, for a question as it was understood.

    A mode without one of the retrievers has none of its ranks. `within` are the ids that may
    answer, None where all may.
    """

    asked: Asked
    dense: dict[int, int]
    lexical: dict[int, int]
    within: frozenset[int] | None

    def lets_through(self, id: int) -> bool:
        """Whether the filter lets a passage through."""
        return self.within is None or id in self.within

    def best(self, id: int) -> int:
        """The better of a passage's two ranks, one beyond the last where neither has it."""
        beyond = len(self.dense) + len(self.lexical) + 1
        return min(self.dense.get(id, beyond), self.lexical.get(id, beyond))


def ranked(asked: Asked, found: Candidates, within: Scope) -> Ranks:
    """The ranks of all that both retrievers brought."""
    ids = None if within.ids is None else frozenset(within.ids.tolist())
    return Ranks(asked, _places(found.dense), _places(found.lexical), ids)


def _places(matches: Iterable[Match]) -> dict[int, int]:
    return {match.id: rank for rank, match in enumerate(matches, start=1)}
