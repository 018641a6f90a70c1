"""Why a hit is here, in words."""

from dataclasses import replace

from support import make_passage, make_study

from search.asked import Also, Asked, SpelledOut, Terms
from search.explain import Reason, judged, looked_for, matched_words, reasons, why
from search.records import Band, Evidence, Hit, Span


def hit(text: str, dense: Evidence, lexical: Evidence, *spans: tuple[int, int]) -> Hit:
    words = tuple(Span(*span) for span in spans)
    return Hit(
        1, 0.5, make_study("a"), make_passage("a", 1, text, language="en"), dense, lexical, words
    )


def test_both_retrievers_and_the_shared_words_are_named() -> None:
    found = hit("Vouchers for firms", Evidence(2, 0.6789), Evidence(1, 12.34), (0, 8), (13, 18))
    assert why(found) == (
        "Shared words: Vouchers, firms. By meaning: rank 2 (similarity 0.68). "
        "By words: rank 1 (BM25 12.3)."
    )


def test_what_a_retriever_did_not_see_is_said() -> None:
    assert why(hit("Vouchers", Evidence(3, -0.004), Evidence())) == (
        "No shared words. By meaning: rank 3 (similarity -0.00). By words: not among the best."
    )
    assert why(hit("Firms", Evidence(), Evidence(4, 2.71))) == (
        "Shared words: common ones, or in the title and headings alone. "
        "By meaning: not among the best. By words: rank 4 (BM25 2.7)."
    )
    assert why(hit("Vouchers", Evidence(None, 0.1), Evidence(9, 0.04), (0, 8))) == (
        "Shared words: Vouchers. By meaning: not among the best. By words: rank 9 (BM25 0.0)."
    )


def test_a_word_is_named_once_whatever_its_capitals() -> None:
    found = hit("Voucher and voucher and vou-\ncher", Evidence(), Evidence(), (0, 7), (12, 19))
    assert matched_words(found) == ["voucher"]
    broken = hit("Voucher\nA", Evidence(), Evidence(), (0, 9))
    assert matched_words(broken) == ["Voucher A"]


TEXT = "An innovation cheque. An SME bought\nadvice with it."
ASKED = Asked(
    "innovation voucher for SME",
    language="en",
    spelled_out=(SpelledOut("small firms", "SME"),),
    also=(Also("innovation voucher", (Terms("en", ("innovation cheque",)),)),),
)


def test_reasons_are_band_words_terms_sentence_and_both_ranks() -> None:
    found = replace(
        hit(TEXT, Evidence(1, 0.5), Evidence(None, 3.0), (3, 13)),
        band=Band.STRONG,
        sentence=Span(22, len(TEXT)),
    )
    assert reasons(found, ASKED) == [
        judged(Band.STRONG),
        Reason("Shared words", "innovation."),
        Reason("Also searched", "innovation cheque, SME."),
        Reason("Nearest sentence", "“An SME bought advice with it.”"),
        Reason("By meaning", "rank 1 (similarity 0.50)."),
        Reason("By words", "not among the best."),
    ]


def test_what_was_not_judged_and_not_met_is_not_told() -> None:
    found = hit("Nothing of it", Evidence(1, 0.5), Evidence())
    assert [one.name for one in reasons(found, ASKED)] == ["Shared words", "By meaning", "By words"]
    assert reasons(found, ASKED)[0].told == "none."


def test_each_band_has_a_word_of_its_own_and_no_percentage() -> None:
    told = [judged(band) for band in Band]
    assert [one.name for one in told] == ["Strong match", "Partial match", "Weak match"]
    assert len({one.told for one in told}) == 3
    assert not any("%" in one.told or any(map(str.isdigit, one.told)) for one in told)


def test_shared_and_also_searched_words_that_overlap_are_one_span() -> None:
    found = hit(TEXT, Evidence(), Evidence(), (3, 13), (36, 42))
    assert looked_for(found, ASKED) == (Span(3, 20), Span(25, 28), Span(36, 42))
    assert looked_for(found, Asked("innovation")) == (Span(3, 13), Span(36, 42))
