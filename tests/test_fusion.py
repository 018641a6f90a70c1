"""Two retrievers' scores made one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fusion import ACROSS, ENGLISH, OTHER, demoted, dense_share, fuse
from search.records import Kind

HALF = 0.5


@pytest.mark.parametrize(
    ("question", "passage", "share"),
    [
        ("en", "en", ENGLISH),
        ("de", "de", OTHER),
        ("de", "en", ACROSS),
        ("en", "de", ACROSS),
        ("fr", "de", ACROSS),
        ("", "en", ENGLISH),
        ("en", "", ENGLISH),
        ("", "de", OTHER),
        ("de", "", OTHER),
        ("", "", ENGLISH),
    ],
)
def test_the_share_of_meaning_is_by_the_languages(
    question: str, passage: str, share: float
) -> None:
    assert dense_share(question, passage) == share


def test_scores_are_scaled_and_mixed() -> None:
    fused = fuse({1: 0.8, 2: 0.5, 3: 0.2}, {1: 5.0, 3: 10.0}, lambda id: 0.6)
    assert fused == pytest.approx({1: 0.6 + 0.4 * 0.5, 2: 0.6 * 0.5, 3: 0.4})


def test_each_passage_has_a_share_of_its_own() -> None:
    fused = fuse({1: 1.0, 2: 0.0}, {2: 3.0}, lambda id: {1: 0.3, 2: 0.7}[id])
    assert fused == pytest.approx({1: 0.3, 2: 0.3})


@pytest.mark.parametrize(
    ("dense", "lexical", "wanted"),
    [
        ({}, {}, {}),
        ({7: -0.2}, {}, {7: 0.5}),
        ({}, {7: 0.1}, {7: 0.5}),
        ({1: 0.3, 2: 0.3}, {}, {1: 0.5, 2: 0.5}),
        ({1: -0.9, 2: -0.1}, {}, {1: 0.0, 2: 0.5}),
    ],
)
def test_the_ends_of_the_scale(
    dense: dict[int, float], lexical: dict[int, float], wanted: dict[int, float]
) -> None:
    assert fuse(dense, lexical, lambda id: HALF) == pytest.approx(wanted)


ids = st.integers(1, 30)
cosines = st.dictionaries(ids, st.floats(-1, 1), max_size=12)
weights = st.dictionaries(ids, st.floats(0.01, 50), max_size=12)


@given(dense=cosines, lexical=weights, share=st.floats(0, 1))
def test_every_score_is_between_nought_and_one(
    dense: dict[int, float], lexical: dict[int, float], share: float
) -> None:
    fused = fuse(dense, lexical, lambda id: share)
    assert fused.keys() == dense.keys() | lexical.keys()
    assert all(0 <= score <= 1 + 1e-9 for score in fused.values())


@given(dense=cosines, lexical=weights)
def test_one_retriever_alone_keeps_its_order(
    dense: dict[int, float], lexical: dict[int, float]
) -> None:
    meaning = fuse(dense, lexical, lambda id: 1.0)
    order = sorted(dense, key=lambda id: dense[id])
    assert [meaning[id] for id in order] == sorted(meaning[id] for id in order)
    words = fuse(dense, lexical, lambda id: 0.0)
    order = sorted(lexical, key=lambda id: lexical[id])
    assert [words[id] for id in order] == sorted(words[id] for id in order)
    assert all(words[id] == 0 for id in dense.keys() - lexical.keys())


@pytest.mark.parametrize(
    ("kind", "score"),
    [
        (Kind.BODY, 0.8),
        (Kind.TABLE, 0.8),
        (Kind.CONTENTS, 0.56),
        (Kind.REFERENCES, 0.56),
        (Kind.BOILERPLATE, 0.56),
    ],
)
def test_lists_and_title_pages_count_less(kind: Kind, score: float) -> None:
    assert demoted(0.8, kind) == pytest.approx(score)
