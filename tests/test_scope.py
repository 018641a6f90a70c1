"""Filters: what each lets through, alone and together, and the coverage behind an answer."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import FINGERPRINT, HashEmbedder, make_boxes, make_page, make_passage, make_study, put

from search.library import Library
from search.records import Filter, Kind, ReadBy
from search.scope import Coverage, coverage, scope

STUDIES: dict[str, dict[str, Any]] = {
    "at": {"year_from": 2009, "year_to": 2013, "countries": ("AT",), "topics": ("vouchers",),
           "publisher": "AWS", "organisations": ("FFG", "AWS"), "language": "de"},
    "uk": {"year_from": 2013, "year_to": 2013, "countries": ("GB", "EU"),
           "topics": ("vouchers", "finance"), "publisher": "Nesta", "language": "en"},
    "eu": {"year_from": 2015, "countries": ("EU",), "topics": ("finance",),
           "organisations": ("Nesta",), "language": "en"},
    "to": {"year_to": 2008, "countries": ("FR",), "topics": ("Vouchers; odd",), "language": "fr"},
    "no": {"language": ""},
}  # fmt: skip


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("stocked")) as library:
        for id, known in STUDIES.items():
            put(library, id, [f"{id} one", f"{id} two"], **known)
        yield library


# Both passages of the second and the third study.
NAMED = np.arange(3, 7)


def through(library: Library, **asked: Any) -> str:
    """The ids of the studies whose passages a filter lets through."""
    allowed = scope(library, Filter(**asked), library.languages(), NAMED)
    if allowed.ids is None:
        return "all"
    passages = library.passages(allowed.ids.tolist()).values()
    assert len(passages) % 2 == 0
    found = {passage.study_id for passage in passages}
    if allowed.studies is not None and not (asked.get("languages") or asked.get("instruments")):
        assert found == set(allowed.studies)
    return " ".join(id for id in STUDIES if id in found)


ALONE: list[tuple[dict[str, Any], str]] = [
    ({}, "all"),
    ({"studies": ("uk",)}, "uk"),
    ({"studies": ("uk", "no", "never")}, "uk no"),
    ({"studies": ("never",)}, ""),
    ({"topics": ("vouchers",)}, "at uk"),
    ({"topics": ("finance", "vouchers")}, "at uk eu"),
    ({"topics": ("voucher",)}, ""),
    ({"topics": ("Vouchers; odd",)}, "to"),
    ({"countries": ("EU",)}, "uk eu"),
    ({"countries": ("AT", "FR")}, "at to"),
    ({"languages": ("en",)}, "uk eu"),
    ({"languages": ("de", "fr")}, "at to"),
    ({"languages": ("",)}, "no"),
    ({"languages": ("it",)}, ""),
    ({"publishers": ("AWS",)}, "at"),
    ({"publishers": ("FFG",)}, "at"),
    ({"publishers": ("Nesta",)}, "uk eu"),
    ({"publishers": ("Nesta", "AWS")}, "at uk eu"),
    ({"topics": ("x' OR 1=1 --",)}, ""),
    ({"kinds": (Kind.TABLE,)}, ""),
    ({"kinds": (Kind.BODY, Kind.TABLE)}, "at uk eu to no"),
    ({"instruments": ("voucher",)}, "uk eu"),
]


@pytest.mark.parametrize(("asked", "wanted"), ALONE)
def test_every_filter_alone(stocked: Library, asked: dict[str, Any], wanted: str) -> None:
    assert through(stocked, **asked) == wanted


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (2013, None, "at uk eu"),
        (2014, None, "eu"),
        (2015, None, "eu"),
        (2016, None, ""),
        (None, 2008, "to"),
        (None, 2007, ""),
        (None, 2009, "at to"),
        (None, 2012, "at to"),
        (None, 2013, "at uk to"),
        (2010, 2011, "at"),
        (2009, 2009, "at"),
        (2013, 2013, "at uk"),
        (2008, 2008, "to"),
        (2014, 2014, ""),
        (2013, 2015, "at uk eu"),
        (1900, 2100, "at uk eu to"),
        (2015, 2009, ""),
    ],
)
def test_a_study_matches_the_years_that_it_overlaps(
    stocked: Library, first: int | None, last: int | None, wanted: str
) -> None:
    assert through(stocked, year_from=first, year_to=last) == wanted


FIELDS: dict[str, Any] = {
    "studies": ("at", "uk"), "topics": ("vouchers", "finance"), "countries": ("EU", "AT"),
    "languages": ("en", "fr"), "publishers": ("Nesta", "FFG"), "year_from": 2010, "year_to": 2014,
    "kinds": (Kind.BODY, Kind.TABLE), "instruments": ("voucher",),
}  # fmt: skip


def test_fields_together_let_through_what_each_lets_through(stocked: Library) -> None:
    assert set(FIELDS) == {field.name for field in fields(Filter)}
    each = {name: set(through(stocked, **{name: FIELDS[name]}).split()) for name in FIELDS}
    for size in range(2, len(FIELDS) + 1):
        for names in combinations(FIELDS, size):
            wanted = set.intersection(*(each[name] for name in names))
            found = through(stocked, **{name: FIELDS[name] for name in names})
            assert set(found.split()) == wanted, names


def test_the_languages_asked_are_those_that_are_there(stocked: Library) -> None:
    allowed = scope(stocked, Filter(languages=("en", "it")), ("", "de", "en"))
    assert (allowed.studies, allowed.languages) == (None, ("en",))
    allowed = scope(stocked, Filter(studies=("uk",)), ("", "de", "en"))
    assert (allowed.studies, allowed.languages) == (("uk",), ("", "de", "en"))


def test_a_studys_language_is_told_from_its_passages(library: Library) -> None:
    put(library, "a", ["ein Satz"], language="de")
    library.put(
        make_study("b", page_count=2, language="de"),
        [(make_page("b", at, "x y"), make_boxes("x y")) for at in (1, 2)],
        [make_passage("b", 1, "x y", language="de"), make_passage("b", 2, "x y", language="en")],
        HashEmbedder().embed(["x y", "x y"]),
        FINGERPRINT,
    )
    allowed = scope(library, Filter(languages=("de",)), library.languages())
    assert allowed.ids is not None
    assert allowed.ids.tolist() == [1, 2]


def test_coverage_counts_what_stands_behind_an_answer(stocked: Library, library: Library) -> None:
    assert coverage(stocked, Filter()) == Coverage(5, 10, 0, 10)
    assert coverage(stocked, Filter(countries=("EU",))) == Coverage(2, 4, 0, 4)
    assert coverage(stocked, Filter(studies=("at", "uk"), languages=("de",))) == Coverage(
        2, 2, 0, 2
    )
    assert coverage(stocked, Filter(topics=("none",))) == Coverage(0, 0, 0, 0)
    pages = [make_page("s", 1, "text"), make_page("s", 2, "", read_by=ReadBy.NONE)]
    library.put(
        make_study("s", page_count=2, countries=("AT",)),
        [(page, make_boxes(page.text)) for page in pages],
        [make_passage("s", 1, "text")],
        HashEmbedder().embed(["text"]),
        FINGERPRINT,
    )
    assert coverage(library, Filter()) == Coverage(1, 2, 1, 1)
    assert coverage(library, Filter(countries=("AT",))) == Coverage(1, 2, 1, 1)
    assert coverage(library, Filter(countries=("DE",))) == Coverage(0, 0, 0, 0)


def test_an_empty_library_covers_nothing(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        assert coverage(library, Filter()) == Coverage(0, 0, 0, 0)
        assert through(library, year_from=2000) == ""
