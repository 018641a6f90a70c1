"""Counting the tokens that the model will see."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from ingest.tokens import counter
from search.embed import model_folder
from search.settings import DEFAULT_MODEL

MODEL = model_folder(DEFAULT_MODEL)
exact = counter(MODEL)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("   \n", []),
        ("innovation grants", ["innovation", "grants"]),
        ("A firm, paid.", ["A", "firm", ",", "paid", "."]),
        ("many vouchers", ["many", "vo", "ucher", "s"]),
    ],
)
def test_tokens_stand_where_their_letters_stand(text: str, tokens: list[str]) -> None:
    assert [text[start:end] for start, end in exact(text)] == tokens


def test_long_texts_are_counted_to_their_end() -> None:
    text = "grant " * 1000
    places = exact(text)
    assert len(places) == 1000
    assert places[-1] == (5994, 5999)


def test_the_count_is_that_of_the_model_without_its_frame() -> None:
    text = "Der Gutschein förderte 120 Unternehmen – auch in Österreich."
    framed = Tokenizer.from_file(str(MODEL / "tokenizer.json")).encode(text)
    unpadded = sum(framed.attention_mask)
    assert len(exact(text)) == unpadded - 2


@given(st.text(max_size=60))
def test_tokens_counted_by_pieces_are_as_many_as_those_of_the_whole_text(text: str) -> None:
    whole = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    whole.no_truncation()
    whole.no_padding()
    places = whole.encode(text, add_special_tokens=False).offsets
    assert len(exact(text)) == len(places)
    assert list(exact(text)) == list(places)


@pytest.mark.parametrize(
    ("text", "count"),
    [("[SEP]", 1), ("[ SEP ]", 3), ("a\x85b", 1), ("中国", 2)],
)
def test_what_the_model_reads_as_one_is_counted_as_one(text: str, count: int) -> None:
    assert len(exact(text)) == count


@given(st.text(max_size=60))
def test_a_model_without_that_file_gets_a_guess_that_covers_the_text(text: str) -> None:
    guess = counter(Path(__file__).parent)
    assert "".join(text[start:end] for start, end in guess(text)) == text
    assert len(guess(text)) == -(-len(text) // 3)


@pytest.mark.parametrize(
    "text",
    [
        "The Land funds small and medium-sized enterprises in the creative industries.",
        "Die Kreativwirtschaftsförderung des Landes unterstützt Kleinstunternehmen.",
        "Les chèques innovation ont été versés à quatre cents entreprises.",
    ],
)
def test_the_guess_is_never_below_the_count_of_a_sentence(text: str) -> None:
    guess = counter(Path(__file__).parent)
    assert len(guess(text)) >= len(exact(text))
