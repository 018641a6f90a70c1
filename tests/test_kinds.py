"""What the lines of a page are taken for."""

import pytest

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

TITLE = [
    "Casebook briefs",
    "Vouchers in Lombardy and coupons",
    "in Catalonia",
    "Two industrial regions, repeated calls",
    "Countries Italy, Spain",
    "Licence CC BY 4.0",
    "This is a brief, compiled from public sources. It is not the study itself: for findings,",
    "read and cite the sources listed at the end.",
]
IMPRINT = [
    "1st edition 2013, Berlin",
    "published by the",
    "Office for Design",
    "Editors: Jane Doe, John Roe, Anna Smith, Peter Miller, Mary Major,",
    "Richard Miles, Paula Prose",
    "office@example.org",
    "www.example.org",
]
GERMAN = [
    "Das Programm gab kleinen Unternehmen einen Gutschein, mit dem sie den Rat einer",
    "Hochschule oder eines Büros für Gestaltung kaufen konnten. Die meisten hatten vorher",
    "Keine zusammen gearbeitet, und die Hälfte tat es im Jahr darauf wieder. Das Geld wurde",
    "nach der Arbeit ausgezahlt.",
]
KOREAN = ["이 사업은 작은 기업이 대학이나 디자이너의 조언을 살 수 있도록 지원하였다."] * 8


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


# Title matter


def opened(*pages: list[str]) -> list[list[tuple[str, Kind]]]:
    """The first line and the kind of every stretch before a heading below the last page."""
    texts = ["\n".join(lines) for lines in pages]
    found = kinds([(text, ()) for text in texts], (len(pages) - 1, len(texts[-1])))
    return [
        [(text[span.start : span.end].split("\n")[0], kind) for span, kind in stretches]
        for text, stretches in zip(texts, found, strict=True)
    ]


@pytest.mark.parametrize("lines", [TITLE, IMPRINT, TITLE[:2], ["A study"]])
def test_a_title_page_before_the_first_heading_is_boilerplate(lines: list[str]) -> None:
    assert opened(lines) == [[(lines[0], Kind.BOILERPLATE)]]


@pytest.mark.parametrize("lines", [PROSE, GERMAN, KOREAN, ["A few words before all."]])
def test_prose_before_the_first_heading_is_body(lines: list[str]) -> None:
    assert opened(lines) == [[(lines[0], Kind.BODY)]]


@pytest.mark.parametrize("abstract", [PROSE, GERMAN])
def test_title_matter_ends_where_an_abstract_begins(abstract: list[str]) -> None:
    assert opened([*TITLE[:2], "Jane Doe", "Abstract", *abstract, "Jane Doe"]) == [
        [(TITLE[0], Kind.BOILERPLATE), (abstract[0], Kind.BODY)]
    ]


def test_nothing_is_title_matter_once_prose_was_seen() -> None:
    assert opened(TITLE, IMPRINT, PROSE, IMPRINT) == [
        [(TITLE[0], Kind.BOILERPLATE)],
        [(IMPRINT[0], Kind.BOILERPLATE)],
        [(PROSE[0], Kind.BODY)],
        [(IMPRINT[0], Kind.BODY)],
    ]


def test_title_matter_is_on_the_first_four_pages() -> None:
    found = opened(*[IMPRINT] * 6)
    assert [kind for [(_, kind)] in found] == [Kind.BOILERPLATE] * 4 + [Kind.BODY] * 2


def test_a_list_of_contents_stays_one_on_a_title_page() -> None:
    assert opened(TITLE[:3], CONTENTS)[1] == [(CONTENTS[0], Kind.CONTENTS)]


def test_title_matter_ends_at_the_first_heading() -> None:
    text = "\n".join([*TITLE, "In brief", *IMPRINT])
    start = text.index("In brief")
    [stretches] = kinds([(text, ())], (0, start))
    assert stretches == [
        (Span(0, start), Kind.BOILERPLATE),
        (Span(start, len(text)), Kind.BODY),
    ]


def test_without_a_heading_nothing_is_title_matter() -> None:
    assert told(TITLE) == [[(TITLE[0], Kind.BODY)]]
