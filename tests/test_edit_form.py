"""The form in the app: guesses shown as guesses, corrected, and found at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfs
import pytest
from app_support import built, closed, page, said, use
from streamlit.testing.v1 import AppTest
from support import ask

from casebook.ui import resources
from search.library import Library
from search.records import Origin, Study

GUESSED = (("title", Origin.PAGE), ("year", Origin.FILE), ("publisher", Origin.CATALOGUE))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library whose study on loans has a guessed title and year."""
    use(monkeypatch, tmp_path / "library")
    built(tmp_path / "library")
    with Library(tmp_path / "library") as library:
        library.describe(replace(library.study("loans"), year_to=2015, origins=GUESSED))
    yield tmp_path / "library"
    closed()


def studies() -> None:
    from casebook.ui import studies_page

    studies_page.show()


def add() -> None:
    from casebook.ui import add_page

    add_page.show()


def loans(home: Path) -> Study:
    with Library(home) as library:
        return library.study("loans")


def field(app: AppTest, label: str) -> int:
    labels = [one.label for one in app.text_input]
    return next(place for place, one in enumerate(labels) if one.startswith(label))


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception


def test_guesses_are_shown_as_guesses(home: Path) -> None:
    app = page(studies, {"study": "loans"})
    assert "title guessed from the first pages" in said(app)
    assert "2015 (guessed)" in said(app)
    assert said(app).count("cb-guess") == 1
    assert [one.value for one in app.caption if "cite" in one.value] == [
        r"Title and year were guessed from the file\; check before you cite\."
    ]
    labels = [one.label for one in app.text_input]
    assert labels[:4] == [
        "Title (guessed from the first pages: correct?)",
        "Subtitle",
        "Year, or years (guessed from the file: correct?)",
        "Publisher",
    ]
    assert "title guessed" in said(page(studies))


def test_a_study_that_was_described_has_no_mark(home: Path) -> None:
    app = page(studies, {"study": "vouchers"})
    assert "guessed" not in said(app)
    assert all("guessed" not in one.label for one in (*app.text_input, *app.expander, *app.button))


def test_a_correction_is_kept_and_found_at_once(home: Path) -> None:
    app = page(studies, {"study": "loans"})
    app.text_input[field(app, "Title")].set_value("Zebra crossings")
    app.text_input[field(app, "Countries")].set_value("uk")
    press(app, "Save changes")
    assert [one.value for one in app.success] == [r"Saved\: title\, countries\."]
    now = loans(home)
    assert (now.title, now.countries, now.guesses) == ("Zebra crossings", ("GB",), ("year",))
    hits = ask(resources.shared().session.engine, "zebra")
    assert (hits[0].study.id, hits[0].lexical.rank) == ("loans", 1)


def test_what_was_guessed_right_is_confirmed(home: Path) -> None:
    app = page(studies, {"study": "loans"})
    press(app, "All of it is right")
    assert (loans(home).title, loans(home).guesses) == ("Loans for ideas", ())
    assert dict(loans(home).origins)["title"] is Origin.PERSON


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [("Year", "soon", "years is"), ("Title", "", "the title is empty")],
)
def test_what_cant_be_is_said_and_changes_nothing(
    home: Path, label: str, typed: str, said: str
) -> None:
    before = loans(home)
    app = page(studies, {"study": "loans"})
    app.text_input[field(app, label)].set_value(typed)
    press(app, "Save changes")
    assert [said in one.value for one in app.error] == [True]
    assert loans(home) == before


def test_nothing_typed_is_nothing_changed(home: Path) -> None:
    before = loans(home)
    app = page(studies, {"study": "loans"})
    press(app, "Save changes")
    assert [one.value for one in app.info] == ["Nothing was changed."]
    assert loans(home) == before


def test_after_an_upload_the_form_is_offered(home: Path) -> None:
    app = page(add)
    app.file_uploader[0].set_value([("crowd.pdf", pdfs.study("crowd"), "application/pdf")]).run()
    assert not app.exception
    [offered] = [one.label for one in app.expander if "Correct?" in one.label]
    assert offered.startswith("The crowd scheme: ")
    app.text_input[field(app, "Title")].set_value("Crowds that pay")
    press(app, "Save changes")
    with Library(home) as library:
        assert library.study("crowd").title == "Crowds that pay"
