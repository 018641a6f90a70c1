"""How the lines of a page are set: their size, their weight, where they stand."""

from pathlib import Path

import numpy as np
import pytest
from pdfs import saved, typeset

from ingest.clean import CleanPage, clean
from ingest.document import RawPage
from ingest.glyphs import Glyphs, Mark
from ingest.matter.lines import TextLine, body_size, lines
from ingest.pdf import read
from search.records import Span


def page(text: str, running: tuple[Span, ...] = ()) -> CleanPage:
    """A page of 600 by 800 points, a line of 10 points below the other, 6 points a character."""
    glyphs = Glyphs.of(text)
    row = column = 0
    for place, letter in enumerate(text):
        if letter == "\n":
            row, column = row + 1, 0
            continue
        left, top = 0.1 + column * 0.01, 0.1 + row * 0.0125
        glyphs.boxes[place] = left, top, left + 0.01, top + 0.0125
        column += 1
    return CleanPage(RawPage(1, "", glyphs, 600, 800), "en", running)


def test_a_line_knows_its_place_and_its_size() -> None:
    first, second = lines(page("Costs\nand more"))
    assert (first.span, first.text, second.span) == (Span(0, 5), "Costs", Span(6, 14))
    assert first.size == pytest.approx(10)
    edges = (second.left, second.top, second.right, second.bottom)
    assert edges == pytest.approx((0.1, 0.1125, 0.18, 0.125))


def test_running_and_empty_lines_are_left_out() -> None:
    found = lines(page("A header\n \nCosts", (Span(0, 8),)))
    assert [line.text for line in found] == ["Costs"]


def test_a_line_without_places_has_no_size() -> None:
    bare = CleanPage(RawPage(1, "", Glyphs.of("Costs"), 600, 800), "en", ())
    assert lines(bare) == [TextLine(Span(0, 5), "Costs")]


def test_a_raised_mark_does_not_change_the_size() -> None:
    noted = page("1 See the report")
    noted.page.glyphs.boxes[0, 3] = 0.1 + 0.006
    [line] = lines(noted)
    assert line.size == pytest.approx(10)
    assert line.raised
    assert not lines(page("1 See the report"))[0].raised


def test_a_gap_is_measured_in_letter_heights() -> None:
    cells = page("ab")
    cells.page.glyphs.boxes[1, [0, 2]] += 0.05
    assert lines(cells)[0].gap == pytest.approx(3)


def test_bold_and_table_are_those_of_most_letters() -> None:
    marked = page("bold words\nsome bold\na row here")
    marked.page.glyphs.marks[:10] = Mark.BOLD
    marked.page.glyphs.marks[16:20] = Mark.BOLD
    marked.page.glyphs.marks[21:] = Mark.TABLE
    assert [(line.bold, line.table) for line in lines(marked)] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_the_body_is_what_most_letters_are_set_in() -> None:
    small, large = TextLine(Span(0, 9), "a" * 90, 10), TextLine(Span(0, 9), "a" * 30, 16)
    row = TextLine(Span(0, 9), "a" * 300, 8, table=True)
    assert body_size([[small, large], [row]]) == 10
    assert body_size([[TextLine(Span(0, 9), "no place")]]) == 0


def test_bold_is_read_from_the_fonts(tmp_path: Path) -> None:
    source = "Plain words here\n\n*Bold words here*\n\n*Bold* and plain words"
    [one] = clean(read(saved(tmp_path, typeset(source))).pages)
    text, bold = one.page.glyphs.text, (one.page.glyphs.marks & Mark.BOLD) > 0
    marked = "".join(np.where(bold, list(text), "·"))
    assert marked.replace("·", " ").split() == ["Bold", "words", "here", "Bold"]
