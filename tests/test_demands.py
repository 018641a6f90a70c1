"""What quotes and minus signs let through."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import make_passage, make_study

from search.asked import Asked
from search.demands import bars, held


def lets(text: str, *exact: str, without: tuple[str, ...] = (), language: str = "en") -> bool:
    asked = Asked("question", exact, without)
    return held(asked, make_passage("s", 1, text, language=language))


@pytest.mark.parametrize(
    ("text", "phrase", "holds"),
    [
        ("A loan guarantee was paid", "loan guarantee", True),
        ("LOAN Guarantee", "loan guarantee", True),
        ("loan guarantee", "LOAN GUARANTEE", True),
        ("A loan\n  guarantee", "loan guarantee", True),
        ("a loan\u00a0guarantee", "loan guarantee", True),
        ("(loan guarantee)", "loan guarantee", True),
        ("a guarantee for a loan", "loan guarantee", False),
        ("loan guarantees", "loan guarantee", False),
        ("a loan, guarantee", "loan guarantee", False),
        ("vouchers", "voucher", False),
        ("e-voucher", "voucher", True),
        ("voucher2", "voucher", False),
        ("subvoucher", "voucher", False),
        ("Straße", "STRASSE", True),
        ("Förderung", "Fo\u0308rderung", True),
        ("Fo\u0308rderung", "förderung", True),
        ("Forderung", "Förderung", False),
        ("the ﬁrms", "firms", True),
        ("½ of it", "1⁄2", True),
        ("from 3.5 % to 4", "3.5 %", True),
        ("from 345 %", "3.5", False),
        ("the aim of ST’ART", "St'Art", True),
        ("Russia's war", "Russia’s war", True),
        ("in 2009–2018", "2009-2018", True),
        ("in 2009-2018", "2009—2018", True),
        ("a state‑owned bank", "state-owned", True),
        ("in 2009 2018", "2009-2018", False),
        ("some 80 % of it", "80 %", True),
        ("some 80\u202f% of it", "80%", True),
        ("some 80% of it", "80 %", True),
        ("some 80 of it", "80 %", False),
        ("some 180 % of it", "80 %", False),
        ("in 2014 €7.5 million", "€7.5 million", True),
        ("up to € 7.5 million", "€7.5 million", True),
        ("EUR 7.5 million", "€7.5 million", True),
        ("£7.5 million", "€7.5 million", False),
        ("7.5 million", "€7.5 million", False),
        ("firms¹² in it", "firms in", True),
        ("costs 5¹ a head", "51", False),
        ("a (b|c)* voucher", "(b|c)*", True),
        ("", "voucher", False),
        ("voucher", "", False),
    ],
)
def test_a_phrase_is_held_word_by_word_as_it_stands(text: str, phrase: str, holds: bool) -> None:
    assert lets(text, phrase) is holds


def test_every_phrase_must_be_held() -> None:
    assert lets("a loan and a voucher", "loan", "voucher")
    assert not lets("a loan and a voucher", "loan", "voucher", "grant")
    assert lets("anything")


@pytest.mark.parametrize(
    ("text", "language", "unwanted", "holds"),
    [
        ("a loan", "en", "voucher", True),
        ("a Voucher", "en", "voucher", False),
        ("many vouchers", "en", "voucher", False),
        ("a voucher", "en", "vouchers", False),
        ("vouchered goods", "xx", "voucher", True),
        ("kleine Unternehmens", "de", "Unternehmen", False),
        ("les entreprises", "fr", "entreprise", False),
        ("die Fo\u0308rderungen", "de", "Förderung", False),
        ("ваучери", "bg", "ваучери", False),
        ("ваучерите", "bg", "ваучери", True),
        ("vouchers cost", "en", "cost of vouchers", True),
        ("the cost of vouchers", "en", "cost of vouchers", False),
        ("the Cost of\nvouchers", "en", "cost of vouchers", False),
        ("the costs of vouchers", "en", "cost of vouchers", True),
        ("Innovationsgutscheine", "de", "Gutschein", True),
        ("", "en", "voucher", True),
    ],
)
def test_a_word_is_unwanted_with_any_ending_and_a_phrase_as_it_stands(
    text: str, language: str, unwanted: str, holds: bool
) -> None:
    assert lets(text, without=(unwanted,), language=language) is holds


def test_an_unwanted_word_is_none_of_the_headings_either() -> None:
    asked = Asked("question", without=("loan", "in Finland"))
    for heading, holds in [("Grants", True), ("Loans", False), ("Vouchers in  Finland", False)]:
        passage = make_passage("s", 1, "a grant", language="en", heading=("Finland", heading))
        assert held(asked, passage) is holds
    assert not held(asked, make_passage("s", 1, "five", language="en", header="grant\tloan"))


@pytest.mark.parametrize(
    ("title", "language", "barred"),
    [
        ("Slovak creative vouchers", "en", True),
        ("Creative vouchers", "en", False),
        ("Les entreprises", "fr", False),
        ("A survey of firms", "en", True),
        ("A survey of the firms", "en", False),
    ],
)
def test_a_study_of_an_unwanted_title_is_barred(title: str, language: str, barred: bool) -> None:
    asked = Asked("question", without=("Slovak", "survey of firms"))
    assert bars(asked, make_study("s", title=title, language=language)) is barred
    assert not bars(Asked("question"), make_study("s", title=title, language=language))


def test_one_unwanted_word_is_enough() -> None:
    assert not lets("a loan and a voucher", without=("grant", "loans"))
    assert not lets("a loan and a voucher", "loan", without=("voucher",))
    assert lets("a loan and a voucher", "loan", without=("grant",))


@given(
    st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=9), min_size=1),
    st.data(),
)
def test_any_run_of_whole_words_is_held(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    phrase = " ".join(words[first : last + 1])
    text = "\n".join(words)
    assert lets(text, phrase)
    assert lets(unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", phrase))
