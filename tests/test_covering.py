"""What a passage covers of a question: words in any form."""

import pytest
from support import make_passage, make_study

from search.asked import Also, Asked, Terms
from search.covering import covered
from search.signs import words_of

STUDY = make_study("s", title="Vouchers in Tampere")


def share(asked: Asked, text: str, weights: list[float], language: str = "en") -> float:
    passage = make_passage("s", 1, text, language=language, heading=("Results",))
    telling = dict(zip(words_of(asked.meaning), weights, strict=True))
    return covered(asked, telling, STUDY, passage).share


def test_words_count_by_what_they_tell_and_function_words_not_at_all() -> None:
    asked = Asked("what did the grants cost", language="en")
    weights = [0.0, 0.5, 0.0, 0.6, 0.4]
    assert share(asked, "Grants were given.", weights) == pytest.approx(0.6)
    assert share(asked, "The cost of each grant", weights) == 1.0
    assert share(asked, "Nothing of it", weights) == 0.0


def test_a_figure_is_held_as_a_whole() -> None:
    asked = Asked("vouchers 15,000", language="en")
    weights = [0.0, 0.5, 0.5]
    assert share(asked, "A voucher paid 15 000 euro", weights) == 1.0
    assert share(asked, "A voucher paid 15 euro, 5,000 in all", weights) == 0.0


def test_a_passage_of_another_country_than_the_question_is_elsewhere() -> None:
    asked = Asked("vouchers in Estonia", language="en")
    telling = dict.fromkeys(words_of(asked.meaning), 1.0)
    here, there = (make_passage("s", 1, text) for text in ("Vouchers", "The Estonian vouchers"))
    assert covered(asked, telling, STUDY, here).elsewhere
    assert not covered(asked, telling, STUDY, there).elsewhere
    assert not covered(
        Asked("vouchers", language="en"), telling | {"vouchers": 1.0}, STUDY, here
    ).elsewhere


def test_title_headings_endings_and_beginnings_hold_a_word() -> None:
    asked = Asked("Tampereen result", language="fi")
    passage = make_passage("s", 1, "x", language="en", heading=("Results",))
    found = covered(asked, {"Tampereen": 1.0, "result": 1.0}, STUDY, passage)
    assert (found.share, found.held) == (1.0, frozenset({"Tampereen", "result"}))


def test_a_term_that_was_also_searched_holds_the_words_that_mean_it() -> None:
    also = Also("Gutschein", (Terms("en", ("innovation voucher",)),), words=("Gutschein",))
    asked = Asked("Gutschein", language="de", also=(also,))
    assert share(asked, "An innovation voucher of 5,000 euro", [1.0]) == 1.0
    assert share(asked, "A payment of 5,000 euro", [1.0]) == 0.0


def test_a_question_that_tells_nothing_is_covered_by_nothing() -> None:
    assert share(Asked("what was it", language="en"), "what it was", [0.0, 0.0, 0.0]) == 0.0


@pytest.mark.parametrize(
    ("text", "countries", "held"),
    [
        ("The French guarantee fund", (), {"France"}),
        ("Ein französischer Fonds", (), {"France"}),
        ("The guarantee fund", ("FR",), {"France"}),
        ("The guarantee fund", ("GB",), set()),
    ],
)
def test_a_country_is_held_by_what_is_said_of_it_and_by_a_study_of_it(
    text: str, countries: tuple[str, ...], held: set[str]
) -> None:
    study = make_study("s", title="x", countries=countries)
    asked = Asked("loans in France", language="en")
    telling = dict.fromkeys(words_of(asked.text), 1.0)
    assert covered(asked, telling, study, make_passage("s", 1, text)).held == held


def test_a_country_alone_covers_nothing_of_what_is_asked_about_it() -> None:
    study = make_study("s", title="x", countries=("DK",))
    passage = make_passage("s", 1, "Danish clusters")
    found = []
    for text in ("wages in Denmark", "clusters in Denmark", "Denmark"):
        asked = Asked(text, language="en")
        telling = dict.fromkeys(words_of(text), 1.0)
        found.append(covered(asked, telling, study, passage).share)
    assert found == [0.0, 1.0, 1.0]
