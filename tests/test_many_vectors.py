"""Many vectors are looked through in bytes first: what answers is what plain numpy finds."""

from collections.abc import Iterator
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.records import Match
from search.vectors import faiss
from search.vectors.faiss import FaissVectors

MANY, LOOKED_AT_AGAIN, DIMENSION = 600, 64, 48
Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


@pytest.fixture(autouse=True, scope="module")
def few_are_many() -> Iterator[None]:
    with patch.multiple(faiss, _MANY=MANY // 4, _AGAIN=LOOKED_AT_AGAIN):
        yield


def unit(vectors: NDArray[np.float64]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)


def gathered(seed: int, spread: float = 0.5, size: int = MANY) -> Vectors:
    """Vectors around thirty topics, as passages are; the wider spread, the less they are told."""
    dice = np.random.default_rng(seed)
    topics = dice.normal(size=(30, DIMENSION))
    return unit(topics[dice.integers(30, size=size)] + spread * dice.normal(size=(size, DIMENSION)))


def stored(ids: Ids, vectors: Vectors) -> FaissVectors:
    store = FaissVectors(DIMENSION)
    store.add(ids, vectors)
    return store


def exactly(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> list[Match]:
    cosines = np.round(vectors.astype(np.float64) @ query.astype(np.float64), 6)
    order = np.lexsort((ids, -cosines))[:k]
    return [Match(int(ids[at]), float(np.clip(cosines[at], -1, 1))) for at in order]


@given(seed=st.integers(0, 10**6), spread=st.sampled_from([0.02, 0.5, 5.0]), k=st.integers(1, 80))
def test_the_nearest_are_numpys_however_close_they_are(seed: int, spread: float, k: int) -> None:
    vectors, ids = gathered(seed, spread), np.arange(MANY) * 3
    store, query = stored(ids, vectors), gathered(seed + 1, spread, 1)[0]
    assert store.search(query, k) == exactly(ids, vectors, query, k)
    half = np.random.default_rng(seed).choice(MANY, MANY // 2, replace=False)
    found = store.search(query, k, np.sort(ids[half]))
    assert found == exactly(ids[half], vectors[half], query, k)


@given(seed=st.integers(0, 10**6), louder=st.sampled_from([1.0, 20.0]))
def test_what_comes_and_goes_later_is_known_in_bytes_too(seed: int, louder: float) -> None:
    vectors, ids = gathered(seed), np.arange(MANY)
    store = stored(ids, vectors)
    store.search(vectors[0], 5)
    store.remove(100, 199)
    # A component far beyond those that the steps were made for: it is cut, and still found.
    odd = gathered(seed + 2, size=40).astype(np.float64)
    odd[:, 0] *= louder
    store.add(np.arange(MANY, MANY + 40), unit(odd))
    ids = np.concatenate([ids[:100], ids[200:], np.arange(MANY, MANY + 40)])
    vectors = np.concatenate([vectors[:100], vectors[200:], unit(odd)])
    for query in (vectors[3], vectors[-1], gathered(seed + 3, size=1)[0]):
        assert store.search(query, 10) == exactly(ids, vectors, query, 10)


def test_a_tie_longer_than_what_is_looked_at_again_goes_to_the_lowest_ids() -> None:
    vectors = np.repeat(gathered(1, size=1), MANY, axis=0)
    ids = np.arange(MANY)[::-1].copy()
    assert [match.id for match in stored(ids, vectors).search(vectors[0], 5)] == [0, 1, 2, 3, 4]


def test_passages_around_topics_need_no_look_at_all_of_them() -> None:
    vectors = gathered(7)
    store = stored(np.arange(MANY), vectors)
    with patch.object(FaissVectors, "_as_they_are", side_effect=AssertionError("all of them")):
        for at in range(0, MANY, 50):
            assert store.search(vectors[at], 5) == exactly(np.arange(MANY), vectors, vectors[at], 5)


def test_few_vectors_are_looked_at_as_they_are() -> None:
    vectors = gathered(7, size=20)
    with patch.object(FaissVectors, "_by_bytes", side_effect=AssertionError("in bytes")):
        found = stored(np.arange(20), vectors).search(vectors[4], 5)
    assert found == exactly(np.arange(20), vectors, vectors[4], 5)
