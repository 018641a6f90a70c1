"""Which language a text is in."""

import pytest

from search.language import LANGUAGES, of_page, of_query

PAGES = {
    "bg": "Ваучерите за иновации помагат на малките предприятия да работят с университети.",
    "ca": "Els xecs d'innovació ajuden les petites empreses a treballar amb les universitats.",
    "de": "Innovationsgutscheine helfen kleinen Unternehmen, mit Hochschulen zu arbeiten.",
    "el": "Τα κουπόνια καινοτομίας βοηθούν τις μικρές επιχειρήσεις να συνεργάζονται.",
    "en": "Innovation vouchers help small firms to work with universities for the first time.",
    "es": "Los cheques de innovación ayudan a las pequeñas empresas con las universidades.",
    "fi": "Innovaatiosetelit auttavat pieniä yrityksiä tekemään yhteistyötä yliopistojen kanssa.",
    "fr": "Les chèques innovation aident les petites entreprises à travailler avec l'université.",
    "hu": "Az innovációs utalványok segítik a kisvállalkozásokat az egyetemekkel való munkában.",
    "it": "I voucher per l'innovazione aiutano le piccole imprese a lavorare con le università.",
    "nl": "Innovatievouchers helpen kleine ondernemingen om met universiteiten samen te werken.",
    "pl": "Bony na innowacje pomagają małym przedsiębiorstwom współpracować z uczelniami.",
    "pt": "Os vales de inovação ajudam as pequenas empresas a trabalhar com as universidades.",
    "sv": "Innovationscheckar hjälper små företag att arbeta tillsammans med universitet.",
}


@pytest.mark.parametrize("language", PAGES)
def test_a_pages_language_is_told(language: str) -> None:
    assert of_page(PAGES[language]) == language
    assert language in LANGUAGES


def test_addresses_are_in_no_language() -> None:
    sources = (
        "S1 The report of the ministry on the vouchers for firms, which was read in 2016.\n"
        + (
            "https://www.example.cat/ocupacio/les-empreses-i-la-innovacio\n-als-territoris/ajuts\n"
            * 8
        )
    )
    assert of_page(sources) == "en"


@pytest.mark.parametrize("text", ["", "12 – 2013", "KEA European Affairs", "é" * 39, " . " * 200])
def test_a_page_with_few_letters_has_no_language(text: str) -> None:
    assert of_page(text) == ""


@pytest.mark.parametrize("language", ["de", "en", "fr", "fi", "pl"])
def test_a_questions_language_is_told(language: str) -> None:
    assert of_query(PAGES[language]) == language


@pytest.mark.parametrize("text", ["", "ECIA", "Berlin 2012", "42", "KEA Nesta"])
def test_a_question_of_names_has_no_language(text: str) -> None:
    assert of_query(text) == ""


def test_a_long_page_is_in_the_language_of_the_page_before_only_where_its_middle_is() -> None:
    german = "Die Förderung der Kultur- und Kreativwirtschaft ist eine Aufgabe des Landes. " * 30
    english = "The vouchers were paid to small firms that worked with a designer. " * 30
    for before in ("", "de", "en", "fr"):
        assert of_page(german, before) == "de"
        assert of_page(english, before) == "en"
        assert of_page(english + german * 3, before) == "de"
