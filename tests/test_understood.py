"""What the app says above the hits: what was put right, also searched, and demanded."""

from pathlib import Path

import pytest
from app_support import links, opened, said
from test_app import ASKED, home, shelf

from casebook.ui import understood
from search.asked import Also, Asked, Instead, SpelledOut, Terms

__all__ = ["home", "shelf"]

VOUCHER = Also(
    "voucher", (Terms("de", ("Gutschein", "Scheck")), Terms("en", ("cheque", "voucher scheme")))
)
BRIDGE = Also("bridge", (Terms("de", ("Brücke",)),), own=False)
SME = SpelledOut("SME", "small and medium-sized enterprises")


def test_the_first_term_of_each_language_is_named_and_the_rest_folded() -> None:
    shown = understood.also(
        Asked("SME vouchers", language="en", spelled_out=(SME,), also=(VOUCHER,))
    )
    assert (
        "<summary>Also searched: small and medium-sized enterprises, cheque, Gutschein and 2 more"
        "</summary>" in shown
    )
    assert (
        "<dt>Acronyms</dt><dd>small and medium-sized enterprises</dd>"
        "<dt>English</dt><dd>cheque, voucher scheme</dd><dt>German</dt><dd>Gutschein, Scheck</dd>"
    ) in shown


def test_few_terms_need_no_fold_and_none_no_line() -> None:
    one = Also("<loan>", (Terms("en", ("<bank> loan",)),))
    told = understood.also(Asked("loan", language="en", also=(one,)))
    assert told == '<p class="cb-quiet">Also searched: &lt;bank&gt; loan</p>'
    assert understood.also(Asked("loan", also=(BRIDGE,))) == ""
    assert understood.also(Asked("loan")) == ""


@pytest.mark.parametrize(
    ("exact", "without", "told"),
    [
        ((), (), ""),
        (("a b", "c"), (), "Every passage holds “a b” and “c”."),
        ((), ("x", "y", "z"), "No passage holds “x”, “y” or “z”."),
        (("a",), ("x",), "Every passage holds “a” and none holds “x”."),
    ],
)
def test_what_is_demanded_is_a_sentence(
    exact: tuple[str, ...], without: tuple[str, ...], told: str
) -> None:
    shown = understood.demanded(Asked("q", exact, without))
    assert shown == (f'<p class="cb-quiet">{told}</p>' if told else "")


def test_a_question_as_typed_has_its_words_in_quotes() -> None:
    put_right = (Instead("inovation", "innovation"), Instead("vouchrs", "vouchers"))
    assert understood.as_typed("inovation\nvouchrs, -tax", put_right) == (
        '"inovation" "vouchrs", -tax'
    )
    assert understood.as_typed("reinovation", put_right[:1]) == ""


def test_the_app_says_what_it_put_right_and_leads_to_the_words_as_typed(home: Path) -> None:
    app = opened({"q": "lotery applications"})
    assert "Searched for <b>lottery</b> instead of lotery." in said(app)
    assert links(app, "Search for lotery as typed") == ["q=%22lotery%22+applications"]


def test_the_app_says_what_it_also_searched_and_what_is_demanded(home: Path) -> None:
    assert "Also searched: bank loan, credit institution and 1 more" in said(opened({"q": ASKED}))
    assert "Every passage holds “lottery” and none holds “loan”." in said(
        opened({"q": '"lottery" -loan'})
    )
