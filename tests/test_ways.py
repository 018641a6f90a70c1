"""The ways on from a result: links as HTML, the way to skip to it, and no second search."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pdfs
import pytest
from app_support import links, opened, said, serving, shelved

from casebook.ui import resources
from casebook.ui.document import translated
from casebook.ui.links import anchor
from search.asked import Answer
from search.engine import Engine
from search.records import Query

ASKED = "Which loan do banks refuse?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shelved(tmp_path_factory)


@pytest.fixture
def home(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from serving(shutil.copytree(shelf, tmp_path / "library"), monkeypatch)


def test_a_link_says_any_label_and_address_as_it_is() -> None:
    assert anchor("a <b> & c", "studies", {"study": "x&y", "topic": ["1", "2"]}, "cb-open") == (
        '<a class="cb-go cb-open" href="./studies?study=x%26y&amp;topic=1&amp;topic=2">'
        "a &lt;b&gt; &amp; c</a>"
    )


def test_a_hit_leads_to_its_page_to_others_like_it_and_to_its_study(home: Path) -> None:
    app = opened({"q": ASKED})
    assert parse_qs(links(app, "More from this study")[0])["study"] == ["loans"]
    assert parse_qs(links(app, "Show on page")[0])["study"] == ["loans"]
    assert len(links(app, "Like this")) == 3
    narrowed = opened({"q": ASKED, "study": "loans"})
    assert links(narrowed, "More from this study") == []


def test_the_keyboard_can_skip_to_the_first_hit(home: Path) -> None:
    shown = said(opened({"q": ASKED}))
    assert shown.count("<h1") == 1
    assert '<a class="cb-skip" href="#hit-1">Skip to the results</a>' in shown
    assert '<h2 class="cb-title" id="hit-1" tabindex="-1">' in shown


def test_a_view_that_is_drawn_again_has_its_answer_at_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []
    answer = Engine.answer

    def counted(self: Engine, query: Query) -> Answer:
        asked.append(query.text)
        return answer(self, query)

    session = resources.shared().ready()
    monkeypatch.setattr(Engine, "answer", counted)
    first = resources.answered(Query(ASKED))
    assert resources.answered(Query(ASKED)) is first
    assert asked == [ASKED]
    new = pdfs.saved(tmp_path, pdfs.typeset("= Refusals\nBanks refuse every loan."), "new.pdf")
    list(session.builder.add([new]))
    again = resources.answered(Query(ASKED))
    assert asked == [ASKED, ASKED]
    assert "new" in {hit.study.id for hit in again.hits}


def test_the_document_brings_what_the_links_need() -> None:
    shown = translated('<html lang="en"><head></head><body></body></html>', "en")
    assert "a.cb-go" in shown.split("</head>")[0]
