"""Confidence: bands on a scale that the library gives, drawn the same each time, kept beside it."""

from pathlib import Path

import pytest
from support import HashEmbedder, fill, make_passage, make_study, put

from search.asked import Asked
from search.asking.vocabulary import Notion, Vocabulary
from search.calibration import UNKNOWN, Reached, drawn, kept
from search.confidence import Scale, band, evidence, is_quoted
from search.engine import Engine
from search.records import Band, Evidence, Hit, Query

WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
GENERAL = Vocabulary(Notion(word, "", {"en": (word,)}, own=False) for word in WORDS)
NONE = Evidence()
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
    assert scale.nothing == pytest.approx(0.45 + 1.8 * 0.287, abs=0.01)
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


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Bakhshi Roper", True),
        ("the Roper and Bakhshi", True),
        ("vouchers by Bakhshi", True),
        ("Bakhshi Schneider", False),
        ("Bakhshi", False),
        ("17,267,986", True),
        ("17,267,987", False),
        ("10501", True),
        ("1050", False),
        ("of the", False),
    ],
)
def test_a_question_is_quoted_by_a_hit_that_holds_all_of_its_words(
    question: str, quoted: bool
) -> None:
    text = "A voucher (Bakhshi and Roper 2013) for 17,267,986 of 10501 people."
    others = [
        Hit(rank, 1.0, make_study("a"), make_passage("a", rank, words, language="en"), NONE, NONE)
        for rank, words in enumerate(("Roper on loans", text), start=1)
    ]
    assert is_quoted(Asked(question, language="en"), others) is quoted
    assert not is_quoted(Asked(question, language="en"), others[:1])


def test_what_one_passage_alone_says_is_found(tmp_path: Path) -> None:
    texts = {s: [f"The {s} scheme of {p}." for p in "abcde"] for s in SUBJECTS}
    texts["film"][0] = "A long list of other people, places and works, then bakhshi and roper."
    engine = Engine(fill(tmp_path, texts), HashEmbedder(), "memory")
    found = engine.answer(Query("bakhshi roper"))
    assert (found.nothing, found.hits[0].study.id) == (False, "film")
    assert engine.answer(Query("bakhshi zebra mustard")).nothing


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


def test_what_is_of_another_country_is_not_strong(tmp_path: Path) -> None:
    texts = {subject: [f"The {subject} scheme."] for subject in SUBJECTS}
    library = fill(tmp_path, texts)
    put(library, "ee", ["Estonia."], countries=("EE",))
    engine = Engine(library, HashEmbedder(), "memory")
    scale = Scale(0.1, 0.2)
    engine._scale = lambda: scale  # type: ignore[method-assign]
    assert engine.answer(Query("the museum scheme")).hits[0].band is Band.STRONG
    (best, *_) = engine.answer(Query("the museum scheme in Estonia")).hits
    assert (best.study.id, best.band) == ("museum", Band.PARTIAL)


@pytest.mark.parametrize("question", ["the of and", "a", "what was it"])
def test_words_that_stand_in_any_text_ask_nothing(wide: Engine, question: str) -> None:
    assert wide.answer(Query(question)).nothing


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
