"""The timeline and the map: links that narrow and widen, with names for whoever sees neither."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from casebook.ui import map, picking, pictures, timeline
from search.facets import Facets
from search.records import Filter, Kind, Query

ASKED = Query("grants", filter=Filter(topics=("finance",)))
LINK = re.compile(r'<a class="cb-go" data-of="([^"]*)" href="([^"]*)"([^>]*)>(.*?)</a>', re.S)


def found(**counts: dict[str, int]) -> Facets:
    given: dict[str, dict[str, int]] = {"years": {}, "periods": {}, "countries": {}}
    return Facets(True, 40, given | counts)


def leads(html: str) -> dict[str, dict[str, list[str]]]:
    """Where each link leads, by what it is of."""
    return {of: parse_qs(urlparse(unescape(to)).query) for of, to, _, _ in LINK.findall(html)}


def names(html: str) -> dict[str, str]:
    return {of: unescape((re.search('aria-label="([^"]*)"', rest) or [""])[0])
            for of, _, rest, _ in LINK.findall(html)}  # fmt: skip


def chosen(html: str) -> list[str]:
    return [of for of, _, rest, _ in LINK.findall(html) if 'aria-current="true"' in rest]


YEARS = {"2011": 4, "2012": 8, "2013": 0, "2014": 2}
PLACES = {"GB": 9, "AT": 1, "EU": 5, "AU": 2, "FR": 0}


def test_a_year_narrows_to_itself_and_widens_again() -> None:
    html = timeline.drawn(ASKED, found(years=YEARS, periods={"2007-2013": 12, "2021-2027": 0}))
    assert leads(html) == {
        "2011": {"q": ["grants"], "topic": ["finance"], "since": ["2011"], "until": ["2011"]},
        "2012": {"q": ["grants"], "topic": ["finance"], "since": ["2012"], "until": ["2012"]},
        "2014": {"q": ["grants"], "topic": ["finance"], "since": ["2014"], "until": ["2014"]},
        "2007–2013": {"q": ["grants"], "topic": ["finance"], "since": ["2007"], "until": ["2013"]},
    }
    assert names(html)["2012"].endswith('2012: 8 passages"')
    assert "Most cover 2012 (8)." in html
    assert chosen(html) == []
    again = replace(ASKED, filter=Filter(topics=("finance",), year_from=2012, year_to=2012))
    html = timeline.drawn(again, found(years=YEARS))
    assert chosen(html) == ["2012"]
    assert leads(html)["2012"] == {"q": ["grants"], "topic": ["finance"]}


def test_bars_are_as_high_as_what_they_count() -> None:
    html = timeline.drawn(ASKED, found(years=YEARS))
    assert re.findall("--part:([0-9.]+)", html) == ["0.500", "1.000", "0.250"]
    assert html.count("<li>") == 4  # 2013 has its place, and nothing to press.


def test_many_years_come_in_fives() -> None:
    html = timeline.drawn(ASKED, found(years={"1990-1994": 1, "2000-2004": 3}))
    assert list(leads(html)) == ["1990", "2000"]
    assert leads(html)["2000"]["until"] == ["2004"]
    assert html.count("<li>") == 3


def test_a_country_narrows_and_widens_again() -> None:
    html = map.drawn(ASKED, found(countries=PLACES))
    assert {of: to.get("country") for of, to in leads(html).items()} == {
        "GB": ["GB"], "AT": ["AT"], "EU": ["EU"], "AU": ["AU"],
    }  # fmt: skip
    assert "United Kingdom: 9 passages" in names(html)["GB"]
    assert "Most: United Kingdom (9), European Union (5) and Australia (2)." in html
    both = replace(ASKED, filter=Filter(countries=("GB", "FR")))
    html = map.drawn(both, found(countries=PLACES))
    assert sorted(chosen(html)) == ["FR", "GB"]
    assert leads(html)["GB"]["country"] == ["FR"]
    assert leads(html)["AT"]["country"] == ["GB", "FR", "AT"]


def test_what_is_no_country_of_europe_stands_beside_the_map() -> None:
    picture, _, beside = map.drawn(ASKED, found(countries=PLACES)).partition("</svg>")
    assert sorted(leads(picture)) == ["AT", "GB"]
    assert list(leads(beside)) == ["EU", "AU"]


def test_every_country_of_the_union_and_its_neighbours_can_be_drawn() -> None:
    there = map._shapes()["shapes"]
    union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    assert {*union.split(), "GB", "CH", "NO", "IS", "UA", "TR", "RS", "XK"} <= there.keys()
    width, height = map._shapes()["size"]
    for code, shape in there.items():
        x, y = shape["at"]
        assert 0 <= x <= width and 0 <= y <= height, code
        assert re.fullmatch(r"(M[\d. L]+Z)+", shape["d"]), code
    assert "Natural Earth" in map._shapes()["origin"]


def test_nothing_is_drawn_of_what_is_not_known() -> None:
    assert pictures.drawn(ASKED, found()) == ""
    assert pictures.drawn(ASKED, found(years={"2010": 0}, countries={"AT": 0})) == ""
    told = pictures.drawn(ASKED, found(countries={"AT": 3}))
    assert "Counted: the 40 best passages" in told
    told = pictures.drawn(ASKED, replace(found(countries={"AT": 3}), passages=False))
    assert "Counted: studies." in told
    assert "Austria: 3 studies" in told


def test_what_an_address_says_is_never_markup() -> None:
    bad = Query('"><script>', filter=Filter(countries=('"><b>',)))
    html = pictures.drawn(bad, found(years=YEARS, countries={'"><b>': 2}))
    assert "<script" not in html
    assert '"><b>' not in html.replace(" <b>", "")


FORCES: list[tuple[Filter, list[str]]] = [
    (Filter(), []),
    (Filter(countries=("GB", "EU"), topics=("access to finance",)),
     ["Access to finance", "United Kingdom", "European Union"]),
    (Filter(kinds=(Kind.TABLE,), instruments=("tax-relief",), languages=("de",)),
     ["German", "Tax relief", "Table"]),
    (Filter(year_from=2007, year_to=2013), ["2007–2013"]),
    (Filter(year_from=2010, year_to=2010), ["2010"]),
    (Filter(year_from=2010), ["from 2010"]),
    (Filter(year_to=2010, publishers=("Nesta",), studies=("a",)), ["Nesta", "a", "to 2010"]),
]  # fmt: skip


@pytest.mark.parametrize(("narrowed", "wanted"), FORCES)
def test_each_filter_in_force_is_named_and_can_go(narrowed: Filter, wanted: list[str]) -> None:
    forces = list(picking.in_force(Query("q", filter=narrowed)))
    assert [one.name for one in forces] == wanted
    left: list[Any] = [len(list(picking.in_force(one.without))) for one in forces]
    assert left == [len(wanted) - 1] * len(wanted)
