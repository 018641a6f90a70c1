"""A question as the model reads it: in its own words, and word by word in English."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder, put, refreshed

from search.asked import Also, Asked, Terms
from search.candidates import Candidates, gathered, reranked
from search.indexes import Indexes
from search.library import Library
from search.meaning import Meaning, meaning, put_into, reads
from search.records import Filter, Mode
from search.scope import scope

MODEL = HashEmbedder()
ALSO = (
    Also("Gutschein", (Terms("en", ("voucher", "cheque")),), words=("Gutschein",)),
    Also("Firma", (Terms("en", ("firm",)), Terms("fi", ("yritys",))), words=("kleine", "Firma")),
    Also("klein", (Terms("en", ("small",)),), words=("kleine",)),
    Also("Gut", (Terms("en", ("manor",)),), words=("Gutschein",)),
)
ASKED = Asked("Bekam eine kleine Firma in Graz einen Gutschein", language="de", also=ALSO)
TEXTS = {"en": "a voucher for a firm in Graz", "de": "Gutschein einer Firma in Graz"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("meaning")) as library:
        for language, text in TEXTS.items():
            put(library, language, [text], language=language)
        put(library, "far", ["clusters of the north"], language="en")
        yield library


@pytest.fixture(scope="module")
def indexes(library: Library) -> Indexes:
    return refreshed(library)


@pytest.fixture(scope="module")
def meant(indexes: Indexes) -> Meaning:
    return meaning(ASKED, reads(ASKED, MODEL, indexes), indexes)


def cosine(text: str, vector: np.ndarray) -> float:
    return round(float(MODEL.embed([text]).vectors[0].astype(float) @ vector.astype(float)), 6)


def test_words_are_put_as_the_vocabulary_has_them_and_names_stay() -> None:
    assert put_into(ASKED, "en") == "Bekam firm Graz voucher"
    assert put_into(ASKED, "fi") == "Bekam yritys Graz Gutschein"


def test_what_needs_no_putting_is_not_put(indexes: Indexes, tmp_path: Path) -> None:
    assert put_into(ASKED, "de") == ""
    assert put_into(Asked("Gutschein", language="", also=ALSO), "en") == ""
    assert put_into(Asked("Bekam Graz etwas", language="de", also=ALSO), "en") == ""
    assert reads(Asked("a voucher", language="en"), MODEL, indexes).put is None
    assert reads(ASKED, MODEL, indexes).words == "Bekam firm Graz voucher"
    with Library(tmp_path) as german:
        put(german, "de", [TEXTS["de"]], language="de")
        assert reads(ASKED, MODEL, refreshed(german)).put is None


def test_the_vector_for_english_is_the_mean_of_both(meant: Meaning) -> None:
    both = MODEL.read(ASKED.text).vector + MODEL.read("Bekam firm Graz voucher").vector
    assert meant.put is not None
    assert meant.of("en") is meant.put
    assert meant.put.vector == pytest.approx(both / np.linalg.norm(both), abs=1e-6)
    assert len(meant.put.asking.tokens) == 4
    assert meant.of("de") is meant.of("") is meant.own
    assert meant.own.vector == pytest.approx(MODEL.read(ASKED.text).vector)


def test_only_what_the_languages_ask_for_is_looked_for(meant: Meaning) -> None:
    assert meant.among(["en"]) == [meant.put]
    assert meant.among(["de", "fi"]) == [meant.own]
    assert meant.among(["", "de", "en"]) == [meant.own, meant.put]
    assert meant.among([]) == [meant.own]


def found(library: Library, indexes: Indexes, meant: Meaning, depth: int = 9) -> Candidates:
    within = scope(library, Filter(), indexes.languages)
    return gathered(library, indexes, ASKED, meant, Mode.HYBRID, within, depth)


def test_each_passage_is_met_by_what_is_meant_for_its_language(
    library: Library, indexes: Indexes, meant: Meaning
) -> None:
    assert meant.put is not None
    english, german = TEXTS["en"], TEXTS["de"]
    wanted = {1: cosine(english, meant.put.vector), 2: cosine(german, meant.own.vector)}
    for depth in (9, 1):
        # Where the nearest are cut off, the cosine of what the words bring is of its language too.
        got = found(library, indexes, meant, depth)
        assert {id: score for id, score in got.cosines.items() if id < 3} == wanted
    assert [match.id for match in found(library, indexes, meant).dense][:2] == sorted(
        wanted, key=lambda id: -wanted[id]
    )


def test_a_filter_holds_for_either_language(
    library: Library, indexes: Indexes, meant: Meaning
) -> None:
    for study, ids in (("en", [1]), ("de", [2]), ("far", [3])):
        within = scope(library, Filter(studies=(study,)), indexes.languages)
        got = gathered(library, indexes, ASKED, meant, Mode.DENSE, within, 9)
        assert [match.id for match in got.dense] == ids


def test_passages_apart_by_language_follow_the_library(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        put(library, "a", [TEXTS["en"]], language="en")
        put(library, "b", [TEXTS["de"], TEXTS["de"]], language="de")
        indexes = refreshed(library)
        assert [ids.tolist() for ids in indexes.apart("en")] == [[1], [2, 3]]
        put(library, "c", [TEXTS["en"]], language="en")
        indexes.refresh()
        assert [ids.tolist() for ids in indexes.apart("en")] == [[1, 4], [2, 3]]


def test_tokens_are_compared_in_the_language_of_each_passage(
    library: Library, indexes: Indexes, meant: Meaning
) -> None:
    got = found(library, indexes, meant)
    both = reranked(library, meant, got, {1: "en", 2: "de"}).late
    put = reranked(library, Meaning(meant.of("en")), got, {1: "en"}).late
    own = reranked(library, Meaning(meant.own), got, {2: "de"}).late
    assert both == {1: put[1], 2: own[2]}
    assert put[1] > reranked(library, Meaning(meant.own), got, {1: "en"}).late[1]
