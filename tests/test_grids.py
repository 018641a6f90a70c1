"""Tables are read row by row, told from boxes alone, and nothing else is moved."""

from collections import Counter
from pathlib import Path

import numpy as np
import pdfs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.glyphs import Glyphs, Mark, repaired
from ingest.layout.grids import tabulated
from ingest.pdf import read

SENTENCE = "The scheme paid small firms for good new design work in every region of the country. "
PEOPLE = [
    ["Region", "Firms", "Grants"],
    ["Berlin", "1,204", "30.5"],
    ["Bremen", "310", "4.1"],
    ["Saxony", "77", "12.0"],
    ["Hesse", "512", "9.9"],
]


def glyphs(content: bytes, folder: Path) -> Glyphs:
    return repaired(read(pdfs.saved(folder, content)).pages[0].glyphs)


def marked(page: Glyphs, mark: Mark) -> str:
    """The characters of a page that bear a mark."""
    return "".join(c for c, m in zip(page.text, page.marks.tolist(), strict=True) if m & mark)


def table(page: Glyphs) -> list[list[str]]:
    """The rows of what is marked as a table."""
    return [row.split("\t") for row in marked(page, Mark.TABLE).split("\n")]


def header(page: Glyphs) -> list[list[str]]:
    return [row.split("\t") for row in marked(page, Mark.HEADER).strip("\n").split("\n")]


def by_cells(rows: list[list[str]], by_column: bool = False, top: float = 700) -> bytes:
    """A page whose cells are drawn one by one, row by row or column by column."""
    cells = [
        (at, place, text) for place, row in enumerate(rows) for at, text in enumerate(row) if text
    ]
    if by_column:
        cells.sort(key=lambda cell: cell[:2])
    drawn = (pdfs.shown(text, 72 + 150 * at, top - 18 * place) for at, place, text in cells)
    return b"".join(drawn)


def typst_table(rows: list[list[str]], columns: str) -> str:
    cells = "".join(f"[{cell}]," for row in rows for cell in row)
    return f"#table(columns: {columns}, {cells})"


# Rows


def test_a_table_of_figures_is_read_row_by_row_below_its_header(tmp_path: Path) -> None:
    page = tabulated(glyphs(pdfs.by_hand([by_cells(PEOPLE)]), tmp_path))
    assert table(page) == PEOPLE
    assert header(page) == PEOPLE[:1]


def test_a_table_that_is_drawn_column_by_column_is_read_row_by_row(tmp_path: Path) -> None:
    given_page = glyphs(pdfs.by_hand([by_cells(PEOPLE, by_column=True)]), tmp_path)
    assert given_page.text.split()[:3] == ["Region", "Berlin", "Bremen"]
    assert table(tabulated(given_page)) == PEOPLE


def test_an_empty_cell_keeps_its_place(tmp_path: Path) -> None:
    rows = [["", "2019", "2020", "2021"], ["Men", "12", "", "14"], ["Women", "15", "16", ""]]
    rows += [["Both", "27", "28", "31"], ["None", "1", "2", "3"]]
    page = tabulated(glyphs(pdfs.by_hand([by_cells(rows)]), tmp_path))
    assert table(page) == [*rows[:2], ["Women", "15", "16"], *rows[3:]]
    assert header(page) == rows[:1]


def test_the_lines_of_a_cell_stay_in_their_row(tmp_path: Path) -> None:
    rows = [
        ["Measure", "What it pays for", "Budget"],
        ["Voucher", "A first project of a small firm with a designer of its choice", "120"],
        ["Loan", "Machines and the training of those who are to work with them", "4,500"],
        ["Prize", "A product that was thought of in the region and is sold abroad", "30"],
    ]
    source = typst_table(rows, "(4cm, 4cm, 3cm)")
    page = tabulated(glyphs(pdfs.typeset(source), tmp_path))
    assert table(page) == rows
    assert header(page) == rows[:1]


def test_labels_beside_texts_are_the_headers_of_their_rows(tmp_path: Path) -> None:
    rows = [
        ["Country", "Finland, with five million people in nineteen regions of its own"],
        ["Legal framework for regional policy", "The act on regional development " * 6],
        ["Budget", "The programme for innovation and skills in Finland, and the fund " * 4],
    ]
    rows = [[cell.strip() for cell in row] for row in rows]
    page = tabulated(glyphs(pdfs.typeset(typst_table(rows, "(4cm, 10cm)")), tmp_path))
    assert table(page) == rows
    assert marked(page, Mark.HEADER) == "".join(row[0] for row in rows)


def test_a_bold_first_row_is_the_header(tmp_path: Path) -> None:
    rows = [["*Term*", "*Meaning*"], ["Cluster", "Firms side by side"]]
    rows += [["Voucher", "A grant"], ["Loan", "Lent money"]]
    page = tabulated(glyphs(pdfs.typeset(typst_table(rows, "(4cm, 8cm)")), tmp_path))
    assert table(page)[1:] == rows[1:]
    assert header(page) == [["Term", "Meaning"]]


def test_a_table_without_a_header_has_none(tmp_path: Path) -> None:
    page = tabulated(glyphs(pdfs.by_hand([by_cells(PEOPLE[1:])]), tmp_path))
    assert table(page) == PEOPLE[1:]
    assert marked(page, Mark.HEADER) == ""


def test_what_stands_above_and_below_a_table_stays_there(tmp_path: Path) -> None:
    above = pdfs.lines("Table 3: Firms and grants by region, in thousands of euros", top=740)
    below = pdfs.lines("Source: the ministry, as of May.", "The scheme went on.", top=600)
    content = pdfs.by_hand([above + by_cells(PEOPLE) + below])
    page = tabulated(glyphs(content, tmp_path))
    assert table(page) == PEOPLE
    assert page.text.split("\n")[0].rstrip().endswith("in thousands of euros")
    assert [line.strip() for line in page.text.split("\n")[-2:]] == [
        "Source: the ministry, as of May.",
        "The scheme went on.",
    ]


def test_a_table_beside_prose_is_read_apart_from_it(tmp_path: Path) -> None:
    prose = [f"Line {name} of the prose on the left" for name in "abcdefghi"]
    left = b"".join(pdfs.shown(line, 40, 700 - 14 * at, 9) for at, line in enumerate(prose))
    right = b"".join(
        pdfs.shown(cell, 330 + 80 * at, 695 - 18 * place, 9)
        for place, row in enumerate(PEOPLE)
        for at, cell in enumerate(row)
    )
    page = tabulated(glyphs(pdfs.by_hand([left + right]), tmp_path))
    assert table(page) == PEOPLE
    assert [line.strip() for line in page.text.split("\n")[: len(prose)]] == prose


# What is no table


def columns(lines: list[str], by_line: bool) -> bytes:
    """A page of prose in two columns, drawn by column or line by line."""
    half = len(lines) // 2
    places = [
        (72 + 250 * (at // half), 700 - 14 * (at % half), line) for at, line in enumerate(lines)
    ]
    if by_line:
        places.sort(key=lambda place: (-place[1], place[0]))
    return b"".join(pdfs.shown(line, x, y, 10) for x, y, line in places)


PROSE = [
    "and the firms that were asked for it said",
    "so too. The voucher was paid out to them",
    "in parts, of which the first was due when",
    "they began. It was the same in the regions",
    "beside it, where the state had set aside a",
    "fund that lent them what they were to pay",
] * 6


@pytest.mark.parametrize("by_line", [False, True])
def test_prose_in_two_columns_is_left_alone(by_line: bool, tmp_path: Path) -> None:
    page = glyphs(pdfs.by_hand([columns(PROSE, by_line)]), tmp_path)
    assert tabulated(page) is page


CONTENTS = ["Summary", "Aims of the study", "What was done", "What came of it", "Sources", "Annex"]


def rows_of(cells: list[list[str]], gap: float = 250) -> bytes:
    return b"".join(
        pdfs.shown(cell, 72 + gap * at, 700 - 18 * place)
        for place, row in enumerate(cells)
        for at, cell in enumerate(row)
    )


@pytest.mark.parametrize(
    "cells",
    [
        [[title, str(4 + 3 * at)] for at, title in enumerate(CONTENTS)],
        [[f"{title} ................", str(at)] for at, title in enumerate(CONTENTS)],
        [[f"{at}.", f"{SENTENCE[:60]}"] for at in range(1, 8)],
        [["-", f"{SENTENCE[:60]}"] for at in range(1, 8)],
    ],
    ids=["contents", "leaders", "list", "dashes"],
)
def test_contents_and_lists_are_no_tables(cells: list[list[str]], tmp_path: Path) -> None:
    page = glyphs(pdfs.by_hand([rows_of(cells)]), tmp_path)
    assert tabulated(page) is page


def test_two_columns_of_numbers_that_rise_are_a_table(tmp_path: Path) -> None:
    cells = [[title, str(4 + 3 * at), str(10 + at)] for at, title in enumerate(CONTENTS)]
    page = glyphs(pdfs.by_hand([rows_of(cells, 150)]), tmp_path)
    assert tabulated(page).text.splitlines()[1] == "Aims of the study\t7\t11"


def test_the_labels_of_a_chart_are_no_table(tmp_path: Path) -> None:
    axis = b"".join(pdfs.shown(f"{10 * at}%", 60, 400 + 30 * at, 8) for at in range(8))
    years = b"".join(pdfs.shown(str(2015 + at), 110 + 60 * at, 380, 8) for at in range(7))
    values = b"".join(
        pdfs.shown(f"{at * 7 % 50}%", 112 + 60 * at, 395 + (at * 53) % 170, 8) for at in range(7)
    )
    page = glyphs(pdfs.by_hand([axis + values + years]), tmp_path)
    assert tabulated(page) is page


def test_prose_and_an_empty_page_are_left_alone(tmp_path: Path) -> None:
    page = glyphs(pdfs.typeset(SENTENCE * 40), tmp_path)
    assert tabulated(page) is page
    empty = Glyphs.of("")
    assert tabulated(empty) is empty
    placeless = Glyphs.of("Region\t12\t13\n" * 9)
    assert tabulated(placeless) is placeless


# Laws

cell = st.text("abcdeäß0123456789.,%-\ufffe", min_size=1, max_size=9).map(str.strip).filter(len)


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), cell), min_size=3, max_size=3), max_size=9))
def test_every_character_is_kept_with_its_box_and_only_blanks_come(
    rows: list[list[str | None]],
) -> None:
    page = laid_out(rows)
    done = tabulated(page)
    assert done.boxes.shape == (len(done.text), 4)
    assert done.marks.shape == (len(done.text),)
    assert placed(done) == placed(page)
    put = np.flatnonzero(np.isnan(done.boxes[:, 0]))
    assert all(done.text[at] in " \n\t" for at in put)


def laid_out(rows: list[list[str | None]]) -> Glyphs:
    """Glyphs of cells on a grid, a character a hundredth of the page wide."""
    letters: list[str] = []
    boxes: list[list[float]] = []
    for place, row in enumerate(rows):
        for at, text in enumerate(row):
            for step, letter in enumerate(text or ""):
                left, top = 0.1 + 0.25 * at + 0.01 * step, 0.1 + 0.03 * place
                letters.append(letter)
                boxes.append([left, top, left + 0.01, top + 0.015])
            letters.append("\n")
            boxes.append([float("nan")] * 4)
    return Glyphs.placed("".join(letters), np.array(boxes, np.float32).reshape(-1, 4))


def placed(page: Glyphs) -> Counter[tuple[object, ...]]:
    """Each character that is seen, with its box."""
    return Counter(
        (letter, *box)
        for letter, box in zip(page.text, page.boxes.tolist(), strict=True)
        if not letter.isspace()
    )


def test_the_law_is_tried_on_tables_too() -> None:
    rows: list[list[str | None]] = [["Name", "One", "Two"], ["ab", "1.5", "19"]]
    rows += [["cd", "2.5", "29"], ["ef", "3.5", "7"]]
    assert table(tabulated(laid_out(rows))) == rows
