"""Confidence: bands on a scale that the library gives, drawn the same each time, kept beside it."""

from pathlib import Path

import pytest
from support import HashEmbedder, fill, make_passage

from search.asking.vocabulary import Notion, Vocabulary
from search.calibration import UNKNOWN, drawn, kept
from search.confidence import Scale, band
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


def test_the_scale_lies_between_nothing_and_a_librarys_own_words() -> None:
    text = "Seven regional vouchers helped small companies towards better products."
    passages = [make_passage("a", 1, text, language="en")] * 30
    asked: list[str] = []

    def reach(question: str, study: str) -> tuple[float, float]:
        asked.append(question)
        return (2.0, 1.2) if study else (0.1 * (len(asked) % 10), 0.0)

    scale = drawn(reach, GENERAL, passages)
    assert scale.strong == pytest.approx(1.6)
    assert 0.7 <= scale.nothing <= 0.8
    assert set(asked[0].split()) < set(WORDS)
    assert asked[-1] == "Seven vouchers small better"


def test_little_is_known_of_a_small_library() -> None:
    passages = [make_passage("a", 1, "x", language="en")] * 3
    assert drawn(lambda question, study: (9.0, 9.0), GENERAL, passages) == UNKNOWN


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


def test_one_study_has_five_hits_as_long_as_others_have_something_to_say(tmp_path: Path) -> None:
    texts = {"museum": [f"The museum scheme of {place}." for place in "abcdefgh"]}
    others = {subject: [f"The {subject} scheme."] for subject in SUBJECTS if subject != "museum"}
    with fill(tmp_path / "many", texts | others) as library:
        hits = Engine(library, HashEmbedder(), "memory").search(Query("museum scheme", k=10))
        assert sum(hit.study.id == "museum" for hit in hits) == 5
    with fill(tmp_path / "one", texts) as library:
        hits = Engine(library, HashEmbedder(), "memory").search(Query("museum scheme", k=8))
        assert len(hits) == 8


def test_a_hit_a_study_is_one_of_each(wide: Engine) -> None:
    alone = wide.search(Query("museum scheme", k=6, by_study=True))
    assert len({hit.study.id for hit in alone}) == len(alone) == 6
