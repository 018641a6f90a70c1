"""The honest empty answer of the app: said, explained, and the nearest passages behind a fold."""

from pathlib import Path

import pytest
from app_support import links, opened, said
from support import make_passage, make_study
from test_app import ASKED, home, shelf

from casebook.ui import nothing
from search.asked import Answer, Asked
from search.records import Evidence, Filter, Hit, Query

__all__ = ["home", "shelf"]

HIT = Hit(1, 0.5, make_study("s"), make_passage("s", 1, "q"), dense=Evidence(), lexical=Evidence())
UNNAMED = "Which loan did Korea refuse?"
TITLE = "Nothing here answers that"


def test_a_name_that_no_passage_has_is_said_and_the_nearest_are_folded(home: Path) -> None:
    app = opened({"q": UNNAMED})
    shown = said(app)
    assert f"{TITLE}</h1><p>No passage found names Korea.</p>" in shown
    assert "2 studies, 3 pages searched; languages: English." in shown
    (fold,) = [one for one in app.expander if one.label == nothing.nearest()]
    assert not fold.proto.expanded
    within = "".join(getattr(one, "value", "") for one in fold.get("html"))
    assert within.count('<div class="cb-head">') == shown.count('<div class="cb-head">') == 3
    assert links(app, "Add studies that speak of it") == [""]
    assert links(app, "Ask again without filters") == []


def test_filters_and_quotes_can_be_taken_away(home: Path) -> None:
    app = opened({"q": '"zebra crossing" loan', "country": "AT"})
    assert f"{TITLE}</h1>" in said(app)
    assert links(app, "Ask again without filters") == ["q=%22zebra+crossing%22+loan"]
    assert links(app, "Ask again without quotes") == ["q=zebra+crossing+loan&country=AT"]


def test_where_no_passage_holds_a_phrase_the_nearest_are_folded(home: Path) -> None:
    app = opened({"q": '"zebra crossing" loan'})
    assert f"{TITLE}</h1><p>No passage holds “zebra crossing”, word for word.</p>" in said(app)
    assert links(app, "Ask again without quotes") == ["q=zebra+crossing+loan"]
    assert [one for one in app.expander if one.label == nothing.nearest()]


def test_an_answer_is_never_folded(home: Path) -> None:
    app = opened({"q": ASKED})
    assert TITLE not in said(app)
    assert nothing.nearest() not in [one.label for one in app.expander]


@pytest.mark.parametrize(
    ("asked", "answer", "told"),
    [
        (
            Query("q"),
            Answer(Asked("q"), unmet=("Korea", "1999")),
            "No passage found names Korea or 1999.",
        ),
        (
            Query("q"),
            Answer(Asked("q"), apart=("Slovakia", "2023")),
            "No study found speaks of Slovakia and 2023 together.",
        ),
        (
            Query("-loan"),
            Answer(Asked("", without=("loan",))),
            "The question says only what to leave out. Say also what to look for.",
        ),
        (
            Query("q", filter=Filter(countries=("XX",))),
            Answer(Asked("q", exact=("q",))),
            "The filters leave no passage that could. Take some of them away.",
        ),
        (
            Query("q"),
            Answer(Asked("q", exact=("a b", "c"))),
            "No passage holds “a b” and “c”, word for word.",
        ),
        (
            Query("q"),
            Answer(Asked("q", unheld=("a b", "c")), (HIT,), nothing=True, unmet=("a",)),
            "No passage holds “a b” and “c”, word for word.",
        ),
        (
            Query("q", filter=Filter(countries=("XX",))),
            Answer(Asked("q", unheld=("q",)), (HIT,), nothing=True),
            "The filters leave no passage that could. Take some of them away.",
        ),
        (
            Query("q"),
            Answer(Asked("q", without=("x", "y"))),
            "Every passage that could answer holds “x” or “y”.",
        ),
    ],
)
def test_the_reason_is_a_sentence(asked: Query, answer: Answer, told: str) -> None:
    assert nothing.told(asked, answer) == told
