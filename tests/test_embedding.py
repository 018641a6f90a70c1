"""What the model makes of passages: in their context, and of their gloss in English."""

from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder, make_passage, make_study

from search import late
from search.embedding import embedded, readings, vectors_of
from search.remembered import Remembered

STUDY = make_study("s", title="Gutscheine")
GERMAN = make_passage("s", 1, "Der Gutschein half einer Firma in Linz.", language="de")
ENGLISH = make_passage("s", 2, "The voucher helped a firm.", language="en")
SWEDISH = make_passage("s", 3, "Checken hjälpte ett företag.", language="sv")


class English(HashEmbedder):
    """One that reads English alone."""

    english_alone = True


def test_passages_in_other_languages_are_read_in_english_too() -> None:
    read = readings(English(), STUDY, [GERMAN, ENGLISH, SWEDISH])
    assert [one.text for one in read] == [
        f"Gutscheine\n{one.text}" for one in (GERMAN, ENGLISH, SWEDISH)
    ]
    german, english, swedish = read
    assert german.gloss.words[:3] == ("voucher", "the", "voucher")
    assert german.gloss.words[-1] == "Linz"
    assert not english.gloss
    assert not swedish.gloss


def test_a_model_of_many_languages_reads_them_as_they_are() -> None:
    assert not any(one.gloss for one in readings(HashEmbedder(), STUDY, [GERMAN, ENGLISH]))
    made = vectors_of(HashEmbedder(), STUDY, [GERMAN])
    wanted = HashEmbedder().embed([f"Gutscheine\n{GERMAN.text}"])
    assert np.array_equal(made.vectors, wanted.vectors)
    assert made.tokens == wanted.tokens


def test_the_vector_is_the_mean_of_both_and_the_tokens_are_the_glosss() -> None:
    model = English()
    heard: list[int] = []
    made = vectors_of(model, STUDY, [ENGLISH, GERMAN], heard.append)
    read = readings(model, STUDY, [ENGLISH, GERMAN])
    english = model.embed([read[0].text])
    own, put = model.embed([read[1].text]), model.embed([read[1].gloss.text])
    both = own.vectors[0] + put.vectors[0]
    assert sum(heard) == 2
    assert np.array_equal(made.vectors[0], english.vectors[0])
    assert made.vectors[1] == pytest.approx(both / np.linalg.norm(both), abs=1e-6)
    assert made.tokens == (english.tokens[0], put.tokens[0])


def test_nothing_is_embedded_of_nothing() -> None:
    assert len(embedded(English(), [])) == 0


def test_tokens_are_found_where_their_words_stand() -> None:
    model = English()
    made = vectors_of(model, STUDY, [GERMAN, ENGLISH])
    german, english = map(late.unpack_starts, made.starts)
    said = [GERMAN.text[at:].split()[0] for at in german if at >= 0]
    assert german[0] == -len("Gutscheine\n")
    assert said[:3] == ["Der", "Gutschein", "half"]
    assert said[-1] == "Linz."
    assert english[1] == 0
    assert len(german) * 16 == len(made.tokens[0])


def test_what_is_remembered_is_read_alike(tmp_path: Path) -> None:
    remembered = Remembered(English(), tmp_path, "kept")
    assert remembered.english_alone is True
    assert Remembered(HashEmbedder(), tmp_path, "kept").english_alone is False
    made = vectors_of(remembered, STUDY, [GERMAN])
    assert np.array_equal(made.vectors, vectors_of(English(), STUDY, [GERMAN]).vectors)
