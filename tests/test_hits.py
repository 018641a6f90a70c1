"""How a hit's passage is set in the app: every word of it, its heading apart, its words marked."""

import re
from html import unescape

import pytest

from casebook.ui.hits import quote
from search.records import Passage, Span


def shown(text: str, *heading: str, words: tuple[Span, ...] = ()) -> str:
    """The HTML of a passage under headings."""
    return quote(Passage("s", 1, 0, len(text), text, heading=heading), words)


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
