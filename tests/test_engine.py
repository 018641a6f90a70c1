"""Questions to hits: laws 3, 5 and 9, filters, modes, evidence."""

import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import HashEmbedder, ask, fill, places, put, sha256

from search.engine import Engine
from search.errors import ModelMismatch
from search.indexes import ENGINES
from search.library import Library
from search.records import Evidence, Filter, Hit, Mode, Query
from search.scope import Coverage

ROOT = Path(__file__).parents[1]
TEXTS = {
    "a": ["innovation vouchers for small firms", "clusters of firms in the north"],
    "b": ["vouchers for designers", "loans and guarantees for culture"],
    "c": ["crowdfunding for culture", "vouchers vouchers vouchers"],
    "d": ["the cost of a patent", "nothing of the kind"],
}
every_engine = pytest.mark.parametrize("name", ENGINES)
every_mode = pytest.mark.parametrize("mode", Mode)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("engine") / "library"
    with fill(home, TEXTS) as library:
        Engine(library, HashEmbedder()).search(Query("vouchers"))
    return home


@pytest.fixture
def engine(home: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copytree(home, tmp_path / "library")
    with Library(tmp_path / "library") as library:
        yield Engine(library, HashEmbedder())


@pytest.fixture(scope="module")
def reading(home: Path) -> Iterator[Engine]:
    """An engine that nothing is changed under."""
    with Library(home) as library:
        yield Engine(library, HashEmbedder())


def unplaced(hits: list[Hit]) -> list[Hit]:
    """Hits without the keys of their passages, to compare two libraries."""
    return [replace(hit, passage=replace(hit.passage, id=0)) for hit in hits]


# What an answer is


def test_the_best_passage_comes_first_and_is_whole(reading: Engine) -> None:
    hit, second, *_ = ask(reading, "guarantees and loans for culture")
    assert (hit.rank, hit.study, hit.passage.page) == (1, reading.library.study("b"), 2)
    assert hit.passage.text == TEXTS["b"][1]
    shared = [hit.passage.text[span.start : span.end] for span in hit.words]
    assert shared == ["loans", "guarantees", "culture"]
    assert 0 < second.score < hit.score < 1


@every_mode
def test_ranks_count_from_one_and_scores_fall(reading: Engine, mode: Mode) -> None:
    hits = ask(reading, "vouchers for culture", mode=mode)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)


@every_mode
@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0"])
def test_an_empty_question_has_no_answer_and_wakes_no_model(
    reading: Engine, mode: Mode, text: str
) -> None:
    assert ask(reading, text, mode=mode) == []


@pytest.mark.parametrize("k", [0, -1])
def test_no_hits_are_given_when_none_are_asked(reading: Engine, k: int) -> None:
    assert ask(reading, "vouchers", k) == []


def test_an_empty_library_has_no_answer(library: Library, embedder: HashEmbedder) -> None:
    assert ask(Engine(library, embedder), "vouchers") == []


@every_engine
@pytest.mark.parametrize("k", [1, 3, 8])
def test_k_hits_are_given_where_there_are_k(home: Path, name: str, k: int) -> None:
    assert len(ask(Engine(Library(home), HashEmbedder(), name), "vouchers", k)) == k


def test_more_hits_than_there_are_gives_all(reading: Engine) -> None:
    assert len(ask(reading, "vouchers", 500)) == 8


def test_a_shorter_answer_is_the_beginning_of_a_longer_one(reading: Engine) -> None:
    long = ask(reading, "vouchers for culture", 8)
    for k in range(1, 8):
        assert ask(reading, "vouchers for culture", k) == long[:k]


def test_both_engines_answer_alike(home: Path) -> None:
    engines = [Engine(Library(home), HashEmbedder(), name) for name in ENGINES]
    for text in ("vouchers for culture", "firms in the north", "zebra"):
        first, second = (ask(engine, text) for engine in engines)
        assert first == second


def test_another_models_library_is_refused(home: Path) -> None:
    with pytest.raises(ModelMismatch, match="embedded by hash:64, the settings name hash:8"):
        ask(Engine(Library(home), HashEmbedder(8)), "vouchers")


odd = st.text(max_size=40) | st.text(st.characters(categories=["Cs"]), min_size=1, max_size=3)


@given(text=odd)
def test_any_text_is_a_question(reading: Engine, text: str) -> None:
    hits = ask(reading, text, 3)
    assert len(hits) == (3 if text.strip() else 0)
    for hit in hits:
        assert all(0 <= span.start < span.end <= len(hit.passage.text) for span in hit.words)


# Modes and evidence


def test_by_words_alone_only_what_shares_a_word_answers(reading: Engine) -> None:
    hits = ask(reading, "voucher", mode=Mode.LEXICAL)
    assert places(hits) == [("c", 2), ("b", 1), ("a", 1)]
    assert [hit.lexical.rank for hit in hits] == [1, 2, 3]
    assert {hit.dense for hit in hits} == {Evidence()}
    assert ask(reading, "zebra", mode=Mode.LEXICAL) == []


def test_by_words_alone_no_model_is_asked(home: Path) -> None:
    embedder = HashEmbedder()
    engine = Engine(Library(home), embedder)
    ask(engine, "voucher", mode=Mode.LEXICAL)
    assert embedder.calls == 0
    ask(engine, "voucher")
    assert embedder.calls == 1


def test_by_meaning_alone_the_cosine_orders(reading: Engine) -> None:
    text = "vouchers for firms"
    hits = ask(reading, text, 8, mode=Mode.DENSE)
    embedder = HashEmbedder()
    asked = embedder.encode([text])[0].astype(float)
    for rank, hit in enumerate(hits, 1):
        cosine = float(embedder.encode([hit.passage.text])[0].astype(float) @ asked)
        assert hit.dense == Evidence(rank, round(cosine, 6))
        assert hit.lexical == Evidence()


def test_a_mixed_hit_carries_the_evidence_of_both(reading: Engine) -> None:
    text = "vouchers for designers"
    mixed = {hit.passage.id: hit for hit in ask(reading, text, 8)}
    for hit in ask(reading, text, 8, mode=Mode.DENSE):
        assert mixed[hit.passage.id].dense == hit.dense
    found = {hit.passage.id: hit for hit in ask(reading, text, 8, mode=Mode.LEXICAL)}
    for id, hit in mixed.items():
        assert hit.lexical == (found[id].lexical if id in found else Evidence())


def test_what_only_the_words_brought_has_a_cosine_and_no_rank(
    library: Library, embedder: HashEmbedder
) -> None:
    put(library, "near", ["alpha beta"] * 150, language="de")
    put(library, "far", ["alpha gamma zebra"], language="de")
    put(library, "last", [" ".join(["zebra", *(f"x{at}" for at in range(40))])], language="de")
    hit = ask(Engine(library, embedder), "alpha beta zebra", 1)[0]
    assert hit.study.id == "far"
    assert hit.lexical.rank == 1
    assert hit.dense.rank is None
    asked, passage = embedder.encode(["alpha beta zebra", hit.passage.text]).astype(float)
    assert hit.dense.score == round(float(asked @ passage), 6)


# Ties and twins (law 3)


def test_the_same_words_in_two_studies_count_twice_and_the_first_comes_first(
    library: Library, embedder: HashEmbedder
) -> None:
    for id in "zyx":
        put(library, id, ["the same words"] * 2, title="Same")
    hits = ask(Engine(library, embedder), "same words")
    assert places(hits) == [(id, page) for id in "zyx" for page in (1, 2)]
    assert [hit.passage.id for hit in hits] == [1, 2, 3, 4, 5, 6]
    assert len({hit.score for hit in hits}) == 1


# One hit a study


def test_by_study_each_study_answers_with_its_best_passage(reading: Engine) -> None:
    plain = ask(reading, "vouchers for culture", 8)
    best: dict[str, Hit] = {}
    for hit in plain:
        best.setdefault(hit.study.id, hit)
    grouped = ask(reading, "vouchers for culture", 3, by_study=True)
    assert [hit.passage for hit in grouped] == [hit.passage for hit in list(best.values())[:3]]
    assert [hit.rank for hit in grouped] == [1, 2, 3]


def test_by_study_a_long_study_does_not_hide_the_others(
    library: Library, embedder: HashEmbedder
) -> None:
    put(library, "long", ["vouchers for firms"] * 450)
    for at in range(6):
        put(library, f"other{at}", [f"culture {at}"])
    hits = ask(Engine(library, embedder), "vouchers for firms", 7, by_study=True)
    assert hits[0].study.id == "long"
    assert {hit.study.id for hit in hits} == {"long", *(f"other{at}" for at in range(6))}


# Filters come before ranking


@every_mode
@every_engine
def test_a_narrow_filter_still_gives_k_hits(tmp_path: Path, name: str, mode: Mode) -> None:
    with Library(tmp_path) as library:
        put(library, "loud", ["vouchers for firms"] * 400, topics=("loud",))
        put(library, "quiet", [f"a word on vouchers, page {at}" for at in range(12)], topics=("q",))
        engine = Engine(library, HashEmbedder(), name)
        hits = ask(engine, "vouchers for firms", mode=mode, topics=("q",))
        assert len(hits) == 10
        assert {hit.study.id for hit in hits} == {"quiet"}
        assert ask(engine, "vouchers for firms", mode=mode, topics=("none",)) == []


KNOWN: dict[str, dict[str, Any]] = {
    "a": {"language": "bg", "countries": ("BG",), "year_from": 2010, "year_to": 2012},
    "b": {"language": "sk", "countries": ("SK",), "year_from": 2012, "publisher": "P"},
    "c": {"language": "", "topics": ("t",), "organisations": ("P",)},
    "d": {"language": "en", "countries": ("SK", "BG"), "year_from": 2013},
}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Library(tmp_path_factory.mktemp("labelled")) as library:
        for id, known in KNOWN.items():
            put(library, id, ["voucher one", "voucher two"], **known)
        yield Engine(library, HashEmbedder())


@every_mode
@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"languages": ("bg",)}, "a"),
        ({"languages": ("sk",)}, "b"),
        ({"languages": ("",)}, "c"),
        ({"languages": ("sk", "en")}, "bd"),
        ({"countries": ("BG",)}, "ad"),
        ({"publishers": ("P",)}, "bc"),
        ({"studies": ("a", "c")}, "ac"),
        ({"topics": ("t",)}, "c"),
        ({"year_from": 2012, "year_to": 2012}, "ab"),
        ({"countries": ("SK",), "languages": ("en",)}, "d"),
        ({"countries": ("SK",), "languages": ("bg",)}, ""),
    ],
)
def test_every_mode_keeps_to_the_filter(
    labelled: Engine, mode: Mode, asked: dict[str, Any], wanted: str
) -> None:
    hits = ask(labelled, "voucher", mode=mode, **asked)
    assert sorted(places(hits)) == [(id, page) for id in wanted for page in (1, 2)]


def test_coverage_is_of_the_filter(labelled: Engine) -> None:
    query = Query("voucher", filter=Filter(countries=("BG",)))
    assert labelled.coverage(query) == Coverage(2, 4, 0, 4)


# A removed study is gone (law 5)


@every_mode
def test_a_removed_study_is_gone_and_its_places_go_to_others(engine: Engine, mode: Mode) -> None:
    text = "vouchers for firms and culture"
    before = ask(engine, text, 3, mode=mode)
    engine.library.remove(before[0].study.id)
    after = ask(engine, text, 3, mode=mode)
    assert before[0].study.id not in {hit.study.id for hit in after}
    assert len(after) == 3


REMOVE = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from search.library import Library
with Library(Path({home!r})) as library, library.writing():
    library.remove({id!r})
"""


@pytest.mark.parametrize("process", [False, True])
def test_a_study_removed_by_somebody_else_is_gone_at_once(engine: Engine, process: bool) -> None:
    assert ask(engine, "vouchers", 1)[0].study.id == "c"
    home = engine.library.home
    if process:
        script = REMOVE.format(root=str(ROOT), home=str(home), id="c")
        subprocess.run([sys.executable, "-c", script], check=True)
    else:
        Library(home).remove("c")
    hits = ask(engine, "vouchers", 6)
    assert len(hits) == 6
    assert {hit.study.id for hit in hits} == {"a", "b", "d"}


def test_a_replaced_study_answers_with_its_new_words(engine: Engine) -> None:
    assert ask(engine, "vouchers", 1)[0].study.id == "c"
    put(engine.library, "c", ["zebra"], sha256=sha256("again"))
    assert places(ask(engine, "vouchers", 2)) == [("b", 1), ("a", 1)]
    assert places(ask(engine, "zebra", 1)) == [("c", 1)]


def test_a_new_study_answers_at_once(engine: Engine) -> None:
    ask(engine, "zebra")
    put(Library(engine.library.home), "e", ["a zebra"])
    assert places(ask(engine, "zebra", 1)) == [("e", 1)]


# The same question has the same answer (law 9)

PRINT = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from search.engine import Engine
from search.library import Library
from search.records import Mode, Query
from support import HashEmbedder
engine = Engine(Library(Path({home!r})), HashEmbedder())
for mode in Mode:
    for text in ("vouchers for culture", "Gutscheine", "firms in the north"):
        print(engine.search(Query(text, mode=mode)))
"""


def test_the_answer_is_the_same_twice_and_in_another_process(engine: Engine) -> None:
    asked = [
        (mode, text)
        for mode in Mode
        for text in ("vouchers for culture", "Gutscheine", "firms in the north")
    ]
    here = "".join(f"{ask(engine, text, mode=mode)}\n" for mode, text in asked)
    assert "".join(f"{ask(engine, text, mode=mode)}\n" for mode, text in asked) == here
    home = str(engine.library.home)
    script = PRINT.format(root=str(ROOT), tests=str(Path(__file__).parent), home=home)
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed}
        there = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, text=True, check=True, encoding="utf-8",
            env=environment | {"PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        assert there.stdout == here


@every_engine
def test_the_answer_does_not_tell_how_the_library_came_to_be(tmp_path: Path, name: str) -> None:
    with Library(tmp_path / "straight") as straight, Library(tmp_path / "winding") as winding:
        for id, texts in TEXTS.items():
            put(straight, id, texts)
        engine = Engine(winding, HashEmbedder(), name)
        for id, texts in TEXTS.items():
            put(winding, id, ["vouchers of another kind", "culture"], sha256=sha256(f"old {id}"))
            put(winding, "gone", ["vouchers for culture"] * 3)
            ask(engine, "vouchers")
            put(winding, id, texts)
            winding.remove("gone")
            ask(engine, "vouchers")
        plain = Engine(straight, HashEmbedder(), name)
        for mode in Mode:
            found = ask(engine, "vouchers for culture", mode=mode)
            assert unplaced(found) == unplaced(ask(plain, "vouchers for culture", mode=mode))


def test_lost_indexes_change_no_answer(engine: Engine) -> None:
    put(engine.library, "e", ["vouchers again", "and again"])
    engine.library.remove("a")
    before = [ask(engine, "vouchers for culture", mode=mode) for mode in Mode]
    shutil.rmtree(engine.library.indexes)
    assert [ask(engine, "vouchers for culture", mode=mode) for mode in Mode] == before
    again = Engine(engine.library, HashEmbedder())
    assert [ask(again, "vouchers for culture", mode=mode) for mode in Mode] == before


# Threads


def test_threads_ask_while_the_library_changes(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    wrong: list[object] = []
    done = threading.Event()

    def keep_asking() -> None:
        try:
            while not done.is_set():
                hits = ask(engine, "vouchers for firms", 8)
                if len(hits) != 8:
                    wrong.append(hits)
        except Exception as error:
            wrong.append(error)
        engine.library.close()

    askers = [threading.Thread(target=keep_asking) for _ in range(3)]
    with caplog.at_level(logging.WARNING):
        for asker in askers:
            asker.start()
        for at in range(10):
            put(engine.library, "new", [f"vouchers {at}"] * 5, sha256=sha256(str(at)))
            if at % 4 == 3:
                engine.library.remove("new")
        done.set()
        for asker in askers:
            asker.join()
    assert wrong == []
    assert caplog.messages == []
