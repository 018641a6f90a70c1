"""A query in, hits out: retrieve by meaning and by words, fuse, and take the k best."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from search import folding
from search.asked import Answer, Asked
from search.asking import vocabulary
from search.asking.understanding import understand
from search.calibration import Reached
from search.candidates import Candidates, gathered, reranked
from search.confidence import Scale
from search.cross import Reranker
from search.demands import bars, held, tells, without_quotes
from search.embed import Embedder
from search.fusion import best_first, demoted, evidenced, fuse, sharing
from search.indexes import Indexes
from search.instruments import Instruments
from search.judging import Judge
from search.library import Library
from search.meaning import Meaning, Reads, languages_read, meaning, reads
from search.placing import placed
from search.ranks import Ranks, ranked
from search.records import Double, Filter, Hit, Mode, Passage, Query, Span
from search.rereading import reread
from search.scope import Coverage, Scope, coverage, scope
from search.threads import one_for_products

# How many passages each retriever brings before they are fused; the shares of the mix were measured
# at this depth (benchmarks/results/fusion.md).
_DEPTH: Final = 100
_DEEPER: Final = 4
# So many of the best by both are compared token by token (docs/decisions/ranking.md).
_RERANKED: Final = 125
# The best of so many hits says how far a drawn question reaches.
_REACH: Final = 10


class Engine:
    """Search over one library. Safe to use from several threads.

    A `reranker` reads the best hits of a hybrid query again.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        engine: str = "faiss",
        reranker: Reranker | None = None,
    ) -> None:
        one_for_products()
        self.library = library
        self._embedder = embedder
        self._reranker = reranker
        self._indexes = Indexes(library, engine)
        self._judge = Judge(library, self._indexes)
        self.instruments = Instruments(self._indexes, lambda: self._vocabulary)

    def search(self, query: Query) -> list[Hit]:
        """The k best passages, or the best of each of the k best studies; ties by id.

        Where none holds the phrases that are demanded, the nearest without them.
        Raises ModelMismatch when the library was embedded by another model, LibraryError when it
        can't be read.
        """
        return list(self.unjudged(query).hits)

    def unjudged(self, query: Query) -> Answer:
        """The same hits, and what the question was taken to ask."""
        return self._answer(query, self._understood(query.text), None, self._reranker)

    def best(self, query: Query) -> tuple[int, ...]:
        """The best passages of a query by id, as its answer has them."""
        return self._answer(replace(query, k=1), self._understood(query.text), None, None).best

    def answer(self, query: Query) -> Answer:
        """The same hits, each judged, and what the question was taken to ask."""
        return self._answer(query, self._understood(query.text), self._scale(), self._reranker)

    def answers(self, query: Query, filters: Sequence[Filter]) -> list[Answer]:
        """What each part of the library answers to one question, without the reranker."""
        asked, scale = self._understood(query.text), self._scale()
        return [self._answer(replace(query, filter=one), asked, scale, None) for one in filters]

    def _answer(
        self, query: Query, asked: Asked, scale: Scale | None, reranker: Reranker | None
    ) -> Answer:
        if not asked.text.strip() or query.k < 1:
            return Answer(asked)
        read = self._read(query, asked)
        with self._indexes.fresh():
            self.library.check_model(self._embedder.fingerprint)
            meant = None if read is None else meaning(asked, read, self._indexes)
            found = self._search(query, asked, meant, reranker)
            if asked.exact and not found.hits:
                nearest = self._search(query, without_quotes(asked), meant, reranker)
                found = replace(nearest, nothing=True)
            if scale is None or meant is None:
                return found
            judged = self._judge.answer(found.asked, meant, found.hits, scale)
            return replace(judged, skipped=found.skipped, best=found.best)

    def _scale(self) -> Scale:
        """The library's scale of confidence; drawn once, and again when the library has changed."""

        def reach(question: str, study: str) -> Reached:
            asked = self._understood(question)
            hits = self._answer(Query(question, k=_REACH), asked, None, None).hits
            return self._judge.reached(asked, hits, study)

        return self._judge.scale(self._vocabulary, reach)

    def ranks(self, query: Query) -> Ranks:
        """Where each retriever alone has every passage that the query's filter lets through."""
        asked = self._understood(query.text)
        read = self._read(query, asked)
        with self._indexes.fresh():
            within = self._scope(query)
            total = self._total(within)
            meant = None if read is None else meaning(asked, read, self._indexes)
            found = gathered(self.library, self._indexes, asked, meant, query.mode, within, total)
        return ranked(asked, found, within)

    def shared(self, asked: Asked, passage: Passage) -> tuple[Span, ...]:
        """Which words of a passage were looked for."""
        if (words := self._indexes.lexical) is None:
            return ()
        return words.shared_words(asked.meaning, passage.text, passage.language, asked.language)

    def _understood(self, text: str) -> Asked:
        self.library.check_model(self._embedder.fingerprint)
        # A command line may hold bytes that are no text; Python keeps them as lone surrogates.
        text = text.encode("utf-8", "replace").decode()
        self._indexes.refresh()
        return understand(text, self.library, self._indexes.languages, self._vocabulary)

    def _read(self, query: Query, asked: Asked) -> Reads | None:
        return None if query.mode is Mode.LEXICAL else reads(asked, self._embedder)

    def _total(self, within: Scope) -> int:
        return len(self._indexes.vectors) if within.ids is None else len(within.ids)

    @cached_property
    def _vocabulary(self) -> vocabulary.Vocabulary:
        return vocabulary.load(self.library.home)

    def coverage(self, query: Query) -> Coverage:
        """How much of the library a query's filter lets through."""
        return coverage(self.library, query.filter, self.instruments.now(query.filter.instruments))

    def _scope(self, query: Query) -> Scope:
        named = self.instruments.ids(query.filter.instruments)
        return scope(self.library, query.filter, self._indexes.languages, named)

    def _search(
        self, query: Query, asked: Asked, meant: Meaning | None, reranker: Reranker | None
    ) -> Answer:
        within = self._scope(query)
        total = self._total(within)
        depth = max(_DEPTH, 2 * query.k)
        while True:
            reached = min(depth, total)
            found = gathered(self.library, self._indexes, asked, meant, query.mode, within, reached)
            answer = self._hits(query, asked, meant, within, found, reranker)
            # The words bring all that a phrase stands in, if there are no more than were asked for.
            phrased = query.mode is not Mode.DENSE and tells(asked) and len(found.lexical) < depth
            if len(answer.hits) >= query.k or depth >= total or phrased:
                return answer
            depth *= _DEEPER

    def _hits(
        self,
        query: Query,
        asked: Asked,
        meant: Meaning | None,
        within: Scope,
        found: Candidates,
        reranker: Reranker | None,
    ) -> Answer:
        known = self.library.passages(found.ids)
        found, fused = self._fused(query, asked, meant, found, known)
        passages = {id: known[id] for id in fused}
        skipped = ""
        if reranker is not None and meant is not None and query.mode is Mode.HYBRID:
            best = best_first(fused)
            fused, skipped = reread(reranker, self.library, asked, fused, best, passages)
        leaders = self.library.leaders(sorted(fused))
        fused = folding.crowded(fused, passages, leaders)
        order = best_first(fused)
        chosen = [passages[id] for id in folding.chosen(order, passages, leaders, query)]
        also = {
            id: tuple(d for d in doubles if held(asked, d.passage) and not bars(asked, d.study))
            for id, doubles in folding.doubles(self.library, chosen, leaders, within).items()
        }
        hits = self._present(asked, chosen, fused, found, also)
        return Answer(asked, tuple(hits), skipped=skipped, best=folding.firsts(order, leaders))

    def _fused(
        self,
        query: Query,
        asked: Asked,
        meant: Meaning | None,
        found: Candidates,
        known: Mapping[int, Passage],
    ) -> tuple[Candidates, Mapping[int, float]]:
        """The candidates with what their tokens say, and a score for each that may answer."""
        share = sharing(asked.language, known, languages_read(self._embedder))
        fused = fuse(found, share, query.mode)
        if query.mode is Mode.HYBRID and meant is not None:
            first = [id for id in best_first(fused)[:_RERANKED] if id in known]
            found = reranked(self.library, meant, found, {id: known[id].language for id in first})
            fused = fuse(found, share)
        passages = {id: one for id, one in known.items() if held(asked, one)}
        fused = {id: demoted(fused[id], one.kind, one.text) for id, one in passages.items()}
        if query.mode is Mode.HYBRID:
            studies = {id: one.study_id for id, one in passages.items()}
            fused = evidenced(fused, studies, self._indexes.sizes)
            fused = placed(self.library, asked, fused, studies)
        return found, fused

    def _present(
        self,
        asked: Asked,
        chosen: Sequence[Passage],
        fused: Mapping[int, float],
        found: Candidates,
        also: Mapping[int, tuple[Double, ...]],
    ) -> list[Hit]:
        studies = {id: self.library.study(id) for id in {one.study_id for one in chosen}}
        return [
            Hit(
                rank,
                round(fused[one.id], 6),
                studies[one.study_id],
                one,
                dense=dense,
                lexical=lexical,
                words=self.shared(asked, one),
                also=also[one.id],
                late=found.late.get(one.id),
            )
            for rank, one in enumerate(chosen, start=1)
            for dense, lexical in [found.evidence(one.id)]
        ]
