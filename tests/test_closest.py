"""The sentence of a passage that is nearest to a question."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from search.closest import closest, nearness, sentences
from search.late import Tokens


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("He said (it fell.) Then it rose.", ["He said (it fell.", "Then it rose."]),
        ("No end", ["No end"]),
        ("First\n\nsecond", ["First", "second"]),
        ("List:\n• one\n• two", ["List:", "• one", "• two"]),
        (" ", []),
    ],
)
def test_sentences_are_cut_where_a_reader_would(text: str, wanted: list[str]) -> None:
    assert [text[one.start : one.end] for one in sentences(text)] == wanted


TEXT = "alpha beta. gamma delta."
# The third token is of what stands before the text.
STARTS = np.array([0, 6, -9, 12, 18], np.int32)
COSINES = np.array([[0.9, 0.1, 0, 0.2, 0.1], [0.1, 0.2, 0, 0.7, 0.8]], np.float32)


def chosen(
    text: str, cosines: Tokens, weights: list[float], starts: NDArray[np.int32], **told: Any
) -> str:
    asked = np.array(weights, np.float32)
    given = {"begin": 0, "figure": False} | told
    found = closest(text, cosines=cosines, weights=asked, starts=starts, **given)
    return text[found.start : found.end] if found else ""


@pytest.mark.parametrize(
    ("weights", "wanted"), [([1.0, 0.1], "alpha beta."), ([0.1, 1.0], "gamma delta.")]
)
def test_the_sentence_whose_tokens_are_nearest_is_chosen(weights: list[float], wanted: str) -> None:
    assert chosen(TEXT, COSINES, weights, STARTS) == wanted
    near = nearness(TEXT, COSINES, np.array(weights, np.float32), STARTS)
    span, _ = max(near, key=lambda one: one[1])
    assert TEXT[span.start : span.end] == wanted


def test_what_the_title_says_speaks_for_every_sentence() -> None:
    titled = COSINES.copy()
    titled[0, 2] = 0.95
    assert chosen(TEXT, titled, [1.0, 0.1], STARTS) == "gamma delta."


def test_rows_of_a_table_are_sentences() -> None:
    text = "Key facts\nbudget\t4 m; of it\nfirms\t900"
    starts = np.array([0, 10, 20, 29], np.int32)
    cosines = np.array([[0.1, 0.2, 0.9, 0.3]], np.float32)
    assert chosen(text, cosines, [1.0], starts) == "budget\t4 m; of it"


def test_who_asks_for_a_figure_is_pointed_at_one() -> None:
    text = "The firms came. There were 40."
    starts = np.array([4, 22], np.int32)
    cosines = np.array([[0.6, 0.5]], np.float32)
    assert chosen(text, cosines, [1.0], starts) == "The firms came."
    assert chosen(text, cosines, [1.0], starts, figure=True) == "There were 40."


def test_a_heading_is_no_sentence() -> None:
    assert chosen(f"Alpha\n{TEXT}", COSINES, [1.0, 0.1], STARTS, begin=6) == "alpha beta."


def test_one_sentence_and_tokens_that_do_not_fit_have_none() -> None:
    one = np.ones((1, 1), np.float32)
    assert chosen("only one.", one, [1.0], np.zeros(1, np.int32)) == ""
    assert chosen("one. two.", one, [1.0], np.zeros(0, np.int32)) == ""
    assert nearness("one. two.", one, np.ones(1, np.float32), np.zeros(0, np.int32)) == []
