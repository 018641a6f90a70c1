"""A library of two studies behind the API, without the model and without any PDF."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from app_support import Hashed
from fastapi.testclient import TestClient
from PIL import Image
from support import FINGERPRINT, HashEmbedder, make_boxes, make_page, make_passage, make_study, put

import casebook.session
from casebook.api.server import create
from casebook.api.source import Source
from casebook.session import Session
from search.library import Library
from search.records import ReadBy, Refusal, Study
from search.settings import Settings

TURBINES = "Each turbine paid a levy. The lottery chose among 600 applicants."
LOANS = ["Banks refuse a loan without collateral.", "", "Ein Kredit braucht Sicherheiten."]


def stocked(home: Path) -> Library:
    """Turbines on page iv, loans on three pages of which one is unread, one study taken out."""
    library = Library(home)
    study = make_study(
        "turbines", page_count=1, title="Turbines & levies", publisher="Nesta", year_from=2009,
        year_to=2011, countries=("GB",), topics=("energy",), language="en",
        file=str(home / "private" / "turbines.pdf"),
    )  # fmt: skip
    page = make_page("turbines", 1, TURBINES, label="iv", language="en", width=600, height=800)
    first = make_passage("turbines", 1, TURBINES[:25], heading=("Levies",), language="en")
    second = make_passage("turbines", 1, TURBINES[26:], start=26, language="en")
    passages = [first, second]
    made = HashEmbedder().embed([one.text for one in passages])
    library.put(study, [(page, make_boxes(TURBINES))], passages, made, FINGERPRINT)
    library.file(study).write_bytes(b"%PDF-1.7 turbines")
    loans = make_study("loans", page_count=3, title="Loans", language="en", countries=("AT", "EU"))
    read = [ReadBy.TEXT_LAYER, ReadBy.NONE, ReadBy.TEXT_LAYER]
    tongue = ["en", "", "de"]
    pages = [
        make_page("loans", at, text, read_by=how, language=said)
        for at, text, how, said in zip((1, 2, 3), LOANS, read, tongue, strict=True)
    ]
    there = [make_passage("loans", at, LOANS[at - 1], language=tongue[at - 1]) for at in (1, 3)]
    library.put(
        loans,
        [(one, make_boxes(one.text)) for one in pages],
        there,
        HashEmbedder().embed([one.text for one in there]),
        FINGERPRINT,
    )
    put(library, "gone", ["It was here."])
    library.remove("gone")
    library.refuse(Refusal("/home/ann/broken.pdf", "damaged", "it is no PDF"))
    return library


def white(study: Study, page: int, width: int) -> bytes:
    """An empty page, half as high as wide."""
    target = io.BytesIO()
    Image.new("RGB", (width, width // 2), "white").save(target, "PNG")
    return target.getvalue()


@contextmanager
def session(home: Path) -> Iterator[Session]:
    """A session of this library that embeds by words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(casebook.session, "SentenceEmbedder", Hashed)
        with Session(Settings(home)) as opened:
            _ = opened.engine
            yield opened


@contextmanager
def client(home: Path) -> Iterator[TestClient]:
    """A client of the API over this library; an error that nobody foresaw is raised."""
    with session(home) as opened:
        yield TestClient(create(Source(lambda: opened, lambda: opened, white)))
