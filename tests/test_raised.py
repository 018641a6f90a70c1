"""Raised figures: a footnote's mark is no part of the number before it."""

from pathlib import Path

import numpy as np
import pdfs
import pytest
from support import indexed

from ingest.clean import clean
from ingest.glyphs import Glyphs
from ingest.pdf import read
from ingest.raised import raised


def set_as(text: str, marks: str, size: float = 0.6, up: float = 0.33) -> Glyphs:
    """A line of letters half as wide as high; those under a ^ in `marks` are small and raised."""
    boxes, left = [], 0.0
    for letter, above in zip(text, marks.ljust(len(text)), strict=True):
        small = above == "^"
        bottom, right = 1 - (up if small else 0), left + (0.25 if letter == " " else 0.5)
        boxes.append((left, bottom - (size if small else 1), right, bottom))
        left = right
    return Glyphs.placed(text, np.array(boxes, np.float32))


@pytest.mark.parametrize(
    ("text", "marks", "wanted"),
    [
        ("EUR 10513 a month", "       ^^", "EUR 105¹³ a month"),
        ("9 3605 more", "     ^", "9 360⁵ more"),
        ("in 2015 12, it", "        ^^", "in 2015 ¹², it"),
        ("120 m2", "     ^", "120 m²"),
        ("rules.3 The", "      ^", "rules.³ The"),
        ("13 As before", "^^", "13 As before"),
        ("EUR 105 a month", "", "EUR 105 a month"),
    ],
)
def test_small_raised_figures_are_written_so(text: str, marks: str, wanted: str) -> None:
    assert raised(set_as(text, marks)).text == wanted


def test_what_is_small_below_or_tall_beside_stays() -> None:
    assert raised(set_as("CO2 fell", "  ^", up=-0.1)).text == "CO2 fell"
    assert raised(set_as("2014 was", " ^^^", size=0.3, up=0.7)).text == "2014 was"
    assert raised(Glyphs.of("EUR 10513")).text == "EUR 10513"


def test_a_mark_is_told_from_the_number_in_a_pdf(tmp_path: Path) -> None:
    source = "It paid EUR 105#super(typographic: false)[13] a month, 2#sub(typographic: false)[4]."
    (page,) = clean(read(pdfs.saved(tmp_path, pdfs.typeset(source))).pages)
    assert page.page.glyphs.text == "It paid EUR 105¹³ a month, 24."


def test_the_number_is_found_without_its_mark(tmp_path: Path) -> None:
    index = indexed(tmp_path, ("en", "It paid EUR 105¹³ a month."), ("en", "Innovation¹² pays."))
    found = {text: index.search(text, 5, ["en"]) for text in ("105", "innovation", "10513")}
    assert {text: [match.id for match in matches] for text, matches in found.items()} == {
        "105": [1],
        "innovation": [2],
        "10513": [],
    }
