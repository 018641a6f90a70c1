"""Words that say nothing of a text are left out, names never, and never all of a text."""

import pytest

from search.stop_words import LISTED, is_common, is_stop_word, without_stop_words


@pytest.mark.parametrize(
    ("words", "language", "kept"),
    [
        (["The", "cost", "of", "a", "voucher"], "en", ["cost", "voucher"]),
        (["Die", "Kosten", "der", "Messe"], "de", ["Kosten", "Messe"]),
        (["to", "be", "or", "not", "to", "be"], "en", ["to", "be", "or", "not", "to", "be"]),
        (["is", "the", "WHO", "right"], "en", ["WHO", "right"]),
        (["who", "is", "right"], "en", ["who", "right"]),
        (["A", "voucher"], "en", ["voucher"]),
        (["die", "war"], "en", ["die", "war"]),
        (["i", "bony"], "pl", ["i", "bony"]),
        (["the", "firm"], "", ["the", "firm"]),
        ([], "en", []),
    ],
)
def test_what_tells_is_kept(words: list[str], language: str, kept: list[str]) -> None:
    assert list(without_stop_words(words, language)) == kept


def test_a_stop_word_is_one_in_its_own_language_however_it_is_written() -> None:
    assert is_stop_word("THE", "en") and is_stop_word("The", "en")
    assert not is_stop_word("the", "de")
    assert is_stop_word("für", "de") and is_stop_word("fu\u0308r", "de")
    assert not is_stop_word("", "pl") and "pl" not in LISTED


@pytest.mark.parametrize(
    ("word", "language", "common"),
    [
        ("the", "en", True),
        ("did", "en", True),
        ("warum", "de", True),
        ("Warum", "de", True),
        ("és", "ca", True),
        ("voucher", "en", False),
        ("warum", "en", False),
        ("WHO", "en", False),
        ("the", "", False),
    ],
)
def test_function_words_are_common_too(word: str, language: str, common: bool) -> None:
    assert is_common(word, language) is common
