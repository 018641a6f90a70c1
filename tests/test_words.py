"""Which words a language knows, and what share of a text."""

from collections import Counter

import pytest

from ingest import words
from search.language import LANGUAGES

SENTENCES = {
    "ca": "El govern publica cada any un informe sobre les empreses petites del país",
    "da": "Regeringen offentliggør hvert år en rapport om landets små virksomheder",
    "de": "Die Regierung veröffentlicht jedes Jahr einen Bericht über kleine Unternehmen",
    "en": "The government publishes a report on the small firms of the country every year",
    "es": "El gobierno publica cada año un informe sobre las pequeñas empresas del país",
    "fi": "Hallitus julkaisee joka vuosi raportin maan pienistä yrityksistä ja niiden tuista",
    "fr": "Le gouvernement publie chaque année un rapport sur les petites entreprises du pays",
    "it": "Il governo pubblica ogni anno una relazione sulle piccole imprese del paese",
    "nl": "De regering publiceert elk jaar een verslag over de kleine bedrijven van het land",
    "pl": "Rząd publikuje co roku sprawozdanie dotyczące małych przedsiębiorstw w kraju",
    "pt": "O governo publica todos os anos um relatório sobre as pequenas empresas do país",
    "sv": "Regeringen publicerar varje år en rapport om landets små företag och deras stöd",
}


def shifted(text: str) -> str:
    """Every letter as the next one, as a wrong table of characters gives them."""
    return "".join(chr(ord(letter) + 1) if letter.isalpha() else letter for letter in text)


@pytest.mark.parametrize("language", SENTENCES)
def test_text_is_told_from_garbage(language: str) -> None:
    text = " ".join([SENTENCES[language]] * 4)
    true, garbled = words.share(text, language), words.share(shifted(text), language)
    assert true is not None
    assert garbled is not None
    assert (true >= 0.8, garbled <= 0.15) == (True, True), (true, garbled)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_that_is_told_apart_has_a_list(language: str) -> None:
    assert words.share("zzqx " * words.FEWEST, language) == 0.0


def test_the_share_is_that_of_known_words() -> None:
    assert words.share("house river zzqx qqzx " * 5, "en") == 0.5
    assert words.share("Haus Fluss river zzqx " * 5, "de") == 0.75


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("house " * (words.FEWEST - 1), "en"),
        ("house " * 30, ""),
        ("house " * 30, "ja"),
        ("1 2 3 of to " * 30, "en"),
    ],
)
def test_nothing_is_said_of_few_words_or_a_language_without_a_list(
    text: str, language: str
) -> None:
    assert words.share(text, language) is None


def test_addresses_are_no_words() -> None:
    text = "See https://example.org/zzqx/house or www.zzqx.org, write to zzqx@example.org today"
    assert words.found(text) == Counter(["See", "write", "today"])


def test_a_word_is_known_in_any_case() -> None:
    assert [words.knows(word, "de") for word in ("Haus", "HAUS", "haus", "Hausq", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip
