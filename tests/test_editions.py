"""A newer edition beside an older one, or in its place: the builder, the command and the app."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfs
import pytest
from app_support import closed, links, opened, page, use
from support import HashEmbedder, ask

from casebook import cli
from casebook.session import Session
from casebook.ui import resources
from ingest.build import Builder, Outcome
from ingest.catalogue import Entry
from ingest.pool import Pool
from ingest.run import Asked
from search import baskets, judgements, saved
from search.check import problems
from search.collected import collected
from search.embed import model_folder
from search.engine import Engine
from search.errors import LibraryError, UnknownStudy
from search.indexes import Indexes
from search.library import Library
from search.records import Query
from search.settings import DEFAULT_MODEL, Settings
from search.standing import Standing

COMMON = """
= Innovation vouchers
An innovation voucher is a small grant with which a firm buys advice from a university. The firm
chooses whom it asks, and the scheme pays the bill when the work is done.
= Guarantees
Banks refuse loans where the only asset of a firm is an idea, since no court could sell it. A
guarantee takes over a part of that risk, and so the bank lends at a lower rate of interest.
"""
OLD = f"{COMMON}= Cost\nThe scheme paid for 120 vouchers in its first year."
NEW = f"= Foreword\nThis edition counts anew.\n{COMMON}= Cost\nThe scheme paid for 340 vouchers."
TITLED = Entry(id="tyrol", title="Vouchers in Tyrol", publisher="Nesta", topics=("vouchers",))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """An edition, a newer one, and a study of something else."""
    folder = tmp_path_factory.mktemp("files")
    sources = {"tyrol": pdfs.typeset(OLD), "tyrol-2021": pdfs.typeset(NEW)}
    old, new = (pdfs.saved(folder, content, f"{name}.pdf") for name, content in sources.items())
    return old, new, pdfs.saved(folder, pdfs.study("harbour"), "harbour.pdf")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), ocr=False)
    with Pool(model_folder(DEFAULT_MODEL), settings) as opened:
        yield opened


@pytest.fixture
def builder(library: Library, embedder: HashEmbedder, pool: Pool) -> Builder:
    return Builder(library, embedder, pool)


def add(builder: Builder, *paths: Path, **asked: Any) -> list[Outcome]:
    return list(builder.add(paths, asked=Asked(**asked)))


def told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(one.study.id if one.study else one.code, str(one.status)) for one in outcomes]


def whole(library: Library) -> None:
    """The library is whole and keeps the copies of its studies alone."""
    assert list(problems(library, Indexes(library, "memory"))) == []
    copies = {path.name for path in library.files.iterdir()}
    assert copies == {f"{one.sha256}.pdf" for one in library.studies()}


# The builder


def test_another_edition_stands_beside_the_older_and_is_told(
    builder: Builder, library: Library, files: tuple[Path, Path, Path]
) -> None:
    old, new, other = files
    outcomes = add(builder, old, new, other)
    assert told(outcomes) == [("tyrol", "added"), ("tyrol-2021", "added"), ("harbour", "added")]
    assert [[kin.other_id for kin in one.kin] for one in outcomes] == [[], ["tyrol"], []]
    assert 0.75 < outcomes[1].kin[0].share < 1
    hits = ask(Engine(library, HashEmbedder(), "memory"), "a small grant buys advice")
    assert {hits[0].study.id, *(one.study.id for one in hits[0].also)} == {"tyrol", "tyrol-2021"}
    whole(library)


@pytest.mark.parametrize("added", [False, True])
def test_a_newer_edition_takes_the_place_of_the_older(
    builder: Builder, library: Library, files: tuple[Path, Path, Path], added: bool
) -> None:
    old, new, _ = files
    add(builder, old, entry=TITLED)
    if added:
        add(builder, new)
    (outcome,) = add(builder, new, replaces="tyrol")
    assert told([outcome]) == [("tyrol", "replaced")]
    assert (outcome.file, outcome.kin) == (new, ())
    (study,) = library.studies()
    assert (study.id, study.file, study.page_count) == ("tyrol", str(new), 1)
    assert (study.title, study.publisher, study.topics) == (
        "Vouchers in Tyrol",
        "Nesta",
        ("vouchers",),
    )
    texts = " ".join(passage.text for passage in library.passages_of("tyrol"))
    assert "340" in texts
    assert "120" not in texts
    assert told(add(builder, new, replaces="tyrol")) == [("tyrol", "present")]
    assert library.kin() == []
    whole(library)


def test_vectors_of_a_newer_edition_have_the_title_that_stays(
    builder: Builder, library: Library, files: tuple[Path, Path, Path]
) -> None:
    old, new, _ = files
    add(builder, old, entry=TITLED)
    add(builder, new)
    builder.supersede("tyrol-2021", "tyrol")
    first = library.passages_of("tyrol")[0]
    _, (kept,) = library.vectors([first.id])
    wanted = HashEmbedder().encode([f"Vouchers in Tyrol – {first.heading[-1]}\n{first.text}"])[0]
    assert float(kept @ wanted) == pytest.approx(1, abs=1e-5)


def test_what_was_kept_judged_and_seen_of_a_newer_edition_follows_it(
    builder: Builder, library: Library, files: tuple[Path, Path, Path]
) -> None:
    old, new, _ = files
    add(builder, old, new)
    passage = library.passages_of("tyrol-2021")[0]
    library.keep(baskets.kept(passage, note="for part 2"))
    library.judge(judgements.judged("What is counted?", passage, 1))
    engine = Engine(library, HashEmbedder(), "memory")
    query = Query("This edition counts anew")
    library.save_search(saved.saved("Counts", query, engine.search(query), library.generation))
    builder.supersede("tyrol-2021", "tyrol")
    (kept,) = collected(library, library.basket(baskets.DEFAULT))
    assert (kept.standing, kept.kept.study_id) == (Standing.THERE, "tyrol")
    assert kept.kept.note == "for part 2"
    assert [one.study_id for one in library.judgements()] == ["tyrol"]
    assert {one.study_id for one in library.saved_search("Counts").seen} == {"tyrol"}


def test_what_cannot_be_replaced_is_said_before_a_file_is_read(
    builder: Builder, library: Library, files: tuple[Path, Path, Path]
) -> None:
    old, new, _ = files
    with pytest.raises(UnknownStudy, match="holds no study 'tyrol'; casebook list names them"):
        add(builder, new, replaces="tyrol")
    add(builder, old)
    with pytest.raises(LibraryError, match="2 files were named to replace 'tyrol'; name the one"):
        add(builder, old, new, replaces="tyrol")
    assert [study.id for study in library.studies()] == ["tyrol"]
    whole(library)


# The command


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use(monkeypatch, tmp_path / "home")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("CASEBOOK_OCR", "false")
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object
) -> Ran:
    monkeypatch.setattr(sys, "argv", ["casebook", *map(str, arguments)])
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    printed = capsys.readouterr()
    return Ran(code, printed.out, printed.err)


def test_the_command_tells_of_another_edition_and_puts_it_in_its_place(
    home: Path,
    files: tuple[Path, Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, new, _ = files
    run(monkeypatch, capsys, "add", old)
    ran = run(monkeypatch, capsys, "add", new)
    line = "tyrol-2021 looks like another edition of tyrol, which has "
    (found,) = [one for one in ran.out.splitlines() if one.startswith(line)]
    assert found.endswith(f"To keep it alone: casebook add {new} --replaces tyrol")
    ran = run(monkeypatch, capsys, "search", "a small grant buys advice", "--json")
    first = json.loads(ran.out)["hits"][0]
    assert {first["study"]["id"], *(one["study"] for one in first["also"])} == {
        "tyrol",
        "tyrol-2021",
    }
    shown = run(monkeypatch, capsys, "search", "a small grant buys advice").out
    assert "Also in 1 study: " in shown
    healthy = json.loads(run(monkeypatch, capsys, "health", "--json").out)
    assert {one["study"]: one["nearly"] for one in healthy["studies"]} == {
        "tyrol": ["tyrol-2021"],
        "tyrol-2021": ["tyrol"],
    }
    ran = run(monkeypatch, capsys, "add", new, "--replaces", "tyrol", "--json")
    (file,) = json.loads(ran.out)["files"]
    assert (ran.code, file["study"], file["status"], file["nearly"]) == (0, "tyrol", "replaced", [])
    assert run(monkeypatch, capsys, "check").code == 0


def test_the_command_names_the_study_whose_bytes_came_again(
    home: Path,
    files: tuple[Path, Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = pdfs.saved(tmp_path, files[0].read_bytes(), "other name.pdf")
    run(monkeypatch, capsys, "add", files[0])
    told = run(monkeypatch, capsys, "add", copy).out.splitlines()
    assert told == [
        "1 file: 1 present.",
        "The same bytes as a study that is there: other name.pdf (tyrol).",
    ]
    assert run(monkeypatch, capsys, "add", files[0]).out.splitlines() == ["1 file: 1 present."]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("{new}", "--replaces", "x"), 1, "The library holds no study 'x'; casebook list names"),
        (("{old}", "{new}", "--replaces", "tyrol"), 1, "2 files were named to replace 'tyrol'"),
        (("--ocr", "--replaces", "tyrol"), 2, "name the file that takes its place"),
    ],
)
def test_what_cannot_be_replaced_is_one_sentence(
    home: Path,
    files: tuple[Path, Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    old, new, _ = files
    run(monkeypatch, capsys, "add", old)
    given = [one.format(old=old, new=new) for one in arguments]
    ran = run(monkeypatch, capsys, "add", *given)
    assert ran.code == code
    assert sentence in ran.err
    assert "Traceback" not in ran.err


# The app


@pytest.fixture
def serving(home: Path, files: tuple[Path, Path, Path]) -> Iterator[Path]:
    """The app over a library with the older edition."""
    with Session(Settings(home, ocr=False)) as session:
        list(session.builder.add([files[0]], asked=Asked(entry=TITLED)))
    yield home
    closed()


def adding() -> None:
    """The page for adding."""
    from casebook.ui import add_page

    add_page.show()


@pytest.mark.parametrize(("button", "held"), [("Keep both", 2), ("It replaces", 1)])
def test_the_app_asks_whether_a_newer_edition_replaces_the_older(
    serving: Path, files: tuple[Path, Path, Path], button: str, held: int
) -> None:
    app = page(adding)
    sent = [("tyrol-2021.pdf", files[1].read_bytes(), "application/pdf")]
    app.file_uploader[0].set_value(sent).run()
    (asked,) = app.info
    assert "looks like another edition of Vouchers in Tyrol" in asked.value
    (chosen,) = [one for one in app.button if one.label.startswith(button)]
    chosen.click().run()
    assert not app.exception
    assert len(app.info) == 0
    with Library(serving) as library:
        assert len(library.studies()) == held
        assert library.study("tyrol").title == "Vouchers in Tyrol"


def test_a_folded_hit_links_to_every_place(serving: Path, files: tuple[Path, Path, Path]) -> None:
    session = resources.shared().ready()
    list(session.builder.add([files[1]]))
    app = opened({"q": "a small grant with which a firm buys advice"})
    folded = [one.label for one in app.expander if one.label.startswith("Also in")]
    assert folded == ["Also in 1 study"] * 2
    marked = [one.proto.query_string for one in app.page_link if "start=" in one.proto.query_string]
    folded_in = [one for one in marked if one not in links(app, "Show on page")]
    assert len(folded_in) == 2
    assert all("&back=q" in one for one in folded_in)
    assert {one.split("&")[0] for one in folded_in} <= {"study=tyrol", "study=tyrol-2021"}
    assert folded_in == marked


def test_the_page_of_a_study_names_the_edition_that_it_nearly_is(
    serving: Path, files: tuple[Path, Path, Path]
) -> None:
    list(resources.shared().ready().builder.add([files[1]]))
    shown = page(_studies, {"study": "tyrol-2021"})
    (near,) = [one for one in shown.page_link if "Nearly the same" in one.value]
    assert "Vouchers in Tyrol" in near.value
    assert near.proto.query_string == "study=tyrol"


def _studies() -> None:
    from casebook.ui import studies_page

    studies_page.show()
