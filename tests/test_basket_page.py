"""The basket in the app: kept from a hit and from a page, with notes, taken home and out."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from app_support import links, opened, page, said
from streamlit.testing.v1 import AppTest
from test_app import ASKED, hit, home, shelf

from casebook.takeaway import forms
from casebook.takeaway.forms import Form
from casebook.ui import keeping, resources, taking_home
from casebook.ui.links import title
from casebook.ui.words import plain
from search import present
from search.baskets import DEFAULT, Kept
from search.errors import LibraryError
from search.library import Library
from search.records import Hit

__all__ = ["hit", "home", "shelf"]


def _basket() -> None:
    from casebook.ui import basket_page, shell

    with shell.guarded():
        basket_page.show()


def library() -> Library:
    return resources.shared().session.library


def held(name: str = DEFAULT) -> list[Kept]:
    return library().basket(name) if name in library().baskets() else []


def keep(app: AppTest) -> None:
    next(one for one in app.button if one.label == "Keep").click().run()
    assert not app.exception


def labels(app: AppTest) -> list[str]:
    return [one.label for one in app.button if one.key and one.key.startswith("kept-")]


def test_a_hit_is_kept_with_its_question_and_taken_out(home: Path, hit: Hit) -> None:
    app = opened({"q": ASKED})
    assert labels(app) == ["Keep", "Keep", "Keep"]
    keep(app)
    assert labels(app) == ["Kept · take out", "Keep", "Keep"]
    (one,) = held()
    assert (one.study_id, one.question, one.note) == ("loans", ASKED, "")
    assert (one.start, one.end) == (hit.passage.start, hit.passage.end)
    next(one for one in app.button if one.label == "Kept · take out").click().run()
    assert labels(app) == ["Keep", "Keep", "Keep"]
    assert held() == []


def test_a_passage_is_kept_on_its_page_with_the_question_that_led_there(
    home: Path, hit: Hit
) -> None:
    back = urlencode({"q": ASKED, "country": "AT"})
    app = opened(dict(parse_qsl(present.address(hit.passage))) | {"back": back})
    keep(app)
    (one,) = held()
    assert (one.name, one.question) == (
        f"loans:1:{hit.passage.start}-{hit.passage.end}",
        ASKED,
    )
    assert labels(opened({"q": ASKED})) == ["Kept · take out", "Keep", "Keep"]
    assert labels(app) == ["Kept · take out"]


def test_what_cant_be_kept_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened({"q": ASKED})
    monkeypatch.setattr(library(), "keep", _raising(LibraryError("There is no room.")))
    keep(app)
    assert [one.value for one in app.toast] == [plain("There is no room.")]
    assert held() == []


def test_an_empty_basket_says_how_to_fill_it(home: Path) -> None:
    app = page(_basket)
    assert "Your basket is empty" in said(app)
    assert links(app, "Search") == [""]
    assert not app.get("download_button")


def test_the_basket_shows_quotes_by_question_with_the_way_to_their_page(
    home: Path, hit: Hit
) -> None:
    keep(opened({"q": ASKED}))
    app = page(_basket)
    assert '<h1 class="cb-study">Basket</h1>' in said(app)
    assert "1 passage from 1 study" in said(app)
    assert "Banks refuse a loan where" in said(app)
    assert links(app, plain(ASKED)) == [urlencode({"q": ASKED})]
    back = urlencode({"back": "basket?"})
    assert links(app, "Show on page") == [f"{present.address(hit.passage)}&{back}"]


def test_a_note_is_kept_as_it_is_written(home: Path) -> None:
    keep(opened({"q": ASKED}))
    app = page(_basket)
    app.text_area[0].set_value("For part 2").run()
    assert [one.note for one in held()] == ["For part 2"]
    assert page(_basket).text_area[0].value == "For part 2"
    app.text_area[0].set_value("").run()
    assert [one.note for one in held()] == [""]


def test_what_was_lost_is_said_kindly_and_its_note_stays(home: Path) -> None:
    keep(opened({"q": ASKED}))
    library().annotate(held()[0], "Ask Maria")
    resources.shared().ready().builder.remove("loans")
    app = page(_basket)
    assert [one.value for one in app.info] == [
        "The study loans is no longer in the library. Bring the study back, and the passage is. "
        "Until then it is left out of what you take home."
    ]
    assert app.text_area[0].value == "Ask Maria"
    assert links(app, "Show on page") == []
    resources.shared().ready().builder.forget("loans")
    app.run()
    assert [one.value for one in app.info] == [
        "The study loans is no longer in the library. Add the study again, and the passage is "
        "back. Until then it is left out of what you take home."
    ]
    assert "Bring it back" not in {one.label for one in app.button}
    next(one for one in app.button if one.label == "Take out").click().run()
    assert "Your basket is empty" in said(app)


def test_a_study_is_brought_back_from_the_basket_and_its_passage_stands(home: Path) -> None:
    keep(opened({"q": ASKED}))
    resources.shared().ready().builder.remove("loans")
    app = page(_basket)
    next(one for one in app.button if one.label == "Bring it back").click().run()
    assert not app.info
    assert "Banks refuse a loan where" in said(app)
    assert library().study("loans").title == "Loans for ideas"


def test_passages_of_a_question_change_their_places(home: Path) -> None:
    app = opened({"q": ASKED})
    keep(app)
    keep(app)
    first, second = held()
    app = page(_basket)
    moves = [one for one in app.button if one.label in "↑↓"]
    assert [one.disabled for one in moves] == [True, False, False, True]
    moves[1].click().run()
    assert [one.name for one in held()] == [second.name, first.name]
    next(one for one in app.button if one.label == "↑" and not one.disabled).click().run()
    assert [one.name for one in held()] == [first.name, second.name]


def test_every_format_is_offered_and_only_written_when_asked(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(opened({"q": ASKED}))
    monkeypatch.setattr(forms, "written", _raising(AssertionError("not asked for")))
    assert [one.proto.label for one in page(_basket).get("download_button")] == [
        "Word",
        "Markdown",
        "CSV",
        "RIS",
        "BibTeX",
        "CSL-JSON",
    ]
    assert taking_home.name("Für Teil 2/3", Form.DOCX) == "Für-Teil-2-3.docx"
    assert taking_home.name("…", Form.CSL) == "basket.json"


def test_a_file_holds_what_the_basket_does(home: Path) -> None:
    keep(opened({"q": ASKED}))
    session = resources.shared().session
    assert b"Banks refuse a loan" in taking_home.written(session, DEFAULT, Form.MARKDOWN)
    (source,) = json.loads(taking_home.written(session, DEFAULT, Form.CSL))
    assert (source["id"], source["title"]) == ("loans", "Loans for ideas")
    assert taking_home.written(session, DEFAULT, Form.DOCX)[:2] == b"PK"


def test_a_basket_is_renamed_chosen_and_emptied(home: Path) -> None:
    keep(opened({"q": ASKED}))
    app = page(_basket)
    app.text_input(key="rename-to").set_value("For Tuesday")
    next(one for one in app.button if one.label == "Rename it").click().run()
    assert library().baskets() == {"For Tuesday": 1}
    assert app.query_params == {"basket": "For Tuesday"}
    assert labels(opened({"q": ASKED})) == ["Keep", "Keep", "Keep"]
    keep(opened({"q": ASKED}))
    app = page(_basket)
    assert app.selectbox[0].options == ["Basket", "For Tuesday"]
    assert app.selectbox[0].value == "Basket"
    app.selectbox[0].set_value("For Tuesday").run()
    assert '<h1 class="cb-study">For Tuesday</h1>' in said(app)
    app.button(key="empty").click().run()
    assert library().baskets() == {"Basket": 1}


def test_the_page_is_named_with_its_count(home: Path) -> None:
    assert (title("basket", 0), title("basket", 1203)) == ("Basket", "Basket (1,203)")
    assert keeping.count(library()) == 0
    keep(opened({"q": ASKED}))
    assert keeping.count(library()) == 1


def _raising(error: Exception) -> Callable[..., None]:
    def fail(*given: object) -> None:
        raise error

    return fail
