"""A passage of a table is indexed, embedded and shown with its header row above it."""

from pathlib import Path

import numpy as np

from casebook import output
from casebook.ui.hits import quote
from search import present
from search.context import in_context
from search.embed import Embedded
from search.lexical import LexicalIndex
from search.library import Library
from search.records import Evidence, Hit, Kind, Page, Passage, ReadBy, Span, Study

HEADER = "\tFirms\tGrants"
ROWS = "Berlin\t1,204\t30.5\n<Bremen>\t310\t4.1"
TEXT = f"{HEADER}\nSaxony\t77\t12.0\n{ROWS}"
START = TEXT.index("Berlin")
STUDY = Study("s", "Vouchers", "s.pdf", "a" * 64, 1)
PASSAGE = Passage(
    "s", 1, START, len(TEXT), ROWS, ("Results",), Kind.TABLE, "en", id=1,
    header_start=0, header_end=len(HEADER), header=HEADER,
)  # fmt: skip
HIT = Hit(1, 1.0, STUDY, PASSAGE, Evidence(), Evidence(), (Span(0, 6),))


def library(folder: Path) -> Library:
    """A library of one page whose characters stand one beside the other."""
    held = Library(folder)
    boxes = np.zeros((len(TEXT), 4), np.float32)
    for at in range(len(TEXT)):
        line = TEXT[:at].count("\n")
        boxes[at] = (0.01 * (at % 60), 0.1 * line, 0.01 * (at % 60) + 0.01, 0.1 * line + 0.05)
    page = Page("s", 1, "", TEXT, ReadBy.TEXT_LAYER)
    held.put(STUDY, [(page, boxes)], [PASSAGE], Embedded(np.zeros((1, 4), np.float32)), "model")
    return held


def test_the_model_reads_the_header_before_the_rows() -> None:
    assert in_context(STUDY, PASSAGE) == f"Vouchers – Results\n{HEADER}\n{ROWS}"


def test_words_of_the_header_find_the_rows(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.update([], [(STUDY, [PASSAGE])])
    assert [match.id for match in index.search("grants", 5, ["en"])] == [1]
    assert index.search("apples", 5, ["en"]) == []


def test_the_app_draws_a_table_below_its_header() -> None:
    assert quote(PASSAGE, HIT.words) == (
        '<table class="cb-table"><thead><tr><td></td><th>Firms</th><th>Grants</th></tr></thead>'
        "<tbody><tr><td><mark>Berlin</mark></td><td>1,204</td><td>30.5</td></tr>"
        "<tr><td>&lt;Bremen&gt;</td><td>310</td><td>4.1</td></tr></tbody></table>"
    )


def test_a_terminal_shows_a_row_a_line_below_the_header(tmp_path: Path) -> None:
    told = output.hit_text(library(tmp_path), HIT).plain.split("\n")
    assert [line.strip() for line in told[1:4]] == [
        "| Firms | Grants",
        "Berlin | 1,204 | 30.5",
        "<Bremen> | 310 | 4.1",
    ]


def test_json_has_the_header(tmp_path: Path) -> None:
    assert output.hit(library(tmp_path), HIT)["passage"]["header"] == HEADER


def test_the_header_is_marked_on_the_page_with_the_rows(tmp_path: Path) -> None:
    held = library(tmp_path)
    rows = present.boxes(held, "s", 1, Span(START, len(TEXT)))
    assert {round(box.top, 1) for box in rows} == {0.0, 0.2, 0.3}
    assert [round(box.top, 1) for box in present.boxes(held, "s", 1, Span(0, 5))] == [0.0]
