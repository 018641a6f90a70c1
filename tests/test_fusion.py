"""Three scores made one."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import make_passage

from search.candidates import Candidates
from search.fusion import ACROSS, ENGLISH, OTHER, UNREAD, Shares, demoted, fuse, shares, sharing
from search.records import Kind, Match, Mode

Scores = Mapping[int, float]
THIRDS = Shares(0.25, 0.25, 0.5)


NONE: Scores = MappingProxyType({})


def found(cosines: Scores = NONE, words: Scores = NONE, late: Scores = NONE) -> Candidates:
    """Candidates with these scores; a cosine is the dense retriever's word."""
    dense = tuple(Match(id, score) for id, score in cosines.items())
    lexical = tuple(Match(id, score) for id, score in words.items())
    return Candidates(dense, lexical, cosines, late)


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
def test_what_counts_is_by_the_languages(question: str, passage: str, share: Shares) -> None:
    assert shares(question, passage) == share
    assert shares(question, passage, read=("en", "de", "fr")) == share


@pytest.mark.parametrize(
    ("question", "passage", "share"),
    [
        ("ro", "ro", UNREAD),
        ("ro", "en", UNREAD),
        ("", "ro", UNREAD),
        ("ro", "", UNREAD),
        ("en", "ro", ACROSS),
        ("de", "ro", ACROSS),
    ],
)
def test_the_words_count_most_of_a_question_that_the_model_does_not_read(
    question: str, passage: str, share: Shares
) -> None:
    assert shares(question, passage, read=("en", "de")) == share
    for read in ((), ("en", "de", "ro")):
        assert shares(question, passage, read) != UNREAD


def test_each_passage_counts_by_its_own_language() -> None:
    passages = {
        1: make_passage("s", 1, "Gutschein", language="de"),
        2: make_passage("s", 2, "bon", language="ro"),
    }
    share = sharing("de", passages, ("en", "de"))
    assert [share(1), share(2), share(3)] == [OTHER, ACROSS, OTHER]


@pytest.mark.parametrize("share", [ENGLISH, OTHER, ACROSS, UNREAD])
def test_shares_make_one(share: Shares) -> None:
    assert share.meaning + share.tokens + share.words == pytest.approx(1)
    assert min(share.meaning, share.tokens, share.words) >= 0


def test_scores_are_scaled_and_mixed() -> None:
    fused = fuse(
        found({1: 0.8, 2: 0.5, 3: 0.2}, {1: 5.0, 3: 10.0}, {1: 0.4, 2: 0.9, 3: 0.65}),
        lambda id: THIRDS,
    )
    wanted = {1: 0.25 + 0.5 * 0.5, 2: 0.25 * 0.5 + 0.25, 3: 0.25 * 0.5 + 0.5}
    assert fused == pytest.approx(wanted)


def test_what_was_not_compared_token_by_token_has_nothing_of_it() -> None:
    fused = fuse(found({1: 1.0, 2: 0.0, 3: 0.5}, late={1: 0.2, 2: 0.6}), lambda id: THIRDS)
    assert fused == pytest.approx({1: 0.25, 2: 0.25, 3: 0.125})


def test_without_tokens_their_share_goes_to_the_cosine() -> None:
    fused = fuse(found({1: 0.9, 2: 0.1, 3: 0.5}, {2: 3.0}), lambda id: THIRDS)
    assert fused == pytest.approx({1: 0.5, 2: 0.5, 3: 0.25})


def test_each_passage_has_shares_of_its_own() -> None:
    own = {1: Shares(0.3, 0, 0.7), 2: Shares(0.7, 0, 0.3)}
    fused = fuse(found({1: 1.0, 2: 0.0}, {2: 3.0}), lambda id: own[id])
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
    assert fuse(found(dense, lexical), lambda id: THIRDS) == pytest.approx(wanted)


def test_a_mode_has_its_own_retriever_alone() -> None:
    both = found({1: 0.8, 2: 0.2}, {2: 4.0, 3: 1.0}, {1: 0.1, 2: 0.9})
    assert fuse(both, lambda id: THIRDS, Mode.DENSE) == {1: 1.0, 2: 0.0}
    assert fuse(both, lambda id: THIRDS, Mode.LEXICAL) == {2: 1.0, 3: 0.25}


ids = st.integers(1, 30)
cosines = st.dictionaries(ids, st.floats(-1, 1), max_size=12)
weights = st.dictionaries(ids, st.floats(0.01, 50), max_size=12)
parts = st.sampled_from([ENGLISH, OTHER, ACROSS, THIRDS])


@given(dense=cosines, lexical=weights, late=cosines, share=parts)
def test_every_score_is_between_nought_and_one(
    dense: dict[int, float], lexical: dict[int, float], late: dict[int, float], share: Shares
) -> None:
    fused = fuse(found(dense, lexical, late), lambda id: share)
    assert fused.keys() == dense.keys() | lexical.keys()
    assert all(0 <= score <= 1 + 1e-9 for score in fused.values())


@given(dense=cosines, lexical=weights)
def test_one_retriever_alone_keeps_its_order(
    dense: dict[int, float], lexical: dict[int, float]
) -> None:
    both = found(dense, lexical)
    meaning = fuse(both, lambda id: Shares(1, 0, 0))
    order = sorted(dense, key=lambda id: dense[id])
    assert [meaning[id] for id in order] == sorted(meaning[id] for id in order)
    words = fuse(both, lambda id: Shares(0, 0, 1))
    order = sorted(lexical, key=lambda id: lexical[id])
    assert [words[id] for id in order] == sorted(words[id] for id in order)
    assert all(words[id] == 0 for id in dense.keys() - lexical.keys())


@pytest.mark.parametrize("kind", [Kind.BODY, Kind.TABLE])
def test_what_explains_counts_whole(kind: Kind) -> None:
    assert demoted(0.8, kind) == 0.8


@pytest.mark.parametrize("kind", [Kind.CONTENTS, Kind.REFERENCES, Kind.BOILERPLATE])
def test_lists_and_title_pages_count_less(kind: Kind) -> None:
    assert 0 < demoted(0.8, kind) < 0.8
    assert demoted(0.8, kind) == pytest.approx(2 * demoted(0.4, kind))


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("4.2 Results of the scheme", True),
        ("Results.", False),
        ("Budget EUR 40 million", False),
        ("Results of the scheme:", False),
        ("The scheme ended in 2012. Nobody knew why", False),
        ("A long row of words that has no end and goes on for more than twelve of them", False),
    ],
)
def test_a_heading_alone_counts_less_and_a_sentence_does_not(text: str, alone: bool) -> None:
    assert (demoted(1.0, Kind.BODY, text) < 1.0) is alone
    assert demoted(1.0, Kind.TABLE, text) == 1.0
