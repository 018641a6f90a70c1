"""Token by token: what is packed, and that scores are those of plain arithmetic over it."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.late import Asking, Tokens, asking, cosines, pack, scores
from search.records import Span

DIMENSION = 64
seeds = st.integers(0, 2**32 - 1)


def tokens(seed: int, count: int, dimension: int = DIMENSION) -> Tokens:
    """Unit vectors that point anywhere."""
    made = np.random.default_rng(seed).normal(size=(count, dimension))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def unpacked(packed: bytes, dimension: int = DIMENSION) -> NDArray[np.float64]:
    """The levels of each component, in halves of a step, read bit by bit."""
    levels = [{0: -3.0, 1: -1.0, 2: 1.0, 3: 3.0}[byte >> at & 3] for byte in packed
              for at in (6, 4, 2, 0)]  # fmt: skip
    return np.array(levels, np.float64).reshape(-1, dimension)


def plain(question: Asking, packed: Mapping[int, bytes]) -> dict[int, float]:
    """The weighted mean of the best cosines, one by one."""
    found = {}
    for id, blob in packed.items():
        own = unpacked(blob, question.tokens.shape[1])
        total = 0.0
        for token, weight in zip(question.tokens.astype(float), question.weights, strict=True):
            total += float(weight) * max(float(token @ one / np.linalg.norm(one)) for one in own)
        found[id] = total / float(question.weights.sum())
    return found


def alike(made: Tokens) -> Asking:
    """A question whose tokens all count alike."""
    return Asking(made, np.ones(len(made), np.float32))


# Packing


@pytest.mark.parametrize(
    ("row", "levels"),
    [
        ([1.0, 0.49, -0.49, -1.0], [3, 1, -1, -3]),
        ([0.2, 0.11, 0.09, -0.11], [3, 3, 1, -3]),
        ([0.0, 0.0, 0.0, 1.0], [1, 1, 1, 3]),
        ([-1.0, 0.0, -0.5, 0.5], [-3, 1, -1, 3]),
        ([0.0, 0.0, 0.0, 0.0], [1, 1, 1, 1]),
    ],
)
def test_a_component_is_kept_as_one_of_four_levels(row: list[float], levels: list[int]) -> None:
    packed = pack(np.array([row], np.float32))
    assert len(packed) == 1
    assert unpacked(packed, 4).tolist() == [levels]


def test_four_components_are_a_byte() -> None:
    assert pack(np.array([[1.0, 0.49, -0.49, -1.0]], np.float32)) == bytes([0b11100100])
    assert len(pack(tokens(0, 7, 384))) == 7 * 384 // 4


@given(seeds, st.integers(1, 6))
def test_tokens_are_packed_one_by_one(seed: int, count: int) -> None:
    made = tokens(seed, count)
    assert pack(made) == b"".join(pack(row[None]) for row in made)
    assert np.array_equal(np.sign(unpacked(pack(made))), np.where(made < 0, -1, 1))


@pytest.mark.parametrize("dimension", [1, 2, 3, 5, 6, 383])
def test_a_dimension_that_is_no_multiple_of_four_has_no_tokens(dimension: int) -> None:
    made = tokens(1, 3, dimension)
    assert pack(made) == b""
    assert scores(alike(made), {1: pack(made)}) == {}


def test_a_text_without_tokens_has_none_packed() -> None:
    assert pack(np.zeros((0, DIMENSION), np.float32)) == b""


# Scores


@given(seeds, st.integers(1, 8), st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_scores_are_those_of_plain_arithmetic(seed: int, asked: int, sizes: list[int]) -> None:
    weights = np.random.default_rng(seed).uniform(0.1, 1, asked).astype(np.float32)
    question = Asking(tokens(seed, asked), weights)
    packed = {id: pack(tokens(seed + id, size)) for id, size in enumerate(sizes, 1)}
    assert scores(question, packed) == pytest.approx(plain(question, packed), abs=1e-6)


@given(seeds, st.integers(2, 10))
def test_a_passage_that_is_the_question_scores_highest(seed: int, count: int) -> None:
    own = tokens(seed, count)
    packed = {id: pack(tokens(seed + id, 12)) for id in range(1, 6)}
    found = scores(alike(own), {**packed, 9: pack(own)})
    assert max(found, key=lambda id: found[id]) == 9
    assert found[9] > 0.8
    assert all(-1 <= score <= 1 for score in found.values())


@given(seeds)
def test_the_order_of_tokens_and_the_company_change_nothing(seed: int) -> None:
    question, passage = alike(tokens(seed, 4)), tokens(seed + 1, 6)
    others = {id: pack(tokens(seed + id, 3)) for id in (2, 3)}
    (alone,) = scores(question, {1: pack(passage)}).values()
    assert scores(question, {**others, 1: pack(passage[::-1])})[1] == pytest.approx(alone, abs=1e-6)


def test_cosines_are_of_every_pair_of_tokens() -> None:
    question, packed = alike(tokens(1, 3)), pack(tokens(2, 5))
    found = cosines(question, packed)
    own = unpacked(packed)
    wanted = question.tokens.astype(float) @ (own / np.linalg.norm(own, axis=1, keepdims=True)).T
    assert found.shape == (3, 5)
    assert found == pytest.approx(wanted, abs=1e-6)
    assert scores(question, {1: packed})[1] == pytest.approx(wanted.max(axis=1).mean(), abs=1e-6)


def test_passages_without_tokens_have_no_score() -> None:
    question = alike(tokens(1, 3))
    assert scores(question, {1: b"", 2: pack(tokens(2, 4)), 3: b""}).keys() == {2}
    assert scores(question, {1: b""}) == scores(question, {}) == {}


def test_a_question_without_tokens_scores_nothing() -> None:
    nothing = asking(np.zeros((0, DIMENSION), np.float32), (), (), ())
    assert scores(nothing, {1: pack(tokens(2, 4))}) == {}


# What the words tell


def test_a_token_weighs_what_its_word_does() -> None:
    spans = (Span(0, 3), Span(3, 7), Span(8, 11), Span(11, 12))
    made = asking(tokens(1, 4), spans, [(0, 7), (8, 11)], [0.25, 1.0])
    assert made.weights.tolist() == [0.25, 0.25, 1.0, 0.0]


def test_where_nothing_tells_all_tokens_count_alike() -> None:
    spans = (Span(0, 3), Span(4, 7))
    assert asking(tokens(1, 2), spans, [(0, 3), (4, 7)], [0, 0]).weights.tolist() == [1, 1]
    assert asking(tokens(1, 2), spans, [], []).weights.tolist() == [1, 1]


def test_a_word_that_tells_more_decides() -> None:
    one, other = tokens(1, 1), tokens(2, 1)
    packed = {1: pack(one), 2: pack(other)}
    spans, words = (Span(0, 3), Span(4, 7)), [(0, 3), (4, 7)]
    for weights, best in (([1.0, 0.1], 1), ([0.1, 1.0], 2)):
        question = asking(np.concatenate([one, other]), spans, words, weights)
        found = scores(question, packed)
        assert max(found, key=lambda id: found[id]) == best
    only = asking(np.concatenate([one, other]), spans, words, [1.0, 0.0])
    assert scores(only, packed) == pytest.approx(scores(alike(one), packed), abs=1e-6)
