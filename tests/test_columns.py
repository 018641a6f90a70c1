"""Columns are read one after the other; what is in order stays, and so do tables."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pdfs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.glyphs import Glyphs, repaired
from ingest.layout.columns import ordered
from ingest.pdf import read

PROSE = (
    "The vouchers were paid to small firms that worked with a designer for at least three months. "
    "Most of them had never bought any design before and they said that the first meeting was the "
    "hardest part of it all. The scheme asked for one page of plans and gave an answer within two "
    "weeks so that nobody waited for long. After a year the firms were asked again what they had "
    "made of it and two thirds had a new product on sale. Those that had none named the lack of "
    "people and of time as their reasons while money came third. The office that ran the scheme "
    "learned from this that a voucher opens doors but that somebody must go through them with the "
    "firm. It hired four guides who knew the trades and the region and whom the firms could call "
    "without a form. In the second round the share of firms with a new product rose further still."
)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a column."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def columns(count: int) -> list[list[str]]:
    """A text in lines, in so many columns of about one length."""
    lines = wrapped(PROSE, 110 // count)
    size = -(-len(lines) // count)
    return [lines[at : at + size] for at in range(0, len(lines), size)]


def words(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def glyphs_of(folder: Path, content: bytes) -> Glyphs:
    return repaired(read(pdfs.saved(folder, pdfs.by_hand([content]))).pages[0].glyphs)


def shown(parts: Sequence[Sequence[str]], *, step: float, shift: float = 0) -> list[list[bytes]]:
    """Columns side by side, a list of content streams' lines each; the second is set lower."""
    wide = 500 / len(parts)
    return [
        [
            pdfs.shown(line, 56 + wide * column, 650 - step * row - shift * (column % 2), 9)
            for row, line in enumerate(lines)
        ]
        for column, lines in enumerate(parts)
    ]


def zipped(parts: Sequence[Sequence[bytes]]) -> bytes:
    """Columns written row by row."""
    rows = max(map(len, parts))
    return b"".join(part[row] for row in range(rows) for part in parts if row < len(part))


# Mended


@pytest.mark.parametrize("count", [2, 3])
def test_columns_on_one_grid_of_lines_are_cut_at_the_gutter(tmp_path: Path, count: int) -> None:
    parts = columns(count)
    given = glyphs_of(tmp_path, zipped(shown(parts, step=13)))
    # pdfium puts both columns on one line: this is what is mended.
    assert f"{parts[0][1]} {parts[1][1]}" in given.text
    found = ordered(given)
    assert words(found.text.split("\n")) == words(PROSE.split())
    assert found.text.split("\n")[1].strip() == parts[0][1]


def test_columns_whose_lines_are_not_level_are_put_one_after_the_other(tmp_path: Path) -> None:
    given = glyphs_of(tmp_path, zipped(shown(columns(2), step=13, shift=5)))
    assert words(given.text.split("\n")) != words(PROSE.split())
    assert words(ordered(given).text.split("\n")) == words(PROSE.split())


def test_a_right_column_that_is_written_first_is_read_last(tmp_path: Path) -> None:
    left, right = shown(columns(2), step=13)
    found = ordered(glyphs_of(tmp_path, b"".join(right + left)))
    assert words(found.text.split("\n")) == words(PROSE.split())


def test_a_heading_over_both_columns_parts_what_is_above_from_what_is_below(tmp_path: Path) -> None:
    one, two = columns(2)
    upper, lower = ([one[:8], two[:8]], [one[8:], two[8:]])
    heading = (
        "What the firms that took part said when they were asked about the scheme a year later"
    )
    above = zipped(shown(upper, step=13))
    middle = pdfs.shown(heading, 56, 530, 12)
    below = zipped(
        [
            [pdfs.shown(line, 56 + 250 * at, 500 - 13 * row, 9) for row, line in enumerate(lines)]
            for at, lines in enumerate(lower)
        ]
    )
    found = ordered(glyphs_of(tmp_path, above + middle + below))
    wanted = [*upper[0], *upper[1], heading, *lower[0], *lower[1]]
    assert words(found.text.split("\n")) == words(wanted)


def test_a_word_cut_at_a_line_end_is_parted_from_the_other_column() -> None:
    left = [f"left column line {word} goes on" for word in "abcdefgh"]
    right = [f"right column line {word} goes on" for word in "abcdefgh"]
    left[3], left[4] = "left column line has the co\ufffe", "lumns that the other one lacks"
    found = ordered(page(left, right, between=""))
    assert found.text.split("\n")[3:5] == [left[3], left[4]]
    assert found.text.split("\n") == [*left, *right]


def test_a_heading_that_is_written_last_is_read_first(tmp_path: Path) -> None:
    lines = wrapped(PROSE, 100)
    content = pdfs.lines(*lines, top=600) + pdfs.shown("The vouchers of the region", 72, 690, 18)
    found = ordered(glyphs_of(tmp_path, content))
    assert words(found.text.split("\n")) == "The vouchers of the region " + words(PROSE.split())


def test_a_foot_that_is_written_first_is_read_last(tmp_path: Path) -> None:
    foot = pdfs.shown("Evaluation of vouchers, May 2022", 72, 110, 8)
    found = ordered(glyphs_of(tmp_path, foot + pdfs.lines(*wrapped(PROSE, 100))))
    assert (
        words(found.text.split("\n")) == f"{words(PROSE.split())} Evaluation of vouchers, May 2022"
    )


# Left as it is


def is_left(glyphs: Glyphs) -> bool:
    return ordered(glyphs) is glyphs


@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_in_order_stay(tmp_path: Path, count: int) -> None:
    parts = shown(columns(count), step=13)
    content = b"".join(line for part in parts for line in part)
    assert is_left(glyphs_of(tmp_path, content))


def test_typeset_columns_with_heading_figure_and_notes_stay(tmp_path: Path) -> None:
    source = (
        "#set page(columns: 2, header: [Report], footer: context counter(page).display())\n"
        "#place(top, scope: \"parent\", float: true, text(size: 20pt)[The whole report])\n"
        f"= First\n{PROSE}#footnote[A note on the firms.]\n= Second\n{PROSE}\n"
        f"#figure(rect(width: 80%), caption: [A box])\n{PROSE}"
    )  # fmt: skip
    pages = read(pdfs.saved(tmp_path, pdfs.typeset(source))).pages
    assert [is_left(repaired(one.glyphs)) for one in pages] == [True] * len(pages)


def test_cells_of_a_table_stay_in_their_rows(tmp_path: Path) -> None:
    cells = [
        "Grants",
        "12,400",
        "Loans",
        "3,100",
        "Vouchers",
        "880",
        "Prizes",
        "45",
        "All",
        "16,425",
    ]
    texts = "; ".join(f"[{cell}]" for cell in cells * 3)
    source = f"#table(columns: (1fr, 1fr), {texts.replace(';', ',')})"
    assert is_left(repaired(read(pdfs.saved(tmp_path, pdfs.typeset(source))).pages[0].glyphs))


def test_names_of_rows_beside_sentences_stay_with_them(tmp_path: Path) -> None:
    names = ["Urban policy", "Rural policy", "Tools of regional policy", "Governance", "Evaluation"]
    rows = ", ".join(
        f"[{name}], [{PROSE[at * 90 : at * 90 + 200]}]" for at, name in enumerate(names)
    )
    source = f"#set text(size: 9pt)\n#table(columns: (1fr, 2fr), {rows})"
    assert is_left(repaired(read(pdfs.saved(tmp_path, pdfs.typeset(source))).pages[0].glyphs))


def test_a_list_of_references_in_order_stays(tmp_path: Path) -> None:
    entry = (
        "Meyer, A. ({}). On vouchers for small firms and their guides. Berlin: Press of the city."
    )
    text = "\n\n".join(entry.format(1980 + year) for year in range(30))
    content = pdfs.typeset(f"#set page(columns: 2)\n= References\n{text}")
    assert is_left(repaired(read(pdfs.saved(tmp_path, content)).pages[0].glyphs))


def test_a_note_beside_the_text_stays_where_the_file_has_it(tmp_path: Path) -> None:
    lines = [pdfs.shown(line, 56, 650 - 13 * row, 9) for row, line in enumerate(wrapped(PROSE, 70))]
    note = pdfs.shown("A note in the margin", 450, 600, 7)
    assert is_left(glyphs_of(tmp_path, b"".join(lines) + note))


def test_a_column_that_is_longer_than_its_neighbour_stays(tmp_path: Path) -> None:
    long, short = columns(2)
    parts = shown([long, short[: len(short) // 2]], step=13)
    assert is_left(glyphs_of(tmp_path, b"".join(line for part in parts for line in part)))


def test_scripts_from_the_right_stay() -> None:
    left = [f"אחת שתיים שלוש ארבע {word} חמש שש" for word in "abcdefgh"]
    assert is_left(page(left, left))


@pytest.mark.parametrize("text", ["", "\n", "one", "a\nb\nc\nd\ne\nf"])
def test_texts_without_places_stay(text: str) -> None:
    assert is_left(Glyphs.of(text))


# The laws


def page(left: Sequence[str], right: Sequence[str], between: str = " ") -> Glyphs:
    """Two columns zipped: the left line, the right one on the same line, and so on."""
    text, rows = "", []
    for row, (one, other) in enumerate(zip(left, right, strict=True)):
        for column, line in enumerate((one + between, other)):
            edges = 0.1 + 0.45 * column + np.arange(len(line)) * 0.01
            top = np.full(len(line), 0.2 + 0.02 * row)
            rows.append(np.stack([edges, top, edges + 0.01, top + 0.015], axis=1))
            text += line
        text += "\n"
        rows.append(np.full((1, 4), np.nan))
    return Glyphs.placed(text, np.concatenate(rows).astype(np.float32))


lines = st.lists(st.text("ab \ufffe", min_size=1, max_size=30), min_size=4, max_size=12)


@given(lines)
def test_characters_keep_their_boxes_and_marks_wherever_they_go(texts: list[str]) -> None:
    given = page(
        [f"left words go on {one}" for one in texts], [f"right words too {o}" for o in texts]
    )
    given = Glyphs(given.text, given.boxes, np.arange(len(given.text)).astype(np.uint8))

    def inked(glyphs: Glyphs) -> list[tuple[object, ...]]:
        placed = zip(glyphs.text, glyphs.boxes.tolist(), glyphs.marks.tolist(), strict=True)
        return sorted((sign, *box, mark) for sign, box, mark in placed if not sign.isspace())

    found = ordered(given)
    assert len(found.text) == len(found.boxes) == len(found.marks)
    assert inked(found) == inked(given)


def test_boxes_of_a_mended_page_cover_their_words(tmp_path: Path) -> None:
    parts = columns(2)
    found = ordered(glyphs_of(tmp_path, zipped(shown(parts, step=13))))
    start = 0
    for column, lines in enumerate(parts):
        for line in lines:
            at = found.text.index(line, start)
            boxes = found.boxes[at : at + len(line)]
            placed = boxes[~np.isnan(boxes).any(axis=1)]
            assert len(placed) >= len(line.replace(" ", ""))
            assert (placed[:, 0].min() > 0.45) == bool(column)
            assert placed[:, 3].max() - placed[:, 1].min() < 0.03
            start = at
