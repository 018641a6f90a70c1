"""What every vector engine offers, and the order that all of them answer in."""

from pathlib import Path
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from search.records import Match

# Float32 leaves six digits of a cosine; what differs in the seventh is a tie.
DIGITS: Final = 6


class VectorStore(Protocol):
    """Unit vectors under ids. Similarity is the cosine, in [-1, 1]; higher is better."""

    def __len__(self) -> int: ...

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take in vectors, shape (len(ids), dimension), under ascending ids not there yet."""

    def remove(self, first: int, last: int) -> None:
        """Forget the ids from `first` to `last`, both included."""

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[Match]:
        """The k nearest among `allowed` (all where None), best first, ties by id."""

    def save(self, file: Path) -> None:
        """Write everything to a file."""

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `save` wrote. Raises ValueError or OSError for any other file."""


def best(
    ids: NDArray[np.int64], vectors: NDArray[np.float32], vector: NDArray[np.float32], k: int
) -> list[Match]:
    """The k vectors nearest to `vector`, ties by id.

    Summed in float64: engines that sum float32 in different orders round to different digits.
    """
    if not len(ids):
        return []
    similarities = vectors.astype(np.float64) @ vector.astype(np.float64)
    rounded = np.clip(np.round(similarities, DIGITS), -1.0, 1.0) + 0.0
    order = np.lexsort((ids, -rounded))[:k]
    return [Match(int(ids[place]), float(rounded[place])) for place in order]
