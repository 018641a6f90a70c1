"""One contract for every vector engine: it answers as plain numpy does."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.indexes import ENGINES
from search.records import Match
from search.vectors.memory import MemoryVectors
from search.vectors.protocol import VectorStore

engines = pytest.mark.parametrize("engine", ENGINES)
Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


def stored(engine: str, ids: Ids, vectors: Vectors) -> VectorStore:
    store: VectorStore = ENGINES[engine](vectors.shape[1])
    store.add(ids, vectors)
    return store


def by_hand(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> list[Match]:
    """What the contract says, in the plainest words."""
    cosines = [
        sum(float(a) * float(b) for a, b in zip(vector, query, strict=True)) for vector in vectors
    ]
    pairs = [(-round(cosine, 6), int(id)) for id, cosine in zip(ids, cosines, strict=True)]
    return [Match(id, -score) for score, id in sorted(pairs)[:k]]


def unit(*shape: int, seed: int = 0) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=shape)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=-1, keepdims=True), np.float32)


@st.composite
def collections(draw: st.DrawFn) -> tuple[Ids, Vectors, Vectors]:
    """Ids, vectors with many a tie among them, and a query; all of them exact in float32."""
    halves = st.lists(st.sampled_from([-0.5, 0.5]), min_size=4, max_size=4)
    place = st.permutations(range(6)).map(lambda order: order[:4])

    def vector() -> list[float]:
        row = [0.0] * 6
        for at, value in zip(draw(place), draw(halves), strict=True):
            row[at] = value
        return row

    most = draw(st.sampled_from([60, 2**40]))
    ids = sorted(draw(st.sets(st.integers(1, most), min_size=1, max_size=40)))
    rows = np.array([vector() for _ in ids], np.float32)
    return np.array(ids, np.int64), rows, np.array(vector(), np.float32)


@engines
@given(drawn=collections(), k=st.integers(0, 50))
def test_ids_and_cosines_are_numpys(
    engine: str, drawn: tuple[Ids, Vectors, Vectors], k: int
) -> None:
    ids, vectors, query = drawn
    assert stored(engine, ids, vectors).search(query, k) == by_hand(ids, vectors, query, k)


@engines
@given(drawn=collections(), k=st.integers(1, 50), data=st.data())
def test_only_what_is_allowed_answers(
    engine: str, drawn: tuple[Ids, Vectors, Vectors], k: int, data: st.DataObject
) -> None:
    ids, vectors, query = drawn
    chosen = data.draw(st.sets(st.sampled_from(ids.tolist()))) | data.draw(
        st.sets(st.integers(1, 50), max_size=3)
    )
    allowed = np.array(sorted(chosen), np.int64)
    keep = np.isin(ids, allowed)
    found = stored(engine, ids, vectors).search(query, k, allowed)
    assert found == by_hand(ids[keep], vectors[keep], query, k)


@engines
@given(drawn=collections(), ends=st.tuples(st.integers(0, 39), st.integers(0, 39)))
def test_what_is_removed_is_gone_and_its_places_go_to_others(
    engine: str, drawn: tuple[Ids, Vectors, Vectors], ends: tuple[int, int]
) -> None:
    ids, vectors, query = drawn
    first, last = (int(ids[end % len(ids)]) for end in sorted(end % len(ids) for end in ends))
    store = stored(engine, ids, vectors)
    store.remove(first, last)
    keep = (ids < first) | (ids > last)
    assert len(store) == keep.sum()
    assert store.search(query, 50) == by_hand(ids[keep], vectors[keep], query, 50)


@engines
@given(drawn=collections())
def test_a_saved_store_is_read_back_whole(
    engine: str, drawn: tuple[Ids, Vectors, Vectors], tmp_path: Path
) -> None:
    ids, vectors, query = drawn
    stored(engine, ids, vectors).save(tmp_path / "saved")
    back = ENGINES[engine].load(tmp_path / "saved")
    assert len(back) == len(ids)
    assert back.search(query, 50) == by_hand(ids, vectors, query, 50)
    back.add(np.array([2**41]), query[None])
    assert Match(2**41, 1.0) in back.search(query, 50)


@engines
def test_a_long_answer_agrees_to_the_last_digit(engine: str) -> None:
    ids, vectors = np.arange(5, 3005), unit(3000, 384)
    store = stored(engine, ids, vectors)
    for query in unit(20, 384, seed=1):
        exact = np.round(vectors.astype(np.float64) @ query.astype(np.float64), 6)
        order = np.lexsort((ids, -exact))[:100]
        found = store.search(query, 100)
        assert [match.id for match in found] == ids[order].tolist()
        assert [match.score for match in found] == exact[order].tolist()


@engines
def test_a_tie_longer_than_the_answer_goes_to_the_lowest_ids(engine: str) -> None:
    same = unit(1, 8)
    vectors = np.concatenate([np.repeat(same, 200, axis=0), unit(20, 8, seed=3)])
    ids = np.arange(220)[::-1].copy()
    store = stored(engine, ids, vectors)
    assert [match.id for match in store.search(same[0], 10)] == list(range(20, 30))
    assert [match.score for match in store.search(same[0], 10)] == [1.0] * 10


@engines
def test_cosines_stay_between_minus_one_and_one(engine: str) -> None:
    vectors = unit(500, 384, seed=5)
    store = stored(engine, np.arange(1000), np.concatenate([vectors, -vectors]))
    for place in range(0, 500, 25):
        found = store.search(vectors[place], 1000)
        assert found[0] == Match(place, 1.0)
        assert found[-1] == Match(place + 500, -1.0)


@engines
def test_a_store_with_nothing_in_it_answers_nothing(engine: str) -> None:
    store = stored(engine, np.empty(0, np.int64), np.empty((0, 8), np.float32))
    assert (len(store), store.search(unit(8), 5)) == (0, [])
    store.add(np.array([3]), unit(1, 8))
    store.remove(1, 9)
    assert (len(store), store.search(unit(8), 5)) == (0, [])


@engines
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: b"no vectors at all", id="text"),
        pytest.param(lambda data: bytes(range(256)) * 9, id="noise"),
        pytest.param(lambda data: data[:-1], id="a byte short"),
        pytest.param(lambda data: data[: len(data) // 2], id="half"),
        pytest.param(lambda data: data[:30], id="its first bytes"),
        pytest.param(lambda data: b"X" + data[1:], id="another first byte"),
    ],
)
def test_any_other_file_is_refused(engine: str, damage: object, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    stored(engine, np.arange(50), unit(50, 8)).save(file)
    assert callable(damage)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises((ValueError, OSError)):
        ENGINES[engine].load(file)


@engines
def test_a_file_that_is_not_there_is_refused(engine: str, tmp_path: Path) -> None:
    with pytest.raises((ValueError, OSError)):
        ENGINES[engine].load(tmp_path / "none")


def test_each_engine_refuses_the_files_of_the_other(tmp_path: Path) -> None:
    for engine, other in [("faiss", "memory"), ("memory", "faiss")]:
        stored(engine, np.arange(5), unit(5, 8)).save(tmp_path / engine)
        with pytest.raises((ValueError, OSError)):
            ENGINES[other].load(tmp_path / engine)


def test_arrays_under_other_names_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "other").open("wb") as file:
        np.savez(file, other=np.arange(3))
    with pytest.raises(ValueError, match="holds no vectors"):
        MemoryVectors.load(tmp_path / "other")


def test_a_faiss_index_without_ids_is_refused(tmp_path: Path) -> None:
    faiss.write_index(faiss.IndexFlatIP(8), str(tmp_path / "flat"))
    with pytest.raises(ValueError, match="no faiss index"):
        ENGINES["faiss"].load(tmp_path / "flat")
