"""Baskets: kept by place with notes, outliving what becomes of a study, and found again."""

from datetime import UTC, datetime

import pytest
from support import FINGERPRINT, HashEmbedder, make_boxes, make_page, make_passage, make_study, put

from search import baskets
from search.baskets import Kept
from search.collected import collected
from search.errors import LibraryError
from search.judgements import words_hash
from search.library import Library
from search.records import Kind, Passage
from search.standing import Standing

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
VOUCHER = "each voucher paid four thousand pounds"


def passage(library: Library, study: str, page: int = 1) -> Passage:
    return next(one for one in library.passages_of(study) if one.page == page)


def keep(library: Library, study: str, page: int = 1, **said: str) -> Kept:
    one = baskets.kept(passage(library, study, page), now=NOW, **said)
    library.keep(one)
    return one


def test_a_passage_is_kept_whole(library: Library) -> None:
    put(library, "a", [VOUCHER])
    generation = library.generation
    one = keep(library, "a", basket=" My\nbasket ", question=" How  much? ", note=" So much.\nYes ")
    assert one == Kept(
        "My basket",
        "a",
        1,
        0,
        len(VOUCHER),
        words_hash(VOUCHER),
        "How much?",
        "So much.\nYes",
        "2026-11-22T12:30:00+00:00",
    )
    assert one.name == f"a:1:0-{len(VOUCHER)}"
    assert library.basket("My basket") == [one]
    assert library.generation == generation


def test_baskets_hold_places_in_the_order_of_keeping(library: Library) -> None:
    put(library, "b", [VOUCHER])
    put(library, "a", [VOUCHER, "no loan"])
    for study, page in (("b", 1), ("a", 2), ("a", 1)):
        keep(library, study, page)
    keep(library, "a", basket="Other")
    assert [one.name for one in library.basket(baskets.DEFAULT)] == [
        "b:1:0-38",
        "a:2:0-7",
        "a:1:0-38",
    ]
    assert library.baskets() == {"Basket": 3, "Other": 1}


def test_keeping_again_fills_in_and_loses_nothing(library: Library) -> None:
    put(library, "a", [VOUCHER])
    assert library.keep(baskets.kept(passage(library, "a"), note="first", now=NOW))
    assert not library.keep(baskets.kept(passage(library, "a"), question="q"))
    [one] = library.basket("Basket")
    assert (one.note, one.question, one.made) == ("first", "q", "2026-11-22T12:30:00+00:00")
    assert not library.keep(baskets.kept(passage(library, "a"), question="r", note="second"))
    [one] = library.basket("Basket")
    assert (one.note, one.question) == ("second", "q")


def test_notes_are_written_and_places_let_go(library: Library) -> None:
    put(library, "a", [VOUCHER, "no loan"])
    one, other = keep(library, "a"), keep(library, "a", 2)
    assert library.annotate(one, " new ")
    assert [each.note for each in library.basket("Basket")] == ["new", ""]
    assert library.let_go(one)
    assert not library.let_go(one)
    assert not library.annotate(one, "gone")
    assert library.basket("Basket") == [other]


def test_baskets_are_renamed_and_removed(library: Library) -> None:
    put(library, "a", [VOUCHER])
    keep(library, "a")
    keep(library, "a", basket="Other")
    with pytest.raises(LibraryError, match="There is a basket 'Other' already"):
        library.rename_basket("Basket", "Other")
    library.rename_basket("Basket", "Third")
    assert library.baskets() == {"Other": 1, "Third": 1}
    assert library.remove_basket("Third") == 1
    assert library.remove_basket("Third") == 0
    with pytest.raises(LibraryError, match=r"There is no basket 'Third'; there is Other\."):
        library.basket("Third")
    with pytest.raises(LibraryError, match=r"There is no basket 'x'; there is Other\."):
        library.rename_basket("x", "y")
    with pytest.raises(LibraryError, match="A name is wanted"):
        library.basket("  ")


# What has become of a place


def now(library: Library) -> tuple[Standing, str | None, str]:
    [one] = collected(library, library.basket("Basket"))
    return one.standing, one.passage.text if one.passage else None, one.lost


def test_a_place_outlives_what_becomes_of_its_study(library: Library) -> None:
    put(library, "a", [VOUCHER])
    keep(library, "a", note="mine")
    assert now(library) == (Standing.THERE, VOUCHER, "")
    put(library, "a", [VOUCHER.replace(" paid ", "\npaid ")])
    assert now(library) == (Standing.THERE, VOUCHER.replace(" paid ", "\npaid "), "")
    put(library, "a", ["a new cover", "a preface", VOUCHER])
    assert now(library) == (Standing.MOVED, VOUCHER, "")
    put(library, "a", ["something else"])
    lost = "its words are no longer on page 1 of a in the file, nor near it"
    assert now(library) == (Standing.CHANGED, None, lost)
    library.remove("a")
    assert now(library) == (Standing.GONE, None, "the study a is no longer in the library")
    put(library, "a", [VOUCHER])
    assert now(library) == (Standing.THERE, VOUCHER, "")
    assert library.basket("Basket")[0].note == "mine"


def test_words_that_were_cut_otherwise_are_found_where_they_shifted(library: Library) -> None:
    put(library, "a", [f"Header. {VOUCHER}. And more."])
    library.keep(baskets.kept(Passage("a", 1, 8, 8 + len(VOUCHER), VOUCHER)))
    put(library, "a", [f"{VOUCHER}. And more."])
    assert now(library) == (Standing.MOVED, VOUCHER, "")
    put(library, "a", ["x", f"Page 2 {VOUCHER.replace(' paid', chr(10) + 'paid')}. And more."])
    assert now(library)[0] is Standing.MOVED
    put(library, "a", ["x", "y", "z", f"Too far away. {VOUCHER}. And more."])
    assert now(library)[0] is Standing.CHANGED


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("parts of it", Standing.CHANGED),
        ("the arts of it", Standing.CHANGED),
        ("a part of it", Standing.CHANGED),
        ("the (art) of it", Standing.MOVED),
        ("art", Standing.THERE),
        ("ar", Standing.CHANGED),
    ],
)
def test_words_are_found_as_whole_words(library: Library, text: str, standing: Standing) -> None:
    put(library, "a", ["art of it"])
    library.keep(baskets.kept(Passage("a", 1, 0, 3, "art")))
    put(library, "a", [text])
    assert now(library)[0] is standing


def test_a_place_within_a_passage_is_told_with_its_headings(library: Library) -> None:
    text = "First part of it. Second part of it."
    study = make_study("a")
    pages = [(make_page("a", 1, text, label="iv", language="en"), make_boxes(text))]
    known = {"heading": ("One", "Two"), "kind": Kind.FOOTNOTE, "language": "de"}
    passages = [
        make_passage("a", 1, text[:17]),
        make_passage("a", 1, text[18:], start=18, **known),
    ]
    made = HashEmbedder().embed([one.text for one in passages])
    library.put(study, pages, passages, made, FINGERPRINT)
    library.keep(baskets.kept(Passage("a", 1, 12, 36, text[12:])))
    library.keep(baskets.kept(Passage("a", 1, 18, 36, text[18:])))
    within, whole = collected(library, library.basket("Basket"))
    assert within.passage == Passage(
        "a", 1, 12, 36, "f it. Second part of it.", ("One", "Two"), Kind.FOOTNOTE, "de", "iv"
    )
    assert whole.passage == library.passages_of("a")[1]
    assert whole.study == study
