"""Boxes: packed and unpacked, merged into lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from search.boxes import Box, Boxes, lines, pack, unpack

NOWHERE = [np.nan] * 4
STEP = 1 / 65_534


def array(*rows: list[float]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 4)


def rounded(boxes: list[Box]) -> list[tuple[float, ...]]:
    return [tuple(round(edge, 4) for edge in (b.left, b.top, b.right, b.bottom)) for b in boxes]


edges = st.one_of(st.just(float("nan")), st.floats(0, 1, width=32))


@given(arrays(np.float32, st.tuples(st.integers(0, 40), st.just(4)), elements=edges))
def test_unpacking_gives_what_was_packed(boxes: Boxes) -> None:
    back = unpack(pack(boxes))
    assert back.shape == boxes.shape
    assert back.dtype == np.float32
    assert (np.isnan(back) == np.isnan(boxes)).all()
    held = ~np.isnan(boxes)
    assert (np.abs(back[held].astype(float) - boxes[held].astype(float)) <= STEP / 2 + 1e-7).all()


@given(arrays(np.float32, st.tuples(st.integers(1, 10), st.just(4)), elements=edges))
def test_packing_again_changes_nothing_more(boxes: Boxes) -> None:
    once = unpack(pack(boxes))
    assert np.array_equal(unpack(pack(once)), once, equal_nan=True)


def test_what_stands_off_the_page_is_put_on_its_edge() -> None:
    assert unpack(pack(array([-0.5, 0.25, 1.5, 7]))).round(4).tolist() == [[0, 0.25, 1, 1]]


def test_the_boxes_of_a_page_are_kept_in_few_bytes() -> None:
    left = np.tile(np.linspace(0.1, 0.9, 80, dtype=np.float32), 40)
    top = np.repeat(np.linspace(0.1, 0.9, 40, dtype=np.float32), 80)
    boxes = np.stack([left, top, left + np.float32(0.01), top + np.float32(0.02)], axis=1)
    assert len(pack(boxes)) < len(boxes) * 4


def test_characters_on_one_line_become_one_box() -> None:
    line = array([0.1, 0.2, 0.15, 0.22], NOWHERE, [0.2, 0.19, 0.3, 0.22], [0.3, 0.2, 0.4, 0.23])
    assert rounded(lines(line)) == [(0.1, 0.19, 0.4, 0.23)]


def test_a_new_line_begins_below_and_left() -> None:
    two = array([0.1, 0.2, 0.2, 0.22], [0.8, 0.2, 0.9, 0.22], NOWHERE, [0.1, 0.25, 0.2, 0.27])
    assert rounded(lines(two)) == [(0.1, 0.2, 0.9, 0.22), (0.1, 0.25, 0.2, 0.27)]


def test_a_second_column_at_the_same_height_is_a_box_of_its_own() -> None:
    columns = array([0.1, 0.8, 0.4, 0.82], [0.6, 0.1, 0.9, 0.12], [0.1, 0.1, 0.2, 0.12])
    assert rounded(lines(columns)) == [
        (0.1, 0.8, 0.4, 0.82),
        (0.6, 0.1, 0.9, 0.12),
        (0.1, 0.1, 0.2, 0.12),
    ]


def test_a_raised_footnote_sign_stays_on_its_line() -> None:
    raised = array([0.1, 0.2, 0.2, 0.24], [0.2, 0.19, 0.21, 0.225], [0.21, 0.2, 0.3, 0.24])
    assert rounded(lines(raised)) == [(0.1, 0.19, 0.3, 0.24)]


@pytest.mark.parametrize("boxes", [array(), array(NOWHERE, NOWHERE)])
def test_what_has_no_place_has_no_line(boxes: Boxes) -> None:
    assert lines(boxes) == []


whole = st.floats(0, 1, width=32)


@given(arrays(np.float32, st.tuples(st.integers(1, 30), st.just(4)), elements=whole))
def test_the_lines_cover_every_character(boxes: Boxes) -> None:
    boxes = np.concatenate(
        [np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])], axis=1
    )
    merged = lines(boxes)
    for left, top, right, bottom in boxes.tolist():
        assert any(
            line.left <= left and line.top <= top and line.right >= right and line.bottom >= bottom
            for line in merged
        )
