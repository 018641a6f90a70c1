"""What people said of hits: kept by place, outliving what becomes of the study, and taken out."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support import HashEmbedder, put

from search import beir, judged, judgements, qrels
from search.engine import Engine
from search.errors import QuestionsError
from search.judged import How
from search.judgement_set import judgement_set, question_id
from search.judgements import DOWN, UP, Judgement
from search.library import Library
from search.records import Passage
from search.standing import Linked, Standing, standing, stood

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
VOUCHER = "each voucher paid four thousand pounds"


def passage(library: Library, study: str, page: int = 1) -> Passage:
    return next(one for one in library.passages_of(study) if one.page == page)


def say(library: Library, question: str, study: str, grade: int = UP, page: int = 1) -> Judgement:
    made = judgements.judged(question, passage(library, study, page), grade, NOW)
    library.judge(made)
    return made


def test_a_judgement_is_kept_whole(library: Library) -> None:
    put(library, "a", [VOUCHER])
    made = say(library, "  What did\none pay? ", "a", 2)
    assert library.judgements() == [made]
    assert made == Judgement(
        "What did one pay?",
        "a",
        1,
        0,
        len(VOUCHER),
        judgements.words_hash(VOUCHER),
        2,
        "2026-11-22T12:30:00+00:00",
    )
    assert made.name == f"a#1:0-{len(VOUCHER)}"


def test_a_later_judgement_of_a_place_takes_the_place_of_an_earlier(library: Library) -> None:
    put(library, "a", [VOUCHER, "no loan"])
    say(library, "q", "a", UP)
    say(library, "q", "a", DOWN)
    say(library, "q", "a", UP, page=2)
    say(library, "other", "a", UP)
    assert [(one.page, one.grade) for one in library.judgements("q")] == [(1, DOWN), (2, UP)]
    assert library.forget_judgement(" q ", passage(library, "a")) == 1
    assert library.forget_judgement("q", passage(library, "a")) == 0
    assert [(one.question, one.page) for one in library.judgements()] == [("other", 1), ("q", 2)]


def test_a_judgement_changes_nothing_that_can_be_found(library: Library) -> None:
    put(library, "a", [VOUCHER])
    generation = library.generation
    say(library, "q", "a")
    assert library.generation == generation


def where(library: Library) -> list[tuple[Standing, int, int]]:
    placed = standing(library, library.judgements())
    return [(one.standing, one.judgement.page, one.judgement.start) for one in placed]


def test_a_judgement_outlives_what_becomes_of_its_study(library: Library) -> None:
    put(library, "a", [VOUCHER])
    say(library, "q", "a")
    assert where(library) == [(Standing.THERE, 1, 0)]
    put(library, "a", [VOUCHER.replace(" paid ", "\npaid ")])
    assert where(library) == [(Standing.THERE, 1, 0)]
    put(library, "a", ["a new cover", "a preface", VOUCHER])
    assert where(library) == [(Standing.MOVED, 3, 0)]
    put(library, "a", ["something else"])
    assert where(library) == [(Standing.CHANGED, 1, 0)]
    library.remove("a")
    assert where(library) == [(Standing.GONE, 1, 0)]
    put(library, "a", [VOUCHER])
    assert where(library) == [(Standing.THERE, 1, 0)]


def filled(library: Library) -> None:
    put(library, "a", [VOUCHER])
    put(library, "b", ["a voucher for a loan of the bank"])
    put(library, "gone", ["a voucher that went"])
    put(library, "other", ["a voucher that will be written anew"])
    say(library, "voucher", "a", 3)
    say(library, "voucher", "b", DOWN)
    say(library, "voucher", "gone", UP)
    say(library, "voucher", "other", UP)
    say(library, "bridge", "b", DOWN)
    library.remove("gone")
    put(library, "other", ["nothing of the kind"])


def test_judgements_are_a_question_set_of_what_still_stands(library: Library) -> None:
    filled(library)
    made = judgement_set(library)
    assert [(one.text, len(one.qrels)) for one in made.questions] == [("bridge", 1), ("voucher", 2)]
    assert made.questions[1].qrels == {f"a#1:0-{len(VOUCHER)}": 3, "b#1:0-32": 0}
    assert made.notes == (
        "1 judgement of a study that is gone, left out.",
        "1 judgement of words that are no longer there, left out.",
    )
    engine = Engine(library, HashEmbedder())
    [bridge, voucher] = judged.run(engine, made.questions, How(made.name))
    assert bridge.measures == {}
    assert set(voucher.documents[:2]) == {"b#1:0-32", f"a#1:0-{len(VOUCHER)}"}
    assert voucher.measures["R@5"] == 1.0


def test_a_passage_that_is_cut_otherwise_still_meets_the_place(library: Library) -> None:
    put(library, "a", [VOUCHER])
    whole = passage(library, "a")
    library.judge(judgements.judged("voucher", Passage("a", 1, 5, 12, VOUCHER[5:12]), UP, NOW))
    [question] = judgement_set(library).questions
    [found] = judged.run(
        Engine(library, HashEmbedder()), [question], How(judgement_set(library).name)
    )
    assert found.documents == ("a#1:5-12",)
    assert found.measures["RR@10"] == 1.0
    assert not library.judgements()[0].meets(Passage("a", 1, 12, 20, "x"))
    assert not library.judgements()[0].meets(Passage("a", 2, 0, 20, "x"))
    assert library.judgements()[0].meets(whole)


def test_nothing_judged_is_said(library: Library) -> None:
    with pytest.raises(QuestionsError, match="Nobody has judged a hit yet"):
        judgement_set(library)


def test_judgements_are_written_out_as_a_set_that_can_be_read(
    library: Library, tmp_path: Path
) -> None:
    filled(library)
    folder = tmp_path / "out"
    notes = qrels.write(folder, library, standing(library, library.judgements()))
    assert notes == [
        f"{folder}: 2 questions, 3 judged places.",
        "1 judgement of a study that is gone, left out.",
        "1 judgement of words that are no longer there, left out.",
    ]
    read = beir.read(folder)
    bridge, voucher = question_id("bridge"), question_id("voucher")
    assert read.queries == {bridge: "bridge", voucher: "voucher"}
    assert read.qrels[voucher] == {f"a#1:0-{len(VOUCHER)}": 3, "b#1:0-32": 0}
    texts = {one.id: (one.title, one.text) for one in read.documents}
    assert texts[f"a#1:0-{len(VOUCHER)}"] == ("A", VOUCHER)
    assert len(texts) == 3
    trec = (folder / "qrels.trec").read_text().splitlines()
    assert f"{voucher} 0 a#1:0-{len(VOUCHER)} 3" in trec
    lines = (folder / "queries.jsonl").read_text().splitlines()
    assert json.loads(lines[0]) == {"_id": bridge, "text": "bridge"}
    with pytest.raises(QuestionsError, match="can't be written"):
        qrels.write(folder / "queries.jsonl", library, [])


def test_a_link_that_ends_before_it_begins_is_not_looked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, "a", [VOUCHER])
    looked: list[int] = []
    monkeypatch.setattr("search.standing._cuts", lambda text, at: looked.append(at))
    [found] = stood(library, [Linked("a", 1, 100_000, 0, "00000000")])
    assert (found.standing, looked) == (Standing.CHANGED, [])
