"""Hits judged: how far each can be trusted, which of its sentences is nearest, what none names."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from search import late
from search.asked import Answer, Asked
from search.asking.vocabulary import Vocabulary
from search.calibration import Reach, Reached, drawn, kept
from search.closest import closest, nearness
from search.confidence import Scale, band, evidence, is_quoted, strength
from search.covering import Cover, covered
from search.ignorance import asks_a_figure
from search.indexes import Indexes
from search.library import Library
from search.meaning import Meaning
from search.naming import apart, unmet
from search.present import body_start
from search.records import Band, Hit, Kind, Passage, Span
from search.signs import words_of
from search.stop_words import is_common
from search.unknown import Near, unknown

# From so many passages those are drawn that give the scale.
_MOST_DRAWN: Final = 500


class Judge:
    """Judges the hits of one library. Its scale is drawn at the first question."""

    def __init__(self, library: Library, indexes: Indexes) -> None:
        self._library = library
        self._indexes = indexes
        self._lock = threading.Lock()
        self._scale: tuple[tuple[str, str], Scale] | None = None

    def answer(self, asked: Asked, meant: Meaning, hits: Sequence[Hit], scale: Scale) -> Answer:
        """The hits with their bands and nearest sentences; `nothing` where the best are weak.

        Not where one of them quotes the question. So it is where no passage holds a phrase that was
        demanded, no hit names what the question names, or no study its names with its years. Where
        a study says that what is asked is not known, the answer has its sentence.
        """
        telling = self._telling(asked)
        covers = _covers(asked, telling, hits)
        strengths = [strength(hit, cover) for hit, cover in zip(hits, covers, strict=True)]
        judged = [
            replace(hit, band=_bounded(band(value, scale), cover))
            for hit, value, cover in zip(hits, strengths, covers, strict=True)
        ]
        held = _by_study(hits, covers)
        lost = unmet(asked, frozenset().union(*held), telling)
        parted = () if lost else apart(asked, held, telling)
        weak = evidence(strengths) < scale.nothing and not is_quoted(asked, hits)
        weak = weak or self._says_nothing(asked)
        nothing = bool(asked.unheld or lost or parted) or weak
        figure = asks_a_figure(asked.text, asked.language)
        near, best = self._near(meant, judged, figure)
        pointed = tuple(replace(hit, sentence=one) for hit, one in zip(judged, best, strict=True))
        not_known = None if nothing else unknown(asked, telling, pointed, near)
        return Answer(asked, pointed, nothing, lost, parted, not_known)

    def _says_nothing(self, asked: Asked) -> bool:
        """Whether a question has only words that stand in any text."""
        spoken = [asked.language] if asked.language else self._indexes.languages
        words = words_of(asked.text)
        return not asked.exact and all(
            any(is_common(word, one) for one in spoken) or (len(word) == 1 and word.isalpha())
            for word in words
        )

    def reached(self, asked: Asked, hits: Sequence[Hit], study: str) -> Reached:
        """What the hits of a question come to, and the best of one study and of the others."""
        covers = _covers(asked, self._telling(asked), hits)
        strengths = (strength(hit, cover) for hit, cover in zip(hits, covers, strict=True))
        found = [(hit.study.id, value) for hit, value in zip(hits, strengths, strict=True)]
        return Reached(
            evidence(value for _, value in found),
            max((value for _, value in found), default=0.0),
            max((value for id, value in found if id != study), default=0.0),
        )

    def scale(self, vocabulary: Vocabulary, reach: Reach) -> Scale:
        """The scale of the library as it is now."""
        library = self._library
        now = library.mark, library.fingerprint
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

    def _telling(self, asked: Asked) -> dict[str, float]:
        """What each word of a question tells."""
        words = words_of(asked.meaning)
        if self._indexes.lexical is None:
            return dict.fromkeys(words, 1.0)
        weights = self._indexes.lexical.weights(words, self._indexes.languages, asked.language)
        return dict(zip(words, weights, strict=True))

    def _near(
        self, meant: Meaning, hits: Sequence[Hit], figure: bool
    ) -> tuple[list[Near], list[Span | None]]:
        """How near the sentences of each hit are, and the nearest; none where tokens can't say."""
        ids = [hit.passage.id for hit in hits]
        tokens, starts = self._library.tokens(ids), self._library.starts(ids)
        near: list[Near] = [()] * len(hits)
        best: list[Span | None] = [None] * len(hits)
        for at, passage in enumerate(hit.passage for hit in hits):
            if not tokens.get(passage.id):
                continue
            asking = meant.of(passage.language)
            cosines = late.cosines(asking, tokens[passage.id])
            compared = cosines, asking.weights, starts[passage.id]
            near[at] = nearness(passage.text, *compared)
            best[at] = closest(passage.text, body_start(passage), figure, *compared)
        return near, best


def _bounded(found: Band, cover: Cover) -> Band:
    """A band; of what speaks of another country than the question no strong one."""
    return Band.PARTIAL if found is Band.STRONG and cover.elsewhere else found


def _covers(asked: Asked, telling: Mapping[str, float], hits: Sequence[Hit]) -> list[Cover]:
    return [covered(asked, telling, hit.study, hit.passage) for hit in hits]


def _by_study(hits: Sequence[Hit], covers: Sequence[Cover]) -> list[frozenset[str]]:
    """The words of a question that the hits of each study hold."""
    held: dict[str, frozenset[str]] = {}
    for hit, cover in zip(hits, covers, strict=True):
        held[hit.study.id] = held.get(hit.study.id, frozenset()) | cover.held
    return [*held.values()]
