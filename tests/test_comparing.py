"""Two kept runs against each other: kept and read, the test and the interval by hand."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from search import keeping
from search.comparing import compare, doubts
from search.errors import QuestionsError
from search.judged import Found, Judged
from search.keeping import Kept
from search.significance import interval, p_value


def found(id: str, value: float | None, documents: tuple[str, ...] = ("d 1", "d2")) -> Found:
    """A question whose one relevant document is "d 1"; without a value it has no answer."""
    qrels = {} if value is None else {"d 1": 2, "d2": 0}
    asked = Judged(id, f"What is {id}?", qrels, language="de", spoken=("en", "fr"), kind="fact")
    return Found(asked, documents, {} if value is None else {"nDCG@10": value, "R@1": 0.1})


def kept(values: Mapping[str, float], **about: str) -> Kept:
    return Kept(about, {id: {"R@1": value} for id, value in values.items()})


def test_a_run_that_is_a_list_is_no_run(tmp_path: Path) -> None:
    keeping.write(tmp_path, [found("q1", 0.5)], {})
    (tmp_path / "run.json").write_text("[1, 2]")
    with pytest.raises(QuestionsError, match="is no run that casebook evaluate --keep wrote"):
        keeping.read(tmp_path)


def test_a_measure_that_a_question_lacks_is_not_compared() -> None:
    first = Kept({}, {id: {"R@1": 0.5, "nDCG@10": 0.5} for id in ("q1", "q2")})
    second = Kept({}, {"q1": {"R@1": 1.0, "nDCG@10": 1.0}, "q2": {"nDCG@10": 0.0}})
    (one,) = compare(first, second)
    assert (one.measure, one.first, one.second) == ("nDCG@10", 0.5, 0.5)


def test_a_run_is_kept_and_read_again_to_the_last_digit(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "run"
    runs = [found("q 1", 1 / 3), found("q2", 0.0, ()), found("q3", None)]
    keeping.write(folder, runs, {"set": "tiny", "k": 10})
    assert (folder / "run.trec").read_text() == (
        "q_1 Q0 d_1 1 2 casebook\nq_1 Q0 d2 2 1 casebook\n"
        "q3 Q0 d_1 1 2 casebook\nq3 Q0 d2 2 1 casebook\n"
    )
    assert (folder / "qrels.trec").read_text() == (
        "q_1 0 d_1 2\nq_1 0 d2 0\nq2 0 d_1 2\nq2 0 d2 0\n"
    )
    assert json.loads((folder / "run.json").read_text()) == {"k": 10, "set": "tiny"}
    with (folder / "queries.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "id": "q 1",
        "question": "What is q 1?",
        "language": "de",
        "answers in": "en; fr",
        "kind": "fact",
        "nDCG@10": repr(1 / 3),
        "R@1": "0.1",
    }
    assert rows[2]["nDCG@10"] == ""
    read = keeping.read(folder)
    assert read.about == {"set": "tiny", "k": 10}
    assert read.measures == {
        "q 1": {"nDCG@10": 1 / 3, "R@1": 0.1},
        "q2": {"nDCG@10": 0.0, "R@1": 0.1},
    }


def test_what_is_no_run_is_refused_and_the_runs_below_are_named(tmp_path: Path) -> None:
    keeping.write(tmp_path / "given", [found("q", 1.0)], {})
    with pytest.raises(QuestionsError, match=r"is no run .* it holds the runs given: name one"):
        keeping.read(tmp_path)
    with pytest.raises(QuestionsError, match="is no run that casebook evaluate --keep wrote"):
        keeping.read(tmp_path / "none")
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(QuestionsError, match="can't be kept in"):
        keeping.write(file, [], {})


def test_runs_are_compared_over_the_questions_that_both_have() -> None:
    first = kept({"a": 0.0, "b": 0.5, "c": 1.0, "x": 1.0}, digest="1")
    second = kept({"a": 1.0, "b": 0.5, "c": 0.75, "y": 0.0}, digest="2")
    [one] = compare(first, second)
    assert (one.measure, one.questions, one.better, one.worse) == ("R@1", 3, 1, 1)
    assert (one.first, one.second, one.difference) == (0.5, 0.75, 0.25)
    # Of the eight ways to swap the pairs the mean difference is as far from 0 in four of eight:
    # ±(1 - 0.25) and ±(1 + 0.25), each with b, which changes nothing, both ways.
    assert one.p == 1.0
    assert (one.low, one.high) == (-0.25, 1.0)
    assert doubts(first, second) == [
        "2 questions are in one run alone and left out.",
        "The runs are of different sets or splits, or their judgements have changed.",
    ]
    assert doubts(first, first) == []


def test_runs_without_shared_questions_are_refused() -> None:
    with pytest.raises(QuestionsError, match="share 1 questions"):
        compare(kept({"a": 0.0, "b": 1.0}), kept({"a": 0.0}))


def test_the_test_is_exact_for_few_pairs_and_seeded_for_many() -> None:
    # Five pairs, all better by the same: 2 of 32 ways are as far from 0.
    assert p_value([0.0] * 5, [0.5] * 5) == pytest.approx(2 / 32)
    assert p_value([0.3] * 40, [0.3] * 40) == 1.0
    first, second = [0.0] * 60, [1.0] * 20 + [0.0] * 40
    many = p_value(first, second)
    assert many == p_value(first, second)
    assert many < 0.001
    even = [float(at % 2) for at in range(60)]
    assert p_value(even, even[::-1]) == 1.0


def test_the_interval_holds_the_difference_and_is_the_same_each_time() -> None:
    first, second = [0.0] * 100, [1.0] * 50 + [0.0] * 50
    # The mean of 100 tosses of a coin lies between 0.4 and 0.6 in 95 of 100 cases.
    assert list(interval(first, second)) == pytest.approx([0.4, 0.6], abs=0.011)
    assert interval(first, second) == interval(first, second)
    assert list(interval(second, first)) == pytest.approx([-0.6, -0.4], abs=0.011)
    assert interval([0.25] * 3, [0.5] * 3) == (0.25, 0.25)
