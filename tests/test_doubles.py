"""Passages that say the same: told, grouped as studies come and go, folded in answers."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import HashEmbedder, ask, fill, make_passage, make_study, places, put

from casebook import health_report, output
from ingest.replacing import in_place_of
from search import folding, present
from search.check import problems
from search.engine import Engine
from search.fusion import best_first
from search.health import health
from search.indexes import Indexes
from search.library import Library
from search.records import Double, Evidence, Hit, Mode, Origin, Passage, Query, Study
from search.sketch import plain, same, sketches

BOX = (
    "An innovation voucher is a small grant with which a firm buys advice from a university. "
    "The firm chooses whom it asks, and the scheme pays the bill when the work is done. Most "
    "schemes ask for a short form and answer within two weeks."
)
LOANS = (
    "Banks refuse loans where the only asset of a firm is an idea, since no court could sell it. "
    "A guarantee takes over a part of that risk, and so the bank lends at a lower rate of interest."
)
OTHER = (
    "Clusters bring firms of one trade together in a region, where they share suppliers and staff. "
    "Whether the money spent on their offices pays is disputed among those who have studied them."
)
COUNTRY = (
    "In Austria the gap between the richest and the poorest region grew by 9 points over the last "
    "ten years, and the share of workers in trade fell in every region but the one of the capital."
)


def sketch(text: str) -> Passage:
    return make_passage("s", 1, text)


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same, whichever of them came first."""
    first, second = plain(sketch(one)), plain(sketch(other))
    assert same(first, second) == same(second, first)
    return same(first, second)


# Two texts


@pytest.mark.parametrize(
    "other",
    [
        BOX,
        BOX.upper(),
        BOX.replace(".", " ;").replace(",", "\n"),
        f"Box 3. What a voucher is. {BOX}",
        f"{BOX} Source: OECD 2022.",
        BOX.replace("a small grant", "the small grant"),
        BOX.replace("a short form", "a brief form"),
    ],
)
def test_the_same_said_again_is_told(other: str) -> None:
    assert alike(BOX, other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (BOX, LOANS),
        (BOX, BOX.replace("two weeks", "2 weeks")),
        (COUNTRY, COUNTRY.replace("Austria", "Australia")),
        (COUNTRY, COUNTRY.replace("9 points", "31 points")),
        (COUNTRY, COUNTRY.replace("trade fell", "trade never fell")),
        (f"Austria {BOX}", f"Finland {BOX}"),
        (f"{BOX} It ended in 2012.", f"{BOX} It goes on in Ireland."),
        (BOX, BOX[: len(BOX) // 2]),
    ],
)
def test_another_number_name_or_negation_says_something_else(text: str, other: str) -> None:
    assert not alike(text, other)


def test_a_table_says_the_same_only_under_the_same_header() -> None:
    rows = "Vouchers 12 14 19\nLoans 3 5 8\nGuarantees 1 1 2\nGrants 40 41 47"
    one, other = (
        make_passage("s", 1, rows, header=header) for header in ("Firms 2010 2011", "Costs 2010")
    )
    assert same(plain(one), plain(one))
    assert not same(plain(one), plain(other))


def test_the_bands_stay_those_that_libraries_hold() -> None:
    (made,) = sketches([sketch(BOX)])
    assert len(made.bands) == len(set(made.bands)) == 21
    assert made.bands[0] == 2620830982359745573
    assert made.bands == sketches([sketch(BOX.upper())])[0].bands
    assert all(0 <= band < 2**63 for band in made.bands)


def test_a_passage_of_few_words_has_no_double() -> None:
    short, longer = sketches([sketch("one two three four five six seven"), sketch("a " * 8)])
    assert short.bands == ()
    assert len(longer.bands) == 21


# Groups


def groups(library: Library) -> list[set[tuple[str, int]]]:
    """The places of the passages that stand together, a set a group, in the order of leaders."""
    found: dict[int, set[int]] = {}
    for id, leader in library.leaders(library.ids().tolist()).items():
        found.setdefault(leader, {leader}).add(id)
    passages = library.passages(library.ids().tolist())
    return [
        {(passages[id].study_id, passages[id].page) for id in found[leader]}
        for leader in sorted(found)
    ]


def whole(library: Library) -> list[str]:
    """What is wrong with a library."""
    return list(problems(library, Indexes(library, "memory")))


def test_passages_that_say_the_same_stand_together(library: Library) -> None:
    put(library, "a", [BOX, LOANS, BOX])
    put(library, "b", [OTHER, f"Box 2. {BOX}"])
    put(library, "c", [COUNTRY, COUNTRY.replace("Austria", "Finland"), LOANS])
    assert groups(library) == [{("a", 1), ("a", 3), ("b", 2)}, {("a", 2), ("c", 3)}]
    assert library.doubled() == {"a": 3, "b": 1, "c": 1}
    assert whole(library) == []


def test_of_a_text_in_many_studies_one_passage_is_compared(library: Library) -> None:
    for number in range(70):
        put(library, f"s{number}", [BOX])
    assert library.count("bands") == 21
    assert library.count("doubles") == 69
    assert library.doubled() == {f"s{number}": 1 for number in range(70)}


def test_a_study_that_goes_leaves_nothing_and_its_group_has_another_leader(
    library: Library,
) -> None:
    for id in ("a", "b", "c"):
        put(library, id, [BOX, LOANS])
    library.remove("a")
    assert groups(library) == [{("b", 1), ("c", 1)}, {("b", 2), ("c", 2)}]
    assert whole(library) == []
    library.remove("b")
    assert groups(library) == []
    library.remove("c")
    tables = ("doubles", "bands", "study_bands", "kin")
    assert [library.count(table) for table in tables] == [0, 0, 0, 0]


def test_a_study_put_anew_stands_where_its_words_are_now(library: Library) -> None:
    put(library, "a", [BOX])
    put(library, "b", [BOX])
    put(library, "a", [LOANS])
    put(library, "c", [LOANS, BOX])
    assert groups(library) == [{("b", 1), ("c", 2)}, {("a", 1), ("c", 1)}]
    assert whole(library) == []


def test_check_finds_groups_that_are_not_of_their_words(library: Library) -> None:
    put(library, "a", [BOX, LOANS])
    put(library, "b", [BOX])
    connection: sqlite3.Connection = library._connection
    connection.execute("UPDATE doubles SET leader = 2")
    assert whole(library) == ["b, page 1: what says the same is out of date."]
    connection.execute("DELETE FROM bands WHERE passage_id = 2")
    assert whole(library)[0] == "a, page 2: what says the same is out of date."


TEXTS = (BOX, f"Box 2. {BOX}", LOANS, f"{LOANS} So it is said.", OTHER, COUNTRY, "few words")


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.none() | st.lists(st.sampled_from(TEXTS), max_size=4)
        ),
        max_size=8,
    )
)
def test_groups_hold_whatever_comes_and_goes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[str] | None]]
) -> None:
    with Library(tmp_path_factory.mktemp("groups") / "library") as library:
        held: dict[str, list[str]] = {}
        for id, texts in steps:
            if texts is not None:
                put(library, id, texts)
                held[id] = texts
            elif held.pop(id, None) is not None:
                library.remove(id)
        assert list(library.damage()) == []
        assert whole(library) == []
        pages = [(id, at, text) for id, texts in held.items() for at, text in enumerate(texts, 1)]
        wanted = [
            {(id, at) for id, at, text in pages if said in text}
            for said in (BOX, LOANS, OTHER, COUNTRY)
        ]
        found = {frozenset(group) for group in groups(library)}
        assert found == {frozenset(group) for group in wanted if len(group) > 1}


# Studies that are nearly the same


PAGES = [BOX, LOANS, OTHER, COUNTRY]


def kin(library: Library, study_id: str) -> list[tuple[str, float]]:
    return [(one.other_id, round(one.share, 2)) for one in library.kin(study_id)]


def test_another_edition_is_told_with_the_share_of_its_words(library: Library) -> None:
    put(library, "old", PAGES)
    put(library, "new", [*PAGES, "Since then two more schemes were closed and one was opened."])
    put(library, "other", [LOANS, "Nothing else that any of the others says stands in here."])
    assert kin(library, "new") == [("old", 0.94)]
    assert kin(library, "old") == [("new", 1.0)]
    assert kin(library, "other") == []
    (found,) = [one for one in health(library).studies if one.study.id == "new"]
    assert found.ails
    assert found.doubled == 4
    assert "nearly the same as old, which has 94% of its words" in health_report.findings(found)
    library.remove("old")
    assert library.kin() == []


def test_pages_that_break_elsewhere_are_the_same_edition(library: Library) -> None:
    words = " ".join(PAGES).split()
    put(library, "old", [" ".join(words[at : at + 40]) for at in range(0, len(words), 40)])
    put(library, "new", [" ".join(words[at : at + 40]) for at in range(-20, len(words), 40)][1:])
    assert groups(library) == []
    assert [other for other, share in kin(library, "new") if share > 0.85] == ["old"]


@pytest.mark.parametrize("pages", [[], ["few words"], [BOX[:60]]])
def test_a_study_of_few_words_is_like_no_other(library: Library, pages: list[str]) -> None:
    put(library, "a", pages)
    put(library, "b", pages)
    assert library.kin() == []


# Folding


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    library = fill(
        tmp_path / "library",
        {"a": [BOX, LOANS], "b": [f"{BOX} See page 9 of it."], "c": [OTHER, BOX, COUNTRY, BOX]},
    )
    return Engine(library, HashEmbedder(), "memory")


def also(hit: Hit) -> list[tuple[str, int]]:
    return [(one.study.id, one.passage.page) for one in hit.also]


@pytest.mark.parametrize("mode", Mode)
def test_hits_that_say_the_same_are_under_the_best_of_them(engine: Engine, mode: Mode) -> None:
    hits = ask(engine, "a small grant with which a firm buys advice", mode=mode)
    first = hits[0]
    found = {(first.study.id, first.passage.page), *also(first)}
    assert found == {("a", 1), ("b", 1), ("c", 2), ("c", 4)}
    assert [hit.also for hit in hits[1:]] == [()] * (len(hits) - 1)
    assert not found & set(places(hits[1:]))
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_k_hits_are_k_that_say_something_new(tmp_path: Path) -> None:
    texts = {f"s{number}": [BOX, f"{OTHER} Case {number}."] for number in range(150)}
    with fill(tmp_path / "library", texts) as library:
        engine = Engine(library, HashEmbedder(), "memory")
        hits = ask(engine, "a voucher is a small grant", 5)
        assert len(hits) == 5
        assert len(hits[0].also) == 149
        assert ask(engine, "a voucher is a small grant", 5) == hits
        assert ask(engine, "a voucher is a small grant", 3) == hits[:3]


def test_a_double_that_the_filter_leaves_out_is_not_shown(engine: Engine) -> None:
    (hit,) = [one for one in ask(engine, "small grant", studies=("b", "c")) if one.also]
    assert {hit.study.id, *(study for study, _ in also(hit))} == {"b", "c"}
    (alone,) = ask(engine, "small grant", studies=("b",))
    assert alone.also == ()


def test_by_study_a_study_answers_with_what_others_do_not_say(engine: Engine) -> None:
    hits = ask(engine, "a small grant with which a firm buys advice", by_study=True)
    assert len({hit.study.id for hit in hits}) == len(hits)
    first = hits[0]
    assert {study for study, _ in also(first)} | {first.study.id} == {"a", "b", "c"}
    texts = [hit.passage.text for hit in hits[1:]]
    assert all(BOX not in text for text in texts)


def test_its_own_study_comes_first_and_then_the_titles(tmp_path: Path) -> None:
    with Library(tmp_path / "library") as library:
        for id, title in (("z", "Alpha"), ("m", "beta"), ("a", "Gamma")):
            put(library, id, [BOX, BOX], title=title)
        hit = ask(Engine(library, HashEmbedder(), "memory"), "a small grant")[0]
        assert places([hit]) == [("z", 1)]
        assert also(hit) == [("z", 2), ("m", 1), ("m", 2), ("a", 1), ("a", 2)]


def test_a_removed_double_is_shown_no_more(engine: Engine) -> None:
    for gone, left in (("a", ["b", "c"]), ("b", ["c"])):
        engine.library.remove(gone)
        hit = ask(engine, "a small grant with which a firm buys advice")[0]
        assert sorted({hit.study.id, *(study for study, _ in also(hit))}) == left


def test_an_answer_says_where_else_it_stands(engine: Engine) -> None:
    hit = ask(engine, "a small grant with which a firm buys advice", studies=("a", "c"))[0]
    told = output.hit(engine.library, hit)["also"]
    assert [one["study"] for one in told] == [study for study, _ in also(hit)]
    assert told[0]["text"] == hit.also[0].passage.text
    assert told[0]["address"] == "?" + present.address(hit.also[0].passage)
    shown = output.hit_text(engine.library, hit).plain
    assert present.also(hit) in shown
    assert present.also(hit).startswith("Also in 1 study")


def named(count: int, own: Sequence[int] = ()) -> str:
    return present.also_in(hit_of([make_study(f"s{number}") for number in range(count)], own))


def hit_of(studies: Sequence[Study], own: Sequence[int]) -> Hit:
    """A hit that stands in these studies, too, and on these pages of its own."""
    mine = make_study("mine")
    doubles = [Double(one, make_passage(one.id, 1, BOX)) for one in studies]
    doubles += [Double(mine, make_passage("mine", page, BOX)) for page in own]
    hit = make_passage("mine", 1, BOX)
    return Hit(1, 1.0, mine, hit, Evidence(), Evidence(), also=tuple(doubles))


def test_places_are_counted_by_study() -> None:
    assert named(1) == "Also in 1 study"
    assert named(3) == "Also in 3 studies"
    assert named(0, [7]) == "Also in 1 place of this study"
    assert named(2, [7, 8]) == "Also in 2 studies and 2 places of this study"
    many = hit_of([make_study(f"s{number}") for number in range(5)], ())
    assert present.also(many) == (
        "Also in 5 studies: S0, PDF page 1; S1, PDF page 1; S2, PDF page 1 and 2 more places"
    )


# A newer edition in the place of an older one


def test_what_was_said_of_the_older_edition_stays_where_nothing_is_of_the_newer() -> None:
    old = make_study(
        "old",
        title="Vouchers in Tyrol",
        publisher="Nesta",
        topics=("vouchers",),
        year_from=2009,
        year_to=2011,
        language="de",
        origins=(
            ("title", Origin.CATALOGUE),
            ("publisher", Origin.PERSON),
            ("topics", Origin.CATALOGUE),
            ("language", Origin.TEXT),
            ("year", Origin.CATALOGUE),
        ),
    )
    new = make_study(
        "new",
        title="Scan 0815",
        source="https://example.org",
        year_from=2014,
        language="en",
        page_count=9,
        origins=(
            ("title", Origin.FILE),
            ("language", Origin.TEXT),
            ("source", Origin.SIDECAR),
            ("year", Origin.PAGE),
        ),
    )
    told = in_place_of(old, new)
    assert (told.id, told.file, told.sha256, told.page_count) == ("old", "new.pdf", new.sha256, 9)
    assert (told.title, told.publisher, told.topics) == (
        "Vouchers in Tyrol",
        "Nesta",
        ("vouchers",),
    )
    assert (told.source, told.language) == ("https://example.org", "en")
    assert (told.year_from, told.year_to) == (2014, None)
    assert dict(told.origins) == {
        "title": Origin.CATALOGUE,
        "publisher": Origin.PERSON,
        "topics": Origin.CATALOGUE,
        "language": Origin.TEXT,
        "source": Origin.SIDECAR,
        "year": Origin.PAGE,
    }


# One study among others


SCORES = {1: 1.0, 2: 0.98, 3: 0.96, 4: 0.94, 5: 0.92, 6: 0.9, 7: 0.88, 8: 0.7, 9: 0.6}


def of(id: int) -> Passage:
    """Passages 1 to 7 are of one study, 8 and 9 of two others."""
    return make_passage("long" if id < 8 else f"s{id}", id, f"passage {id}", id=id)


def listed(k: int, leaders: Mapping[int, int], by_study: bool = False) -> list[int]:
    passages = {id: of(id) for id in SCORES}
    scores = folding.crowded(SCORES, passages, leaders)
    query = Query("x", k, by_study=by_study)
    return folding.chosen(best_first(scores), passages, leaders, query)


def test_after_five_of_a_study_others_come_sooner() -> None:
    assert listed(9, {}) == [1, 2, 3, 4, 5, 8, 6, 7, 9]
    scores = folding.crowded(SCORES, {id: of(id) for id in SCORES}, {})
    assert {id: scores[id] / SCORES[id] for id in scores} == pytest.approx(
        {id: 0.75 if id in (6, 7) else 1.0 for id in SCORES}
    )


def test_more_hits_begin_with_the_same_ones() -> None:
    for k in range(1, 9):
        assert listed(k, {}) == listed(9, {})[:k]


def test_what_says_the_same_takes_no_second_place_of_a_study() -> None:
    # 2 doubles 1: the five are then 1, 3, 4, 5 and 6.
    assert listed(9, {2: 1}) == [1, 3, 4, 5, 6, 8, 7, 9]
    # 8 says what 7 says, in another study: it stands for both, in its own right.
    assert listed(9, {8: 7}) == [1, 2, 3, 4, 5, 8, 6, 9]


def test_the_best_of_each_study_is_none_of_its_crowd() -> None:
    assert listed(9, {}, by_study=True) == [1, 8, 9]
    assert listed(2, {}, by_study=True) == [1, 8]
