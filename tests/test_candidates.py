"""What is known of a question's candidates, retriever by retriever."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder, put, refreshed

from search import late
from search.asked import Also, Asked, SpelledOut, Terms
from search.candidates import Candidates, gathered, reranked
from search.embed import Read
from search.indexes import Indexes
from search.library import Library
from search.meaning import Reads, meaning
from search.records import Evidence, Filter, Match, Mode
from search.scope import scope

TEXTS = {
    "a": ["innovation vouchers for small firms", "clusters of firms in the north"],
    "b": ["vouchers for designers", "loans and guarantees for culture"],
    "c": ["crowdfunding for culture", "nothing of the kind"],
}
MODEL = HashEmbedder()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("candidates")) as library:
        for id, texts in TEXTS.items():
            put(library, id, texts)
        put(library, "d", ["Ein Gutschein für Firmen"], language="de")
        yield library


@pytest.fixture(scope="module")
def indexes(library: Library) -> Indexes:
    return refreshed(library)


def seek(
    library: Library,
    indexes: Indexes,
    asked: Asked,
    mode: Mode = Mode.HYBRID,
    depth: int = 9,
    filter: Filter = Filter(),  # noqa: B008  # frozen
) -> Candidates:
    meant = None if mode is Mode.LEXICAL else meaning(asked, Reads(MODEL.read(asked.text)), indexes)
    within = scope(library, filter, indexes.languages)
    return gathered(library, indexes, asked, meant, mode, within, depth)


def cosine(library: Library, id: int, text: str) -> float:
    vector = MODEL.embed([library.passages([id])[id].text]).vectors[0]
    return round(float(vector.astype(float) @ MODEL.read(text).vector.astype(float)), 6)


# The record


def test_candidates_are_of_both_retrievers() -> None:
    dense, words = (Match(7, 0.9), Match(2, 0.1)), (Match(5, 3.0), Match(2, 1.0))
    both = Candidates(dense, words, {7: 0.9, 2: 0.1, 5: 0.0})
    assert both.ids == [2, 5, 7]
    assert both.words == {5: 3.0, 2: 1.0}
    assert both.evidence(2) == (Evidence(2, 0.1), Evidence(2, 1.0))
    assert both.evidence(7) == (Evidence(1, 0.9), Evidence())
    assert both.evidence(5) == (Evidence(None, 0.0), Evidence(1, 3.0))
    assert both.evidence(9) == (Evidence(), Evidence())
    assert (Candidates().ids, Candidates().words) == ([], {})


# Gathering


def test_both_retrievers_bring_their_best(library: Library, indexes: Indexes) -> None:
    text = "vouchers for culture"
    found = seek(library, indexes, Asked(text, language="en"), depth=2)
    nearest = sorted(range(1, 8), key=lambda id: (-cosine(library, id, text), id))
    assert [match.id for match in found.dense] == nearest[:2]
    assert len(found.lexical) == 2
    assert found.cosines == {id: cosine(library, id, text) for id in found.ids}
    assert found.late == {}


def test_what_the_words_alone_brought_has_its_cosine(library: Library, indexes: Indexes) -> None:
    found = seek(library, indexes, Asked("Gutscheine", language="de"), depth=1)
    (near,) = found.dense
    assert near.id != 7
    assert [match.id for match in found.lexical] == [7]
    assert found.cosines == {id: cosine(library, id, "Gutscheine") for id in (near.id, 7)}
    assert found.evidence(7)[0] == Evidence(None, found.cosines[7])


def test_a_mode_asks_its_retriever_alone(library: Library, indexes: Indexes) -> None:
    asked = Asked("vouchers for culture", language="en")
    dense = seek(library, indexes, asked, Mode.DENSE)
    assert (len(dense.dense), dense.lexical, len(dense.cosines)) == (7, (), 7)
    words = seek(library, indexes, asked, Mode.LEXICAL)
    assert (words.dense, words.cosines) == ((), {})
    # The others share no word, nor a part of one.
    assert {match.id for match in words.lexical} == {1, 3, 4, 5}


def test_a_filter_holds_for_both(library: Library, indexes: Indexes) -> None:
    asked = Asked("vouchers for culture", language="en")
    found = seek(library, indexes, asked, filter=Filter(studies=("b",)))
    assert found.ids == [3, 4]
    assert seek(library, indexes, asked, filter=Filter(languages=("fr",))) == Candidates()


def test_the_words_hold_what_is_demanded_and_look_for_more(
    library: Library, indexes: Indexes
) -> None:
    exact = Asked("vouchers designers", exact=("designers",), language="en")
    assert [match.id for match in seek(library, indexes, exact).lexical] == [3]
    also = (Also("voucher", (Terms("de", ("Gutschein",)),), words=("voucher",)),)
    plain = seek(library, indexes, Asked("voucher", language="en"), Mode.LEXICAL)
    wide = seek(library, indexes, Asked("voucher", language="en", also=also), Mode.LEXICAL)
    assert set(wide.ids) - set(plain.ids) == {7}


# Token by token


def test_those_that_are_named_are_compared(library: Library, indexes: Indexes) -> None:
    asked = Asked("vouchers for culture", language="en")
    found = seek(library, indexes, asked)
    made = meaning(asked, Reads(MODEL.read(asked.text)), indexes)
    again = reranked(library, made, found, {5: "en", 3: "en"})
    assert (again.dense, again.lexical, again.cosines) == (
        found.dense,
        found.lexical,
        found.cosines,
    )
    packed = {id: MODEL.embed([library.passages([id])[id].text]).tokens[0] for id in (3, 5)}
    assert again.late == late.scores(made.own, packed)
    assert again.late.keys() == {3, 5}


def test_a_token_weighs_what_its_word_tells(library: Library, indexes: Indexes) -> None:
    asked = Asked("the culture of crowdfunding", language="en")
    weights = meaning(asked, Reads(MODEL.read(asked.text)), indexes).own.weights
    assert weights[0] == weights[2] == 0
    assert 0 < weights[1] < weights[3] <= 1


def test_words_spelled_out_weigh_too(library: Library, indexes: Indexes) -> None:
    spelled = (SpelledOut("CF", "crowdfunding for culture"),)
    asked = Asked("CF", language="en", spelled_out=spelled)
    assert asked.meaning == "CF (crowdfunding for culture)"
    weights = meaning(asked, Reads(MODEL.read(asked.meaning)), indexes).own.weights
    assert weights.shape == (4,)
    assert weights[2] == 0
    assert 0 < weights[3] < weights[1] <= 1


def test_without_a_word_index_all_tokens_count_alike(tmp_path: Path) -> None:
    with Library(tmp_path) as empty:
        asked = Asked("the culture")
        made = meaning(asked, Reads(MODEL.read(asked.text)), Indexes(empty, "memory")).own
    assert made.weights.tolist() == [1, 1]


def test_a_model_without_tokens_compares_none(library: Library, indexes: Indexes) -> None:
    asked = Asked("vouchers for culture", language="en")
    found = seek(library, indexes, asked)
    read = Read(MODEL.read(asked.text).vector, np.zeros((0, MODEL.dimension), np.float32), ())
    spoken = dict.fromkeys(found.ids, "en")
    assert reranked(library, meaning(asked, Reads(read), indexes), found, spoken) == found
