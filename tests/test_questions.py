"""The bundled questions and their answers: every quote stands on the page that it names."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest.pdf import read
from search import evaluate
from search.evaluate import Question

CORPUS = Path(__file__).parents[1] / "corpus"
SHORTEST, LONGEST = 30, 200
LANGUAGES = {"en", "de", "fr", "es", "it", "fi", "nl", "ca", "pl"}
ANSWERABLE = {"factual", "paraphrase", "how", "comparative", "multi", "acronym", "typo", "conflict"}
UNANSWERABLE = {"none", "none-near"}

each_file = pytest.mark.parametrize("file", ["questions.csv", "questions-more.csv"])


@cache
def rows(file: str) -> list[dict[str, str]]:
    with (CORPUS / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@cache
def questions(file: str) -> list[Question]:
    return evaluate.read(CORPUS / file)


@cache
def pages(study: str) -> list[str]:
    """The text of each page as the product reads it, white space collapsed."""
    return [plain(page.glyphs.text) for page in read(CORPUS / f"{study}.pdf").pages]


@cache
def studies() -> set[str]:
    return {row["file"].removesuffix(".pdf") for row in rows("catalogue.csv")}


def plain(text: str) -> str:
    return " ".join(text.split())


@each_file
def test_columns_and_types_are_those_of_evaluate(file: str) -> None:
    columns = ["id", "language", "type", "question", "studies", "expected"]
    assert {tuple(row) for row in rows(file)} == {tuple(columns)}
    assert all(isinstance(value, str) for row in rows(file) for value in row.values())
    for question in questions(file):
        wanted = ANSWERABLE if question.studies else UNANSWERABLE
        assert question.type in wanted, question
        assert question.language in LANGUAGES, question
        assert question.text == plain(question.text) != "", question
        assert question.expected, question


@each_file
def test_every_study_named_is_in_the_catalogue(file: str) -> None:
    named = {study for question in questions(file) for study in question.studies}
    assert named - studies() == set()
    assert all(len(set(one.studies)) == len(one.studies) for one in questions(file))


def test_no_question_is_asked_twice() -> None:
    both = questions("questions.csv") + questions("questions-more.csv")
    assert len({question.id for question in both}) == len(both)
    assert len({question.text.casefold() for question in both}) == len(both)


def test_the_held_out_questions_are_as_many_and_as_wide_as_meant() -> None:
    held_out = questions("questions-more.csv")
    answerable = [question for question in held_out if question.studies]
    types = Counter(question.type for question in held_out)
    assert (len(answerable), types["none"], types["none-near"]) == (60, 20, 20)
    assert [question.id for question in answerable] == [f"M{n:02d}" for n in range(1, 61)]
    assert sum(question.language == "en" for question in answerable) == 34
    assert {question.language for question in answerable} == LANGUAGES
    assert len({study for question in answerable for study in question.studies}) >= 40


# The answers


def test_every_quote_is_on_its_page() -> None:
    missing = [
        row
        for row in rows("answers.csv")
        if row["quote"] not in pages(row["study"])[int(row["page"]) - 1]
    ]
    assert missing == []


def test_answers_are_well_formed() -> None:
    answers = rows("answers.csv")
    assert {tuple(row) for row in answers} == {("question", "study", "page", "quote")}
    for row in answers:
        assert row["study"] in studies(), row
        assert 1 <= int(row["page"]) <= len(pages(row["study"])), row
        assert SHORTEST <= len(row["quote"]) <= LONGEST, row
        assert row["quote"] == plain(row["quote"]), row
    assert len({tuple(row.values()) for row in answers}) == len(answers)


def test_every_study_that_a_question_names_has_an_answer_and_no_other_question_has_one() -> None:
    answered = {(row["question"], row["study"]) for row in rows("answers.csv")}
    both = questions("questions.csv") + questions("questions-more.csv")
    named = {(question.id, study) for question in both for study in question.studies}
    assert named - answered == set()
    answerable = {question.id for question in both if question.studies}
    assert {question for question, _ in answered} == answerable
