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
# take 2.8 ms so, 5.1 as a set, and all of them without a filter 6.3.
_MOST_BITS: Final = 1 << 26
# Fewer vectors are looked at as they are: 20,000 take 1.3 ms.
_MANY: Final = 20_000
# How many are looked at again as they are. Of 100 questions over 100,323 passages the 116 nearest
# were certain among the first 132 to 632 (median 238) by bytes.
_AGAIN: Final = 1024
# A byte's steps to either side of nothing; the least component that is taken for the largest.
_STEPS: Final = 127
_LEAST: Final = 1e-9
# More than what float32 rounds of a cosine, and a unit vector of its length.
_ROUNDED: Final = 1e-5
_AT_ONCE: Final = 10_000


class FaissVectors:
    """A flat inner-product index under ids: no training, nothing approximate.

    Many vectors are first looked through in one byte a component, a quarter of the memory to read;
    what that can't tell apart is compared as it is. What a question costs:
    benchmarks/results/vectors.md.
    """

    def __init__(self, dimension: int, index: Any = None) -> None:
        self._index = index or faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._bytes: _Bytes | None = None

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take in vectors under ids that are not there yet."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), ids)
            if self._bytes is not None:
                self._bytes.add(ids, vectors)

    def remove(self, first: int, last: int) -> None:
        """Forget the ids from `first` to `last`."""
        gone = faiss.IDSelectorRange(first, last + 1)
        self._index.remove_ids(gone)
        if self._bytes is not None:
            self._bytes.index.remove_ids(gone)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[Match]:
        """The k nearest by cosine."""
        reach = len(self) if allowed is None else min(len(self), len(allowed))
        if min(k, reach) < 1:
            return []
        query = np.ascontiguousarray(vector, np.float32)
        choice = faiss.SearchParameters()
        if allowed is not None:
            choice.sel = _only(np.asarray(allowed, np.int64))
        with _one_thread():
            if reach >= _MANY and k < _AGAIN and (found := self._by_bytes(query, k, choice)):
                return found
            return self._as_they_are(query, k, reach, choice)

    def _by_bytes(self, query: NDArray[np.float32], k: int, choice: Any) -> list[Match]:
        """The k nearest where looking again makes them certain, else none."""
        if self._bytes is None:
            self._bytes = _bytes_of(self._index)
        ids, beyond = self._bytes.nearest(query, _AGAIN, choice)
        found = self._compared(ids, query, k)
        certain = len(found) == k and found[-1].score - 10**-DIGITS > beyond
        return found if certain else []

    def _as_they_are(
        self, query: NDArray[np.float32], k: int, reach: int, choice: Any
    ) -> list[Match]:
        wanted = k + _MORE
        while True:
            _, places = self._index.search(query[None], min(wanted, reach), params=choice)
            found = self._compared(places[0][places[0] >= 0], query, wanted)
            if wanted >= reach or not _shared(found, k):
                return found[:k]
            wanted *= 2

    def _compared(self, ids: NDArray[np.int64], query: NDArray[np.float32], k: int) -> list[Match]:
        return best(ids, self._index.reconstruct_batch(ids), query, k) if len(ids) else []

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


class _Bytes:
    """Vectors in one byte a component, and how far a cosine by these can be from the true one.

    faiss multiplies whole numbers here, the question's too: both are rounded to 127 steps. By
    Cauchy and Schwarz a cosine changes by no more than the lengths of what rounding leaves of the
    two.
    """

    def __init__(self, dimension: int, step: float) -> None:
        kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
        flat = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        self.index = faiss.IndexIDMap2(flat)
        self._step = step
        self._left = 0.0

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take in vectors under ids that are not there yet."""
        steps = np.clip(np.round(vectors / self._step), -_STEPS, _STEPS).astype(np.float32)
        left = np.linalg.norm(vectors - steps * self._step, axis=1).max()
        self._left = max(self._left, float(left))
        self.index.add_with_ids(steps, ids)

    def nearest(
        self, query: NDArray[np.float32], k: int, choice: Any
    ) -> tuple[NDArray[np.int64], float]:
        """Ids of the k nearest by bytes, and a cosine that none of the others is above."""
        step = max(float(np.abs(query).max()), _LEAST) / _STEPS
        steps = np.round(query / step)
        scores, places = self.index.search(steps[None], k, params=choice)
        ids = places[0][places[0] >= 0]
        if len(ids) < k:
            return ids, -np.inf
        # |q.v - q'.v'| <= |q - q'| |v| + |q'| |v - v'|, and v is of length 1.
        left = float(np.linalg.norm(query - steps * step))
        left += float(np.linalg.norm(steps * step)) * self._left
        return ids, float(scores[0][-1]) * step * self._step + left + _ROUNDED


def _bytes_of(index: Any) -> _Bytes:
    """What a flat index under ids holds, in bytes; the largest component has all steps."""
    parts = np.array_split(faiss.vector_to_array(index.id_map), index.ntotal // _AT_ONCE + 1)
    largest = max(float(np.abs(index.reconstruct_batch(ids)).max()) for ids in parts)
    made = _Bytes(index.d, max(largest, _LEAST) / _STEPS)
    for ids in parts:
        made.add(ids, index.reconstruct_batch(ids))
    return made


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
