"""Sentences, numbers and names in the language of who reads them."""

import pickle
import threading
from contextvars import Context
from datetime import date

import pytest

from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import words
from search.errors import LibraryBusy, Refused
from search.records import Kind
from search.scope import Coverage
from search.told import Figure, Told, told, told_of


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("pt-PT, es;q=0.8, de;q=0.9", "de"),
        ("ca", "ca"),
        ("FI_fi", "fi"),
        ("pt, xx;q=0.5", ""),
        ("de;q=0", ""),
        ("de;q=so, nl;q=0.1", "nl"),
        ("*", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_first_known_language_that_a_browser_accepts(
    accepted: str | None, language: str
) -> None:
    assert speech.preferred(accepted) == language


def test_english_is_said_as_it_stands_in_the_code() -> None:
    assert speech.spoken() == "en"
    assert say("No study is called {name}.", name="x") == "No study is called x."
    assert [say_of("{n} page", "{n} pages", n) for n in (0, 1, 1204)] == [
        "0 pages",
        "1 page",
        "1,204 pages",
    ]


def test_an_unknown_language_is_english() -> None:
    with speech.speaking("tlh"):
        assert speech.spoken() == "en"
    assert speech.chosen("tlh") == ""


def test_a_language_is_spoken_in_its_thread_alone() -> None:
    heard: list[str] = []
    with speech.speaking("de"):
        other = threading.Thread(target=lambda: heard.append(speech.spoken()))
        other.start()
        other.join()
        assert speech.spoken() == "de"
    assert heard == ["en"]
    assert speech.spoken() == "en"


def test_a_thread_without_a_language_asks_whom_it_was_told_to_ask() -> None:
    fresh = Context()
    assert fresh.run(speech.spoken) == "en"
    speech.otherwise(lambda: "nl")
    speech.otherwise(lambda: "fi")
    assert fresh.run(speech.spoken) == "fi"
    fresh.run(speech.speak, "it")
    assert fresh.run(speech.spoken) == "it"


@pytest.mark.parametrize(
    ("language", "number", "figure", "share", "day", "listed", "place", "tongue"),
    [
        ("en", "1,204", "0.68", "45%", "2 March 2026", "or", "Germany", "French"),
        ("de", "1.204", "0,68", "45 %", "2. März 2026", "oder", "Deutschland", "Französisch"),
        ("fr", "1\u202f204", "0,68", "45 %", "2 mars 2026", "ou", "Allemagne", "Français"),
        ("it", "1.204", "0,68", "45%", "2 marzo 2026", "o", "Germania", "Francese"),
        ("es", "1.204", "0,68", "45 %", "2 de marzo de 2026", "o", "Alemania", "Francés"),
        ("ca", "1.204", "0,68", "45 %", "2 de març del 2026", "o", "Alemanya", "Francès"),
        ("fi", "1 204", "0,68", "45 %", "2. maaliskuuta 2026", "tai", "Saksa", "Ranska"),
        ("nl", "1.204", "0,68", "45%", "2 maart 2026", "of", "Duitsland", "Frans"),
    ],
)
def test_numbers_days_lists_and_names_follow_the_language(
    language: str,
    number: str,
    figure: str,
    share: str,
    day: str,
    listed: str,
    place: str,
    tongue: str,
) -> None:
    with speech.speaking(language):
        assert speech.number(1204).replace("\xa0", " ") == number
        assert speech.again(Figure(0.678, 2)) == figure
        assert speech.share(0.45).replace("\xa0", " ") == share
        assert speech.day(date(2026, 3, 2)) == day
        assert speech.listed(["a", "b", "c"], "or") == f"a, b {listed} c"
        assert words.country("DE") == place
        assert words.language("fr") == tongue


def test_what_another_part_told_is_said_again_with_what_it_holds() -> None:
    place = told("p. {label} (PDF page {number})", label="iv", number=6)
    studies = told_of("{n} study", "{n} studies", 1204)
    also = told("{studies} and {places}", studies=studies, places=place)
    assert also == "1,204 studies and p. iv (PDF page 6)"
    with speech.speaking("de"):
        assert speech.again(also) == "1.204 Studien und S.\xa0iv (PDF-Seite 6)"
        assert speech.again("p. iv") == "p. iv"


def test_told_sentences_and_figures_survive_a_process_border() -> None:
    one = told_of("{n} study", "{n} studies", 2)
    back = pickle.loads(pickle.dumps(one))
    assert (back, back.form, back.several, back.number) == (one, one.form, one.several, 2)
    figure = pickle.loads(pickle.dumps(Figure(0.5, 1)))
    assert (figure, figure.value, figure.decimals) == ("0.5", 0.5, 1)
    assert isinstance(back, Told)


def test_an_error_is_said_in_the_language_where_its_parts_are_known() -> None:
    sentence = told("A name is wanted; this one is empty.")
    with speech.speaking("nl"):
        assert speech.of_error(LibraryBusy(sentence)) == "Er is een naam nodig; deze is leeg."
        assert speech.of_error(LibraryBusy("as it is")) == "as it is"
        assert speech.of_error(Refused("code", "as it is")) == "as it is"
        assert speech.of_error(LibraryBusy()) == ""


def test_words_of_the_app_follow_the_language() -> None:
    with speech.speaking("fr"):
        assert words.coverage(Coverage(2, 1, 3, 9)) == (
            "2 études, 1 page parcourue, 3 pages sans texte"
        )
        assert words.quoted(["a", "b"], "or") == "«\xa0a\xa0» ou «\xa0b\xa0»"
        assert words.day("2026-11-22T10:00:00+00:00") == "22 novembre 2026"
        assert [words.kind(Kind.TABLE), words.field("year")] == ["Tableau", "année"]
        assert [words.country(code) for code in ("EU", "WORLD", "XX")] == [
            "Union européenne",
            "Monde",
            "XX",
        ]
