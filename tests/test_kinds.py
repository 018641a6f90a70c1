"""What the lines of a page are taken for."""

from ingest.kinds import kinds
from search.records import Kind, Span

PROSE = [
    "The scheme gave small firms a voucher with which they could buy advice from",
    "a university or a designer of their choice. Most of the winners had never",
    "worked with one before (Bakhshi and others, 2013), and half of them did so",
    "again within the year. The money was paid out after the work was done.",
]
CONTENTS = [
    "Introduction .................................. 3",
    "1 How the vouchers were drawn ................. 5",
    "2 What the firms bought from their suppliers",
    "with the voucher .............................. 9",
    "3 Conclusions ................................ 14",
]
REFERENCES = [
    "Bakhshi, H. and Edwards, J. (2013). Creative Credits: a randomized controlled",
    "industrial policy experiment. London: Nesta.",
    "Cornet, M., Vroomen, B. and van der Steeg, M. (2006). Do innovation vouchers help",
    "SMEs to cross the bridge towards science? CPB Discussion Paper 58.",
    "Roper, S. (2014). Available at: https://example.org/vouchers",
]


def told(*pages: list[str]) -> list[list[tuple[str, Kind]]]:
    """The first line and the kind of every stretch of each page."""
    texts = ["\n".join(lines) for lines in pages]
    return [
        [(text[span.start : span.end].split("\n")[0], kind) for span, kind in stretches]
        for text, stretches in zip(texts, kinds([(text, ()) for text in texts]), strict=True)
    ]


def test_prose_with_a_citation_is_body() -> None:
    assert told(PROSE) == [[(PROSE[0], Kind.BODY)]]


def test_leaders_make_contents_with_their_wrapped_lines() -> None:
    assert told(CONTENTS) == [[(CONTENTS[0], Kind.CONTENTS)]]


def test_rising_page_numbers_make_contents_without_leaders() -> None:
    lines = ["Inleiding 5", "1. Goed bestuur 6", "2. Wonen 13", "3. Migratie 18", "4. Zorg 23"]
    assert told(lines) == [[("Inleiding 5", Kind.CONTENTS)]]


def test_rows_of_numbers_that_rise_and_fall_are_no_contents() -> None:
    lines = ["Firms 150", "Winners 75", "Losers 120", "Suppliers 30", "Others 210", "All 12"]
    assert told(lines) == [[("Firms 150", Kind.BODY)]]


def test_references_begin_where_the_prose_ends() -> None:
    assert told([*PROSE, "References", *REFERENCES]) == [
        [(PROSE[0], Kind.BODY), ("References", Kind.REFERENCES)]
    ]


def test_a_list_of_references_goes_on_over_the_page() -> None:
    sparse = ["The European Commission, a report on", *REFERENCES[:2], "without a year at all"]
    first, second = told([*PROSE, "References", *REFERENCES], sparse)
    assert first[-1] == ("References", Kind.REFERENCES)
    assert second == [(sparse[0], Kind.REFERENCES)]


def test_a_dense_list_needs_no_heading() -> None:
    assert told(REFERENCES) == [[(REFERENCES[0], Kind.REFERENCES)]]


def test_prose_after_a_heading_of_sources_ends_the_list() -> None:
    assert told(["Sources", *PROSE, *PROSE]) == [[("Sources", Kind.BODY)]]


def test_running_lines_belong_to_no_stretch() -> None:
    text = "\n".join(["A header", *PROSE])
    [[(span, kind)]] = kinds([(text, [Span(0, len("A header"))])])
    assert (text[span.start : span.end], kind) == ("\n".join(PROSE), Kind.BODY)
