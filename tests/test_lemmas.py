"""What a dictionary lists a word under, and which words it lists."""

import pytest

from search.lemmas import forms, is_listed, lemma


@pytest.mark.parametrize(
    ("word", "language", "under"),
    [
        ("fand", "de", "finden"),
        ("Wirkten", "de", "wirken"),
        ("Häusern", "de", "Haus"),
        ("anni", "it", "anno"),
        ("devolverlo", "es", "devolver"),
        ("finançar-ho", "ca", "finançar"),
        ("yrityksissäkin", "fi", "yritys"),
        ("działa", "pl", "działać"),
        ("kuća", "hr", "kuća"),
        ("vouchrs", "en", ""),
        ("", "en", ""),
        ("voucher", "", ""),
        ("voucher", "xx", ""),
    ],
)
def test_words_are_found_under_their_dictionary_form(word: str, language: str, under: str) -> None:
    assert lemma(word, language) == under


@pytest.mark.parametrize(
    ("word", "language", "listed"),
    [
        ("donors", "en", True),
        ("DONORS", "en", True),
        ("haus", "de", True),
        ("confesión", "es", True),
        ("inovation", "en", False),
        ("donors", "", False),
    ],
)
def test_a_list_has_its_words_in_any_case(word: str, language: str, listed: bool) -> None:
    assert is_listed(word, language) == listed


def test_a_language_without_a_list_has_no_forms() -> None:
    assert (forms("xx"), forms("")) == ({}, {})
    assert forms("en")["women"] == "woman"
