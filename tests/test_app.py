"""The app: what a person sees, without a browser."""

import gc
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode

import numpy as np
import pdfs
import pytest
from app_support import links, opened, page, said, serving, shelved
from filelock import FileLock
from support import DIMENSION, make_boxes, make_page, make_study, put

from casebook import fetching
from casebook.ui import address, resources, search_page, studies_page, uploads, words
from casebook.ui.address import Place
from casebook.ui.filters import facets
from casebook.ui.uploads import Upload
from ingest.build import Progress
from search import present
from search.embed import Embedded
from search.errors import LibraryBusy, LibraryError
from search.library import Library
from search.records import Filter, Hit, Passage, Query, ReadBy, Refusal, Span

ASKED = "Which loan do banks refuse?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shelved(tmp_path_factory)


@pytest.fixture
def home(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from serving(shutil.copytree(shelf, tmp_path / "library"), monkeypatch)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from serving(tmp_path / "library", monkeypatch)


@pytest.fixture
def hit(home: Path) -> Hit:
    return resources.shared().ready().engine.search(Query(ASKED))[0]


def test_question_brings_the_right_study_first_with_its_words_marked(home: Path) -> None:
    shown = said(opened({"q": ASKED}))
    first = shown.split('<span class="cb-rank">2</span>')[0]
    assert "Loans for ideas" in first
    assert "<mark>Banks</mark> <mark>refuse</mark> a <mark>loan</mark> where" in first
    assert "3 passages from 2 studies" in shown
    assert "2 studies, 3 pages searched; languages: English." in shown


def test_what_stays_is_not_looked_through_after_every_run(home: Path) -> None:
    resources.shared().ready()
    assert gc.get_freeze_count() > 100 * len(gc.get_objects(2))


def test_passage_and_title_are_shown_as_they_are(home: Path) -> None:
    shown = said(opened({"q": ASKED}))
    assert "an idea &amp; &lt;b&gt;no&lt;/b&gt;" in shown
    assert "Creative vouchers &lt;i&gt;of&lt;/i&gt; Müllheim" in shown
    assert "<b>" not in shown


def test_asking_writes_the_address(home: Path) -> None:
    app = opened()
    app.text_input(key="q").set_value(ASKED).run()
    app.multiselect(key="country").set_value(["AT"]).run()
    app.number_input(key="since").set_value(2012).run()
    app.toggle(key="group").set_value(True).run()
    assert app.query_params == {"q": ASKED, "country": "AT", "since": "2012", "group": "study"}
    assert "Loans for ideas" in said(app)
    assert "Müllheim" not in said(app)


def test_address_brings_question_and_filters_back(home: Path) -> None:
    app = opened({"q": "voucher", "topic": ["innovation vouchers"], "until": "2012", "k": "20"})
    assert app.text_input(key="q").value == "voucher"
    assert app.multiselect(key="topic").value == ["innovation vouchers"]
    assert app.number_input(key="until").value == 2012
    assert app.segmented_control(key="k").value == 20
    assert "Loans for ideas" not in said(app)
    assert "1 study, 2 pages searched" in said(app)
    assert "; only Innovation vouchers, to 2012." in said(app)


def test_filter_that_nothing_passes_says_what_to_try(home: Path) -> None:
    app = opened({"q": "voucher", "country": "XX"})
    assert "<p>The filters leave no passage that could. Take some of them away.</p>" in said(app)
    assert app.multiselect(key="country").value == ["XX"]
    assert links(app, "Ask again without filters") == ["q=voucher"]


def test_filters_are_counted_and_only_where_studies_differ(home: Path) -> None:
    app = opened()
    assert app.multiselect(key="country").options == [
        "Austria (1)",
        "European Union (1)",
        "United Kingdom (1)",
    ]
    assert app.multiselect(key="topic").options == [
        "Access to finance (1)",
        "Innovation vouchers (1)",
    ]
    keys = {one.key for one in app.multiselect}
    # One publisher, one language; instruments are told once the indexes are loaded.
    assert keys - {"instrument"} == {"topic", "country", "study"}


def test_filter_in_use_stays_though_studies_agree(home: Path) -> None:
    studies = resources.shared().session.library.studies()
    session = resources.shared().ready()
    counted = session.facets.of_library(Filter(publishers=("Nesta",)))
    named = [one.name for one in facets(Filter(publishers=("Nesta",)), counted, studies)]
    assert [one for one in named if one != "instrument"] == [
        "country",
        "topic",
        "publisher",
        "study",
    ]


def test_filters_are_counted_over_what_a_question_found(home: Path) -> None:
    app = opened({"q": ASKED, "instrument": "loan", "kind": "body"})
    assert app.multiselect(key="instrument").options == [
        "Clusters (1)",
        "Loans (1)",
        "Vouchers (1)",
    ]
    assert app.multiselect(key="kind").value == ["body"]
    assert app.multiselect(key="country").options[:2] == ["Austria (1)", "European Union (1)"]
    assert "In brackets: how many of the 1 best passage." in said(app)
    assert "1 study, 1 page searched" in said(app)
    assert "; only Loans, Text." in said(app)


def test_a_filter_in_force_can_be_taken_away(home: Path) -> None:
    app = opened({"q": ASKED, "country": ["AT", "EU"], "since": "2012"})
    forces = [one.label for one in app.button if str(one.key).startswith("force-")]
    assert forces == ["Austria", "European Union", "from 2012"]
    app.button(key="force-0").click().run()
    assert app.query_params == {"q": ASKED, "country": "EU", "since": "2012"}
    app.button(key="unforced").click().run()
    assert app.query_params == {"q": ASKED}


def test_hit_leads_to_its_page_and_back(home: Path, hit: Hit) -> None:
    asked: dict[str, str | list[str]] = {"q": ASKED, "country": ["AT"]}
    query = links(opened(asked), "Show on page")[0]
    assert query.startswith(present.address(hit.passage))
    app = opened(dict(parse_qsl(query)))
    assert parse_qs(links(app, "← Back to the results")[0]) == {"q": [ASKED], "country": ["AT"]}


def test_viewer_shows_picture_label_quote_and_citation(home: Path, hit: Hit) -> None:
    app = opened(dict(parse_qsl(present.address(hit.passage))))
    assert "PDF page 1 <span>of 1</span>" in said(app)
    assert 'alt="Loans for ideas, PDF page 1"' in said(app)
    assert f"start={hit.passage.start}&amp;end={hit.passage.end}" in said(app)
    assert [one.value for one in app.code] == [
        present.one_line(hit.passage.text),
        present.citation(hit.study, hit.passage),
    ]
    assert not app.warning


def test_printed_label_and_turning_pages(home: Path) -> None:
    place = {"study": "vouchers", "page": "1", "start": "0", "end": "8"}
    app = opened(place)
    assert "p. i (PDF page 1) <span>of 2</span>" in said(app)
    assert app.button(key="turn-Left").disabled
    app.button(key="turn-Right").click().run()
    assert "p. ii (PDF page 2) <span>of 2</span>" in said(app)
    assert app.query_params == place | {"shown": "2"}
    assert links(app, r"Back to the passage on p\. i \(PDF page 1\)") == [urlencode(place)]
    assert app.button(key="turn-Right").disabled


def test_place_that_is_not_known_is_said_and_nothing_marked(home: Path) -> None:
    app = opened({"study": "loans", "page": "1", "start": "90000", "end": "90010"})
    assert [one.value for one in app.info] == [
        "The words that this link led to are not on this page any more, nor near it: the study "
        "was read anew, or is another edition. So nothing is marked."
    ]
    assert 'alt="Loans for ideas, PDF page 1"' in said(app)
    assert 'class="cb-here"' not in said(app)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"study": "gone*", "page": "2"},
            r"The study “gone\*” is not in this library. It may have been removed, or the link "
            "comes from another library.",
        ),
        (
            {"study": "loans", "page": "7"},
            "This study has no PDF page 7; its pages go from 1 to 1.",
        ),
    ],
)
def test_address_that_leads_nowhere_is_said_kindly(
    home: Path, asked: dict[str, str], told: str
) -> None:
    app = opened(asked)
    assert [one.value for one in app.info] == [told]
    assert not app.error


def _studies() -> None:
    from casebook.ui import shell, studies_page

    with shell.guarded():
        studies_page.show()


def _add() -> None:
    from casebook.ui import add_page, shell

    with shell.guarded():
        add_page.show()


def test_studies_are_listed_and_found(home: Path) -> None:
    app = page(_studies)
    assert "2 studies, 3 pages" in said(app)
    assert "2015 · European Union, Austria · Access to finance · 1 page" in said(app)
    app.text_input(key="find").set_value("mullheim vouchers").run()
    assert app.query_params == {"find": "mullheim vouchers"}
    assert "1 of 2 studies" in said(app)
    assert links(app, r"Creative vouchers \<i\>of\<\/i\> Müllheim") == ["study=vouchers"]


def test_fewer_studies_are_shown_from_a_part_that_they_have(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studies_page, "_AT_A_TIME", 1)
    put(resources.shared().session.library, "third", ["Words."], title="Yet another")
    app = page(_studies)
    app.session_state["part"] = 3
    app.run()
    assert links(app, "Yet another") == ["study=third"]
    app.query_params["find"] = "nesta"
    app.run()
    assert "2 of 3 studies" in said(app)
    # In the order of titles, the other one is on part 2.
    assert "study=vouchers" in [one.proto.query_string for one in app.page_link]
    assert links(app, "Loans for ideas") == []
    assert app.session_state["part"] == 1


def test_study_is_removed_when_it_is_confirmed(home: Path) -> None:
    app = page(_studies, {"study": "loans"})
    app.session_state["outline"] = True
    app.run()
    assert links(app, "Loans · PDF page 1 · shown") == ["study=loans&page=1"]
    app.button(key="remove").click().run()
    assert [one.value for one in app.success] == ["Removed: Loans for ideas."]
    library = resources.shared().session.library
    assert [study.id for study in library.studies()] == ["vouchers"]
    assert "Loans for ideas" not in said(opened({"q": ASKED}))


def _health() -> None:
    from casebook.ui import health_page, shell

    with shell.guarded():
        health_page.show()


def _unwell(library: Library) -> None:
    pages = [make_page("scan", at, "", read_by=ReadBy.NONE) for at in (1, 2)]
    boxed = [(one, make_boxes("")) for one in pages]
    study = make_study("scan", page_count=2, title="A <i>scan</i>", source="a shelf")
    none = Embedded(np.empty((0, DIMENSION), np.float32))
    library.put(study, boxed, [], none, library.fingerprint)
    library.refuse(Refusal("/there/locked <1>.pdf", "password", "it is locked"))


def test_health_shows_totals_then_what_needs_a_look_then_refusals(home: Path) -> None:
    _unwell(resources.shared().session.library)
    app = page(_health)
    shown = said(app)
    assert "3 studies, 5 pages searched, 2 pages without text. 3 of 3 studies need a look." in shown
    figures = re.findall(r"<div( class=cb-unwell)?><dt>(.*?)</dt><dd>(.*?)</dd>", shown)
    assert [(name, count, bool(alarm)) for alarm, name, count in figures] == [
        ("With text", "3", False),
        ("Read by OCR", "0", False),
        ("OCR not sure", "0", False),
        ("Doubtful text", "0", False),
        ("Blank pages", "0", False),
        ("Without text", "2", True),
        ("Files refused", "1", True),
    ]
    assert [one.proto.query_string for one in app.page_link] == [
        "study=scan",
        "study=vouchers",
        "study=loans",
    ]
    assert re.findall("<li>(.*?)</li>", shown) == [
        "No search finds it",
        "2 pages without text (PDF pages 1, 2)",
        "Not known: year, publisher, country",
        "Not known: source",
        "Not known: source",
        "<b>locked &lt;1&gt;.pdf</b>: it is locked.",
    ]
    assert [one.proto.label for one in app.get("download_button")] == ["Download the table (CSV)"]


def test_health_shows_every_study_when_asked(home: Path) -> None:
    library = resources.shared().session.library
    library.describe(replace(library.study("loans"), source="a shelf"))
    app = page(_health)
    assert [one.proto.query_string for one in app.page_link] == ["study=vouchers"]
    app.toggle(key="every").set_value(True).run()
    assert app.query_params == {"all": "1"}
    assert [one.proto.query_string for one in app.page_link] == ["study=vouchers", "study=loans"]
    app.toggle(key="every").set_value(False).run()
    assert app.query_params == {}
    assert [one.proto.query_string for one in app.page_link] == ["study=vouchers"]


def test_health_of_an_empty_library_leads_to_adding(bare: Path) -> None:
    app = page(_health)
    assert "Your library is empty." in said(app)
    assert [one.value for one in app.page_link] == [":primary[Add studies]"]


def test_file_that_is_dropped_is_searchable_at_once(home: Path) -> None:
    app = page(_add)
    files = [
        (
            "Wind parks.pdf",
            pdfs.typeset("= Wind\nTurbines were granted at sea."),
            "application/pdf",
        ),
        ("broken.pdf", b"no pdf at all", "application/pdf"),
    ]
    app.file_uploader[0].set_value(files).run()
    assert [one.value for one in app.success] == [
        r"Wind parks\.pdf can be searched now. 1 page\, 1 passage\."
    ]
    assert len(app.error) == 1
    assert app.error[0].value.startswith(r"broken\.pdf was not added: ")
    assert links(app, "Search it now") == ["study=wind-parks"]
    assert "Turbines" in said(opened({"q": "turbines"})).replace("<mark>", "").split('rank">2<')[0]


def test_upload_keeps_nothing_beside_the_library(home: Path) -> None:
    session = resources.shared().ready()
    one, other = (pdfs.study(subject) for subject in ("harbour", "railway"))
    sent = [
        Upload("../../a/report.pdf", one),
        Upload("report.pdf", other),
        Upload("again.pdf", one),
    ]
    outcomes = list(uploads.add(session, sent, Progress()))
    assert [str(one.status) for one in outcomes] == ["added", "added", "present"]
    assert [one.study.id for one in outcomes if one.study] == ["report", "report-2", "report"]
    assert [*(home / "uploads").rglob("*.pdf")] == []


def test_upload_to_a_busy_library_keeps_nothing_beside_it(home: Path) -> None:
    session = resources.shared().ready()
    session.library._connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(home / "library.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="database is locked"):
            list(uploads.add(session, [Upload("no.pdf", b"x"), Upload("2.pdf", b"y")], Progress()))
    assert [*(home / "uploads").iterdir()] == []


def test_a_file_that_two_people_send_at_once_is_there_for_both(home: Path) -> None:
    session = resources.shared().ready()
    sent = [Upload("harbour.pdf", pdfs.study("harbour"))]
    first = uploads.add(session, [Upload("railway.pdf", pdfs.study("railway")), *sent], Progress())
    next(first)
    (second,) = uploads.add(session, sent, Progress())
    (mine,) = first
    assert [str(one.status) for one in (second, mine)] == ["added", "present"]


def test_bundled_studies_that_were_refused_are_not_counted(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdfs.saved(bare / "some", pdfs.study("harbour"), "harbour.pdf")
    pdfs.saved(bare / "some", b"%PDF-1.7 cut off", "cut.pdf")
    monkeypatch.setattr(fetching, "bundled", lambda: bare / "some")
    app = page(_add).button[0].click().run()
    assert [one.value for one in app.warning] == ["1 of 2 files can be searched now."]
    assert [one.value for one in app.success] == []


def test_empty_library_says_how_to_fill_it(bare: Path) -> None:
    app = opened()
    assert [one.value for one in app.subheader] == ["Your library is empty"]
    assert [one.value for one in app.page_link] == [":primary[Add studies]"]
    assert page(_add).button[0].label == "Add the 55 bundled studies"


def test_busy_library_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = resources.shared().ready()
    writing = session.library.writing
    monkeypatch.setattr(session.library, "writing", lambda seconds=0.0: writing(0.01))
    with FileLock(home / "write.lock"), pytest.raises(LibraryBusy) as busy:
        session.builder.remove("loans")
    monkeypatch.setattr(search_page, "show", _raising(busy.value))
    assert [one.value for one in opened().error] == [words.plain(str(busy.value))]


def test_what_nobody_foresaw_is_a_sentence_without_its_insides(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_page, "show", _raising(RuntimeError("secret insides")))
    told = [one.value for one in opened().error]
    assert told == ["This page could not be shown. The window that Casebook runs in says why."]


def _raising(error: Exception) -> Callable[[], None]:
    def show() -> None:
        raise error

    return show


def test_session_waits_for_the_model_that_is_loading() -> None:
    going = threading.Event()
    loading = threading.Thread(target=going.wait)
    loading.start()
    threading.Timer(0.05, going.set).start()
    shared = resources.Shared(session=None, loading=loading)  # type: ignore[arg-type]
    assert shared.ready() is None
    assert not loading.is_alive()


@pytest.mark.parametrize(
    "asked",
    [
        Query(""),
        Query("a & b=c #1?", 50, by_study=True),
        Query("x", filter=Filter(("s",), ("a", "b, c"), ("AT",), ("de",), ("P & Q",), 1999, 2004)),
    ],
)
def test_question_survives_its_address(asked: Query) -> None:
    written = urlencode(address.of_query(asked), doseq=True)
    assert address.query(parse_qs(written)) == asked


def test_address_with_nonsense_is_read_as_far_as_it_goes() -> None:
    given = {"q": ["x"], "k": ["-3"], "since": ["MMX"], "until": ["²"], "group": ["page"]}
    assert address.query(given) == Query("x")
    assert address.query({"k": ["9000"]}).k == 100


def test_place_is_written_as_every_front_door_writes_it() -> None:
    passage = Passage("a b", 3, 10, 20, "0123456789")
    place = Place("a b", 3, Span(10, 20), shown=3, words=present.check("0123456789"))
    assert urlencode(address.of_place(place)) == present.address(passage)
    turned = replace(place, shown=4, back="q=1&k=2", zoom=150)
    assert address.place(parse_qs(urlencode(address.of_place(turned)))) == turned


def test_text_is_escaped_for_markdown_and_html() -> None:
    assert words.plain(":material/x: [a](b)\n$1$ – é") == r"\:material\/x\: \[a\]\(b\) \$1\$ – é"
    marked = words.marked("<a> & \n b", [Span(1, 2), Span(4, 5)])
    assert marked == "&lt;<mark>a</mark>&gt; <mark>&amp;</mark> b"


def test_a_hit_shows_its_band_as_a_word_why_it_is_here_and_more_like_it(home: Path) -> None:
    app = opened({"q": ASKED})
    first = said(app).split('<span class="cb-rank">2</span>')[0]
    assert 'class="cb-band cb-strong" title="In words and meaning as near' in first
    assert ">Strong match</span>" in first
    assert "<dt>Shared words</dt><dd>Loans, Banks, refuse, loan.</dd>" in first
    assert "<dt>By meaning</dt><dd>rank 1 (similarity 0." in first
    (like, *_) = links(app, "Like this")
    (words,) = parse_qs(like)["q"]
    assert words.startswith("Loans Banks refuse a loan where the only asset is an idea")
    again = said(opened({"q": words}))
    assert "Loans for ideas" in again.split('<span class="cb-rank">2</span>')[0]


def test_numbers_and_names_in_words() -> None:
    assert words.counted(1, "study", "studies") == "1 study"
    assert words.counted(1204, "page") == "1,204 pages"
    assert [words.country(code) for code in ("EU", "WORLD", "AT", "XX")] == [
        "European Union",
        "World",
        "Austria",
        "XX",
    ]
    assert [words.language(code) for code in ("de", "", "qq")] == ["German", "", "Qq"]


def test_finding_leaves_out_what_lacks_a_word(home: Path) -> None:
    studies = resources.shared().session.library.studies()
    found = studies_page.matching(studies, "NESTA 2015")
    assert [study.id for study in found] == ["loans"]
    assert studies_page.matching(studies, "") == studies
