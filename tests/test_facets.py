"""Facets: what is counted, which filter counts where, and what stays choosable."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from support import FINGERPRINT, HashEmbedder, make_boxes, make_page, make_passage, make_study, put

from search.engine import Engine
from search.facets import Counting, Facets
from search.folding import BEST, firsts
from search.library import Library
from search.records import Filter, Kind, Query

STUDIES: dict[str, dict[str, Any]] = {
    "at": {"countries": ("AT",), "topics": ("vouchers",), "year_from": 2009, "year_to": 2011,
           "publisher": "AWS", "organisations": ("FFG", "AWS")},
    "uk": {"countries": ("GB", "EU"), "topics": ("vouchers", "finance"), "year_from": 2013},
    "fr": {"countries": ("FR",), "topics": ("finance",)},
}  # fmt: skip
TEXTS = {
    "at": ["firms had a voucher", "firms had nothing", "the weather"],
    "uk": ["firms took a loan", "firms took a voucher"],
    "fr": ["firms and firms again"],
}
NONE = Filter()


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counting]:
    with Library(tmp_path_factory.mktemp("facets")) as library:
        for id, known in STUDIES.items():
            put(library, id, TEXTS[id], **known)
        rows = "Firms\t12\nFairs\t3"
        library.put(
            make_study("tables", language="en"),
            [(make_page("tables", 1, rows), make_boxes(rows))],
            [make_passage("tables", 1, rows, language="en", kind=Kind.TABLE)],
            HashEmbedder().embed([rows]),
            FINGERPRINT,
        )
        yield Counting(Engine(library, HashEmbedder(), "memory"))


def asked(counting: Counting, filter: Filter = NONE, text: str = "firms") -> Facets:
    query = Query(text, filter=filter)
    return counting.of(query, counting._engine.answer(query).best)


def test_the_best_passages_are_counted_by_their_studies(counting: Counting) -> None:
    found = asked(counting)
    assert (found.passages, found.total) == (True, 7)
    assert found.counts["countries"] == {"AT": 3, "GB": 2, "EU": 2, "FR": 1}
    assert found.counts["topics"] == {"vouchers": 5, "finance": 3}
    assert found.counts["publishers"] == {"AWS": 3, "FFG": 3}
    assert found.counts["studies"] == {"at": 3, "uk": 2, "fr": 1, "tables": 1}


def test_a_study_counts_in_every_year_that_it_covers(counting: Counting) -> None:
    counts = asked(counting).counts
    assert counts["years"] == {"2009": 3, "2010": 3, "2011": 3, "2013": 2}
    assert counts["periods"] == {"2007-2013": 5}


def test_years_share_a_bar_where_there_are_many(library: Library) -> None:
    put(library, "old", ["firms"], year_from=1952, year_to=1956)
    put(library, "new", ["other firms"], year_from=2021)
    counting = Counting(Engine(library, HashEmbedder(), "memory"))
    counts = asked(counting).counts
    assert counts["years"] == {"1950-1954": 1, "1955-1959": 1, "2020-2024": 1}
    assert counts["periods"] == {"2021-2027": 1}


def test_kinds_languages_and_instruments_are_the_passages_own(counting: Counting) -> None:
    counts = asked(counting).counts
    assert counts["kinds"] == {"body": 6, "table": 1}
    assert counts["languages"] == {"en": 7}
    assert counts["instruments"] == {"voucher": 2, "loan": 1}


def test_a_facet_ignores_its_own_filter_and_heeds_the_others(counting: Counting) -> None:
    found = asked(counting, Filter(countries=("AT",), instruments=("voucher",)))
    assert found.total == 1
    assert found.counts["countries"] == {"AT": 1, "GB": 1, "EU": 1, "FR": 0}
    assert found.counts["instruments"] == {"voucher": 1, "loan": 0}
    assert found.counts["topics"] == {"vouchers": 1}


def test_what_the_other_filters_leave_stays_choosable(counting: Counting) -> None:
    found = asked(counting, Filter(topics=("finance",), year_from=2013))
    assert found.counts["countries"] == {"GB": 2, "EU": 2}
    assert found.counts["topics"] == {"vouchers": 2, "finance": 2}
    assert found.counts["years"] == {"2013": 2}


def test_without_a_question_studies_are_counted(counting: Counting) -> None:
    counting.ready()
    found = counting.of_library(NONE)
    assert (found.passages, found.total) == (False, 4)
    assert found.counts["countries"] == {"AT": 1, "GB": 1, "EU": 1, "FR": 1}
    assert found.counts["kinds"] == {"body": 3, "table": 1}
    assert found.counts["instruments"] == {"voucher": 2, "loan": 1}
    assert found.counts["languages"] == {"en": 4}
    narrowed = counting.of_library(Filter(kinds=(Kind.BODY,), instruments=("voucher",)))
    assert narrowed.total == 2
    assert narrowed.counts["countries"] == {"AT": 1, "GB": 1, "EU": 1}
    assert narrowed.counts["kinds"] == {"body": 2, "table": 0}


def test_counts_follow_the_library(library: Library) -> None:
    put(library, "a", ["firms"], countries=("AT",))
    counting = Counting(Engine(library, HashEmbedder(), "memory"))
    assert asked(counting).counts["countries"] == {"AT": 1}
    put(library, "b", ["other firms"], countries=("IT",))
    assert asked(counting).counts["countries"] == {"AT": 1, "IT": 1}
    library.remove("a")
    assert asked(counting).counts["countries"] == {"IT": 1}
    assert counting.of_library(NONE).counts["countries"] == {"IT": 1}


def test_counts_follow_what_is_said_of_a_study(library: Library) -> None:
    put(library, "a", TEXTS["at"])
    counting = Counting(Engine(library, HashEmbedder(), "memory"))
    assert asked(counting).counts["countries"] == {}
    before = library.generation, library.edition
    library.describe(replace(library.study("a"), countries=("AT",), year_from=2014))
    assert (library.generation == before[0], library.edition == before[1]) == (True, False)
    assert asked(counting).counts["countries"] == {"AT": 3}
    assert asked(counting, Filter(countries=("AT",))).total == 3
    assert counting.of_library(NONE).counts["years"] == {"2014": 1}


def test_an_empty_library_has_no_facets(library: Library) -> None:
    found = Counting(Engine(library, HashEmbedder(), "memory")).of_library(NONE)
    assert found.total == 0
    assert not any(found.counts.values())


def test_doubles_count_once_and_a_hundred_at_most() -> None:
    leaders = {5: 3, 7: 3}
    assert firsts([9, 7, 3, 5, 1], leaders) == (9, 7, 1)
    assert firsts([], {}) == ()
    assert firsts(range(300), {}) == tuple(range(BEST))
    assert BEST == 100


def test_kinds_narrow_what_the_words_bring(library: Library) -> None:
    texts = [f"firms {at}" for at in range(60)]
    put(library, "many", texts)
    library.put(
        make_study("t"),
        [(make_page("t", 1, "firms in a row"), make_boxes("firms in a row"))],
        [make_passage("t", 1, "firms in a row", language="en", kind=Kind.TABLE)],
        HashEmbedder().embed(["firms in a row"]),
        FINGERPRINT,
    )
    engine = Engine(library, HashEmbedder(), "memory")
    query = Query("firms", 3, Filter(kinds=(Kind.TABLE,)))
    (hit,) = engine.search(query)
    assert (hit.study.id, hit.lexical.rank) == ("t", 1)
    assert engine.coverage(query).passages == 1
