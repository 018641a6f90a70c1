"""`casebook basket` and `casebook saved`, from a PDF to a file that quotes its page."""

import csv
import io
import json
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pdfs
import pytest
import rispy
from PIL import Image
from support import HashEmbedder

from casebook import cli
from ingest.build import Builder
from ingest.files import found
from ingest.pool import Pool
from search.embed import model_folder
from search.library import Library
from search.settings import DEFAULT_MODEL, Settings


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[[str], Ran]


class Model(HashEmbedder):
    """The hash embedder with a name and a folder."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.folder = model_folder(DEFAULT_MODEL)


def add(home: Path, folder: Path) -> None:
    settings = Settings(home=home, ocr=False)
    model = Model("first")
    with Library(home) as library, Pool(model.folder, settings) as pool:
        statuses = {
            str(one.status) for one in Builder(library, model, pool).add(found([str(folder)]))
        }
    assert statuses <= {"added", "unchanged"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two studies, read from PDFs."""
    base = tmp_path_factory.mktemp("prepared")
    for subject in ("voucher", "cluster"):
        pdfs.saved(base / "pdfs", pdfs.study(subject), f"{subject}.pdf")
    add(base / "home", base / "pdfs")
    return base


@pytest.fixture
def run(
    prepared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs `casebook` over a copy of that library, in an empty folder."""
    monkeypatch.setattr("casebook.session.SentenceEmbedder", Model)
    shutil.copytree(prepared / "home", tmp_path / "home")
    monkeypatch.setenv("CASEBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CASEBOOK_OCR", "false")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def command(line: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["casebook", *shlex.split(line)])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return command


ASKED = '-q "the voucher programme paid grant"'


def held(run: Run) -> Any:
    return json.loads(run("basket list --json").out)


def test_a_hit_is_kept_by_its_rank_with_a_note(run: Run) -> None:
    assert run(f"basket add 1 {ASKED} -n 'For part 2'") == Ran(
        0, "voucher, PDF page 1: kept in Basket, which holds 1 passage.\n", ""
    )
    said = run(f"basket add 1 {ASKED}").out
    assert said == "voucher, PDF page 1: was there already, in Basket, which holds 1 passage.\n"
    assert run("basket add cluster:1:0-3 -b Other").code == 0
    first, other = held(run)
    assert first["kept"]["question"] == "the voucher programme paid grant"
    assert first["kept"]["note"] == "For part 2"
    assert (first["now"]["standing"], first["now"]["page"]) == ("there", "PDF page 1")
    assert "The voucher programme paid grant number 1" in first["now"]["text"]
    assert first["now"]["address"].startswith("?study=voucher&page=1&start=")
    assert (other["kept"]["basket"], other["now"]["text"]) == ("Other", "The")
    listed = run("basket list").out
    assert "For part 2" in listed
    assert "Basket: 1 passage." in listed and "Other: 1 passage." in listed


def test_notes_and_passages_come_and_go(run: Run) -> None:
    assert run("basket list").out == "Nothing is kept yet; casebook basket add keeps a passage.\n"
    for place in ("voucher:1:0-3", "cluster:1:0-3", "cluster:1:4-11"):
        run(f"basket add {place}")
    assert run("basket note 2 'mine [bold]'").out == "cluster:1:0-3: note written.\n"
    assert [one["kept"]["note"] for one in held(run)] == ["", "mine [bold]", ""]
    assert run("basket note 2 ''").out == "cluster:1:0-3: note taken away.\n"
    assert run("basket remove 1 3").out == "2 passages taken out of Basket.\n"
    assert [one["kept"]["study_id"] for one in held(run)] == ["cluster"]
    assert run("basket remove --all").out == "1 passage taken out of Basket.\n"
    assert held(run) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "basket add nothing:1",
            "The library holds no study 'nothing'; casebook list names them all.",
        ),
        (
            "basket add voucher:9",
            "There are no words at voucher:9; casebook search --json has places.",
        ),
        (f"basket add 99 {ASKED}", "There is no hit 99; the question has 2."),
        ("basket list -b X", "There is no basket 'X'; there is Basket."),
        ("basket note 7 x", "There is no passage 7; the basket holds 1."),
        ("basket remove 0", "There is no passage 0; the basket holds 1."),
        ("basket export -o x/y.md", "x/y.md can't be written (No such file or directory)."),
        ("saved run x", "There is no saved search 'x'; there is none yet."),
        ("saved remove x", "There is no saved search 'x'."),
        ("saved add ' ' voucher", "A name is wanted; this one is empty."),
    ],
)
def test_an_error_is_one_sentence(run: Run, line: str, said: str) -> None:
    run("basket add voucher:1:0-3")
    assert run(line) == Ran(1, "", f"{said}\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("basket add 1", "a rank needs --question"),
        ("basket add voucher", "wanted a rank, STUDY:PAGE or STUDY:PAGE:START-END"),
        ("basket remove", "name the numbers of passages, or say --all"),
        ("basket remove 1 --all", "name the numbers of passages, or say --all"),
        ("basket export -o brief.zip", "say --format, or let the file's name end in one of .docx"),
        ("saved add x ' '", "ask something"),
    ],
)
def test_a_wrong_use_says_what_was_wanted(run: Run, line: str, said: str) -> None:
    shown = run(line)
    assert shown.code == 2
    assert said in shown.err and "Traceback" not in shown.err


def test_a_word_file_quotes_the_page_that_it_cites_and_shows_it(run: Run, prepared: Path) -> None:
    run(f"basket add 1 {ASKED} -n 'For part 2'")
    shown = run("basket export -o brief.docx --title 'Vouchers in brief'")
    assert shown == Ran(0, "", "brief.docx: 1 passage of 1 study.\n")
    document = docx.Document("brief.docx")
    texts = {one.style.name: one.text for one in document.paragraphs if one.text and one.style}
    assert texts["Title"] == "Vouchers in brief"
    with Library(prepared / "home") as library:
        [page] = library.pages("voucher")
        title = library.study("voucher").title
    assert texts["Heading 2"] == f"1. {title}, PDF page 1"
    assert texts["Quote"] in " ".join(page.text.split())
    assert "The voucher programme paid grant number 4 to a small firm." in texts["Quote"]
    assert "PDF page 1" in texts["Passage detail"]
    assert texts["Normal"] == "Note: For part 2"
    [part] = [one for one in document.part.package.iter_parts() if one.partname.endswith(".png")]
    colours = np.asarray(Image.open(io.BytesIO(part.blob)).convert("RGB"), np.int16)
    marked = (abs(colours - (255, 221, 87)) < 8).all(axis=2)
    # Beneath the words of the quotation and nowhere else: the page has margins and no more text.
    assert 1000 < marked.sum() < 0.1 * marked.size
    [shape] = document.inline_shapes
    alt = shape._inline.docPr.get("descr")
    assert alt == f"Picture of PDF page 1 of “{title}”, the quoted passage marked."


def test_the_format_is_named_or_told_by_the_file(run: Run) -> None:
    for place in ("voucher:1:0-3", "cluster:1:0-3"):
        run(f"basket add {place} -b Two")
    for name in ("a.csv", "b.txt --format csv"):
        assert run(f"basket export -b Two -o {name}").err.endswith(": 2 passages of 2 studies.\n")
        rows = csv.DictReader(io.StringIO(Path(name.split()[0]).read_text("utf-8-sig")))
        assert [row["study"] for row in rows] == ["voucher", "cluster"]
    run("basket export -b Two -o a.ris")
    ids = [one["id"] for one in rispy.loads(Path("a.ris").read_text("utf-8"))]
    assert ids == ["cluster", "voucher"]


def test_what_is_lost_is_said_and_left_out(run: Run) -> None:
    run("basket add voucher:1:0-3")
    run("basket add cluster:1:0-3 -n 'Ask them'")
    run("remove cluster")
    there, lost = (one["now"] for one in held(run))
    assert (there["standing"], there["lost"], there["text"]) == ("there", "", "The")
    assert (lost["standing"], lost["text"], lost["address"]) == ("gone", None, None)
    assert lost["lost"] == "the study cluster is no longer in the library"
    assert run("basket list").out.endswith("Basket: 2 passages, 1 passage without its words.\n\n")
    said = run("basket export -o brief.md").err
    assert said == (
        "brief.md: 1 passage of 1 study.\n"
        "A passage of page 1 in the file of cluster is left out: the study cluster is no longer in "
        "the library. Its note: Ask them\n"
    )
    assert "## Left out\n\n- A passage of page 1" in Path("brief.md").read_text("utf-8")


def test_a_missing_pdf_costs_only_the_picture(run: Run, tmp_path: Path) -> None:
    run("basket add voucher:1:0-3")
    for file in (tmp_path / "home" / "studies").iterdir():
        file.unlink()
    assert run("basket export -o brief.docx").code == 0
    lines = [one.text for one in docx.Document("brief.docx").paragraphs]
    assert "The page is not shown: the library's copy of the PDF is missing." in lines


def test_a_saved_search_tells_what_is_new_once(run: Run, tmp_path: Path) -> None:
    assert run("saved list").out == "No search is saved yet; casebook saved add keeps one.\n"
    assert run("saved add Grants 'programme paid grant' -k 5").out == "Grants: kept with 2 hits.\n"
    assert run("saved list").out.startswith("Grants: programme paid grant (2 hits on 20")
    assert run("saved run Grants").out.startswith("Nothing new since 20")
    pdfs.saved(tmp_path / "more", pdfs.study("bridge"), "bridge.pdf")
    add(tmp_path / "home", tmp_path / "more")
    peeked = run("saved run Grants --peek")
    assert peeked.out.startswith("New\n") and "The bridge programme paid" in peeked.out
    assert "1 new hit since 20" in peeked.out and peeked.out.endswith(", of 3.\n")
    told = json.loads(run("saved run Grants --json").out)
    assert [hit["study"]["id"] for hit in told["new"]] == ["bridge"]
    assert (told["changed"], told["also"], told["hits"]) == ([], [], 3)
    assert run("saved run Grants").out.startswith("Nothing new since 20")
    assert run("saved remove Grants").out == "Grants: forgotten.\n"
    assert json.loads(run("saved list --json").out) == []
