"""How a hit's passage is set in the app: every word of it, its heading apart, its words marked."""

import re
from html import unescape

import pytest

from casebook.ui import address
from casebook.ui.hits import quote
from search.records import Filter, Kind, Passage, Query, Span


def shown(text: str, *heading: str, words: tuple[Span, ...] = (), near: Span | None = None) -> str:
    """The HTML of a passage under headings."""
    return quote(Passage("s", 1, 0, len(text), text, heading=heading), words, near)


@pytest.mark.parametrize(
    ("text", "heading", "wanted"),
    [
        ("Costs\nEach cost 5.", ("Costs",), "<strong>Costs</strong><br>Each cost 5."),
        ("2.1 COSTS \nEach\ncost 5.", ("Costs",), "<strong>2.1 COSTS</strong><br>Each cost 5."),
        ("What it\ncost\nFive.", ("A", "What it cost"), "<strong>What it cost</strong><br>Five."),
        ("1. Costs\nFor us\n5.", ("Costs", "For us"), "<strong>1. Costs For us</strong><br>5."),
        ("A < B\nMore & more.", ("A < B",), "<strong>A &lt; B</strong><br>More &amp; more."),
    ],
)
def test_a_heading_has_a_line_of_its_own(text: str, heading: tuple[str, ...], wanted: str) -> None:
    assert shown(text, *heading) == wanted
    words = unescape(re.sub(r"<[^>]*>", " ", wanted.replace("&lt;", "&amp;lt;")))
    assert unescape(words).split() == text.split()


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Each cost 5.", ("Costs",)),
        ("Costs. They were high.", ("Costs",)),
        ("Costs were high.", ("Costs",)),
        ("Some words.\nCosts\nMore.", ("Costs",)),
        ("Each cost 5.", ()),
    ],
)
def test_other_words_are_no_heading(text: str, heading: tuple[str, ...]) -> None:
    assert shown(text, *heading) == " ".join(text.split())


def test_words_are_marked_in_the_heading_and_below_it() -> None:
    found = shown("Costs\nEach cost 5.", "Costs", words=(Span(0, 5), Span(11, 15)))
    assert found == "<strong><mark>Costs</mark></strong><br>Each <mark>cost</mark> 5."


def test_the_nearest_sentence_is_underlined_and_its_words_still_marked() -> None:
    text = "Costs\nEach cost\n5. They rose. No."
    near = Span(0, 18)
    assert shown(text, "Costs", words=(Span(0, 5), Span(11, 15)), near=near) == (
        "<strong><mark>Costs</mark></strong><br>"
        '<span class="cb-near">Each <mark>cost</mark> 5.</span> They rose. No.'
    )
    assert shown("Five. <Six> a. Seven.", words=(Span(7, 10),), near=Span(6, 14)) == (
        'Five. <span class="cb-near">&lt;<mark>Six</mark>&gt; a.</span> Seven.'
    )


def test_a_term_that_goes_on_beyond_the_sentence_is_marked_in_both() -> None:
    assert shown("Big firms. Small ones.", words=(Span(4, 16),), near=Span(11, 22)) == (
        'Big <mark>firms. </mark><span class="cb-near"><mark>Small</mark> ones.</span>'
    )
    assert shown("One. Two.", near=Span(9, 9)) == "One. Two."


def test_the_nearest_rows_of_a_table_are_underlined_cell_by_cell() -> None:
    text = "Berlin\t1,204\nBonn\t310"
    table = Passage("s", 1, 0, len(text), text, kind=Kind.TABLE)
    assert quote(table, (Span(13, 17),), Span(8, 21)) == (
        '<table class="cb-table"><tbody><tr><td>Berlin</td><td>1'
        '<span class="cb-near">,204</span></td></tr><tr>'
        '<td><span class="cb-near"><mark>Bonn</mark></span></td>'
        '<td><span class="cb-near">310</span></td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A\nlong  text.", "A long text."),
        (
            '“Small” firms -not "big" (-ones), co-operate - 5.',
            "Small firms not big (ones), co-operate - 5.",
        ),
    ],
)
def test_like_this_asks_for_the_words_in_every_study(text: str, words: str) -> None:
    asked = Query("old", 20, Filter(studies=("s",), countries=("AT",)), by_study=True)
    assert address.like(Passage("s", 1, 0, len(text), text), asked) == {
        "q": words,
        "country": ["AT"],
        "k": "20",
        "group": "study",
    }
