"""Exact search in faiss, the default engine. The only file that knows faiss."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from search.records import Match
from search.vectors.protocol import DIGITS, best

# How many more than k are asked for at first, to see whether the k-th place is shared.
_MORE: Final = 16
# Where the greatest id is below, the ids that are let through are bits: half of 100,000 vectors
# take 2.8 ms so, 5.1 as a set, and all of them without a filter 6.1.
_MOST_BITS: Final = 1 << 26


class FaissVectors:
    """A flat inner-product index under ids: no training, nothing approximate.

    What a question costs: benchmarks/results/vectors.md.
    """

    def __init__(self, dimension: int, index: Any = None) -> None:
        self._index = index or faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take in vectors under ids that are not there yet."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), ids)

    def remove(self, first: int, last: int) -> None:
        """Forget the ids from `first` to `last`."""
        self._index.remove_ids(faiss.IDSelectorRange(first, last + 1))

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[Match]:
        """The k nearest by cosine."""
        reach = len(self) if allowed is None else min(len(self), len(allowed))
        wanted = k + _MORE
        while True:
            found = self._nearest(vector, min(wanted, reach), allowed)
            if wanted >= reach or not _shared(found, k):
                return found[:k]
            wanted *= 2

    def _nearest(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None
    ) -> list[Match]:
        if k < 1:
            return []
        choice = faiss.SearchParameters()
        if allowed is not None:
            choice.sel = _only(np.asarray(allowed, np.int64))
        query = np.ascontiguousarray(vector, np.float32)[None]
        with _one_thread():
            _, places = self._index.search(query, k, params=choice)
        ids = places[0][places[0] >= 0]
        return best(ids, self._index.reconstruct_batch(ids), query[0], k) if len(ids) else []

    def save(self, file: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `save` wrote. Raises ValueError or OSError for any other file."""
        try:
            index = faiss.read_index(str(file))
        except RuntimeError as error:
            raise ValueError(f"{file} is no faiss index") from error
        if not isinstance(index, faiss.IndexIDMap2):
            raise ValueError(f"{file} is no faiss index under ids")
        return cls(index.d, index)


def _only(ids: NDArray[np.int64]) -> Any:
    """Lets these ids through, one at the least."""
    if (most := int(ids.max())) >= _MOST_BITS:
        return faiss.IDSelectorBatch(ids)
    bits = np.zeros(most + 1, np.bool_)
    bits[ids] = True
    # The types that faiss tells are those of C++: a length and an address.
    made: Any = faiss.IDSelectorBitmap
    return made(np.packbits(bits, bitorder="little"))


@contextmanager
def _one_thread() -> Iterator[None]:
    """A second thread finds nothing to do for one vector, and spins on the core of what comes next.

    Over 100,214 vectors one takes 6.3 ms with one thread and 9.1 with two
    (benchmarks/results/latency.md).
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _shared(found: list[Match], k: int) -> bool:
    """Whether the last one found ties with the k-th, so that more of that tie may be out there."""
    return len(found) > k and found[-1].score >= found[k - 1].score - 10**-DIGITS
