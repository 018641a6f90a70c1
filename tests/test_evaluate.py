"""Measures, by hand and by the yardstick; question files."""

from math import log2
from pathlib import Path

import pytest
from support import HashEmbedder, fill

from search import judged
from search.engine import Engine
from search.errors import QuestionsError
from search.evaluate import Question, read
from search.judged import Found, How
from search.library import Library
from search.records import Mode

HEADER = "id,language,type,question,studies,expected\n"
NDCG, R1, R5, R10, RR = "nDCG@10", "R@1", "R@5", "R@10", "RR@10"


def question(id: str, text: str, *studies: str, language: str = "en", type: str = "x") -> Question:
    return Question(id, language, type, text, studies)


def _fillers(count: int) -> list[str]:
    """Words that no other study has: two that say the same would be folded."""
    return [f"filler{count}x{place}" for place in range(count)]


@pytest.fixture
def engine(library: Library) -> Engine:
    texts = {f"s{at:02}": [" ".join(["voucher"] * (13 - at) + _fillers(at))] for at in range(13)}
    fill(library.home, texts)
    return Engine(library, HashEmbedder())


def measured(engine: Engine, *questions: Question, mode: Mode = Mode.DENSE) -> list[Found]:
    asked = [judged.of_studies(one) for one in questions]
    return judged.run(engine, asked, How(judged.study_of, by_study=True, mode=mode))


def test_the_studies_found_are_listed_best_first(engine: Engine) -> None:
    [answer] = measured(engine, question("q", "voucher", "s00"))
    assert answer.documents == tuple(f"s{at:02}" for at in range(10))


@pytest.mark.parametrize(
    ("studies", "wanted"),
    [
        (("s00",), {NDCG: 1, R1: 1, R5: 1, R10: 1, RR: 1}),
        (("s02",), {NDCG: 1 / log2(4), R1: 0, R5: 1, R10: 1, RR: 1 / 3}),
        (("s09",), {NDCG: 1 / log2(11), R1: 0, R5: 0, R10: 1, RR: 1 / 10}),
        (("s10",), {NDCG: 0, R1: 0, R5: 0, R10: 0, RR: 0}),
        (
            ("s01", "s05"),
            {
                NDCG: (1 / log2(3) + 1 / log2(7)) / (1 + 1 / log2(3)),
                R1: 0,
                R5: 0.5,
                R10: 1,
                RR: 0.5,
            },
        ),
        (("s00", "s12"), {NDCG: 1 / (1 + 1 / log2(3)), R1: 0.5, R5: 0.5, R10: 0.5, RR: 1}),
        (("never",), {NDCG: 0, R1: 0, R5: 0, R10: 0, RR: 0}),
    ],
)
def test_measures_are_those_computed_by_hand(
    engine: Engine, studies: tuple[str, ...], wanted: dict[str, float]
) -> None:
    [answer] = measured(engine, question("q", "voucher", *studies))
    assert answer.measures == pytest.approx(wanted)


def test_a_question_without_hits_scores_nought(library: Library, engine: Engine) -> None:
    asked = question("1", "zebra", "s00"), question("2", "voucher", "s00")
    answers = measured(engine, *asked, mode=Mode.LEXICAL)
    assert answers[0].documents == ()
    assert answers[0].measures == {NDCG: 0, R1: 0, R5: 0, R10: 0, RR: 0}
    assert answers[1].measures[R10] == 1
    assert judged.groups(answers)[0].means[R10] == 0.5


def test_a_question_without_an_answer_has_no_measures_and_no_part_in_a_mean(engine: Engine) -> None:
    answers = measured(engine, question("1", "voucher"), question("2", "voucher", "s01"))
    assert answers[0].measures == {}
    assert len(answers[0].documents) == 10
    assert [(one.questions, one.means[RR]) for one in judged.groups(answers)] == [(1, 0.5)]
    assert measured(engine, question("1", "voucher"))[0].measures == {}


def test_means_are_over_all_and_by_type(engine: Engine) -> None:
    answers = measured(
        engine,
        question("1", "voucher", "s00", type="fact"),
        question("2", "voucher", "s01", type="fact"),
        question("3", "voucher", "s03", type="theme"),
    )
    assert [(one.name, one.questions, one.means[RR]) for one in judged.groups(answers)] == [
        ("all", 3, pytest.approx((1 + 0.5 + 0.25) / 3)),
        ("fact", 2, 0.75),
        ("theme", 1, 0.25),
    ]


def test_nothing_asked_has_no_mean() -> None:
    assert [(one.name, one.questions, one.means) for one in judged.groups([])] == [("all", 0, {})]


# Files


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "questions.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_questions_are_read(tmp_path: Path, encoding: str) -> None:
    rows = '1,de,fact,"Was kostet es, für alle?",a; b ;,25 %\n2,en,none,Who?,,\n'
    assert read(saved(tmp_path, HEADER + rows, encoding)) == [
        Question("1", "de", "fact", "Was kostet es, für alle?", ("a", "b"), "25 %"),
        Question("2", "en", "none", "Who?", (), ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,question\n1,Who?\n", "line 2: a column is missing; wanted id, language, type, quest"),
        (HEADER + "1,en,fact,Who?,a,\n2,en\n", "line 3: a column is missing"),
        (HEADER + "1,en,x,Who?,a,\n1,en,x,What?,b,\n", "line 3: the id '1' is taken already"),
        (HEADER + f"1,en,x,{'x' * 200_000},a,\n", r"can't be read \(field larger"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(QuestionsError, match=said):
        read(saved(tmp_path, text))


def test_a_file_that_cant_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match=r"none\.csv can't be read \(.*No such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(QuestionsError, match="give a CSV in UTF-8"):
        read(saved(tmp_path, HEADER + "1,fr,x,Où?,a,\n", "latin-1"))


def test_the_bundled_questions_are_read() -> None:
    questions = read(Path(__file__).parents[1] / "corpus" / "questions.csv")
    assert len({question.id for question in questions}) == len(questions) >= 40
    assert all(question.text and question.language and question.type for question in questions)
