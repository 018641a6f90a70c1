"""Confidence: bands on a scale that the library gives, drawn the same each time, kept beside it."""

from pathlib import Path

import pytest
from support import HashEmbedder, fill, make_passage

from search.asking.vocabulary import Notion, Vocabulary
from search.calibration import UNKNOWN, Reached, drawn, kept
from search.confidence import Scale, band, evidence
from search.engine import Engine
from search.records import Band, Query

WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
GENERAL = Vocabulary(Notion(word, "", {"en": (word,)}, own=False) for word in WORDS)
SUBJECTS = ("voucher", "loan", "guarantee", "cluster", "design", "film", "museum", "tax")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0.0, Band.WEAK), (0.99, Band.WEAK), (1.0, Band.PARTIAL), (1.6, Band.STRONG)],
)
def test_a_strength_has_its_step(value: float, wanted: Band) -> None:
    assert band(value, Scale(nothing=1.0, strong=1.6)) is wanted


def test_the_evidence_of_a_question_is_the_mean_of_its_three_strongest_hits() -> None:
    assert evidence([0.5, 2.0, 1.0, 1.5, 0.1]) == pytest.approx(1.5)
    assert evidence([0.5, 1.0]) == pytest.approx(0.75)
    assert evidence([]) == 0.0


def test_the_scale_lies_between_nothing_and_a_librarys_own_words() -> None:
    text = "Seven regional vouchers helped small companies towards better products."
    passages = [make_passage("a", 1, text, language="en")] * 30
    asked: list[str] = []

    def reach(question: str, study: str) -> Reached:
        asked.append(question)
        return Reached(9.0, 2.0, 1.2) if study else Reached(0.1 * (len(asked) % 10), 9.0, 9.0)

    scale = drawn(reach, GENERAL, passages)
    assert scale.strong == pytest.approx(1.6)
    assert scale.nothing == pytest.approx(0.45 + 1.75 * 0.287, abs=0.01)
    assert set(asked[0].split()) < set(WORDS)
    assert asked[-1] == "Seven vouchers small better"


def test_little_is_known_of_a_small_library() -> None:
    passages = [make_passage("a", 1, "x", language="en")] * 3
    assert drawn(lambda question, study: Reached(9, 9, 9), GENERAL, passages) == UNKNOWN


def test_a_scale_is_kept_until_the_library_has_changed(tmp_path: Path) -> None:
    file, made = tmp_path / "scale.json", [Scale(0.2, 0.4), Scale(0.3, 0.5), Scale(0.1, 0.9)]
    assert kept(file, "model", 100, lambda: made.pop()) == Scale(0.1, 0.9)
    assert kept(file, "model", 109, lambda: made.pop()) == Scale(0.1, 0.9)
    assert kept(file, "model", 200, lambda: made.pop()) == Scale(0.3, 0.5)
    assert kept(file, "other", 200, lambda: made.pop()) == Scale(0.2, 0.4)
    file.write_text("{")
    assert kept(file, "other", 200, lambda: Scale(0.0, 1.0)) == Scale(0.0, 1.0)


@pytest.fixture
def wide(tmp_path: Path) -> Engine:
    library = fill(tmp_path, {s: [f"The {s} scheme of {p}." for p in "abcde"] for s in SUBJECTS})
    return Engine(library, HashEmbedder(), "memory")


def test_an_answer_is_strong_and_nonsense_is_nothing(wide: Engine) -> None:
    found = wide.answer(Query("the museum scheme"))
    assert (found.nothing, found.hits[0].study.id) == (False, "museum")
    assert found.hits[0].band is not Band.WEAK
    lost = wide.answer(Query("purple staircase bicycle mustard"))
    assert lost.nothing
    assert lost.hits == () or {hit.band for hit in lost.hits} == {Band.WEAK}


def test_a_name_that_no_hit_mentions_is_told(wide: Engine) -> None:
    found = wide.answer(Query("the museum scheme of Korea"))
    assert (found.nothing, found.unmet) == (True, ("Korea",))
    assert found.hits[0].study.id == "museum"


def test_a_name_and_a_year_that_no_study_holds_together_are_told(tmp_path: Path) -> None:
    texts = {subject: [f"The {subject} scheme."] for subject in SUBJECTS}
    texts |= {"museum": ["The museum scheme of Korea."], "film": ["The museum scheme in 2019."]}
    library = fill(tmp_path, texts)
    engine = Engine(library, HashEmbedder(), "memory")
    found = engine.answer(Query("the museum scheme of Korea in 2019"))
    assert (found.nothing, found.unmet, found.apart) == (True, (), ("Korea", "2019"))
    assert engine.answer(Query("the museum scheme of Korea")).apart == ()


def test_a_hit_a_study_is_one_of_each(wide: Engine) -> None:
    alone = wide.search(Query("museum scheme", k=6, by_study=True))
    assert len({hit.study.id for hit in alone}) == len(alone) == 6
