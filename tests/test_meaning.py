"""A question as the model reads it: in its own words, and word by word in English."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder, put, refreshed

from search.asked import Asked
from search.asking.glossing import gloss
from search.asking.vocabulary import Notion, Vocabulary
from search.candidates import Candidates, gathered, reranked
from search.gloss import NONE
from search.indexes import Indexes
from search.library import Library
from search.meaning import Meaning, languages_read, meaning, reads
from search.records import Filter, Mode
from search.scope import scope


class English(HashEmbedder):
    """One that reads English alone."""

    english_alone = True


MODEL = English()
VOCABULARY = Vocabulary(
    [
        Notion("voucher", "", {"en": ("voucher",), "de": ("Gutschein",)}),
        Notion("firm", "", {"en": ("firm",), "de": ("Firma",)}),
    ]
)
TEXT = "Bekam eine Firma in Graz einen Gutschein"
ASKED = Asked(TEXT, language="de", gloss=gloss(TEXT, "de", VOCABULARY))
TEXTS = {"en": "a voucher for a firm in Graz", "de": "Gutschein einer Firma in Graz"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("meaning")) as library:
        for language, text in TEXTS.items():
            put(library, language, [text], language=language)
        put(library, "far", ["clusters of the north"], language="en")
        put(library, "sv", ["en check till Graz"], language="sv")
        yield library


@pytest.fixture(scope="module")
def indexes(library: Library) -> Indexes:
    return refreshed(library)


@pytest.fixture(scope="module")
def meant(indexes: Indexes) -> Meaning:
    return meaning(ASKED, reads(ASKED, MODEL), indexes)


def found(library: Library, indexes: Indexes, meant: Meaning, depth: int = 9) -> Candidates:
    within = scope(library, Filter(), indexes.languages)
    return gathered(library, indexes, ASKED, meant, Mode.HYBRID, within, depth)


def test_a_question_is_read_in_english_too_by_a_model_of_english() -> None:
    both = reads(ASKED, MODEL)
    assert ASKED.gloss.text == "Bekam a firm in Graz a voucher"
    assert both.put is not None
    assert both.put.vector == pytest.approx(MODEL.read("Bekam a firm in Graz a voucher").vector)
    assert both.own.vector == pytest.approx(MODEL.read(TEXT).vector)


def test_it_is_read_once_by_a_model_of_many_languages_or_without_a_gloss() -> None:
    assert reads(ASKED, HashEmbedder()).put is None
    assert reads(replace(ASKED, gloss=NONE), MODEL).put is None


def test_a_model_of_many_languages_reads_any() -> None:
    assert {"en", "de", "fi"} < set(languages_read(MODEL))
    assert "ro" not in languages_read(MODEL)
    assert not languages_read(HashEmbedder())


def test_one_vector_is_looked_for_the_mean_of_both(meant: Meaning) -> None:
    both = MODEL.read(TEXT).vector + MODEL.read("Bekam a firm in Graz a voucher").vector
    assert meant.vector == pytest.approx(both / np.linalg.norm(both), abs=1e-6)


def test_without_a_gloss_the_vector_is_the_questions_own(indexes: Indexes) -> None:
    own = meaning(ASKED, reads(ASKED, HashEmbedder()), indexes)
    assert own.put is None
    assert own.vector == pytest.approx(MODEL.read(TEXT).vector)
    assert own.of("en") is own.of("de") is own.own


def test_tokens_in_english_meet_the_languages_that_have_a_gloss(meant: Meaning) -> None:
    assert meant.put is not None
    assert meant.of("en") is meant.of("de") is meant.of("fi") is meant.put
    assert meant.of("sv") is meant.of("") is meant.own
    assert len(meant.put.tokens) == 7
    assert len(meant.own.tokens) == 7


def test_the_nearest_passages_and_what_the_words_bring_have_cosines(
    library: Library, indexes: Indexes, meant: Meaning
) -> None:
    for depth in (9, 1):
        got = found(library, indexes, meant, depth)
        ids, vectors = library.vectors(got.ids)
        wanted = dict(zip(ids.tolist(), (vectors @ meant.vector).tolist(), strict=True))
        assert got.cosines == pytest.approx(wanted, abs=1e-5)
        assert {1, 2} <= set(got.ids)
    assert len(found(library, indexes, meant, 1).dense) == 1


def test_a_filter_holds(library: Library, indexes: Indexes, meant: Meaning) -> None:
    for study, ids in (("en", [1]), ("de", [2]), ("far", [3])):
        within = scope(library, Filter(studies=(study,)), indexes.languages)
        got = gathered(library, indexes, ASKED, meant, Mode.DENSE, within, 9)
        assert [match.id for match in got.dense] == ids


def test_tokens_are_compared_in_the_language_of_each_passage(
    library: Library, indexes: Indexes, meant: Meaning
) -> None:
    assert meant.put is not None
    got = found(library, indexes, meant)
    both = reranked(library, meant, got, {1: "en", 4: "sv"}).late
    put = reranked(library, Meaning(meant.vector, meant.put), got, {1: "en"}).late
    own = reranked(library, Meaning(meant.vector, meant.own), got, {4: "sv"}).late
    assert both == {1: put[1], 4: own[4]}
    assert put[1] > reranked(library, Meaning(meant.vector, meant.own), got, {1: "en"}).late[1]


def test_a_word_tells_as_much_as_in_the_language_where_it_is_commoner(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        texts = [f"Die Firma {name}" for name in ("Moser", "Huber", "Gruber", "Bauer")]
        put(library, "de", [*texts, "Ein Gutschein"], language="de")
        put(library, "en", ["a voucher", "the voucher", "no voucher", "Graz"], language="en")
        indexes = refreshed(library)
        weighed = meaning(ASKED, reads(ASKED, MODEL), indexes)
        assert weighed.put is not None
        bekam, _, firm, _, graz, _, voucher = weighed.put.weights.tolist()
        # Firms are common in German, vouchers in English; neither language tells otherwise.
        assert firm < bekam
        assert voucher < bekam
        assert voucher < graz
