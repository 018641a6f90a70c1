"""Countries by their names, and studies of the country that a question names."""

import pytest
from support import HashEmbedder, ask, put

from search.engine import Engine
from search.library import Library
from search.places import countries
from search.signs import words_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("loans in the United Kingdom", {3: "GB", 4: "GB"}),
        ("Northern Ireland and Ireland", {0: "GB", 1: "GB", 3: "IE"}),
        ("Suomessa Ranskassa Deutschlands Francji", {0: "FI", 1: "FR", 2: "DE", 3: "FR"}),
        ("Österreich autriche ITALY", {0: "AT", 1: "AT", 2: "IT"}),
        ("French poles tschechische firmas españolas", {0: "FR", 2: "CZ", 4: "ES"}),
        ("the USA usa los fondos", {1: "US"}),
        ("island policy check fins lets puolue je suis", {}),
    ],
)
def test_countries_are_known_by_their_names_in_any_language(
    text: str, found: dict[int, str]
) -> None:
    assert countries(text.split()) == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("kuinka suuri on yrityksen oman rahoituksen osuus", "fi", {}),
        ("Oman rahoituksen osuus", "fi", {}),
        ("seteli on käytössä myös maassa Oman", "fi", {5: "OM"}),
        ("quién gana la convocatoria", "es", {}),
        ("¿irá a España?", "es", {2: "ES"}),
        ("quem ganha em gana", "pt", {3: "GH"}),
        ("mijn oma in nederland", "nl", {3: "NL"}),
        ("voucher in oman", "en", {2: "OM"}),
    ],
)
def test_a_word_of_the_language_is_no_country_of_another(
    text: str, language: str, found: dict[int, str]
) -> None:
    assert countries(words_of(text), language=language) == found


def test_what_is_said_of_a_country_can_be_left_out() -> None:
    assert countries(["French", "loans", "in", "Spain"], adjectives=False) == {3: "ES"}


def test_of_reports_alike_that_of_the_country_comes_first(library: Library) -> None:
    text = "the minimum income was cut for who refused work"
    for id, subtitle, codes in [("a", "Fiche: Latvia", ()), ("b", "", ("FR",)), ("c", "", ())]:
        put(library, id, [text], title="Minimum income", subtitle=subtitle, countries=codes)
    engine = Engine(library, HashEmbedder(), "memory")
    firsts = [ask(engine, f"minimum income {place}")[0].study.id for place in ("Latvia", "France")]
    assert firsts == ["a", "b"]
    assert [hit.study.id for hit in ask(engine, "minimum income")] == ["a"]
