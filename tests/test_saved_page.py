"""Saved searches in the app: saved, listed with what is new, seen and forgotten."""

from datetime import datetime, tzinfo
from pathlib import Path
from urllib.parse import urlencode

import pdfs
import pytest
from app_support import links, opened, page, said
from test_app import ASKED, home, shelf

from casebook.ui import resources, saved_searches, words
from search.asked import Answer
from search.news import News
from search.records import Filter, Query
from search.saved import Saved

__all__ = ["home", "shelf"]

LATER = "= Later\nBanks refuse a loan in Kotka."


def _basket() -> None:
    from casebook.ui import basket_page, shell

    with shell.guarded():
        basket_page.show()


def names() -> list[str]:
    return [one.name for one in resources.shared().session.library.saved_searches()]


def save(name: str = "Refused loans") -> None:
    app = opened({"q": ASKED})
    app.text_input(key="search-name").set_value(name)
    app.button(key="save-search").click().run()
    assert not app.exception


def add(home: Path) -> None:
    """Another study that a saved search finds."""
    builder = resources.shared().ready().builder
    file = pdfs.saved(home.parent, pdfs.typeset(LATER), "later.pdf")
    assert [str(one.status) for one in builder.add([file])] == ["added"]


def day() -> str:
    (one,) = resources.shared().session.library.saved_searches()
    return words.day(one.made)


def test_a_search_is_saved_under_its_question_or_a_name(home: Path) -> None:
    app = opened({"q": ASKED, "country": "AT"})
    assert app.text_input(key="search-name").value == ASKED
    app.button(key="save-search").click().run()
    (one,) = resources.shared().session.library.saved_searches()
    assert (one.name, one.query) == (ASKED, Query(ASKED, filter=Filter(countries=("AT",))))
    assert f"Saved: nothing new since {day()}" in said(app)
    assert "search-name" not in [field.key for field in app.text_input]
    assert "Saved" not in said(opened({"q": ASKED}))


def test_a_name_that_is_taken_is_said(home: Path) -> None:
    save()
    app = opened({"q": "vouchers"})
    app.text_input(key="search-name").set_value("Refused loans")
    app.button(key="save-search").click().run()
    assert [one.value for one in app.toast] == [
        "There is a search “Refused loans” already; choose another name."
    ]
    assert [one.query.text for one in resources.shared().session.library.saved_searches()] == [
        ASKED
    ]


def test_what_is_new_is_said_where_searches_are_listed(home: Path) -> None:
    save()
    for app in (opened(), page(_basket)):
        assert links(app, "Refused loans") == [urlencode({"q": ASKED})]
        assert f"nothing new since {day()}" in said(app)
    add(home)
    for app in (opened(), page(_basket)):
        assert f"1 new since {day()}" in said(app)


def test_a_new_hit_is_marked_until_it_counts_as_seen(home: Path) -> None:
    save()
    add(home)
    app = opened({"q": ASKED})
    assert f"Saved as “Refused loans”: 1 new since {day()}" in said(app)
    assert said(app).count('<span class="cb-new">New</span>') == 1
    app.button(key="seen").click().run()
    assert f"Saved as “Refused loans”: nothing new since {day()}" in said(app)
    assert 'class="cb-new"' not in said(app)


def test_searches_are_asked_anew_when_the_library_has_changed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save()
    add(home)
    engine, asked = resources.shared().ready().engine, list[str]()
    search = engine.unjudged

    def counted(query: Query) -> Answer:
        asked.append(query.text)
        return search(query)

    monkeypatch.setattr(engine, "unjudged", counted)
    app = page(_basket)
    for _ in range(3):
        app.run()
        assert f"1 new since {day()}" in said(app)
    assert asked == [ASKED]
    resources.shared().session.builder.remove("loans")
    assert "1 new since" in said(app.run())
    assert asked == [ASKED, ASKED]


def test_what_is_seen_is_seen_when_it_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Later":
            return cls(2031, 4, 5, tzinfo=tz)

    save()
    add(home)
    app = opened({"q": ASKED})
    monkeypatch.setattr("search.saved.datetime", Later)
    app.button(key="seen").click().run()
    assert "nothing new since 5 April 2031" in said(app)


def test_a_search_is_forgotten(home: Path) -> None:
    save()
    app = opened({"q": ASKED})
    app.button(key="forget").click().run()
    assert names() == []
    assert app.text_input(key="search-name").value == ASKED


@pytest.mark.parametrize(
    ("new", "changed", "told"),
    [
        (0, 0, "nothing new since 2 November 2026"),
        (2, 0, "2 new since 2 November 2026"),
        (0, 1, "1 changed since 2 November 2026"),
        (3, 1, "3 new and 1 changed since 2 November 2026"),
    ],
)
def test_news_in_words(new: int, changed: int, told: str) -> None:
    one = Saved("a", Query("a"), "2026-11-02T09:00:00+00:00", 1)
    hits = tuple(object() for _ in range(3))
    found = News((), hits[:new], hits[:changed], (), one)  # type: ignore[arg-type]
    assert saved_searches.in_words(one, found) == told
    assert saved_searches.in_words(one, None) == "nothing new since 2 November 2026"
