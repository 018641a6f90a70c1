"""A tiny library on disk and the app run over it, without a browser and without the model."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Final

import pdfs
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from support import HashEmbedder

import casebook.session
from casebook.session import Session
from casebook.ui import resources
from ingest.catalogue import Entry
from ingest.run import Asked
from search.embed import model_folder
from search.settings import Settings

APP: Final = Path(__file__).parent.parent / "app.py"
VOUCHERS: Final = """
#set page(numbering: "i")
= Vouchers
Each voucher paid 4000 pounds to one firm.
#pagebreak()
= Clusters
The lottery chose among 600 applicants.
"""
LOANS: Final = """
= Loans
Banks refuse a loan where the only asset is #"an idea & <b>no</b> *collateral*".
"""

ENTRIES: Final = {
    "vouchers": Entry(
        id="vouchers",
        title="Creative vouchers <i>of</i> Müllheim",
        year_from=2009,
        year_to=2011,
        countries=("GB",),
        topics=("innovation vouchers",),
        publisher="Nesta",
        language="en",
    ),
    "loans": Entry(
        id="loans",
        title="Loans for ideas",
        year_from=2015,
        countries=("EU", "AT"),
        topics=("access to finance",),
        publisher="Nesta",
        language="en",
    ),
}


class Hashed(HashEmbedder):
    """Stands for the model: words alone, but the model's own tokenizer for cutting passages."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.folder = model_folder(name)


def built(home: Path) -> Path:
    """A library of two studies, three pages."""
    with Session(Settings(home)) as session:
        for name, source in (("vouchers", VOUCHERS), ("loans", LOANS)):
            file = pdfs.saved(home.parent, pdfs.typeset(source), f"{name}.pdf")
            outcomes = list(session.builder.add([file], asked=Asked(entry=ENTRIES[name])))
            assert [str(one.status) for one in outcomes] == ["added"]
    return home


def use(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Have the app open this library, without the model."""
    monkeypatch.setenv("CASEBOOK_HOME", str(home))
    monkeypatch.setattr(casebook.session, "SentenceEmbedder", Hashed)


def shelved(folders: pytest.TempPathFactory) -> Path:
    """The same library, in a folder that several tests may copy."""
    with pytest.MonkeyPatch.context() as patch:
        home = folders.mktemp("shelf") / "library"
        use(patch, home)
        return built(home)


def serving(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The library that the app opens, while a test runs."""
    use(monkeypatch, home)
    yield home
    closed()


def closed() -> None:
    """Close the library that the app has open, and forget what it made of it."""
    resources.shared().ready().close()
    st.cache_resource.clear()
    st.cache_data.clear()


def opened(address: Mapping[str, str | list[str]] | None = None) -> AppTest:
    """The app at an address of its first page."""
    return _at(AppTest.from_file(APP, default_timeout=300), address)


def page(show: Callable[[], None], address: Mapping[str, str | list[str]] | None = None) -> AppTest:
    """Another page of the app, as a function that shows it."""
    return _at(AppTest.from_function(show, default_timeout=300), address)


def said(app: AppTest) -> str:
    """All HTML of a page."""
    return "\n".join(one.value for one in app.html)


def links(app: AppTest, label: str) -> list[str]:
    """The query parts of the links of this label, of Streamlit's first, then of our own HTML."""
    shown = f":primary[{label}]"
    streamlits = [one.proto.query_string for one in app.page_link if one.value == shown]
    ours = re.findall(r'<a class="cb-go[^"]*" href="\./[a-z]*\?([^"]*)">([^<]*)</a>', said(app))
    return streamlits + [unescape(to) for to, label_ in ours if unescape(label_) == label]


def _at(app: AppTest, address: Mapping[str, str | list[str]] | None) -> AppTest:
    for name, value in (address or {}).items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app
