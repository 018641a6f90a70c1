"""What Casebook adds to a file is in the reader's language; the pages' own words stay."""

import csv
import gettext
import io
from pathlib import Path
from typing import Any

import docx
import pytest
from support import HashEmbedder, fill, make_boxes, make_page, make_passage, make_study, put

from casebook.takeaway import bibtex, markdown, sheet, word
from casebook.takeaway.brief import Brief, brief
from casebook.takeaway.pictures import Picture
from casebook.text import speech
from search import baskets, present
from search.library import Library
from search.records import Passage

HEADED = "2.1 What it cost\nEach voucher paid 4000 euros.\nNo more was paid."
GERMAN = {
    "p. {label}": "S. {label}",
    "p. {label} (PDF page {number})": "S. {label} (PDF-Seite {number})",
    "Passages": "Stellen",
    "Sources": "Quellen",
    "Section: {headings}": "Abschnitt: {headings}",
    "Note": "Notiz",
    "Quoted: {pages}.": "Zitiert: {pages}.",
    "Licence: {licence}.": "Lizenz: {licence}.",
    "The page is not shown: {trouble}.": "Die Seite fehlt: {trouble}.",
    "question": "Frage",
    "Collected passages": "Gesammelte Stellen",
    "Left out": "Ausgelassen",
    "the study {study} is no longer in the library": "die Studie {study} ist nicht mehr da",
    "A passage of page {page} in the file of {study} is left out: {lost}.": (
        "Eine Stelle der Seite {page} von {study} fehlt: {lost}."
    ),
}


class German(gettext.NullTranslations):
    """The sentences above; what is not there stays English."""

    def gettext(self, message: str) -> str:
        return GERMAN.get(message, message)


@pytest.fixture(autouse=True)
def translated(monkeypatch: pytest.MonkeyPatch) -> None:
    english = gettext.NullTranslations()
    languages = {"de": German()}
    monkeypatch.setattr(speech, "catalogue", lambda code: languages.get(code, english))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    study = make_study("a", title="Vouchers", page_count=1, language="de", licence="CC0")
    page = make_page("a", 6, HEADED, label="4")
    passage = make_passage("a", 6, HEADED, heading=("What it cost",), language="en")
    made = HashEmbedder().embed([HEADED])
    library.put(study, [(page, make_boxes(HEADED))], [passage], made, HashEmbedder().fingerprint)
    put(library, "gone", ["It went."])
    for id in ("a", "gone"):
        library.keep(baskets.kept(library.passages_of(id)[0], note="Ask Maria"))
    library.remove("gone")
    return library


def german(library: Library) -> Brief:
    return brief(library, "Basket")


def unseen(quote: object) -> Picture:
    return Picture(b"", False, "weg")


def test_a_word_file_speaks_the_language_and_quotes_the_page(library: Library) -> None:
    with speech.speaking("de"):
        document: Any = docx.Document(io.BytesIO(word.written(german(library), unseen)))
    texts = [one.text for one in document.paragraphs]
    assert document.core_properties.language == "de-DE"
    assert texts[0] == document.core_properties.title == "Gesammelte Stellen"
    assert "Abschnitt: What it cost" in texts
    assert "Each voucher paid 4000 euros. No more was paid." in texts
    assert "Vouchers, S. 4 (PDF-Seite 6)." in texts
    assert "Notiz: Ask Maria" in texts
    assert "Die Seite fehlt: weg." in texts
    assert [one for one in texts if one.startswith("Eine Stelle der Seite 1 von gone fehlt: die ")]
    assert texts[-1].endswith("Zitiert: S. 4 (PDF-Seite 6). Lizenz: CC0.")
    kept = [one.style.name for one in document.paragraphs if one.text.startswith("Each voucher")]
    assert kept == ["Quote"]


def test_markdown_and_csv_speak_it_too(library: Library) -> None:
    with speech.speaking("de"):
        text = markdown.written(german(library)).decode()
        rows = [*csv.reader(io.StringIO(sheet.written(german(library)).decode("utf-8-sig")))]
    assert text.startswith("# Gesammelte Stellen\n")
    for line in ("## Stellen", "## Ausgelassen", "## Quellen", "Abschnitt: What it cost"):
        assert f"\n{line}\n" in text
    assert "\n> Each voucher paid 4000 euros. No more was paid.\n" in text
    assert "\n**Notiz:** Ask Maria\n" in text
    assert rows[0][2] == "Frage"
    assert HEADED in rows[1]
    assert "Vouchers, S. 4 (PDF-Seite 6)." in rows[1]


def test_reference_managers_are_told_the_same_in_every_language(library: Library) -> None:
    english = bibtex.written(german(library)).decode()
    with speech.speaking("de"):
        other = bibtex.written(german(library)).decode()
    assert "langid = {german}" in english
    assert "langid = {german}" in other
    assert speech.spoken() == "en"


@pytest.mark.parametrize(
    ("text", "heading", "start"),
    [
        (HEADED, ("What it cost",), 17),
        (HEADED, (), 0),
        ("What it cost us was more.", ("What it cost",), 0),
        ("One\nTwo\nWords.", ("One", "Two"), 8),
        ("What it cost\n", ("What it cost",), 0),
    ],
)
def test_headings_at_the_beginning_are_no_part_of_a_quotation(
    text: str, heading: tuple[str, ...], start: int
) -> None:
    assert present.body_start(make_passage("a", 1, text, heading=heading)) == start


def test_a_citation_names_the_page_as_it_is_told() -> None:
    study, passage = make_study("a", title="A"), Passage("a", 2, 0, 1, "x", label="iv")
    assert present.citation(study, passage) == "A, p. iv (PDF page 2)."
    assert present.citation(study, passage, "S. iv") == "A, S. iv."


def test_two_places_of_a_basket_are_swapped_and_no_other_moves(tmp_path: Path) -> None:
    library = fill(tmp_path / "own", {"a": ["one", "two", "three"]})
    for passage in library.passages_of("a"):
        library.keep(baskets.kept(passage))
    first, second, third = library.basket("Basket")
    assert library.swap(first, third)
    assert library.basket("Basket") == [third, second, first]
    library.let_go(second)
    assert not library.swap(first, second)
    assert library.basket("Basket") == [third, first]
