"""Judged questions asked: documents in the order they are met, measures, languages, failures."""

from math import log2

import pytest
from support import HashEmbedder, put

from search import judged
from search.engine import Engine
from search.evaluate import HITS, Question, measured, to_depth
from search.judged import Expected, Found, How, Judged
from search.library import Library
from search.records import Filter, Mode

VOUCHER = "one voucher paid four thousand pounds to a small firm in Manchester for design work"


@pytest.fixture
def engine(library: Library) -> Engine:
    put(library, "en1", ["a bridge of stone", VOUCHER])
    put(library, "en2", ["the loan was refused by every bank in the city", "a bridge of steel"])
    put(library, "de", ["die Bank hat den Kredit nicht vergeben"], language="de")
    return Engine(library, HashEmbedder())


PAGES = How(judged.page_of, mode=Mode.LEXICAL, measures=HITS)
STUDIES = How(judged.study_of, by_study=True, mode=Mode.LEXICAL)


def test_pages_are_named_and_measured_with_and_without_their_document(engine: Engine) -> None:
    asked = Judged("q", "bridge", {"en2#2": 1})
    given = Judged("g", "bridge", {"en2#2": 1}, filter=Filter(studies=("en2",)))
    [anywhere, within] = judged.run(engine, [asked, given], PAGES)
    assert set(anywhere.documents) == {"en1#1", "en2#2"}
    assert within.documents == ("en2#2",)
    assert within.measures == {"Success@1": 1, "Success@5": 1, "Success@10": 1, "RR@10": 1}


def test_a_place_that_says_the_same_comes_after_the_hit_that_it_is_folded_under(
    library: Library, engine: Engine
) -> None:
    put(library, "twin", [VOUCHER])
    [found] = judged.run(engine, [Judged("q", "voucher Manchester", {"twin": 1})], STUDIES)
    assert found.documents == ("en1", "twin")
    assert found.measures["nDCG@10"] == pytest.approx(1 / log2(3))
    assert not found.failed


def test_a_question_that_studies_answer_names_their_places_and_its_kind() -> None:
    asked = judged.of_studies(Question("1", "de", "fact", "Wer?", ("a", "b"), "Jeder"))
    qrels, places = {"a": 1, "b": 1}, (Expected("a"), Expected("b"))
    assert asked == Judged("1", "Wer?", qrels, places, "de", kind="fact")
    assert not judged.of_studies(Question("2", "en", "none", "Who?", ())).answerable


def test_a_question_without_an_answer_has_no_measures_and_does_not_fail(engine: Engine) -> None:
    done: list[int] = []
    asked = [
        Judged("1", "bridge", {}),
        Judged("2", "zebra", {"en1": 1}),
        Judged("3", "refused", {"x": 0}),
    ]
    found = judged.run(engine, asked, STUDIES, done.append)
    assert [one.measures.get("R@10") for one in found] == [None, 0.0, None]
    assert [one.failed for one in found] == [False, True, False]
    assert [one.documents for one in found][1:] == [(), ("en2",)]
    assert done == [1, 1, 1]
    assert [(one.name, one.questions) for one in judged.groups(found)] == [("all", 1)]


def result(kind: str, language: str, spoken: tuple[str, ...], value: float) -> Found:
    asked = Judged(kind + language, "?", {"d": 1}, (Expected("d"),), language, spoken, kind=kind)
    return Found(asked, (), {"R@1": value})


def test_means_are_over_all_by_kind_and_by_pair_of_languages() -> None:
    found = [
        result("fact", "de", ("en",), 1.0),
        result("fact", "de", ("en", "de"), 0.5),
        result("theme", "", ("",), 0.0),
    ]
    groups = [(one.name, one.questions, one.means["R@1"]) for one in judged.groups(found)]
    assert groups == [("all", 3, 0.5), ("fact", 2, 0.75), ("theme", 1, 0.0)]
    pairs = [(one.name, one.questions, one.means["R@1"]) for one in judged.pairs(found)]
    assert pairs == [("de → en", 2, 0.75), ("? → ?", 1, 0.0), ("de → de", 1, 0.5)]
    assert judged.pairs([]) == []


def test_a_language_that_cant_be_told_is_said_so() -> None:
    assert judged.told("Wer konnte den Kreativgutschein in Bayern beantragen?") == "de"
    assert judged.told("FAME") == "?"


def test_measures_follow_grades_and_depth() -> None:
    qrels = {"q": {"good": 3, "fair": 1, "bad": 0}}
    best = measured(qrels, {"q": ["good", "fair"]})["q"]
    worse = measured(qrels, {"q": ["bad", "fair", "good"]})["q"]
    assert best["nDCG@10"] == 1.0
    gain = (1 / log2(3) + 3 / log2(4)) / (3 + 1 / log2(3))
    assert worse["nDCG@10"] == pytest.approx(gain)
    assert worse["RR@10"] == 0.5
    assert measured({"q": {"bad": 0}}, {"q": ["bad"]}) == {}
    deep = measured(
        qrels, {"q": ["x"] * 0 + [f"x{at}" for at in range(15)] + ["good"]}, to_depth(20)
    )
    assert deep["q"]["R@20"] == 0.5
    assert [str(one) for one in to_depth(10)] == ["nDCG@10", "R@1", "R@5", "R@10", "RR@10"]
