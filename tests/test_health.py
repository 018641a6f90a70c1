"""The health of a library: its numbers, its words, its table."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from support import FINGERPRINT, HashEmbedder, make_boxes, make_page, make_passage, make_study, put

from casebook import health_report
from ingest.about import facts
from ingest.about.facts import Known
from ingest.about.front import Guessed
from ingest.titles import slug
from search.health import DOUBTFUL, POOR, Health, StudyHealth, health, missing
from search.library import Library
from search.records import Filter, Origin, Page, ReadBy, Refusal, Study
from search.scope import Coverage, coverage
from search.tally import IN_PART

KNOWN: dict[str, Any] = {
    "source": "https://example.org", "year_from": 2012, "publisher": "Nesta", "countries": ("GB",)
}  # fmt: skip


def store(library: Library, study: Study, pages: Sequence[Page]) -> None:
    """Put a study with these pages, a passage for each that has text."""
    passages = [make_passage(study.id, page.number, page.text) for page in pages if page.text]
    library.put(
        study,
        [(page, make_boxes(page.text)) for page in pages],
        passages,
        HashEmbedder().embed([passage.text for passage in passages]),
        FINGERPRINT,
    )


@pytest.fixture
def stocked(library: Library) -> Library:
    """A well study, one of every way of reading, one that no search finds, one not described."""
    put(library, "well", ["one", "two"], **KNOWN)
    put(library, "bare", ["one"])
    read: list[tuple[str, dict[str, Any]]] = [
        ("own text", {"language": "de"}),
        ("sure", {"read_by": ReadBy.OCR, "confidence": 0.95, "language": "en"}),
        ("sure too", {"read_by": ReadBy.OCR, "confidence": DOUBTFUL, "language": "de"}),
        ("no5en5e", {"read_by": ReadBy.OCR, "confidence": 0.4, "language": "de"}),
        ("non5en5e", {"read_by": ReadBy.OCR, "confidence": 0.35}),
        ("", {"read_by": ReadBy.BLANK}),
        ("", {"read_by": ReadBy.NONE}),
    ]
    pages = [make_page("mixed", at, text, **known) for at, (text, known) in enumerate(read, 1)]
    store(library, make_study("mixed", page_count=7, **KNOWN), pages)
    lost = [make_page("lost", at, "", read_by=ReadBy.NONE) for at in range(1, 13)]
    store(library, make_study("lost", page_count=12, **KNOWN), lost)
    library.refuse(Refusal("/there/locked.pdf", "password", "it is locked"))
    return library


def of(library: Library, id: str) -> StudyHealth:
    return next(one for one in health(library).studies if one.study.id == id)


def test_each_way_of_reading_is_counted(stocked: Library) -> None:
    one = of(stocked, "mixed")
    assert (one.pages, one.text, one.ocr, one.blank) == (7, 1, 4, 1)
    assert (one.unread, one.doubtful, one.passages) == ((7,), (4, 5), 5)
    assert one.confidence == pytest.approx((0.95 + DOUBTFUL + 0.4 + 0.35) / 4)
    assert one.languages == ("de", "en")
    assert (of(stocked, "well").confidence, of(stocked, "well").languages) == (None, ("en",))


def test_totals_are_those_of_the_studies_and_of_every_coverage_line(stocked: Library) -> None:
    found = health(stocked)
    assert (found.text, found.ocr, found.doubtful, found.blank) == (4, 4, 2, 1)
    assert found.coverage == Coverage(studies=4, pages=22, unread_pages=13, passages=8)
    assert found.coverage == coverage(stocked, Filter())
    assert found.refusals == (Refusal("/there/locked.pdf", "password", "it is locked"),)


def test_what_ails_most_comes_first_and_the_well_last(stocked: Library) -> None:
    found = health(stocked)
    assert [one.study.id for one in found.studies] == ["lost", "mixed", "bare", "well"]
    assert [one.study.id for one in found.ailing] == ["lost", "mixed", "bare"]
    assert [of(stocked, id).ails for id in ("lost", "well")] == [True, False]


def test_equally_well_studies_stay_in_the_order_of_their_titles(library: Library) -> None:
    for id, title in (("a", "Zoo"), ("b", "apple"), ("c", "Mill")):
        put(library, id, ["text"], title=title, **KNOWN)
    assert [one.study.id for one in health(library).studies] == ["b", "c", "a"]


def test_an_empty_library_has_no_health(library: Library) -> None:
    assert health(library) == Health((), ())
    assert health(library).coverage == Coverage(0, 0, 0, 0)
    assert health_report.attention(health(library)) == "The library is empty."


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        (KNOWN, ()),
        (KNOWN | {"source": ""}, ("source",)),
        (KNOWN | {"year_from": None}, ("year",)),
        (KNOWN | {"year_from": None, "year_to": 2014}, ()),
        (KNOWN | {"publisher": ""}, ("publisher",)),
        (KNOWN | {"countries": ()}, ("country",)),
        (KNOWN | {"title": ""}, ("title",)),
        ({"title": "Vouchers that worked"}, ("source", "year", "publisher", "country")),
        ({"title": "S"}, ("title", "source", "year", "publisher", "country")),
    ],
)
def test_what_is_not_known_is_named(known: dict[str, Any], wanted: tuple[str, ...]) -> None:
    assert missing(make_study("s", **known)) == wanted


@pytest.mark.parametrize("file", ["ecia_final-report 2014.PDF", "Müllheim.pdf", "a.b.pdf"])
def test_a_title_that_ingest_drew_from_the_name_of_a_file_is_none(file: str) -> None:
    drawn = facts.study(Known(), Guessed(), file=file, sha256="", page_count=1, study_id=slug(file))
    for folder in ("", "/home/x/", "C:\\papers\\"):
        assert missing(replace(drawn, file=folder + file))[0] == "title"
    assert "title" not in missing(replace(drawn, publisher="Nesta"))
    read = (("title", Origin.NAME), ("publisher", Origin.PAGE))
    assert missing(replace(drawn, publisher="Nesta", origins=read))[0] == "title"


def test_what_was_read_from_the_file_is_to_be_checked(library: Library) -> None:
    known = KNOWN | {"title": "Vouchers that worked"}
    put(library, "read", ["one"], origins=(("title", Origin.PAGE), ("year", Origin.FILE)), **known)
    put(library, "told", ["two"], origins=(("title", Origin.PERSON),), **known)
    assert of(library, "read").guessed == ("title", "year")
    assert [one.study.id for one in health(library).ailing] == ["read"]
    assert health_report.findings(of(library, "read")) == ["guessed, to check: title, year"]
    assert health_report.told(health(library))["studies"][0]["guessed"] == ("title", "year")


def test_findings_are_phrases(stocked: Library) -> None:
    assert health_report.findings(of(stocked, "lost")) == [
        "no search finds it",
        "12 pages without text (PDF pages 1–12)",
    ]
    assert health_report.findings(of(stocked, "mixed")) == [
        "1 page without text (PDF page 7)",
        "2 pages read by OCR with low confidence (PDF pages 4, 5)",
        "pages in 2 languages",
    ]
    assert health_report.findings(of(stocked, "bare")) == [
        "not known: title, source, year, publisher, country"
    ]
    assert health_report.findings(of(stocked, "well")) == []
    assert health_report.spoken(of(stocked, "mixed")) == "German, English"


def test_text_quality_is_weighed_by_the_length_of_pages(library: Library) -> None:
    texts = [("a" * 30, POOR - 0.1), ("b" * 10, 0.9), ("c" * 20, POOR), ("d" * 500, None)]
    pages = [make_page("s", at, text, known=known) for at, (text, known) in enumerate(texts, 1)]
    store(library, make_study("s", page_count=4, **KNOWN), pages)
    put(library, "well", ["one"], **KNOWN)
    one = of(library, "s")
    assert one.known == pytest.approx((30 * (POOR - 0.1) + 10 * 0.9 + 20 * POOR) / 60)
    assert (one.poor, one.ails, health(library).poor) == ((1,), True, 1)
    assert (of(library, "well").known, of(library, "well").ails) == (None, False)
    assert health_report.findings(one) == ["1 page of whose words few are known (PDF page 1)"]
    assert health_report.read(health(library)).endswith(", 0 without text, 1 with doubtful text.")
    told = health_report.told(health(library))
    assert (told["totals"]["doubtful_text_pages"], told["studies"][0]["doubtful_text"]) == (1, (1,))
    assert told["studies"][0]["known_words"] == one.known
    (row, _) = csv.DictReader(
        io.StringIO(health_report.sheet(health(library)).decode("utf-8-sig"), newline="")
    )
    assert (row["known_words"], row["doubtful_text"]) == (f"{one.known:.3f}", "1")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((4,), "PDF page 4"),
        ((4, 5), "PDF pages 4, 5"),
        ((1, 2, 3, 7, 9, 10), "PDF pages 1–3, 7, 9, 10"),
    ],
)
def test_runs_of_pages_are_drawn_together(numbers: tuple[int, ...], said: str) -> None:
    assert health_report.pages(numbers) == said


def test_pages_read_in_part_are_named(library: Library) -> None:
    notes = (f"{IN_PART}: the rest is damaged", "", "read without a pack", f"{IN_PART}: too")
    pages = [make_page("s", at, "some words", note=note) for at, note in enumerate(notes, 1)]
    pages.append(make_page("s", 5, "", read_by=ReadBy.NONE, note=IN_PART))
    store(library, make_study("s", page_count=5, **KNOWN), pages)
    put(library, "well", ["text"], **KNOWN)
    found = health(library)
    (one, well) = found.studies
    assert (one.in_part, one.text, one.unread, one.ails) == ((1, 4), 4, (5,), True)
    assert (well.in_part, well.ails, found.in_part) == ((), False, 2)
    assert health_report.findings(one)[1] == "2 pages read in part (PDF pages 1, 4)"
    assert health_report.read(found).endswith(", 1 without text, 2 read in part.")
    assert health_report.told(found)["totals"]["pages_in_part"] == 2
    row, *_ = csv.DictReader(io.StringIO(health_report.sheet(found).decode("utf-8-sig")))
    assert row["in_part"] == "1, 4"


def test_totals_are_sentences(stocked: Library) -> None:
    found = health(stocked)
    assert health_report.read(found) == (
        "4 pages with text, 4 read by OCR (2 of them with low confidence), 1 blank, "
        "13 without text."
    )
    assert health_report.attention(found) == "3 of 4 studies need a look."
    for id in ("lost", "mixed"):
        stocked.remove(id)
    assert health_report.attention(health(stocked)) == "1 of 2 studies needs a look."
    stocked.remove("bare")
    assert health_report.attention(health(stocked)) == "Nothing to mend in 1 study."


def test_sheet_holds_every_study_and_every_refused_file(stocked: Library) -> None:
    data = health_report.sheet(health(stocked))
    assert data.startswith(b"\xef\xbb\xbfstudy,title,file,pages,")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["study"] for row in rows] == ["lost", "mixed", "bare", "well", ""]
    assert {name: value for name, value in rows[1].items() if name != "attention"} == {
        "study": "mixed",
        "title": "MIXED",
        "file": "mixed.pdf",
        "pages": "7",
        "pages_with_text": "1",
        "pages_by_ocr": "4",
        "blank_pages": "1",
        "pages_without_text": "1",
        "without_text": "7",
        "in_part": "",
        "ocr_confidence": "0.60",
        "low_confidence": "4, 5",
        "languages": "de, en",
        "known_words": "",
        "doubtful_text": "",
        "passages": "5",
        "doubled_passages": "0",
        "nearly": "",
        "missing": "",
        "guessed": "",
        "refused": "",
    }
    assert rows[1]["attention"].endswith("; pages in 2 languages")
    assert (rows[4]["file"], rows[4]["refused"]) == ("/there/locked.pdf", "it is locked (password)")


def test_no_cell_of_the_sheet_is_taken_for_a_formula(library: Library) -> None:
    put(library, "s", ["text"], title='=HYPERLINK("x")', **KNOWN)
    library.refuse(Refusal("@x.pdf", "damaged", "-1"))
    rows = list(csv.reader(io.StringIO(health_report.sheet(health(library)).decode("utf-8-sig"))))
    assert (rows[1][1], rows[2][2], rows[2][-1]) == (
        '\'=HYPERLINK("x")',
        "'@x.pdf",
        "'-1 (damaged)",
    )


def test_looks_do_not_grow_with_the_library(library: Library) -> None:
    asked: list[str] = []
    library._connection.set_trace_callback(asked.append)
    health(library)
    few = len(asked)
    for id in ("a", "b", "c"):
        put(library, id, ["one", "two"])
    asked.clear()
    assert health(library).coverage.studies == 3
    assert len(asked) == few
