"""How rare a sign is among the passages of its own language. Knows tantivy's counts."""

import math
from functools import lru_cache
from typing import Final

import tantivy

# A word that every fifth passage holds tells nothing of this one.
_COMMON: Final = 0.2
# Beside its own key every passage has this one, by which all are counted.
ANY: Final = "any"


# So many signs are remembered: about 3 MB.
_KNOWN: Final = 1 << 15


class Rarity:
    """Counts over one state of the word index; `key` is a language's, as in `search.stems`."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._totals: dict[str, int] = {}
        self._holding = lru_cache(_KNOWN)(searcher.doc_freq)
        self.evened = lru_cache(_KNOWN)(self._evened)

    def _evened(self, field: str, sign: str, key: str) -> float:
        """A sign's rarity among the passages of its key, over the one that BM25 takes it to have.

        BM25 counts over the whole index, where every word of a rare language is rare.
        """
        holding = self.holding(field, sign)
        if not holding:
            return 1.0
        return _rarity(holding, self.passages(key)) / _rarity(holding, self.passages(ANY))

    def share(self, sign: str, key: str) -> float:
        """How much a stem tells among the passages of its key, from 0 to 1 where none holds it."""
        return min(1.0, _rarity(self.holding("body", sign), self.passages(key)))

    def tells(self, sign: str, key: str) -> bool:
        """Whether few enough passages of a key hold a stem for it to tell one from another."""
        return self.holding("body", sign) <= max(2.0, _COMMON * self.passages(key))

    def holding(self, field: str, sign: str) -> int:
        """How many passages hold a sign in a field."""
        return int(self._holding(field, sign))

    def passages(self, key: str) -> int:
        """How many passages have a key."""
        if key not in self._totals:
            self._totals[key] = self.holding("key", key)
        return self._totals[key]


def _rarity(holding: int, total: int) -> float:
    """BM25's idf of a stem that so many passages of a total hold, in shares of the greatest."""
    return math.log((total + 1) / (holding + 0.5)) / math.log(total + 1) if total else 1.0
