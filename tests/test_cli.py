"""The command line: what it prints, its JSON, and errors in one sentence."""

import csv
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pdfs
import pytest
import typer
from rich.console import Console
from support import HashEmbedder

from casebook import cli
from ingest.build import Builder
from ingest.files import found
from ingest.pool import Pool
from search.embed import model_folder
from search.engine import Engine
from search.errors import LibraryBusy
from search.library import Library
from search.settings import DEFAULT_MODEL, Settings


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


class Model(HashEmbedder):
    """The hash embedder with a name and a folder; `other` has vectors of another length."""

    def __init__(self, name: str) -> None:
        super().__init__(32 if name == "other" else 64)
        self.folder = model_folder(DEFAULT_MODEL)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in an empty folder, with a library of its own and no model."""
    monkeypatch.setattr("casebook.session.SentenceEmbedder", Model)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("CASEBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CASEBOOK_OCR", "false")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["casebook", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three studies, one of them without text, and a file that is none."""
    return filled(tmp_path / "pdfs")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library to which such a folder was added."""
    base = tmp_path_factory.mktemp("prepared")
    settings = Settings(home=base / "home", ocr=False)
    model = Model("first")
    with Library(settings.home) as library, Pool(model.folder, settings) as pool:
        statuses = [
            str(one.status)
            for one in Builder(library, model, pool).add(found([str(filled(base / "pdfs"))]))
        ]
    assert statuses == ["added", "refused", "no-text", "added"]
    return settings.home


@pytest.fixture
def added(run: Run, prepared: Path, tmp_path: Path) -> None:
    """The library of the command is one to which such a folder was added."""
    shutil.copytree(prepared, tmp_path / "home")


def filled(folder: Path) -> Path:
    for subject in ("voucher", "cluster"):
        pdfs.saved(folder, pdfs.study(subject), f"{subject}.pdf")
    pdfs.saved(folder, pdfs.scan(), "scan.pdf")
    pdfs.saved(folder, b"<html>", "page.pdf")
    rows = (
        "file,title,years,countries,topics\nvoucher.pdf,Vouchers [bold]2012[/bold],2012,AT,SMEs\n"
    )
    pdfs.saved(folder, rows.encode(), "catalogue.csv")
    return folder


# Help


COMMANDS: Any = typer.main.get_command(cli.app)


def test_the_commands_are_these(run: Run) -> None:
    names = (
        "add app basket catalogue check compare diagnose edit evaluate export fetch forget health "
    )
    names += "judge judgements list mcp reembed remove restore saved search vocabulary"
    assert " ".join(sorted(COMMANDS.commands)) == names
    shown = run("--help")
    assert shown.code == 0
    assert all(name in shown.out for name in names.split())


@pytest.mark.parametrize("name", sorted(COMMANDS.commands))
def test_every_command_and_option_says_what_it_does(run: Run, name: str) -> None:
    command = COMMANDS.commands[name]
    assert command.help and command.help.strip().endswith(".")
    shown = run(name, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert command.help.split(".")[0].split("\n")[0] in shown.out
    for parameter in command.params:
        assert parameter.name == "help" or getattr(parameter, "help", ""), parameter.name


def test_a_wrong_use_says_how_to_use_it(run: Run) -> None:
    wrongs = (["nonsense"], ["search"], ["search", "x", "--k", "0"], ["search", "x", "--no"])
    years = (["search", "x", "--since", "10000"], ["catalogue", "--until", "-1"])
    for wrong in (*wrongs, *years):
        shown = run(*wrong)
        assert shown.code == 2
        assert "Usage: " in shown.err
        assert "Traceback" not in shown.err


# Adding, listing, removing, checking


def paceless(text: str) -> str:
    """What was printed, without its times."""
    return re.sub(r" in \d[^)]+ pages/s\)", "", text)


def test_add_counts_what_became_of_every_file(run: Run, folder: Path) -> None:
    first = run("add", folder)
    assert first.code == 1
    lines = paceless(first.out).splitlines()
    assert lines[:2] == [
        "4 files: 2 added, 1 no-text, 1 refused.",
        "3 pages, 2 passages.",
    ]
    assert lines[2].startswith("1 page without text")
    assert lines[3:] == ["refused (not-a-pdf) 1: page.pdf"]
    assert "page.pdf: it does not begin as a PDF does; save it as a PDF first (not-a-pdf)" in (
        first.err
    )
    assert "scan.pdf: 1 page, none with text that was read" in first.err
    (folder / "page.pdf").unlink()
    again = run("add", folder / "*.pdf")
    assert (again.code, again.out) == (0, "3 files: 3 present.\n")


def test_add_tells_a_program(run: Run, folder: Path) -> None:
    shown = run("add", "--json", folder)
    files = shown.json["files"]
    assert [(one["status"], one["study"], one["passages"], one["code"]) for one in files] == [
        ("added", "cluster", 1, ""),
        ("refused", None, 0, "not-a-pdf"),
        ("no-text", "scan", 0, ""),
        ("added", "voucher", 1, ""),
    ]
    assert files[0]["file"] == str(folder / "cluster.pdf")
    totals = shown.json["totals"]
    assert totals["seconds"] > 0
    assert totals["pages_per_second"] == pytest.approx(3 / totals["seconds"], rel=0.1)
    assert {name: count for name, count in totals.items() if "second" not in name} == {
        "asked": 4,
        "files": 4,
        "added": 2,
        "replaced": 0,
        "described anew": 0,
        "present": 0,
        "no-text": 1,
        "refused": 1,
        "refused_by_code": {"not-a-pdf": 1},
        "pages": 3,
        "ocr_pages": 0,
        "unread_pages": 1,
        "passages": 2,
    }
    assert not shown.json["interrupted"]
    assert sum(one["seconds"] for one in files if one["status"] == "added") > 0


def test_many_refused_files_are_counted_by_reason_and_few_named(run: Run, tmp_path: Path) -> None:
    for number in range(7):
        pdfs.saved(tmp_path / "many", b"<html>" + b"x" * number, f"page{number}.pdf")
    pdfs.saved(tmp_path / "many", b"", "nothing.pdf")
    shown = run("add", tmp_path / "many")
    assert (shown.code, shown.out.splitlines()) == (
        1,
        [
            "8 files: 8 refused.",
            "refused (not-a-pdf) 7: page0.pdf, page1.pdf, page2.pdf, page3.pdf, page4.pdf "
            "and 2 more",
            "refused (empty) 1: nothing.pdf",
        ],
    )


def test_a_changed_file_is_said_to_replace_its_study(run: Run, folder: Path) -> None:
    run("add", folder)
    pdfs.saved(folder, pdfs.study("crowd"), "voucher.pdf")
    shown = run("add", folder / "voucher.pdf")
    assert (shown.code, paceless(shown.out)) == (0, "1 file: 1 replaced.\n1 page, 1 passage.\n")


def test_an_empty_library_is_listed(run: Run) -> None:
    assert run("list").out.endswith("0 studies, 0 files refused.\n")


def test_list_shows_studies_and_refusals(run: Run, added: None) -> None:
    shown = run("list")
    assert [line.split()[0] for line in shown.out.splitlines()] == [
        "Study",
        "scan",
        "cluster",
        "voucher",
        "refused",
        "3",
    ]
    assert "Vouchers [bold]2012[/bold]" in shown.out
    assert "(not-a-pdf)" in shown.out
    told = run("list", "--json").json
    assert [one["id"] for one in told["studies"]] == ["scan", "cluster", "voucher"]
    assert told["studies"][2]["year_from"] == 2012
    assert [(Path(one["file"]).name, one["code"]) for one in told["refused"]] == [
        ("page.pdf", "not-a-pdf")
    ]


def test_remove_and_check(run: Run, added: None, tmp_path: Path) -> None:
    assert run("check").out == "Nothing wrong: 3 studies, 2 passages.\n"
    shown = run("remove", "voucher", "scan")
    assert shown.out == (
        "removed voucher: Vouchers [bold]2012[/bold]\nremoved scan: Scan\n"
        "Kept aside for 30 days: casebook restore brings it back, casebook forget deletes it for "
        "good.\n"
    )
    assert run("check").out == "Nothing wrong: 1 study, 1 passage.\n"
    for copy in (tmp_path / "home" / "studies").iterdir():
        copy.unlink()
    broken = run("check")
    assert broken.code == 1
    assert broken.out.startswith("The PDF of cluster is gone from ")


# Health


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal on which no cell of the table is broken."""
    monkeypatch.setattr("casebook.health_command.out", Console(width=200))


def test_health_tells_what_to_mend_the_worst_first(run: Run, added: None, wide: None) -> None:
    shown = run("health")
    assert (shown.code, shown.err) == (0, "")
    cells = [line.split() for line in shown.out.splitlines()[:6]]
    assert cells[0][:5] == ["Study", "Pages", "Text", "OCR", "Without"]
    assert [" ".join(line) for line in cells[1:]] == [
        "scan 1 0 0 1 no search finds it",
        "1 page without text (PDF page 1)",
        "not known: title, source, year, publisher, country",
        "cluster 1 1 0 0 100% en not known: source, publisher, country",
        "guessed, to check: title, year",
    ]
    assert shown.out.splitlines()[-4:-1] == [
        "3 studies, 3 pages searched, 1 page without text.",
        "2 pages with text, 0 read by OCR, 0 blank, 1 without text.",
        "3 of 3 studies need a look. 1 file refused.",
    ]
    assert shown.out.splitlines()[-1].startswith("refused page.pdf: it does not begin as a PDF")


def test_health_leaves_out_what_is_well_unless_all_is_asked_for(
    run: Run, added: None, wide: None, tmp_path: Path
) -> None:
    with Library(tmp_path / "home") as library:
        study = library.study("voucher")
        library.describe(replace(study, source="a shelf", publisher="AWS"))
    assert "voucher " not in run("health").out
    assert "2 of 3 studies need a look." in run("health").out
    told = run("health", "--all").out.splitlines()
    assert told[6].split() == ["voucher", "1", "1", "0", "0", "100%", "en"]


def test_health_tells_a_program_and_a_spreadsheet(run: Run, added: None, tmp_path: Path) -> None:
    file = tmp_path / "health.csv"
    shown = run("health", "--json", "--csv", file)
    assert shown.err == f"{file}: 3 studies, 1 file refused.\n"
    assert shown.json["totals"] == {
        "studies": 3,
        "pages": 3,
        "pages_with_text": 2,
        "pages_by_ocr": 0,
        "low_confidence_pages": 0,
        "doubtful_text_pages": 0,
        "blank_pages": 0,
        "pages_without_text": 1,
        "pages_in_part": 0,
        "passages": 2,
        "doubled_passages": 0,
        "need_attention": 3,
        "refused": 1,
    }
    assert [(one["study"], one["without_text"]) for one in shown.json["studies"]] == [
        ("scan", [1]),
        ("cluster", []),
        ("voucher", []),
    ]
    assert shown.json["refused"][0]["code"] == "not-a-pdf"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["study"], row["pages_without_text"]) for row in rows] == [
        ("scan", "1"),
        ("cluster", "0"),
        ("voucher", "0"),
        ("", ""),
    ]
    assert rows[3]["refused"].endswith("save it as a PDF first (not-a-pdf)")


# Searching


def test_search_tells_a_program(run: Run, added: None) -> None:
    told = run("search", "voucher programme", "--json", "-k", 1).json
    (hit,) = told["hits"]
    assert (hit["rank"], hit["study"]["id"], hit["passage"]["page"]) == (1, "voucher", 1)
    assert hit["passage"]["heading"] == ["The voucher scheme"]
    assert hit["citation"].startswith("“The voucher scheme") or "Vouchers" in hit["citation"]
    assert hit["link"].startswith("file:///")
    assert hit["link"].endswith(".pdf#page=1")
    assert told["coverage"] == {"studies": 3, "pages": 3, "unread_pages": 1, "passages": 2}


def test_search_is_read_by_a_person(run: Run, added: None) -> None:
    shown = run("search", "voucher programme", "-k", 2)
    lines = shown.out.splitlines()
    assert lines[0].startswith("Also searched: ")
    assert lines[1].startswith(" 1. Vouchers [bold]2012[/bold], ")
    assert "The voucher programme paid grant number 1" in shown.out
    assert " 2. The cluster scheme, " in shown.out
    assert lines[-1] == "3 studies, 3 pages searched, 1 page without text."


def test_search_is_narrowed(run: Run, added: None) -> None:

    def ids(*options: object) -> list[str]:
        told = run("search", "programme paid a grant", "--json", *options).json
        return sorted(hit["study"]["id"] for hit in told["hits"])

    assert ids() == ["cluster", "voucher"]
    assert ids("--country", "at") == ["voucher"]
    assert ids("--topic", "SMEs") == ["voucher"]
    assert ids("--kind", "table") == []
    assert ids("--instrument", "Voucher") == ["voucher"]
    assert ids("--since", 2012, "--until", 2012) == ["voucher"]
    assert ids("--until", 2011) == []
    assert ids("--study", "cluster", "--study", "scan") == ["cluster"]
    assert ids("--language", "de") == []
    assert ids("--by-study", "--mode", "lexical") == ["cluster", "voucher"]


@pytest.mark.parametrize("asked", [("search", "anything"), ("evaluate",)])
def test_an_empty_library_says_how_to_fill_it(run: Run, asked: tuple[str, ...]) -> None:
    shown = run(*asked)
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.endswith("is empty; casebook add FOLDER takes in the PDFs there.\n")


def test_search_finds_nothing_in_words(run: Run, added: None) -> None:
    shown = run("search", "grant", "--since", "2030")
    assert (shown.code, shown.out) == (0, "Nothing found. 0 studies, 0 pages searched.\n")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--country", "FR"), "No study has the country 'FR'; there is AT."),
        (("--country", "Austria"), "The filter can't be used: countries has 'Austria'; "),
        (("--topic", "tigers"), "No study has the topic 'tigers'; there is smes."),
        (("--study", "nosuch"), "No study has the id 'nosuch'; there is cluster, scan, voucher."),
        (("--publisher", "AWS"), "No study has the publisher 'aws'; there is none."),
        (("--since", "2013", "--until", "2012"), "No year is from 2013 on and up to 2012"),
    ],
)
def test_a_filter_that_nothing_meets_is_said(
    run: Run, added: None, given: tuple[str, ...], said: str
) -> None:
    shown = run("search", "grant", *given)
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith(said)
    assert shown.err.count("\n") == 1


def test_an_empty_question_is_asked_for(run: Run, added: None) -> None:
    assert run("search", "  ").code == 2


def test_what_was_removed_is_listed_restored_and_forgotten(
    run: Run, added: None, tmp_path: Path
) -> None:
    exported = run("export").out
    run("remove", "voucher", "cluster")
    assert run("search", "voucher programme", "--json").json["hits"] == []
    assert run("restore").out.endswith("2 removed studies can be brought back.\n")
    (first, second) = run("restore", "--json").json
    assert {first["id"], second["id"]} == {"voucher", "cluster"}
    assert first["until"] > first["made"]
    assert run("restore", "voucher").out == "restored voucher: Vouchers [bold]2012[/bold]\n"
    assert run("restore", "voucher").err == (
        "Nothing is kept of a study 'voucher'; casebook restore lists what can be brought back.\n"
    )
    run("restore", "cluster")
    assert run("export").out == exported
    run("remove", "voucher")
    assert run("forget").code == 2
    assert run("forget", "voucher", "--all").code == 2
    assert run("forget", "--all").out == "forgotten voucher: Vouchers [bold]2012[/bold]\n"
    assert run("forget", "--all").out == "Nothing was kept aside.\n"
    assert run("restore").out == "0 removed studies can be brought back.\n"
    assert len(list((tmp_path / "home" / "studies").iterdir())) == 2


def test_nothing_is_removed_when_one_of_several_is_unknown(run: Run, added: None) -> None:
    assert run("remove", "voucher", "nosuch").code == 1
    assert "voucher" in run("list").out


def test_evaluate_measures_questions(run: Run, added: None, tmp_path: Path) -> None:
    questions = "id,language,type,question,studies,expected\n" + (
        "Q1,en,factual,Which voucher programme paid?,voucher,\n"
        "Q2,en,factual,Which voucher programme paid?,cluster,\n"
        "Q3,en,absent,Who built a bridge?,,\n"
    )
    path = pdfs.saved(tmp_path, questions.encode(), "questions.csv")
    told = run("evaluate", path, "--json").json
    means = {group["name"]: group["means"] for group in told["groups"]}
    whole = next(group for group in told["groups"] if group["questions"] == 2)
    assert whole["means"]["R@1"] == 0.5
    assert whole["means"]["RR@10"] == 0.75
    assert len(means) == len(told["groups"])
    shown = run("evaluate", path)
    left = "1 question without an answer here, left out of the means; 0 of them got no hits.\n"
    assert left in shown.out
    assert "75.0" in shown.out


def test_catalogue_lists_what_can_be_fetched(run: Run) -> None:
    assert run("catalogue").out.endswith("120 studies; casebook fetch ID downloads one.\n")
    told = run("catalogue", "--json", "--country", "NL", "--topic", "innovation vouchers").json
    assert told
    assert all("NL" in one["countries"] for one in told)
    assert run("catalogue", "no such words anywhere", "--json").json == []


def test_reembed_after_another_model(
    run: Run, added: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_MODEL", "other")
    shown = run("search", "grant")
    assert shown.code == 1
    assert "run casebook reembed" in shown.err
    assert run("reembed").out == "2 passages embedded by other.\n"
    assert run("search", "voucher programme", "--json").json["hits"][0]["study"]["id"] == "voucher"


def test_reembed_only_where_it_is_needed(
    run: Run, added: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("reembed", "--if-needed").out == ""
    monkeypatch.setenv("CASEBOOK_MODEL", "other")
    assert run("reembed", "--if-needed").out == "2 passages embedded by other.\n"
    assert run("reembed", "--if-needed").out == ""


# Errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "nothing.pdf"], "There is nothing at nothing.pdf; check the path."),
        (["add", "*.pdf"], "There is nothing at *.pdf; check the path."),
        (
            ["remove", "nobody"],
            "The library holds no study 'nobody'; casebook list names them all.",
        ),
        (["remove", "[red]"], "The library holds no study '[red]'; casebook list names them all."),
        (["remove", "caf\udce9"], "No library can hold this text or number, check what was given"),
        (["evaluate", "gone.csv"], "gone.csv can't be read"),
        (["health", "--csv", "gone/x.csv"], "gone/x.csv can't be written (No such file"),
        (["catalogue", "--country", "Mordor"], "The filter can't be used"),
        (
            ["fetch", "C999"],
            "There is no study C999 in the catalogue; casebook catalogue lists all.",
        ),
    ],
)
def test_an_error_is_one_sentence(run: Run, arguments: list[str], said: str) -> None:
    shown = run(*arguments)
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith(said)
    assert shown.err.count("\n") == 1


def test_a_wrong_setting_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_WORKERS", "many")
    shown = run("list")
    wanted = "The setting workers is 'many'; give a whole number from 1 up.\n"
    assert (shown.code, shown.out, shown.err) == (1, "", wanted)


def test_a_home_that_is_a_file_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_HOME", str(pdfs.saved(tmp_path, b"", "file")))
    shown = run("list")
    assert shown.code == 1
    assert "can't be opened" in shown.err
    assert shown.err.count("\n") == 1


def test_a_bug_is_logged_and_not_shown(
    run: Run, added: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: dict[str, int] = {}
    monkeypatch.setattr(Engine, "answer", lambda *_: nothing["a bug"])
    shown = run("search", "grant")
    assert shown.code == 2
    assert shown.err.startswith("Casebook failed; ")
    assert shown.err.count("\n") == 1
    assert "Traceback" not in shown.err
    assert "KeyError: 'a bug'" in next(tmp_path.glob("casebook-*.log")).read_text()


def test_a_bug_on_a_disk_without_room_for_a_log_is_not_shown_either(
    run: Run, added: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    nothing: dict[str, int] = {}
    monkeypatch.setattr(Engine, "answer", lambda *_: nothing["a bug"])
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    shown = run("search", "grant")
    assert (shown.code, shown.err.count("\n")) == (2, 1)
    assert "No space left on device" in shown.err


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C while the last study of the folder is embedded, once."""
    real = Model.encode
    pressed: list[str] = []

    def encode(self: Model, texts: list[str], *given: Any) -> Any:
        if "voucher" in "".join(texts) and not pressed:
            pressed.append("Ctrl-C")
            signal.raise_signal(signal.SIGINT)
        return real(self, texts, *given)

    monkeypatch.setattr(Model, "encode", encode)


def test_a_stop_keeps_what_was_finished_and_says_so(
    run: Run, folder: Path, stopped: None, tmp_path: Path
) -> None:
    shown = run("add", folder)
    assert (shown.code, paceless(shown.out).splitlines()[:2]) == (
        130,
        ["3 of 4 files: 1 added, 1 no-text, 1 refused.", "2 pages, 1 passage."],
    )
    assert shown.err.endswith("Stopped; what was finished is kept.\n")
    ids = [one["id"] for one in run("list", "--json").json["studies"]]
    assert sorted(ids) == ["cluster", "scan"]
    assert run("check").code == 0
    assert {path.suffix for path in (tmp_path / "home" / "studies").iterdir()} == {".pdf"}
    assert run("add", folder).out.startswith("4 files: 1 added, 2 present, 1 refused.\n")


def test_a_stop_tells_a_program_what_was_finished(run: Run, folder: Path, stopped: None) -> None:
    shown = run("add", "--json", folder)
    assert (shown.code, shown.json["interrupted"]) == (130, True)
    assert (shown.json["totals"]["asked"], shown.json["totals"]["files"]) == (4, 3)
    assert [Path(one["file"]).name for one in shown.json["files"]] == [
        "cluster.pdf",
        "page.pdf",
        "scan.pdf",
    ]


def test_an_error_in_the_midst_comes_after_what_was_finished(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Library.put

    def busy(library: Library, study: Any, *given: Any, **named: Any) -> None:
        if study.id == "voucher":
            raise LibraryBusy("Another casebook is writing; wait until it has finished.")
        real(library, study, *given, **named)

    monkeypatch.setattr(Library, "put", busy)
    shown = run("add", folder)
    assert (shown.code, shown.out.splitlines()[0]) == (
        1,
        "3 of 4 files: 1 added, 1 no-text, 1 refused.",
    )
    assert shown.err.splitlines()[-1] == "Another casebook is writing; wait until it has finished."


def test_a_library_that_another_process_keeps_is_one_sentence(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.build.PATIENCE", 0.1)
    home = tmp_path / "home"
    with Library(home) as other, other.writing():
        shown = run("add", folder)
    assert (shown.code, shown.out) == (1, "")
    said = f"Another casebook is writing to {home}; wait until it has finished."
    assert shown.err.splitlines() == [said]


def test_a_signal_is_what_it_was_after_an_add(run: Run, folder: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    run("add", folder)
    after = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    assert before == after


ODD_NAMES = ["line\nbreak.pdf", "\x1b[31mred.pdf", "[red]x[bold].pdf", os.fsdecode(b"caf\xe9.pdf")]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_spoil_no_line_and_no_json(run: Run, tmp_path: Path, name: str) -> None:
    bad = pdfs.saved(tmp_path / "bad", b"<html>", name)
    good = pdfs.saved(tmp_path / "good", pdfs.study("voucher"), name)
    shown = run("add", bad)
    assert "\x1b" not in shown.err
    assert "(not-a-pdf)" in shown.err
    told = run("add", "--json", good, bad).json
    assert [one["status"] for one in told["files"]] == ["added", "refused"]
    listed = run("list").out.splitlines()
    assert len(listed) == 4
    assert "\x1b" not in listed[2]
    assert listed[-1] == "1 study, 1 file refused."
    assert len(run("list", "--json").json["refused"]) == 1
