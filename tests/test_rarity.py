"""How rare a sign is: among the passages of its own language, not of the whole index."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import indexed

from search.lexical import LexicalIndex
from search.rarity import ANY, Rarity

ENGLISH = 30
GERMAN = ("Gutschein für die Messe", "Die Messe der Stadt", "Die Bank der Stadt")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    english = [("en", f"The scheme number{at} paid firms") for at in range(ENGLISH - 1)]
    german = [("de", text) for text in GERMAN]
    return indexed(
        tmp_path_factory.mktemp("rarity"), *english, ("en", "A voucher"), *german, ("cs", "bony")
    )


@pytest.fixture(scope="module")
def rarity(index: LexicalIndex) -> Rarity:
    return Rarity(index._index.searcher())


def idf(holding: int, total: int) -> float:
    return math.log((total + 1) / (holding + 0.5))


def test_passages_are_counted_by_key(rarity: Rarity) -> None:
    counted = [rarity.passages(key) for key in ("en", "de", "xx", "fr", ANY)]
    assert counted == [30, 3, 1, 0, 34]


def test_a_sign_is_counted_in_its_field(rarity: Rarity) -> None:
    assert rarity.holding("body", "de:mess") == 2
    assert rarity.holding("runs", "de:mess") == 2
    assert rarity.holding("pairs", "de:die_mess") == 2
    assert rarity.holding("head", "de:mess") == 0
    assert rarity.holding("head", "en:x") == ENGLISH
    assert rarity.holding("body", "en:mess") == 0


def test_a_word_of_a_rare_language_is_as_rare_as_within_it(rarity: Rarity) -> None:
    wanted = (idf(2, 3) / math.log(4)) / (idf(2, 34) / math.log(35))
    assert rarity.evened("body", "de:mess", "de") == pytest.approx(wanted)
    assert wanted < 0.5
    once = rarity.evened("body", "de:gutschein", "de")
    assert wanted < once < 1


def test_a_library_of_one_language_has_nothing_to_even(tmp_path: Path) -> None:
    rarity = Rarity(indexed(tmp_path, ("en", "a voucher"), ("en", "a loan"))._index.searcher())
    assert rarity.evened("body", "en:voucher", "en") == 1.0
    assert rarity.evened("body", "en:never", "en") == 1.0


def test_the_rarer_a_stem_the_more_it_tells(rarity: Rarity) -> None:
    often, once, never = (
        rarity.share(f"en:{root}", "en") for root in ("scheme", "voucher", "never")
    )
    assert often == pytest.approx(idf(29, 30) / math.log(31))
    assert once == pytest.approx(idf(1, 30) / math.log(31))
    assert never == 1.0
    assert 0 < often < 0.05 < 0.8 < once < 1
    assert rarity.share("fr:rien", "fr") == 1.0


@given(
    st.sampled_from(["the", "scheme", "voucher", "x", "mess", ""]),
    st.sampled_from(["en", "de", "xx", "fr"]),
)
def test_a_share_is_between_nought_and_one(rarity: Rarity, root: str, key: str) -> None:
    assert 0 <= rarity.share(f"{key}:{root}", key) <= 1


def test_what_every_passage_holds_tells_none_apart(rarity: Rarity) -> None:
    assert not rarity.tells("en:scheme", "en")
    assert rarity.tells("en:voucher", "en")
    assert rarity.tells("en:never", "en")
    # Among three passages two are few.
    assert rarity.tells("de:mess", "de")
    assert not rarity.tells("de:die", "de")
