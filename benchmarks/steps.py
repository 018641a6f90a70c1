"""What each step of the ranking makes of one question, through the engine's own parts."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeVar
from unittest.mock import patch

from search import engine, folding
from search.asked import Asked
from search.asking import vocabulary
from search.asking.understanding import understand
from search.candidates import Candidates, gathered, reranked
from search.clauses import Clauses
from search.demands import held, tells, without_quotes
from search.embed import Embedder
from search.fusion import Shares, demoted, evidenced, fuse, sharing
from search.indexes import Indexes
from search.library import Library
from search.meaning import Meaning, Reads, languages_read, meaning, reads
from search.records import Double, Filter, Mode, Query
from search.scope import scope

Made = TypeVar("Made")

DENSE: Final = "meaning alone"
BARE: Final = "words alone"
RUNS: Final = "+ runs of letters"
PAIRS: Final = "+ pairs"
WORDS: Final = "+ vocabulary"
MIX: Final = "+ the cosine"
TOKENS: Final = "+ tokens"
PRODUCT: Final = "+ study evidence"
STEPS: Final = (DENSE, BARE, RUNS, PAIRS, WORDS, MIX, TOKENS, PRODUCT)
# The kinds of clauses that each way to look for words lacks.
_LACKING: Final = {BARE: ("_runs", "_pairs"), RUNS: ("_pairs",), PAIRS: (), WORDS: ()}
# What the cosine counts beside the words in a mix of these two.
COSINES: Final = [step / 10 for step in range(11)]
K: Final = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """For each step the documents of one question, best first, and the milliseconds that it took.

    `mixes` are the documents for each share of the cosine in a mix with the words alone.
    """

    found: Mapping[str, Sequence[str]]
    mixes: Mapping[float, Sequence[str]]
    ms: Mapping[str, float]


@dataclass
class Clock:
    """Milliseconds by name."""

    ms: dict[str, float] = field(default_factory=dict)

    def timed(self, name: str, do: Callable[[], Made]) -> Made:
        """What `do` makes; its time is added to a name's."""
        started = time.perf_counter()
        made = do()
        self.ms[name] = self.ms.get(name, 0.0) + 1000 * (time.perf_counter() - started)
        return made


@contextmanager
def lacking(clauses: Sequence[str]) -> Iterator[None]:
    """While within, a question of the word index has no clauses of some kinds."""
    with ExitStack() as stack:
        for name in clauses:
            stack.enter_context(patch.object(Clauses, name, lambda self, words, key: []))
        yield


class Steps:
    """The steps over one library. `reads` keeps what the model reads, with its milliseconds."""

    def __init__(
        self, library: Library, embedder: Embedder, reads: dict[str, tuple[Reads, float]]
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._reads = reads
        self._indexes = Indexes(library, "faiss")
        self._indexes.refresh()
        self._within = scope(library, Filter(), self._indexes.languages)
        self._vocabulary = vocabulary.load(library.home)
        self._passages = library.passages(library.ids().tolist())

    def ranked(self, text: str) -> Ranked:
        """One question, by every step, as deep as the product goes for it."""
        clock = Clock()
        asked = clock.timed(
            "understanding",
            lambda: understand(text, self._library, self._indexes.languages, self._vocabulary),
        )
        read = self._read(asked, clock)
        meant = clock.timed("reading", lambda: meaning(asked, read, self._indexes))
        found = self._ranked(text, asked, meant, clock)
        if asked.exact and not found.found[PRODUCT]:
            return self._ranked(text, without_quotes(asked), meant, clock)
        return found

    def _ranked(self, text: str, asked: Asked, meant: Meaning, clock: Clock) -> Ranked:
        total, depth = len(self._indexes.vectors), engine._DEPTH
        while True:
            tried = Clock(dict(clock.ms))
            scores, mixes, brought = self._scores(asked, meant, min(depth, total), tried)
            ways = [*scores.values(), *mixes.values()]
            leaders = self._library.leaders(sorted({id for way in ways for id in way}))
            chosen = [self._chosen(text, way, leaders) for way in ways]
            enough = len(chosen[STEPS.index(PRODUCT)]) >= K or (tells(asked) and brought < depth)
            if enough or depth >= total:
                found = iter(self._named(asked, chosen, leaders))
                return Ranked(
                    {step: next(found) for step in scores},
                    {part: next(found) for part in mixes},
                    tried.ms,
                )
            depth *= engine._DEEPER

    def _read(self, asked: Asked, clock: Clock) -> Reads:
        key = repr(asked)
        if key not in self._reads:
            own = Clock()
            read = own.timed("reading", lambda: reads(asked, self._embedder))
            self._reads[key] = read, own.ms["reading"]
        read, clock.ms["reading"] = self._reads[key]
        return read

    def _scores(
        self, asked: Asked, meant: Meaning, depth: int, clock: Clock
    ) -> tuple[dict[str, dict[int, float]], dict[float, dict[int, float]], int]:
        """The scores of each step's candidates, of each mix's, and how many the words brought."""
        scores: dict[str, dict[int, float]] = {}
        share = self._share(asked)
        found = clock.timed(DENSE, lambda: self._gathered(asked, meant, Mode.DENSE, depth))
        scores[DENSE] = self._demoted(fuse(found, share, Mode.DENSE), asked)
        # Once unmeasured: what comes first after another thing pays for cold caches.
        self._gathered(asked, None, Mode.LEXICAL, depth)
        for step, clauses in _LACKING.items():
            bare = asked if step == WORDS else replace(asked, also=())
            with lacking(clauses):
                do = partial(self._gathered, bare, None, Mode.LEXICAL, depth)
                found = clock.timed(step, do)
            scores[step] = self._demoted(fuse(found, share, Mode.LEXICAL), asked)
        both = clock.timed(MIX, lambda: self._gathered(asked, meant, Mode.HYBRID, depth))
        mixed = clock.timed(MIX, lambda: fuse(both, share))
        first = sorted(mixed, key=lambda id: (-round(mixed[id], 9), id))[: engine._RERANKED]
        spoken = {id: self._passages[id].language for id in first}
        met = clock.timed(TOKENS, lambda: reranked(self._library, meant, both, spoken))
        full = clock.timed(TOKENS, lambda: fuse(met, share))
        scores[MIX], scores[TOKENS] = self._demoted(mixed, asked), self._demoted(full, asked)
        scores[PRODUCT] = clock.timed(PRODUCT, lambda: self._evidenced(scores[TOKENS]))
        mixes = {part: self._demoted(fuse(both, _constant(part)), asked) for part in COSINES}
        return scores, mixes, len(both.lexical)

    def _gathered(self, asked: Asked, meant: Meaning | None, mode: Mode, depth: int) -> Candidates:
        return gathered(self._library, self._indexes, asked, meant, mode, self._within, depth)

    def _share(self, asked: Asked) -> Callable[[int], Shares]:
        return sharing(asked.language, self._passages, languages_read(self._embedder))

    def _demoted(self, scores: Mapping[int, float], asked: Asked) -> dict[int, float]:
        if asked.exact or asked.without:
            scores = {id: one for id, one in scores.items() if held(asked, self._passages[id])}
        passages = self._passages
        return {
            id: demoted(one, passages[id].kind, passages[id].text) for id, one in scores.items()
        }

    def _evidenced(self, scores: Mapping[int, float]) -> dict[int, float]:
        studies = {id: self._passages[id].study_id for id in scores}
        return evidenced(scores, studies, self._indexes.sizes)

    def _chosen(
        self, text: str, scores: Mapping[int, float], leaders: Mapping[int, int]
    ) -> list[int]:
        order = sorted(scores, key=lambda id: (-round(scores[id], 9), id))
        return folding.chosen(order, self._passages, leaders, Query(text, k=K, by_study=True))

    def _named(
        self, asked: Asked, chosen: Sequence[Sequence[int]], leaders: Mapping[int, int]
    ) -> list[list[str]]:
        """The documents of each list of hits, those that say the same one after another."""
        hits = [self._passages[id] for id in sorted({id for ids in chosen for id in ids})]
        also = folding.doubles(self._library, hits, leaders, self._within)
        return [
            list(dict.fromkeys(name for id in ids for name in self._names(id, asked, also[id])))
            for ids in chosen
        ]

    def _names(self, id: int, asked: Asked, also: Sequence[Double]) -> list[str]:
        beside = [one.study.id for one in also if held(asked, one.passage)]
        return [self._passages[id].study_id, *beside]


def _constant(part: float) -> Callable[[int], Shares]:
    return lambda id: Shares(part, 0.0, 1 - part)
