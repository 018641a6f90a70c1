"""A question as clauses: parts of words, phrases, and terms that mean the same."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from support import indexed

from search import clauses
from search.asked import Also, Terms
from search.clauses import MOST_WORDS, Clauses
from search.lexical import LexicalIndex
from search.rarity import Rarity

VOUCHER = Also(
    "innovation voucher",
    (Terms("de", ("Gutschein", "Scheck")), Terms("en", ("cheque",))),
    words=("voucher",),
)
ACCESS = Also(
    "access to finance",
    (Terms("de", ("Zugang zu Kapital",)),),
    words=("access", "to", "finance"),
)


def found(
    index: LexicalIndex,
    text: str,
    languages: Sequence[str] = ("en",),
    asked: str = "",
    also: Sequence[Also] = (),
) -> list[int]:
    return [match.id for match in index.search(text, 20, languages, asked=asked, also=also)]


def scores(index: LexicalIndex, text: str, *also: Also, asked: str = "en") -> dict[int, float]:
    matches = index.search(text, 20, ("de", "en"), asked=asked, also=also)
    return {match.id: match.score for match in matches}


# Figures


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("vouchers of 15000 francs", 1),
        ("15,000", 1),
        ("15 000", 1),
        ("15.000 francs", 1),
        ("£4,000 vouchers", 3),
        ("4000", 3),
    ],
)
def test_a_figure_is_one_word_however_its_thousands_are_parted(
    tmp_path: Path, question: str, best: int
) -> None:
    index = indexed(
        tmp_path,
        ("en", "Each voucher paid 15,000 francs"),
        ("en", "Each voucher paid 15 francs, of 5,000 in 4 years"),
        ("en", "Each voucher paid GBP 4000"),
    )
    assert found(index, question, asked="en")[0] == best
    text = "It paid 15,000 of EUR 4,000 000"
    assert [text[span.start : span.end] for span in index.shared_words("4000", text, "en")] == []
    assert [text[span.start : span.end] for span in index.shared_words("15000", text, "en")] == [
        "15",
        "000",
    ]


# Runs of letters


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("de", "Innovationsgutscheine", "Gutschein"),
        ("de", "Gutschein", "Innovationsgutscheine"),
        ("fi", "innovaatioseteleitä", "seteli"),
        ("bg", "ваучерите", "ваучер"),
        ("cs", "poukázkami", "poukázka"),
        ("en", "a voucher", "vouchrs"),
    ],
)
def test_part_of_a_word_finds_it(tmp_path: Path, language: str, text: str, question: str) -> None:
    index = indexed(tmp_path, (language, "xyz"), (language, text))
    assert found(index, question, [language], language) == [2]


def test_kin_in_another_language_is_found(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("de", "Der Innovationsfonds"), ("de", "Das Wetter"))
    assert found(index, "innovative", ["de", "en"], "en") == [1]


def test_the_word_itself_comes_before_what_holds_it(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("de", "Ein Gutscheinheft"), ("de", "Ein Gutschein"))
    assert found(index, "Gutschein", ["de"], "de") == [2, 1]


def test_a_pasted_text_has_no_runs(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("de", "Innovationsgutscheine"), ("de", "Ein Gutschein"))
    filler = [f"{at:03}" for at in range(clauses._MOST_FOR_RUNS)]
    few = " ".join(["Gutschein", *filler[1:]])
    assert found(index, few, ["de"], "de") == [2, 1]
    assert found(index, " ".join(["Gutschein", *filler]), ["de"], "de") == [2]


# Phrases


def test_a_phrase_comes_before_the_same_words_apart(tmp_path: Path) -> None:
    index = indexed(
        tmp_path, ("en", "voucher scheme innovation"), ("en", "scheme innovation vouchers")
    )
    assert found(index, "innovation voucher", asked="en") == [2, 1]
    assert found(index, "innovation voucher") == [2, 1]
    assert found(index, "voucher innovation", asked="en") == [1, 2]


def test_a_phrase_of_another_language_is_none(tmp_path: Path) -> None:
    texts = ("bank messe stadt", "stadt bank messe", "wetter")
    index = indexed(tmp_path, *(("en", text) for text in texts), ("de", "wetter"))
    told = {m.id: m.score for m in index.search("Bank Messe", 9, ("en", "de"), asked="de")}
    assert told.keys() == {1, 2}
    assert told[1] == told[2]


def test_a_phrase_is_its_words_with_those_that_say_nothing(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("en", "cost by voucher"), ("en", "cost of voucher"))
    assert found(index, "the cost of vouchers", asked="en") == [2, 1]


# What is also looked for


def test_a_term_of_another_language_is_found(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("en", "A voucher"), ("de", "Ein Gutschein"), ("de", "Das Wetter"))
    assert scores(index, "voucher").keys() == {1}
    assert scores(index, "voucher", VOUCHER).keys() == {1, 2}
    only = index.search("voucher", 9, ("en",), asked="en", also=(VOUCHER,))
    assert [match.id for match in only] == [1]


def test_a_word_and_its_synonym_count_as_the_better_of_both(tmp_path: Path) -> None:
    texts = ("voucher advice", "voucher cheque", "cheque advice")
    index = indexed(tmp_path, *(("en", text) for text in texts))
    told = scores(index, "voucher", VOUCHER)
    assert told.keys() == {1, 2, 3}
    assert told[1] == told[2] > told[3] > 0
    plain = scores(index, "voucher")
    assert plain == {1: told[1], 2: told[2]}


def test_several_terms_of_a_notion_count_as_the_best_of_them(tmp_path: Path) -> None:
    texts = ("Gutschein Wetter", "Gutschein Scheck", "Scheck Wetter")
    index = indexed(tmp_path, ("en", "a voucher"), *(("de", text) for text in texts))
    told = scores(index, "voucher", VOUCHER)
    assert told[2] == told[3] == told[4] > 0


def test_a_term_of_several_words_needs_them_all(tmp_path: Path) -> None:
    texts = ("Zugang und Wetter", "Kapital für den Zugang zu Märkten", "Zu viel Kapital")
    index = indexed(tmp_path, *(("de", text) for text in texts))
    assert scores(index, "access to finance") == {}
    assert scores(index, "access to finance", ACCESS).keys() == {2}


def test_a_notion_without_words_of_the_question_is_looked_for_besides(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("de", "Ein Gutschein"), ("en", "A loan"))
    loose = Also("voucher", (Terms("de", ("Gutschein",)),))
    assert scores(index, "loan", loose).keys() == {1, 2}
    assert scores(index, "loan", Also("none", (Terms("de", ("…",)),))).keys() == {2}


# Which stems


def test_each_stem_is_looked_for_once_with_its_first_word(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("en", "voucher"))
    made = Clauses(index._index.schema, Rarity(index._index.searcher()), "en", ())
    words = ["firm", "Vouchers", "voucher", "x" * 61]
    assert made.roots(words, "en") == {"firm": "firm", "voucher": "Vouchers"}
    assert found(index, "voucher vouchers") == found(index, "voucher") == [1]


def test_only_the_first_words_of_a_long_text_are_looked_for(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("en", "late"))
    assert found(index, "filler " * (MOST_WORDS - 1) + "late") == [1]
    assert found(index, "filler " * MOST_WORDS + "late") == []


@pytest.mark.parametrize(("text", "languages"), [("", ("en",)), ("…", ("en",)), ("loan", ())])
def test_where_there_is_nothing_to_look_for_nothing_is_found(
    tmp_path: Path, text: str, languages: tuple[str, ...]
) -> None:
    assert found(indexed(tmp_path, ("en", "a loan")), text, languages) == []


# Phrases that must be held


def test_every_hit_holds_all_words_of_an_exact_phrase(tmp_path: Path) -> None:
    texts = ("a loan guarantee", "a loan", "guarantees of loans", "eine loan guarantee")
    rows = [("en", text) for text in texts[:3]]
    index = indexed(tmp_path, *rows, ("de", texts[3]))
    held = index.search("loan guarantee", 9, ("de", "en"), exact=("loan guarantee",))
    assert sorted(match.id for match in held) == [1, 3, 4]
    both = index.search("loan guarantee", 9, ("de", "en"), exact=("guarantee", "eine"))
    assert [match.id for match in both] == [4]
    assert index.search("loan", 9, ("en",), exact=("never",)) == []


def test_an_exact_phrase_adds_nothing_to_a_score(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("en", "a loan guarantee"), ("en", "a loan"))
    free = {match.id: match.score for match in index.search("loan", 9, ("en",))}
    (held,) = index.search("loan", 9, ("en",), exact=("guarantee",))
    assert (held.id, held.score) == (1, free[1])
