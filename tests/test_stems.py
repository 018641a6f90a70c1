"""Words to stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.stems import OTHER, SNOWBALL, code, stem, stems

# Two forms of one word, in every language that is stemmed.
INFLECTED = [
    ("ca", "ajudes", "ajuda"),
    ("da", "virksomheder", "virksomhed"),
    ("de", "Gutscheine", "Gutscheinen"),
    ("el", "επιχείρησης", "επιχείρηση"),
    ("en", "vouchers", "voucher"),
    ("es", "empresas", "empresa"),
    ("et", "ettevõtted", "ettevõttes"),
    ("fi", "yrityksille", "yrityksiltä"),
    ("fr", "entreprises", "entreprise"),
    ("ga", "gcuideachta", "chuideachta"),
    ("hu", "vállalatok", "vállalatoknak"),
    ("it", "imprese", "impresa"),
    ("lt", "įmonės", "įmonių"),
    ("nb", "bedriftene", "bedrifter"),
    ("nl", "ondernemingen", "onderneming"),
    ("pl", "przedsiębiorstwa", "przedsiębiorstwom"),
    ("pt", "empresas", "empresa"),
    ("ro", "întreprinderile", "întreprinderilor"),
    ("sv", "företagen", "företagens"),
]


@pytest.mark.parametrize(("language", "one", "other"), INFLECTED)
def test_two_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language)
    assert stems(one, language) != [""]


def test_every_stemmed_language_is_tried() -> None:
    assert {language for language, _, _ in INFLECTED} == set(SNOWBALL)


def test_accents_and_capitals_make_no_difference() -> None:
    assert stems("FÖRDERUNG", "de") == stems("förderung", "de") == ["forder"]
    assert stems("Évaluation", "fr") == stems("evaluation", "fr")


def test_a_letter_that_comes_apart_from_its_accent_is_one_letter() -> None:
    assert stems("Fo\u0308rderung der Sta\u0308dte", "de") == stems("Förderung der Städte", "de")


def test_other_languages_keep_their_words() -> None:
    assert code("bg") == code("") == OTHER
    assert stems("Ваучери за иновации", "bg") == ["ваучери", "за", "иновации"]


def test_a_run_of_letters_too_long_for_a_word_has_no_stem() -> None:
    assert stems(f"a {'x' * 61} b", "en") == ["a", "", "b"]
    assert stem("x" * 60, "en") == "x" * 60


@given(st.text(), st.sampled_from([*SNOWBALL, "", "bg"]))
def test_any_text_has_stems_in_lower_case(text: str, language: str) -> None:
    found = stems(text, language)
    assert found == stems(text, language)
    assert all(len(root) <= 4 * 60 for root in found)
