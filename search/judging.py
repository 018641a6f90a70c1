"""Hits judged: how far each can be trusted, which of its sentences is nearest, what none names."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from search import late
from search.asked import Answer, Asked
from search.asking.vocabulary import Vocabulary
from search.calibration import Reach, drawn, kept
from search.candidates import asking_of
from search.closest import closest
from search.confidence import Scale, band, strength
from search.context import in_context
from search.covering import Cover, covered, unmet
from search.embed import Embedder, Read
from search.indexes import Indexes
from search.library import Library
from search.records import Band, Hit, Kind, Passage, Span
from search.signs import words_of

# From so many passages those are drawn that give the scale.
_MOST_DRAWN: Final = 500


class Judge:
    """Judges the hits of one library. Its scale is drawn at the first question."""

    def __init__(self, library: Library, indexes: Indexes, embedder: Embedder) -> None:
        self._library = library
        self._indexes = indexes
        self._embedder = embedder
        self._lock = threading.Lock()
        self._scale: tuple[tuple[int, str], Scale] | None = None

    def answer(self, asked: Asked, read: Read, hits: Sequence[Hit], scale: Scale) -> Answer:
        """The hits with their bands and nearest sentences; `nothing` where none is more than weak.

        So it is where no hit names what the question names.
        """
        covers = [self._cover(asked, hit) for hit in hits]
        judged = [
            replace(hit, band=band(strength(hit, cover), scale))
            for hit, cover in zip(hits, covers, strict=True)
        ]
        met = frozenset().union(*(cover.held for cover in covers))
        lost = unmet(asked, met)
        nothing = bool(lost) or all(hit.band is Band.WEAK for hit in judged)
        return Answer(asked, tuple(self._pointed(asked, read, judged)), nothing, lost)

    def reach(self, asked: Asked, hits: Sequence[Hit]) -> float:
        """The strength of the strongest."""
        return max((strength(hit, self._cover(asked, hit)) for hit in hits), default=0.0)

    def scale(self, vocabulary: Vocabulary, reach: Reach) -> Scale:
        """The scale of the library as it is now."""
        library = self._library
        now = library.generation, library.fingerprint
        with self._lock:
            if self._scale is None or self._scale[0] != now:
                file, key = library.indexes / "scale.json", f"{library.identity} {now[1]}"
                size = library.count("passages")
                made = kept(file, key, size, lambda: drawn(reach, vocabulary, self._sample()))
                self._scale = now, made
            return self._scale[1]

    def _sample(self) -> list[Passage]:
        """Passages of text, drawn evenly from the whole library."""
        ids = self._library.ids("p.kind = ?", Kind.BODY)
        step = max(1, len(ids) // _MOST_DRAWN)
        return [*self._library.passages(ids[::step].tolist()).values()]

    def _cover(self, asked: Asked, hit: Hit) -> Cover:
        words = words_of(asked.meaning)
        weights = [1.0] * len(words)
        if self._indexes.lexical is not None:
            weights = self._indexes.lexical.weights(words, self._indexes.languages, asked.language)
        return covered(asked, weights, hit.study, hit.passage)

    def _pointed(self, asked: Asked, read: Read, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, each with its nearest sentence."""
        asking = asking_of(asked, read, self._indexes)
        tokens = self._library.tokens([hit.passage.id for hit in hits])
        return [
            replace(hit, sentence=self._sentence(asking, tokens.get(hit.passage.id, b""), hit))
            for hit in hits
        ]

    def _sentence(self, asking: late.Asking, packed: bytes, hit: Hit) -> Span | None:
        text = in_context(hit.study, hit.passage)
        if not packed or not text.endswith(hit.passage.text):
            return None
        return closest(
            hit.passage.text,
            late.cosines(asking, packed),
            asking.weights,
            self._embedder.spans(text),
            len(text) - len(hit.passage.text),
        )
