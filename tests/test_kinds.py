"""What the lines of a page are taken for."""

from dataclasses import replace

import pytest

from ingest.matter.kinds import kinds, stretches
from ingest.matter.lines import TextLine
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


Told = list[list[tuple[str, Kind]]]


def plain(lines: list[str]) -> list[TextLine]:
    """Lines of which nothing is known but their words."""
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    return [
        TextLine(Span(start, start + len(line)), line)
        for start, line in zip(starts, lines, strict=True)
    ]


def told(*pages: list[str], first: tuple[int, int] | None = None) -> Told:
    """The first line and the kind of every stretch of each page."""
    set_lines = [plain(lines) for lines in pages]
    found = stretches(set_lines, kinds(set_lines), first)
    texts = ["\n".join(lines) for lines in pages]
    return [
        [(text[span.start : span.end].split("\n")[0], kind) for span, kind in turns]
        for text, turns in zip(texts, found, strict=True)
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


def test_rows_that_rise_beyond_the_last_page_are_no_contents() -> None:
    lines = ["Firms 150", "Winners 175", "Losers 220", "Suppliers 330", "Others 410", "All 512"]
    assert told(lines) == [[("Firms 150", Kind.BODY)]]
    assert told(lines, *[PROSE] * 500)[0] == [("Firms 150", Kind.CONTENTS)]


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


# By place and size


def at(text: str, top: float, size: float = 10, *, left: float = 0.1, **known: bool) -> TextLine:
    """A line of a page 800 points high; `known` are bold, table and raised."""
    start = int(top * 10_000)
    right = left + min(0.8, len(text) / 100)
    place = {"left": left, "top": top, "right": right, "bottom": top + size / 800}
    return TextLine(Span(start, start + len(text)), text, size, **place, **known)  # type: ignore[arg-type]


def body(top: float) -> list[TextLine]:
    """A paragraph of four lines."""
    return [at(line, top + place * 0.02) for place, line in enumerate(PROSE)]


def of_kind(kind: Kind, *pages: list[TextLine]) -> list[list[str]]:
    """The lines of a kind on each page."""
    return [
        [line.text for line, told in zip(page, marks, strict=True) if told is kind]
        for page, marks in zip(pages, kinds(pages), strict=True)
    ]


NOTE = "1 Bakhshi and others, 2013, on the vouchers of Manchester"


def test_small_lines_with_a_mark_at_the_foot_are_footnotes() -> None:
    more = "and on what came after them"
    page = [*body(0.1), *body(0.3), at(NOTE, 0.8, 8), at(more, 0.815, 8)]
    assert of_kind(Kind.FOOTNOTE, page) == [[NOTE, more]]


def test_a_footnote_is_a_stretch_of_its_own() -> None:
    page = [*body(0.1), at(NOTE, 0.8, 8)]
    assert [kind for _, kind in stretches([page], kinds([page]))[0]] == [Kind.BODY, Kind.FOOTNOTE]


def test_footnotes_end_a_column_and_the_next_one_is_body() -> None:
    right = [replace(line, left=0.55, right=0.9) for line in body(0.1)]
    page = [*[replace(line, right=0.45) for line in body(0.1)], at(NOTE[:30], 0.8, 8), *right]
    assert of_kind(Kind.FOOTNOTE, page) == [[NOTE[:30]]]


@pytest.mark.parametrize(
    "note",
    [
        at(NOTE, 0.8, 10),  # as large as the body
        at(NOTE, 0.05, 8),  # above the body
        at("Vouchers of Manchester and the firms", 0.8, 8),  # without a mark
        at("2013 2014 2015 2016", 0.8, 8),  # labels of a chart
        at("57 percent of the firms won nothing", 0.8, 8),  # not the next number
        at(NOTE, 0.8, 8, table=True),
    ],
)
def test_what_is_no_footnote(note: TextLine) -> None:
    page = sorted([*body(0.1), *body(0.3), note], key=lambda line: line.top)
    assert of_kind(Kind.FOOTNOTE, page) == [[]]


def test_a_raised_mark_makes_a_footnote_of_any_number() -> None:
    note = at("57 Of the firms that won nothing", 0.8, 8, raised=True)
    assert of_kind(Kind.FOOTNOTE, [*body(0.1), *body(0.3), note]) == [[note.text]]


def test_footnotes_go_on_over_the_page() -> None:
    first = [*body(0.1), *body(0.3), at(NOTE, 0.9, 8)]
    rest = at("which goes on below the next page of the study", 0.94, 8)
    assert of_kind(Kind.FOOTNOTE, first, [*body(0.1), *body(0.3), rest]) == [[NOTE], [rest.text]]


@pytest.mark.parametrize(
    "line",
    [
        "Figure 3: Vouchers by year",
        "Table 2 Firms and what they bought",
        "Fig. 4. Vouchers by sector",
        "Abbildung 1: Gutscheine",
        "Tabelle 3.2 – Betriebe",
        "Gráfico 2. Empresas",
        "Quadre 1. Empreses",
        "Kuvio 5. Setelit",
        "Tableau IV : Entreprises",
        "Box 1",
        "Source: Nesta (2013)",
        "Quelle: eigene Erhebung",
        "Note: firms of fewer than ten",
    ],
)
def test_captions(line: str) -> None:
    assert told([*PROSE, line, *PROSE])[0][1] == (line, Kind.CAPTION)


@pytest.mark.parametrize(
    "line",
    [
        "Table 3 shows that most of the firms won nothing, and",
        "Figures 2013 and 2014 were not kept, and the",
        "Sources of the money were many: the",
        "Tables are at the end of",
        "Box office takings rose",
    ],
)
def test_what_is_no_caption(line: str) -> None:
    assert told([*PROSE, line, *PROSE]) == [[(PROSE[0], Kind.BODY)]]


def test_a_caption_takes_the_line_that_it_wraps_into() -> None:
    caption = [at("Figure 3: " + "vouchers " * 6, 0.5, 9), at("by year and by sector", 0.5125, 9)]
    page = [*body(0.1), *caption, *body(0.6)]
    assert of_kind(Kind.CAPTION, page) == [[line.text for line in caption]]


def test_lines_of_a_table_are_a_table() -> None:
    row = at("Firms 150 75 120", 0.5, 9, table=True)
    assert of_kind(Kind.TABLE, [*body(0.1), row]) == [[row.text]]


NOTICE = [
    "© Example Office, 2013. All rights reserved.",
    "ISBN 978-3-00-000000-0",
    "Printed in Berlin",
]


def test_an_imprint_is_boilerplate_at_both_ends_of_a_study() -> None:
    imprint = [IMPRINT[0], *NOTICE]
    pages = [imprint, *[PROSE] * 12, imprint]
    found = told(*pages)
    assert found[0] == found[-1] == [(IMPRINT[0], Kind.BOILERPLATE)]
    assert found[1:-1] == [[(PROSE[0], Kind.BODY)]] * 12


def test_a_template_that_nobody_filled_in_is_boilerplate() -> None:
    lines = ["Directorate-General for [Name of the policy]", "EUR [number] EN", "Catalogue number"]
    assert told(lines) == [[(lines[0], Kind.BOILERPLATE)]]


def test_a_notice_below_prose_is_a_stretch_of_its_own() -> None:
    assert told([*PROSE, *PROSE, *PROSE, *NOTICE]) == [
        [(PROSE[0], Kind.BODY), (NOTICE[0], Kind.BOILERPLATE)]
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Dipòsit legal: B 100-2013",
        "Dépôt légal: mars 2013",
        "(c) 2013 Example Office",
        "Licenced under CC BY 4.0",
        "Reproduction is authorised",
        "Queda prohibida su venta",
        "Disclaimer",
        "Herausgeber: Beispielamt",
        "Suggested citation: Example 2013",
        "Written on behalf of the office",
        "The views do not necessarily reflect ours: it does not reflect them",
        "Version [Draft] of [Date]",
        "Lorem ipsum dolor",
    ],
)
def test_each_sign_of_a_notice_counts_beside_another(line: str) -> None:
    assert told([line, NOTICE[2]]) == [[(line, Kind.BOILERPLATE)]]


def test_one_sign_makes_no_notice() -> None:
    assert told([*PROSE, NOTICE[1]]) == [[(PROSE[0], Kind.BODY)]]


# Title matter


def test_a_table_of_a_title_page_is_title_matter() -> None:
    page = [at(line, 0.1 + place * 0.02, table=place > 2) for place, line in enumerate(TITLE[:6])]
    found = stretches([page], kinds([page]), (0, 9000))
    assert {kind for _, kind in found[0]} == {Kind.BOILERPLATE}


def opened(*pages: list[str]) -> Told:
    """The first line and the kind of every stretch before a heading below the last page."""
    return told(*pages, first=(len(pages) - 1, len("\n".join(pages[-1]))))


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
    start = len("\n".join(TITLE)) + 1
    below = ["In brief", "Vouchers of 5,000 euros", "75 winners of two calls"]
    assert told([*TITLE, *below], first=(0, start)) == [
        [(TITLE[0], Kind.BOILERPLATE), ("In brief", Kind.BODY)]
    ]


def test_without_a_heading_nothing_is_title_matter() -> None:
    assert told(TITLE) == [[(TITLE[0], Kind.BODY)]]
