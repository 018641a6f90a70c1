"""What a person is told before the hits."""

from support import make_passage, make_study

from search.asked import Also, Answer, Asked, Instead, SpelledOut, Terms
from search.notice import nothing, understood
from search.records import Evidence, Hit

HIT = Hit(1, 1.0, make_study("s"), make_passage("s", 1, "x"), Evidence(), Evidence())


def test_a_question_taken_as_it_stands_needs_no_word() -> None:
    assert understood(Asked("a loan", language="en")) == []
    assert nothing(Answer(Asked("a loan"), (HIT,))) == ""


def test_what_was_changed_and_added_is_said_own_language_first() -> None:
    terms = (Terms("ca", ("val",)), Terms("de", ("Gutschein",)), Terms("en", ("cheque",)))
    asked = Asked(
        "voucher",
        language="en",
        corrected=(Instead("vouchr", "voucher"),),
        spelled_out=(SpelledOut("SME", "small firm"),),
        also=(Also("voucher", terms), Also("bridge", (Terms("de", ("Brücke",)),), own=False)),
    )
    assert understood(asked) == [
        "Searched for voucher instead of vouchr.",
        "Also searched: small firm, cheque, val.",
    ]


def test_nothing_is_said_with_its_reason() -> None:
    asked = Asked("x")
    assert nothing(Answer(asked, (HIT,), True, ("Korea", "2019"))) == (
        "Nothing here answers that: no passage found names Korea, 2019."
    )
    assert nothing(Answer(asked, (HIT,), True, apart=("Korea", "2019"))) == (
        "Nothing here answers that: no study found speaks of Korea, 2019 together."
    )
    assert nothing(Answer(asked, (HIT,), True)) == (
        "Nothing here answers that; these are the nearest passages."
    )
    unheld = Answer(Asked("x", unheld=("a b", "c")), (HIT,), True, ("a",))
    assert nothing(unheld) == (
        "Nothing here answers that: no passage holds “a b” and “c”, word for word."
    )
    assert nothing(Answer(asked, (), True)) == ""
