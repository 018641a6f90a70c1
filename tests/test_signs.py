"""The signs of a text: stems, pairs of stems and runs of letters, each under its language's key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.signs import pairs_of, runs_of, stems_of, words_of

LONG = "x" * 61


def test_words_stand_as_they_are_written() -> None:
    text = "The WHO’s “vouchers”, 3.5 % of Fo\u0308rderung"
    assert words_of(text) == ["The", "WHO", "s", "vouchers", "3", "5", "of", "Fo\u0308rderung"]
    assert words_of(" … ()") == []


def test_a_word_is_another_word_in_another_language() -> None:
    words = ["Vouchers", "die"]
    assert stems_of(words, "en") == ["en:voucher", "en:die"]
    assert stems_of(words, "de") == ["de:vouch", "de:die"]
    assert stems_of(words, "xx") == ["xx:vouchers", "xx:die"]


def test_what_is_too_long_for_a_word_has_no_sign_and_parts_its_neighbours() -> None:
    words = ["loan", LONG, "firms", "grow"]
    assert stems_of(words, "en") == ["en:loan", "en:firm", "en:grow"]
    assert pairs_of(words, "en") == ["en:firm_grow"]
    assert runs_of([LONG], "en") == []


def test_pairs_are_of_neighbours_with_function_words() -> None:
    words = words_of("Loans for the firms")
    assert pairs_of(words, "en") == ["en:loan_for", "en:for_the", "en:the_firm"]
    assert pairs_of(["alone"], "en") == pairs_of([], "en") == []


@pytest.mark.parametrize(
    ("word", "language", "runs"),
    [
        ("Voucher", "en", ["en:vouc", "en:ouch", "en:uche", "en:cher"]),
        ("loan", "en", ["en:loan"]),
        ("aid", "en", ["en:aid"]),
        ("SME", "en", ["en:sme"]),
        ("Gründer", "de", ["de:grun", "de:rund", "de:unde", "de:nder"]),
        ("Gru\u0308nder", "de", ["de:grun", "de:rund", "de:unde", "de:nder"]),
        ("bony", "cs", ["xx:bony"]),
        ("2009", "", ["xx:2009"]),
    ],
)
def test_runs_are_of_four_letters_without_accents(
    word: str, language: str, runs: list[str]
) -> None:
    assert runs_of([word], language) == runs


def test_function_words_have_no_runs_where_there_are_others() -> None:
    assert runs_of(["the", "firm", "of"], "en") == ["en:firm"]
    assert runs_of(["of", "the"], "en") == ["en:of", "en:the"]
    assert runs_of(["the", "firm"], "de") == ["de:the", "de:firm"]


@given(st.text(st.sampled_from("aäbcé\u030118"), min_size=1, max_size=20))
def test_runs_lie_one_letter_apart_and_make_the_word_again(word: str) -> None:
    (root,) = stems_of([word], "xx") or ["xx:"]
    runs = [run.removeprefix("xx:") for run in runs_of([word], "")]
    assert "".join([*(run[0] for run in runs[:-1]), *runs[-1:]]) == root.removeprefix("xx:")
    assert all(0 < len(run) <= 4 for run in runs)
