"""The catalogue of real studies in the app: found, fetched, told why not, told what is here."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfs
import pytest
from app_support import VOUCHERS, links, page, said
from streamlit.testing.v1 import AppTest
from test_app import hit, home, shelf

from casebook import fetching
from casebook.ui import real_studies, resources
from ingest.catalogue import Entry
from ingest.fetch import Fetched
from ingest.mishaps import BY_HAND, LATER, ONLINE, Remedy, Todo, explained
from search.errors import FetchError
from search.told import told

__all__ = ["hit", "home", "shelf"]

ENTRY = Entry(
    id="R1",
    title="Voucher schemes <i>compared</i>",
    year_from=2014,
    year_to=2016,
    publisher="A ministry",
    countries=("AT",),
    topics=("innovation vouchers",),
    document="https://example.org/a?b=1&c=2",
)
OTHER = Entry(id="R2", title="Loans for ideas", document="https://example.org/loans.pdf")
BARE = Entry(id="R3", title="Never put on the web")
LAST = Entry(id="R4", title="Clusters compared", document="https://example.org/c.pdf")


def _add() -> None:
    from casebook.ui import add_page, shell

    with shell.guarded():
        add_page.show()


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "entries", lambda: (ENTRY, OTHER, BARE, LAST))


def answered(monkeypatch: pytest.MonkeyPatch, fetch: Callable[..., Fetched]) -> None:
    monkeypatch.setattr(fetching, "fetch", fetch)


def failing(monkeypatch: pytest.MonkeyPatch, what: str, todo: Todo) -> None:
    def fetch(*given: Any, **more: Any) -> Fetched:
        raise FetchError("R1 was not downloaded.", told("{what}", what=what), todo.remedy)

    answered(monkeypatch, fetch)


def click(app: AppTest, id: str) -> None:
    app.button(key=f"fetch-{id}").click().run(timeout=120)
    assert not app.exception


def failed(app: AppTest) -> list[str]:
    return [one.value for one in app.html if "cb-failed" in one.value]


def test_the_list_is_searched_and_says_what_is_here(home: Path) -> None:
    app = page(_add)
    assert "4 reports that the bundled briefs rest on." in said(app)
    assert "Voucher schemes &lt;i&gt;compared&lt;/i&gt;" in said(app)
    assert "2014–2016 · Austria · A ministry" in said(app)
    assert 'href="https://example.org/a?b=1&amp;c=2"' in said(app)
    fetches = [one.key for one in app.button if one.key and one.key.startswith("fetch-")]
    assert fetches == ["fetch-R1", "fetch-R4"]
    assert said(app).count("No address is known.") == 1
    assert "In your library" in said(app)
    assert links(app, "Look at it") == ["study=loans"]
    app.text_input(key="find-real").set_value("ministry").run()
    assert "Never put on the web" not in said(app)
    app.text_input(key="find-real").set_value("nothing of the sort").run()
    assert "No study of the catalogue has all of these words." in said(app)


def test_a_study_is_fetched_added_with_its_facts_and_here(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(entry: Entry, folder: Path, heard: Callable[[int, int], None]) -> Fetched:
        content = pdfs.typeset(VOUCHERS + "\nAnother edition altogether.")
        path = pdfs.saved(folder, content, "r1.pdf")
        heard(1_000_000, 2_000_000)
        heard(2_000_000, 0)
        return Fetched(path, hashlib.sha256(content).hexdigest(), len(content))

    answered(monkeypatch, fetch)
    app = page(_add)
    click(app, "R1")
    study = resources.shared().session.library.study("r1")
    assert (study.title, study.publisher, study.period) == (ENTRY.title, "A ministry", "2014–2016")
    assert not failed(app)
    assert len(links(app, "Look at it")) == 2
    resources.shared().ready().builder.remove("r1")
    assert app.run().button(key="fetch-R1").label == "Fetch"


def test_offline_is_said_once_and_kindly(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "the server's name was not found", ONLINE)
    app = page(_add)
    assert not app.info
    click(app, "R1")
    click(app, "R4")
    assert [one.value for one in app.info] == [
        "The server could not be reached. Where this machine has no way to the web, open a study's "
        "address on one that has, save the PDF and drop it above."
    ]
    assert len(failed(app)) == 2
    assert "Not fetched: the server&#x27;s name was not found." in failed(app)[0]


@pytest.mark.parametrize(
    ("todo", "end"),
    [
        (BY_HAND, "Open its address and save the PDF there."),
        (LATER, "Try again later."),
        (Todo("look", Remedy.LOOK_ELSEWHERE), "Look for its title on the web."),
    ],
)
def test_why_a_study_was_not_fetched_is_one_sentence_and_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch, todo: Todo, end: str
) -> None:
    failing(monkeypatch, "a web page came, not a PDF", todo)
    app = page(_add)
    click(app, "R1")
    (said_of,) = failed(app)
    assert f"Not fetched: a web page came, not a PDF. {end}" in said_of
    assert not app.info


def test_a_server_that_is_not_found_is_a_matter_of_being_online() -> None:
    failure = explained(ConnectionRefusedError())
    assert (failure.what, failure.todo.remedy) == ("the connection was refused", Remedy.ONLINE)
    error = FetchError("R1 was not downloaded.", failure.what, failure.todo.remedy)
    assert real_studies._why(error) == "Not fetched: the connection was refused."
