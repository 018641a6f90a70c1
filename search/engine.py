"""A query in, hits out: retrieve by meaning and by words, fuse, and take the k best."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from search import folding, language
from search.embed import Embedder
from search.fusion import demoted, dense_share, fuse
from search.indexes import Indexes
from search.library import Library
from search.records import Coverage, Double, Evidence, Hit, Match, Mode, Passage, Query, Span
from search.scope import Scope, coverage, scope
from search.vectors.protocol import best

# How many passages each retriever brings before they are fused; the shares of the mix were measured
# at this depth (benchmarks/results/fusion.md).
_DEPTH: Final = 100
_DEEPER: Final = 4

Vector: TypeAlias = NDArray[np.float32]


class Engine:
    """Search over one library. Safe to use from several threads."""

    def __init__(self, library: Library, embedder: Embedder, engine: str = "faiss") -> None:
        self.library = library
        self._embedder = embedder
        self._indexes = Indexes(library, engine)

    def search(self, query: Query) -> list[Hit]:
        """The k best passages, or the best passage of each of the k best studies.

        Ties are ordered by the passage's id. Raises ModelMismatch when the library was embedded by
        another model, LibraryError when it can't be read.
        """
        if not query.text.strip() or query.k < 1:
            return []
        self.library.check_model(self._embedder.fingerprint)
        # A command line may hold bytes that are no text; Python keeps them as lone surrogates.
        query = replace(query, text=query.text.encode("utf-8", "replace").decode())
        vector = None
        if query.mode is not Mode.LEXICAL:
            vector = self._embedder.encode([query.text])[0]
        with self._indexes.fresh():
            self.library.check_model(self._embedder.fingerprint)
            return self._search(query, vector)

    def coverage(self, query: Query) -> Coverage:
        """How much of the library a query's filter lets through."""
        return coverage(self.library, query.filter)

    def _search(self, query: Query, vector: Vector | None) -> list[Hit]:
        within = scope(self.library, query.filter, self._indexes.languages)
        total = len(self._indexes.vectors) if within.ids is None else len(within.ids)
        depth = max(_DEPTH, 2 * query.k)
        while True:
            hits = self._hits(query, vector, within, min(depth, total))
            if len(hits) >= query.k or depth >= total:
                return hits
            depth *= _DEEPER

    def _hits(self, query: Query, vector: Vector | None, within: Scope, depth: int) -> list[Hit]:
        asked = language.of_query(query.text)
        dense, lexical = self._retrieve(query, asked, vector, within, depth)
        late = self._cosines(vector, dense, lexical)
        passages = self.library.passages([*{match.id for match in (*dense, *lexical)}])
        fused = fuse(
            {match.id: match.score for match in (*dense, *late) if match.id in passages},
            {match.id: match.score for match in lexical if match.id in passages},
            lambda id: _share(query.mode, asked, passages[id].language),
        )
        fused = {id: demoted(score, passages[id].kind) for id, score in fused.items()}
        order = sorted(fused, key=lambda id: (-round(fused[id], 9), id))
        leaders = self.library.leaders(order)
        chosen = [passages[id] for id in folding.chosen(order, passages, leaders, query)]
        also = folding.doubles(self.library, chosen, leaders, within)
        unranked = {match.id: Evidence(None, match.score) for match in late}
        evidence = (unranked | _evidence(dense), _evidence(lexical))
        return self._present(query, asked, chosen, fused, evidence, also)

    def _retrieve(
        self, query: Query, asked: str, vector: Vector | None, within: Scope, depth: int
    ) -> tuple[list[Match], list[Match]]:
        dense: list[Match] = []
        lexical: list[Match] = []
        if query.mode is not Mode.DENSE and self._indexes.lexical is not None:
            lexical = self._indexes.lexical.search(
                query.text, depth, within.languages, within.studies, asked
            )
        if vector is not None:
            dense = self._indexes.vectors.search(vector, depth, within.ids)
        return dense, lexical

    def _cosines(
        self, vector: Vector | None, dense: list[Match], lexical: list[Match]
    ) -> list[Match]:
        """Cosines of what only the words found, so that no hit is fused from half a score."""
        if vector is None:
            return []
        missing = sorted({match.id for match in lexical} - {match.id for match in dense})
        ids, vectors = self.library.vectors(missing)
        return best(ids, vectors, vector, len(ids)) if len(ids) else []

    def _present(
        self,
        query: Query,
        asked: str,
        chosen: Sequence[Passage],
        fused: Mapping[int, float],
        evidence: tuple[Mapping[int, Evidence], Mapping[int, Evidence]],
        also: Mapping[int, tuple[Double, ...]],
    ) -> list[Hit]:
        dense, lexical = evidence
        studies = {id: self.library.study(id) for id in {one.study_id for one in chosen}}
        return [
            Hit(
                rank=rank,
                score=round(fused[one.id], 6),
                study=studies[one.study_id],
                passage=one,
                dense=dense.get(one.id, Evidence()),
                lexical=lexical.get(one.id, Evidence()),
                words=self._shared(query.text, asked, one),
                also=also[one.id],
            )
            for rank, one in enumerate(chosen, start=1)
        ]

    def _shared(self, question: str, asked: str, passage: Passage) -> tuple[Span, ...]:
        if self._indexes.lexical is None:
            return ()
        words = self._indexes.lexical
        return words.shared_words(question, passage.text, passage.language, asked)


def _share(mode: Mode, question: str, passage: str) -> float:
    if mode is Mode.HYBRID:
        return dense_share(question, passage)
    return 1.0 if mode is Mode.DENSE else 0.0


def _evidence(matches: Sequence[Match]) -> dict[int, Evidence]:
    return {match.id: Evidence(rank, match.score) for rank, match in enumerate(matches, start=1)}
