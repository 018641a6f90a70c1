"""The sentence of a passage that is nearest to a question."""

import numpy as np
import pytest

from search.closest import closest, nearness, sentences


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


def test_the_sentence_whose_tokens_are_nearest_is_chosen() -> None:
    text = "alpha beta. gamma delta."
    # The third token is of what stands before the text.
    starts = np.array([0, 6, -9, 12, 18], np.int32)
    cosines = np.array([[0.9, 0.1, 1, 0.2, 0.1], [0.1, 0.2, 1, 0.7, 0.8]], np.float32)
    for weights, wanted in (([1.0, 0.1], "alpha beta."), ([0.1, 1.0], "gamma delta.")):
        near = nearness(text, cosines, np.array(weights, np.float32), starts)
        found = closest(near)
        assert found is not None
        assert text[found.start : found.end] == wanted


def test_one_sentence_and_tokens_that_do_not_fit_have_none() -> None:
    one, two = np.ones((1, 1), np.float32), np.ones(1, np.float32)
    assert closest(nearness("only one.", one, two, np.zeros(1, np.int32))) is None
    assert nearness("one. two.", one, two, np.zeros(0, np.int32)) == []
