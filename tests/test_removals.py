"""Removing a study in the app, and having it back: at once, from the list, by its link."""

from pathlib import Path

import pytest
from app_support import links, opened, page, said
from streamlit.testing.v1 import AppTest
from test_app import ASKED, hit, home, shelf

from casebook.ui import resources
from search.library import Library

__all__ = ["hit", "home", "shelf"]


def _studies() -> None:
    from casebook.ui import shell, studies_page

    with shell.guarded():
        studies_page.show()


def library() -> Library:
    return resources.shared().session.library


def click(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception


def removed(id: str = "loans") -> AppTest:
    app = page(_studies, {"study": id})
    assert any("For 30 days you can bring it back" in one.value for one in app.markdown)
    click(app, "Remove it")
    return app


def test_a_removed_study_is_back_with_one_click(home: Path) -> None:
    before = library().passages_of("loans")
    app = removed()
    assert [one.value for one in app.success] == ["Removed: Loans for ideas."]
    assert "Loans for ideas" not in said(opened({"q": ASKED}))
    click(app, "Undo")
    assert [one.value for one in app.success] == ["Back again: Loans for ideas."]
    assert links(app, "Look at it") == ["study=loans"]
    assert library().passages_of("loans") == before
    assert "Loans for ideas" in said(opened({"q": ASKED}))
    app.run()
    assert not app.success


def test_what_was_removed_lately_is_listed_and_brought_back_later(home: Path) -> None:
    removed()
    app = page(_studies)
    assert [one.label for one in app.expander] == ["1 study removed lately"]
    assert "**Loans for ideas**" in [one.value for one in app.markdown]
    assert "1 page · removed " in said(app)
    assert ", kept until " in said(app)
    click(app, "Bring it back")
    assert not app.expander
    assert {study.id for study in library().studies()} == {"loans", "vouchers"}


def test_it_is_deleted_for_good_on_request(home: Path) -> None:
    copy = library().file(library().study("loans"))
    removed()
    app = page(_studies)
    click(app, "Delete it for good")
    assert not app.expander
    assert library().removed() == []
    assert not copy.exists()


def test_the_last_study_leaves_the_way_back(home: Path) -> None:
    removed("loans")
    app = removed("vouchers")
    assert "Your library is empty" in said(app)
    assert [one.label for one in app.expander] == ["2 studies removed lately"]
    click(app, "Undo")
    assert [study.id for study in library().studies()] == ["vouchers"]


def test_a_link_to_a_removed_study_offers_it(home: Path) -> None:
    removed()
    app = opened({"study": "loans", "page": "1"})
    assert app.info[0].value.startswith("Loans for ideas was removed on ")
    click(app, "Bring it back")
    assert not app.info
    assert library().study("loans").title == "Loans for ideas"


def test_what_cant_be_brought_back_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = removed()
    library().forget_removed("loans")
    click(app, "Undo")
    assert "Nothing is kept of a study" in app.toast[0].value
    assert not app.success
