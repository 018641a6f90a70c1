"""Acronyms and their full forms, as texts introduce them."""

import pytest

from search.asking.acronyms import Acronym, introduced, is_acronym

INTRODUCED = [
    (
        "The FAME (Facilitating Access and Mobility in Europe) project",
        "FAME",
        "Facilitating Access and Mobility in Europe",
    ),
    (
        "by the Facilitating Access and Mobility in Europe (FAME) fund",
        "FAME",
        "Facilitating Access and Mobility in Europe",
    ),
    ("Die Kreditanstalt für Wiederaufbau (KfW) zahlt", "KfW", "Kreditanstalt für Wiederaufbau"),
    (
        "Gutachten der Expertenkommission Forschung und Innovation (EFI, 2019)",
        "EFI",
        "Expertenkommission Forschung und Innovation",
    ),
    ("Kultur- und Kreativwirtschaft (KKW)", "KKW", "Kultur- und Kreativwirtschaft"),
    ("KMU (kleine und mittlere Unternehmen)", "KMU", "kleine und mittlere Unternehmen"),
    ("les petites et moyennes entreprises (PME)", "PME", "petites et moyennes entreprises"),
    ("l'École normale supérieure (ENS)", "ENS", "École normale supérieure"),
    (
        "las Agrupaciones Empresariales Innovadoras (AEI)",
        "AEI",
        "Agrupaciones Empresariales Innovadoras",
    ),
    ("pequeñas y medianas empresas (“PYME”)", "PYME", "pequeñas y medianas empresas"),
    ("Polska Agencja Rozwoju (PAR)", "PAR", "Polska Agencja Rozwoju"),
    ("small and medium-sized\nenterprises (SMEs)", "SMEs", "small and medium-sized enterprises"),
    ("on research and development (R&D)", "R&D", "research and development"),
    ("under Horizon 2020 (H2020)", "H2020", "Horizon 2020"),
    ("AWS (the Austria Wirtschaftsservice)", "AWS", "Austria Wirtschaftsservice"),
]


@pytest.mark.parametrize(("text", "short", "full"), INTRODUCED)
def test_an_acronym_is_read_where_it_is_introduced(text: str, short: str, full: str) -> None:
    assert list(introduced(text)) == [Acronym(short, full)]


@pytest.mark.parametrize(
    "text",
    [
        "in Berlin (Germany) and Smith (2012)",
        "OECD (2012)",
        "UK (see Annex)",
        "(SME) sector",
        "vouchers (SME)",
        "the Ministry of Works. Loans (MWL)",
        "as others do (see below); (i) and (ii)",
        "a voucher (VOUCHER)",
        "the SME (small firms of the region and their universities in all countries of it) pays",
        "( ) () ((x)) (AB",
    ],
)
def test_what_introduces_none_is_passed_over(text: str) -> None:
    assert list(introduced(text)) == []


def test_a_text_introduces_several() -> None:
    text = (
        "the European Investment Fund (EIF), gross domestic product (GDP) and venture capital (VC)"
    )
    assert [one.short for one in introduced(text)] == ["EIF", "GDP", "VC"]


@pytest.mark.parametrize("word", ["FAME", "KfW", "R&D", "H2020", "SMEs", "EU-27", "ÉNA"])
def test_a_word_can_be_an_acronym(word: str) -> None:
    assert is_acronym(word)


@pytest.mark.parametrize(
    "word", ["", "A", "Fame", "fame", "2020", "h2020", "Innovation", "INNOVATIONS-"]
)
def test_a_word_can_be_none(word: str) -> None:
    assert not is_acronym(word)
