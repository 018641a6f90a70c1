"""Why a hit is here, in words."""

from support import make_passage, make_study

from search.explain import matched_words, why
from search.records import Evidence, Hit, Span


def hit(text: str, dense: Evidence, lexical: Evidence, *spans: tuple[int, int]) -> Hit:
    words = tuple(Span(*span) for span in spans)
    return Hit(1, 0.5, make_study("a"), make_passage("a", 1, text), dense, lexical, words)


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
