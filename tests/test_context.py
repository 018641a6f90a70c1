"""What the model reads of a passage fits within what it can read."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import MOST_TOKENS
from ingest.reading import read_study
from ingest.tokens import counter
from search.context import CONTEXT_LETTERS, in_context
from search.embed import SentenceEmbedder, model_folder
from search.records import Passage, Study
from search.settings import DEFAULT_MODEL

CORPUS = Path(__file__).parents[1] / "corpus"
WINDOW = 256
FRAME = 2
tokens = counter(model_folder(DEFAULT_MODEL))


def study(title: str) -> Study:
    return Study("s", title, "s.pdf", "", 1)


def passage(*heading: str, text: str = "Words.") -> Passage:
    return Passage("s", 1, 0, len(text), text, heading)


def context(title: str, *heading: str) -> str:
    return in_context(study(title), passage(*heading)).removesuffix("\nWords.")


def test_a_passage_and_its_context_fill_the_window_at_most() -> None:
    assert MOST_TOKENS + CONTEXT_LETTERS + FRAME <= WINDOW


def test_the_window_is_the_model_s_own() -> None:
    model = SentenceEmbedder(DEFAULT_MODEL)._model
    assert model.max_seq_length == WINDOW
    assert model.tokenizer.num_special_tokens_to_add() == FRAME


@pytest.mark.parametrize(
    "file", sorted(CORPUS.glob("*.pdf")), ids=lambda file: os.fspath(file.stem)
)
def test_the_model_reads_every_passage_of_the_corpus_whole(file: Path) -> None:
    for found in read_study(file, tokens).passages:
        # The longest context that any title and headings can make.
        read = in_context(study("α" * CONTEXT_LETTERS), found)
        assert len(tokens(read)) + FRAME <= WINDOW
        assert read.endswith("\n" + found.text)


@settings(max_examples=300, deadline=None)
@given(st.text(), st.lists(st.text(), max_size=4))
def test_a_context_never_has_more_tokens_than_letters_allowed(
    title: str, heading: list[str]
) -> None:
    assert len(tokens(context(title, *heading))) <= CONTEXT_LETTERS


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 400), st.lists(st.integers(1, 200), max_size=4))
def test_long_titles_and_headings_leave_the_passage_its_place(
    title: int, headings: list[int]
) -> None:
    read = context("Ω " * title, *("ᄀ각 " * words for words in headings))
    assert len(tokens(read)) <= CONTEXT_LETTERS


def test_title_then_headings_from_the_top() -> None:
    assert context("Vouchers", "Results", "Costs") == "Vouchers – Results – Costs"


def test_a_passage_without_headings_has_its_title_alone() -> None:
    assert context("Vouchers") == "Vouchers"


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    assert context("Vouchers", "VOUCHERS", "Costs") == "Vouchers – Costs"
    assert context("Vouchers", "Vouchers") == "Vouchers"


def test_the_last_heading_stays_whole_and_the_title_is_cut() -> None:
    read = context("voucher " * 40, "Costs of administration")
    assert read == " ".join(["voucher"] * 10) + " – Costs of administration"


def test_an_upper_heading_that_has_no_room_is_left_out() -> None:
    assert context("Vouchers", "Part", "long " * 30, "Costs") == "Vouchers – Part – Costs"


def test_a_last_heading_that_fills_the_room_leaves_none_for_the_title() -> None:
    assert context("Vouchers", "abcde " * 40) == " ".join(["abcde"] * 18)
