"""Pages written sideways or upside down are read as if they stood upright."""

from pathlib import Path

import numpy as np
import pdfs
import pytest

from ingest.glyphs import Glyphs, repaired
from ingest.layout.turned import arranged
from ingest.pdf import read

LINES = (
    "Vouchers were paid to many small firms",
    "in the north of the country",
    "and in the south",
)
TABLE = [["Region", "Budget", "Spent"]]
TABLE += [[f"Part {at} of it", f"{at}00", f"{at}50"] for at in range(1, 8)]
# How text is set: the matrix that turns it, where it begins, and where to the right and down of
# there are.
WAYS = {
    "down": (b"0 -1 1 0", (500, 700), (0, -1), (-1, 0)),
    "up": (b"0 1 -1 0", (100, 100), (0, 1), (1, 0)),
    "upside down": (b"-1 0 0 -1", (550, 100), (-1, 0), (0, 1)),
}


def page(folder: Path, pieces: list[tuple[str, int, int]], way: str) -> Glyphs:
    """A page of pieces, each so far to the right and so far down of the first, turned."""
    matrix, begin, right, down = WAYS[way]
    content = b""
    for text, across, below in pieces:
        x, y = (begin[at] + across * right[at] + below * down[at] for at in (0, 1))
        content += b"BT /F1 11 Tf %s %d %d Tm (%s) Tj ET\n" % (matrix, x, y, text.encode())
    (found,) = read(pdfs.saved(folder, pdfs.by_hand([content]))).pages
    return repaired(found.glyphs)


@pytest.mark.parametrize("way", WAYS)
def test_lines_are_read_in_their_order_whichever_way_they_run(tmp_path: Path, way: str) -> None:
    pieces = [(text, 0, 16 * at) for at, text in enumerate(LINES)]
    given = page(tmp_path, pieces[::-1], way)
    found = arranged(given)
    assert [line.strip() for line in found.text.splitlines()] == [*LINES]
    # Each letter stands where it stood.
    before, after = (np.sort(one.boxes[one.has_place], axis=0) for one in (given, found))
    assert np.allclose(before, after, atol=1e-5)


@pytest.mark.parametrize("way", ["down", "up"])
def test_a_table_that_is_set_sideways_is_read_row_by_row(tmp_path: Path, way: str) -> None:
    pieces = [
        (cell, 120 * at, 18 * row)
        for row, cells in enumerate(TABLE)
        for at, cell in enumerate(cells)
    ]
    found = arranged(page(tmp_path, pieces, way))
    assert [line.split("\t") for line in found.text.splitlines()] == TABLE


def test_what_runs_from_right_to_left_by_nature_is_not_turned() -> None:
    text = "מחקרים של מדיניות " * 5
    boxes = [(1 - at / 200, 0.4, 1 - at / 200 + 0.004, 0.42) for at in range(len(text))]
    glyphs = Glyphs.placed(text, np.array(boxes, np.float32))
    assert arranged(glyphs) is glyphs
