"""A text word by word in English, for a model that was trained on English alone."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from search.records import Span


@dataclass(frozen=True, slots=True)
class Gloss:
    """Words, and the words of the text that each stands for; none where there is no gloss."""

    words: tuple[str, ...] = ()
    places: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def text(self) -> str:
        """The words as a model reads them."""
        return " ".join(self.words)

    def origins(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """For spans of `text`, each within a word, what they stand for."""
        starts = [0, *accumulate(len(word) + 1 for word in self.words)]
        return tuple(self.places[bisect_right(starts, span.start) - 1] for span in spans)


NONE: Final = Gloss()
