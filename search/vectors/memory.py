"""Exact search in numpy: the reference that every other engine must agree with."""

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.records import Match
from search.vectors.protocol import best


class MemoryVectors:
    """Vectors in two arrays, in the order of their ids."""

    def __init__(self, dimension: int) -> None:
        self._ids = np.empty(0, np.int64)
        self._vectors = np.empty((0, dimension), np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take in vectors under ids that are not there yet."""
        self._ids = np.concatenate([self._ids, ids])
        self._vectors = np.concatenate([self._vectors, vectors])

    def remove(self, first: int, last: int) -> None:
        """Forget the ids from `first` to `last`."""
        keep = (self._ids < first) | (self._ids > last)
        self._ids, self._vectors = self._ids[keep], self._vectors[keep]

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[Match]:
        """The k nearest by cosine."""
        keep = slice(None) if allowed is None else np.isin(self._ids, allowed)
        return best(self._ids[keep], self._vectors[keep], vector, k)

    def save(self, file: Path) -> None:
        """Write the vectors to a file."""
        with file.open("wb") as target:
            np.savez(target, ids=self._ids, vectors=self._vectors)

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `save` wrote. Raises ValueError or OSError for any other file."""
        try:
            with np.load(file, allow_pickle=False) as data:
                ids, vectors = data["ids"], data["vectors"]
                store = cls(vectors.shape[1])
        except OSError:
            raise
        except Exception as error:  # numpy, zipfile and zlib each raise their own
            raise ValueError(f"{file} holds no vectors") from error
        store.add(ids, vectors)
        return store
