"""A thumb on a hit in the app: kept, shown again, turned and taken back."""

from pathlib import Path

import pytest
from app_support import opened
from test_app import ASKED, home, shelf

from casebook.ui import resources
from casebook.ui.words import plain
from search.errors import LibraryError
from search.library import Library

__all__ = ["home", "shelf"]


def kept(home: Path) -> list[tuple[str, str, int, int]]:
    """Question, study, page and grade of what was judged."""
    with Library(home) as library:
        return [(one.question, one.study_id, one.page, one.grade) for one in library.judgements()]


def test_a_thumb_is_kept_shown_again_turned_and_taken_back(home: Path) -> None:
    app = opened({"q": ASKED})
    assert [thumb.value for thumb in app.feedback] == [None] * len(app.feedback)
    app.feedback[0].set_value(1).run()
    assert kept(home) == [(ASKED, "loans", 1, 1)]
    again = opened({"q": ASKED})
    assert again.feedback[0].value == 1
    assert again.feedback[1].value is None
    again.feedback[0].set_value(0).run()
    assert kept(home) == [(ASKED, "loans", 1, 0)]
    again.feedback[0].set_value(None).run()
    assert kept(home) == []
    assert not again.exception


def test_a_thumb_belongs_to_its_question(home: Path) -> None:
    opened({"q": ASKED}).feedback[0].set_value(1).run()
    other = opened({"q": "Which loan?"})
    assert other.feedback[0].value is None


def test_a_thumb_that_cant_be_kept_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise LibraryError("There is no room.")

    app = opened({"q": ASKED})
    monkeypatch.setattr(resources.shared().session.library, "judge", full)
    app.feedback[0].set_value(1).run()
    assert [one.value for one in app.toast] == [plain("There is no room.")]
    assert kept(home) == []
    assert not app.exception
