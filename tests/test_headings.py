"""Headings found by their type, where a PDF has no outline or an outline of chapters only."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdfs import saved, typeset

from ingest.clean import CleanPage, clean
from ingest.document import Bookmark, RawPage
from ingest.glyphs import Glyphs
from ingest.matter.headings import Heading, headings
from ingest.matter.kinds import kinds
from ingest.matter.lines import TextLine, lines
from ingest.matter.titlewords import depth
from ingest.matter.typography import candidates
from ingest.pdf import read
from search.records import Kind, Span

PROSE = (
    "The scheme gave small firms a voucher with which they could buy advice from a university or a "
    "designer of their choice. Most of the winners had never worked with one before."
)


def found(source: str, folder: Path, outline: Sequence[Bookmark] = ()) -> list[tuple[str, ...]]:
    """The paths of the headings of a typeset study, read without its own outline."""
    cleaned = clean(read(saved(folder, typeset(source))).pages)
    set_lines = [lines(page) for page in cleaned]
    return [one.path for one in headings(cleaned, outline, set_lines, kinds(set_lines))]


def study(*parts: str) -> str:
    """Headings in typst's markup, each with prose below."""
    return "\n\n".join(part + ("\n\n" + PROSE if part.startswith("=") else "") for part in parts)


def test_larger_type_makes_headings_and_their_levels(tmp_path: Path) -> None:
    assert found(study("= Costs", "== Budget", "== Demand", "= Results"), tmp_path) == [
        ("Costs",),
        ("Costs", "Budget"),
        ("Costs", "Demand"),
        ("Results",),
    ]


def test_numbers_make_levels_where_the_type_is_one(tmp_path: Path) -> None:
    bold = "\n\n".join(
        f"*{title}*\n\n{PROSE}" for title in ("1 Costs", "1.1 Budget", "1.1.1 Fees", "2 Results")
    )
    assert found(bold, tmp_path) == [
        ("1 Costs",),
        ("1 Costs", "1.1 Budget"),
        ("1 Costs", "1.1 Budget", "1.1.1 Fees"),
        ("2 Results",),
    ]


def test_what_has_no_number_stands_within_the_numbered_chapter(tmp_path: Path) -> None:
    bold = "\n\n".join(
        f"*{title}*\n\n{PROSE}" for title in ("Summary", "1 Costs", "Who paid", "2 Results")
    )
    assert found(bold, tmp_path) == [
        ("Summary",),
        ("1 Costs",),
        ("1 Costs", "Who paid"),
        ("2 Results",),
    ]


def test_capitals_alone_make_a_heading(tmp_path: Path) -> None:
    source = f"{PROSE} {PROSE}\n\nHOW IT WAS PAID\n\n{PROSE}"
    assert found(source, tmp_path) == [("HOW IT WAS PAID",)]


def test_a_wrapped_heading_is_one(tmp_path: Path) -> None:
    title = (
        "What the firms that won a voucher bought from their suppliers, and what they did with it"
    )
    assert found(study(f"= {title}", "= Results"), tmp_path) == [(title,), ("Results",)]


@pytest.mark.parametrize(
    "line",
    [
        "*This sentence is in bold and ends with a stop.*",
        "*- an item of a list*",
        "*within a sentence that goes on*",
        "*Voucher* and advice",
        "*42 %*",
        "*www.example.org*",
        "#text(size: 16pt)[“It was a great help to us”]",
        "#text(size: 16pt)[Figure 3: Vouchers by year]",
        "A plain line of text",
    ],
)
def test_what_is_no_heading(line: str, tmp_path: Path) -> None:
    assert found(f"{PROSE}\n\n{line}\n\n{PROSE}", tmp_path) == []


def test_bold_words_that_begin_a_paragraph_are_no_heading(tmp_path: Path) -> None:
    bold = " ".join(PROSE.split()[:16])
    assert found(f"{PROSE}\n\n*{bold}* {PROSE}", tmp_path) == []


def test_a_heading_has_text_below(tmp_path: Path) -> None:
    assert found(f"{PROSE}\n\n*Vouchers*\n\n*Advice*\n\n*Grants*", tmp_path) == []


def test_the_title_of_the_first_page_is_no_heading(tmp_path: Path) -> None:
    title = "#text(size: 30pt)[Vouchers in Lombardy]\n\n#text(size: 20pt)[Two regions compared]\n\n"
    assert found(title + study("= Costs", "= Results"), tmp_path) == [("Costs",), ("Results",)]


def test_a_chapter_on_a_page_of_its_own_is_told_by_its_look(tmp_path: Path) -> None:
    pages = [study("= Costs"), "= Evidence", PROSE + "\n\n" + study("= Results")]
    large = "#show heading: set text(size: 20pt)\n"
    assert found(large + "#pagebreak()\n".join(page + "\n" for page in pages), tmp_path) == [
        ("Costs",),
        ("Evidence",),
        ("Results",),
    ]


# With an outline


def test_type_adds_what_is_below_the_outline(tmp_path: Path) -> None:
    source = study("= Costs", "== Budget", "= Demand", "= Results")
    outline = [Bookmark(0, title, 1) for title in ("Costs", "Demand", "Results")]
    assert found(source, tmp_path, outline) == [
        ("Costs",),
        ("Costs", "Budget"),
        ("Demand",),
        ("Results",),
    ]


def test_type_adds_nothing_beside_the_outline(tmp_path: Path) -> None:
    source = study("= Costs", "= Budget", "== Demand", "= Results")
    outline = [Bookmark(0, title, 1) for title in ("Costs", "Demand", "Results")]
    assert found(source, tmp_path, outline) == [("Costs",), ("Demand",), ("Results",)]


def test_an_outline_that_its_pages_do_not_show_gives_way(tmp_path: Path) -> None:
    source = study("= Costs", "= Results")
    outline = [Bookmark(0, f"Slide {number}", 1) for number in range(1, 5)]
    assert found(source, tmp_path, outline) == [("Costs",), ("Results",)]


def test_without_places_there_are_no_headings_by_type() -> None:
    page = CleanPage(RawPage(1, "", Glyphs.of(f"1 COSTS\n{PROSE}"), 600, 800), "en", ())
    set_lines = [lines(page)]
    assert headings([page], (), set_lines, kinds(set_lines)) == []


def test_a_heading_says_where_it_begins(tmp_path: Path) -> None:
    cleaned = clean(read(saved(tmp_path, typeset(study("= Costs", "= Results")))).pages)
    set_lines = [lines(page) for page in cleaned]
    text = cleaned[0].page.glyphs.text
    assert headings(cleaned, (), set_lines, kinds(set_lines)) == [
        Heading(1, text.index("Costs"), ("Costs",)),
        Heading(1, text.index("Results"), ("Results",)),
    ]


# Lines by hand


def line(text: str, top: float, *, size: float = 10, bold: bool = False, **more: bool) -> TextLine:
    """A line at a height, as wide as its words."""
    right = 0.1 + min(0.8, len(text) / 100)
    place = Span(int(top * 10_000), int(top * 10_000) + len(text))
    return TextLine(place, text, size, bold, False, 0.1, top, right, top + size / 800, **more)


def titles(*page: TextLine) -> list[str]:
    """The headings of one page of running text."""
    return [one.title for one in candidates([page], [[Kind.BODY] * len(page)])]


def prose(top: float, count: int = 4) -> list[TextLine]:
    """Lines of one paragraph."""
    return [
        line("the firms bought advice from " * 3, top + place * 0.015) for place in range(count)
    ]


def test_cells_side_by_side_are_no_heading() -> None:
    apart = line("Initiative Description", 0.3, bold=True)
    cells = TextLine(apart.span, apart.text, 10, True, False, 0.1, 0.3, 0.7, 0.3125, gap=4.0)
    assert titles(*prose(0.1), apart, *prose(0.33)) == ["Initiative Description"]
    assert titles(*prose(0.1), cells, *prose(0.33)) == []


def test_a_line_of_a_table_is_no_heading() -> None:
    row = TextLine(Span(3000, 3006), "Budget", 14, True, True, 0.1, 0.3, 0.2, 0.3125)
    assert titles(*prose(0.1), row, *prose(0.33)) == []


def test_text_below_that_goes_on_a_sentence_makes_no_heading() -> None:
    small = line("goes on in small letters " * 3, 0.315)
    assert titles(*prose(0.1), line("Vouchers", 0.3, bold=True), small, *prose(0.33)) == []


@pytest.mark.parametrize(
    ("title", "deep"),
    [
        ("1 Costs", 1),
        ("2.1 Costs", 2),
        ("2.1.3. Costs", 3),
        ("A.2 Costs", 2),
        ("IV. Costs", 1),
        ("Annex B", 1),
        ("Kapitel 3: Kosten", 1),
        ("2013 was a good year", 0),
        ("1) First", 0),
        ("Costs", 0),
    ],
)
def test_how_deep_a_number_is(title: str, deep: int) -> None:
    assert depth(title) == deep
