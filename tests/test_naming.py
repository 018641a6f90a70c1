"""The names and years of a question that nothing mentions, or that stand apart."""

import pytest

from search.asked import Asked
from search.naming import apart, named, unmet


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("What about SMEs? French clusters in Lower Austria?", [("SMEs",), ("Lower", "Austria")]),
        ("Was Berlin, Hamburg or Bremen first?", [("Berlin",), ("Hamburg",), ("Bremen",)]),
        ("Did it end? Manchester paid 4000 in 2012.", [("2012",)]),
        ("¿Qué pasó? ¿Barcelona pagó?", []),
        ("the costs of FY2021, in FY 2021 and by Oct in the UK", [("2021",)]),
        (
            "Estonia innovation vouchers, in spain and Ranskassa",
            [("Estonia",), ("spain",), ("Ranskassa",)],
        ),
        ("what did ESCA and Łódź say", [("ESCA",), ("Łódź",)]),
    ],
)
def test_a_name_is_a_run_of_capitals_within_a_sentence(
    text: str, runs: list[tuple[str, ...]]
) -> None:
    assert named(Asked(text, language="es" if "¿" in text else "en")) == runs


def test_of_a_name_that_has_to_be_there_which_tells_more() -> None:
    asked = Asked("Quanti voucher ha emesso la Regione Puglia?", language="it")
    telling = {"Regione": 0.3, "Puglia": 1.0}
    assert unmet(asked, {"Regione", "voucher"}, telling) == ("Regione Puglia",)
    assert unmet(asked, {"Puglia"}, telling) == ()


def test_a_year_is_asked_of_a_study_that_holds_a_name() -> None:
    asked = Asked("How did Manchester in 2012 and Utrecht in 2015 do?", language="en")
    assert apart(asked, [{"Manchester", "2012"}, {"Utrecht", "2015"}], {}) == ()
    assert apart(asked, [{"Manchester", "Utrecht"}, {"2012", "2015"}], {}) == (
        "Manchester",
        "Utrecht",
        "2012",
        "2015",
    )
    assert (
        apart(Asked("How did Manchester and Utrecht do?", language="en"), [{"Utrecht"}], {}) == ()
    )


@pytest.mark.parametrize(
    ("text", "language", "held", "lost"),
    [
        ("What did South Korea pay in 2019?", "en", {"pay"}, ("South Korea", "2019")),
        ("What did South Korea pay?", "en", {"Korea"}, ()),
        ("What did the European Union pay?", "en", {"European"}, ()),
        ("Are the French poles paid?", "en", set(), ()),
        ("Korea", "en", set(), ("Korea",)),
        ("Welche Gutscheine gab es in Tirol?", "de", set(), ()),
        ("WHAT DID KOREA PAY", "en", set(), ("KOREA",)),
        ("Combien en Bretagne ?", "fr", set(), ("Bretagne",)),
    ],
)
def test_names_and_years_that_nothing_mentions(
    text: str, language: str, held: set[str], lost: tuple[str, ...]
) -> None:
    assert unmet(Asked(text, language=language), held, {}) == lost
