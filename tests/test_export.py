"""What leaves the library: rows in a stable order, the same bytes for the same content."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from support import (
    FINGERPRINT,
    HashEmbedder,
    make_boxes,
    make_page,
    make_passage,
    make_study,
    put,
)

from casebook import cli
from casebook.export_command import _ROWS, What
from casebook.spreadsheet import cell
from search import export
from search.library import Library
from search.records import Kind, Passage, ReadBy, Refusal, Study
from search.tally import IN_PART

TEXT = "Vouchers paid 4,000 euros each. =SUM(A1) Ärzte\u2028und\x85\nRow 1"
Exported = Callable[..., bytes]


def rich(library: Library) -> Study:
    """A study with a table, a page by OCR, a blank one and two without text."""
    study = make_study("rich", page_count=5, title="Rich – a study", countries=("AT", "DE"))
    pages = [
        make_page("rich", 1, TEXT, label="i", language="de"),
        make_page("rich", 2, "Read by a machine", read_by=ReadBy.OCR, confidence=0.75),
        make_page("rich", 3, "", read_by=ReadBy.BLANK),
        make_page("rich", 4, "", read_by=ReadBy.NONE, note="no OCR", label="iv"),
        make_page("rich", 5, "", read_by=ReadBy.NONE),
    ]
    row = TEXT.index("Row")
    table = {"kind": Kind.TABLE, "header_start": 0, "header_end": 8, "header": TEXT[:8]}
    passages = [
        make_passage("rich", 2, "Read by a machine"),
        make_passage("rich", 1, TEXT[row:], start=row, heading=("One", "Two"), **table),
        make_passage("rich", 1, TEXT[:row], language="de"),
    ]
    vectors = HashEmbedder().embed([passage.text for passage in passages])
    boxed = [(page, make_boxes(page.text)) for page in pages]
    library.put(study, boxed, passages, vectors, FINGERPRINT)
    library.file(study).write_bytes(b"rich")
    return study


# The rows


def test_passages_come_by_study_page_and_place(library: Library) -> None:
    rich(library)
    put(library, "b", ["second"], title="A title that sorts first")
    put(library, "a", ["first", "and more"])
    rows = [(row.study, row.page, row.start, row.text) for row in export.passages(library)]
    at = TEXT.index("Row")
    assert rows == [
        ("a", 1, 0, "first"),
        ("a", 2, 0, "and more"),
        ("b", 1, 0, "second"),
        ("rich", 1, 0, TEXT[:at]),
        ("rich", 1, at, "Row 1"),
        ("rich", 2, 0, "Read by a machine"),
    ]


def test_a_passage_is_told_whole(library: Library) -> None:
    rich(library)
    _, row, by_ocr = export.passages(library)
    assert row == export.PassageRow(
        study="rich",
        title="Rich – a study",
        page=1,
        label="i",
        start=TEXT.index("Row"),
        end=len(TEXT),
        kind=Kind.TABLE,
        language="",
        heading=("One", "Two"),
        header_start=0,
        header_end=8,
        header="Vouchers",
        text="Row 1",
        read_by=ReadBy.TEXT_LAYER,
        confidence=None,
    )
    assert (by_ocr.read_by, by_ocr.confidence) == (ReadBy.OCR, 0.75)


def test_no_fact_of_a_passage_or_a_study_is_left_out() -> None:
    renamed = {"study_id": "study", "id": "study", "page_count": "pages"}
    for record, row in ((Passage, export.PassageRow), (Study, export.StudyRow)):
        names = {renamed.get(field.name, field.name) for field in fields(record)}
        assert names <= {field.name for field in fields(row)}, record


def test_studies_are_told_with_what_was_read_of_them(library: Library) -> None:
    rich(library)
    (row,) = export.studies(library)
    counts = (row.pages, row.pages_with_text, row.pages_by_ocr, row.blank_pages)
    assert counts == (5, 1, 1, 1)
    assert (row.pages_without_text, row.passages, row.languages) == (2, 3, ("de",))
    assert (row.study, row.title, row.countries) == ("rich", "Rich – a study", ("AT", "DE"))


def test_a_page_read_in_part_is_among_what_was_not_read(library: Library) -> None:
    study = make_study("torn", page_count=2)
    note = f"{IN_PART}: the rest of its contents is damaged"
    pages = [make_page("torn", 1, "Whole"), make_page("torn", 2, "The beginning", note=note)]
    vectors = HashEmbedder().embed(["Whole"])
    boxed = [(page, make_boxes(page.text)) for page in pages]
    library.put(study, boxed, [make_passage("torn", 1, "Whole")], vectors, FINGERPRINT)
    assert list(export.unread(library)) == [
        export.UnreadRow("torn.pdf", "torn", 2, "2", "in-part", note)
    ]


def test_what_was_not_read_is_refused_files_and_pages_without_text(library: Library) -> None:
    rich(library)
    library.refuse(Refusal("/b.pdf", "empty", "it is empty"))
    library.refuse(Refusal("/a.pdf", "damaged", "it is cut off"))
    assert list(export.unread(library)) == [
        export.UnreadRow("/a.pdf", "", None, "", "damaged", "it is cut off"),
        export.UnreadRow("/b.pdf", "", None, "", "empty", "it is empty"),
        export.UnreadRow("rich.pdf", "rich", 4, "iv", "no-text", "no OCR"),
        export.UnreadRow("rich.pdf", "rich", 5, "5", "no-text", ""),
    ]


def test_an_export_is_of_one_state_of_the_library(library: Library) -> None:
    for id in "abc":
        put(library, id, ["first", "second"])
    rows = export.passages(library)
    assert next(rows).study == "a"
    with Library(library.home) as other:
        other.remove("b")
        put(other, "d", ["third"])
    assert [row.study for row in rows] == ["a", "b", "b", "c", "c"]
    assert [row.study for row in export.passages(library)] == ["a", "a", "c", "c", "d"]


def test_no_history_shows(tmp_path: Path) -> None:
    """Put in another order, after others that went, replaced: the same rows."""
    with Library(tmp_path / "straight") as straight, Library(tmp_path / "crooked") as crooked:
        put(straight, "a", ["first", "second"])
        rich(straight)
        put(crooked, "gone", ["was here"])
        rich(crooked)
        put(crooked, "a", ["another text"])
        crooked.remove("gone")
        put(crooked, "a", ["first", "second"])
        for rows in (export.passages, export.studies, export.unread):
            assert list(rows(straight)) == list(rows(crooked))


# The command


@pytest.fixture
def exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Exported:
    """Runs `casebook export` over a library with one rich study; gives what it printed."""
    monkeypatch.setenv("CASEBOOK_HOME", str(tmp_path / "home"))
    with Library(tmp_path / "home") as library:
        rich(library)
        library.refuse(Refusal("/a.pdf", "damaged", "it is cut off"))

    def command(*arguments: object, code: int = 0) -> bytes:
        monkeypatch.setattr(sys, "argv", ["casebook", "export", *map(str, arguments)])
        try:
            cli.main()
            ended = 0
        except SystemExit as end:
            ended = int(end.code or 0)
        printed = capfdbinary.readouterr()
        assert ended == code, printed.err
        return printed.out if code == 0 and printed.out else printed.err

    return command


def test_json_lines_are_one_record_a_line_for_every_reader(exported: Exported) -> None:
    printed = exported()
    # Python's own splitlines breaks at more signs than the newline.
    lines = printed.decode().splitlines()
    assert len(lines) == printed.count(b"\n") == 3
    first = json.loads(lines[0])
    assert first["text"] == TEXT[: TEXT.index("Row")]
    assert list(first) == [field.name for field in fields(export.PassageRow)]
    assert "Ärzte" in lines[0]
    assert exported() == printed


def test_csv_is_for_spreadsheets(exported: Exported) -> None:
    printed = exported("--format", "csv")
    assert printed.startswith(b"\xef\xbb\xbfstudy,title,page,")
    rows = list(csv.DictReader(io.StringIO(printed.decode("utf-8-sig"), newline="")))
    assert [row["text"] for row in rows][1:] == ["Row 1", "Read by a machine"]
    assert (rows[1]["heading"], rows[1]["confidence"], rows[2]["confidence"]) == (
        "One; Two",
        "",
        "0.75",
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(("", text)) == f"; {text}"


def test_a_file_is_named_and_counted(exported: Exported, tmp_path: Path) -> None:
    lines, sheet = tmp_path / "out.jsonl", tmp_path / "out.csv"
    assert exported(lines) == f"{lines}: 3 passages.\n".encode()
    assert lines.read_bytes() == exported()
    assert exported(sheet, "--what", "studies") == f"{sheet}: 1 study.\n".encode()
    assert sheet.read_text("utf-8-sig").startswith("study,title,")
    told = f"{sheet}: 3 refused files and pages without text.\n"
    assert exported(sheet, "--what", "unread", "--format", "jsonl") == told.encode()
    assert json.loads(sheet.read_text().splitlines()[0])["code"] == "damaged"
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.csv", "out.jsonl"]


def test_a_file_keeps_its_content_where_an_export_fails(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out.jsonl"
    file.write_text("before")

    def failing(library: Library) -> Any:
        yield next(export.passages(library))
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(_ROWS, What.PASSAGES, (export.PassageRow, failing))
    said = exported(file, code=1)
    assert said == f"{file} can't be written (No space left on device).\n".encode()
    assert file.read_text() == "before"
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_where_it_cannot_be_written_is_one_sentence(exported: Exported, tmp_path: Path) -> None:
    for file in (tmp_path / "gone" / "x.jsonl", tmp_path):
        said = exported(file, code=1)
        assert said.startswith(f"{file} can't be written (".encode())
        assert said.count(b"\n") == 1


def test_a_pipe_is_written_as_it_is(exported: Exported, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)
    exported(pipe)
    assert os.read(held, 1 << 20) == exported()
    os.close(held)


def test_who_reads_no_further_is_told_nothing(tmp_path: Path) -> None:
    with Library(tmp_path / "home") as library:
        # More than a pipe holds.
        put(library, "long", ["voucher " * 500] * 50)
    environment = os.environ | {"CASEBOOK_HOME": str(tmp_path / "home")}
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "casebook", "export"]
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment) as run:
        assert run.stdout is not None and run.stderr is not None
        assert run.stdout.read(10) == b'{"study": '
        run.stdout.close()
        assert run.stderr.read() == b""


def test_an_empty_library_exports_nothing(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_HOME", str(tmp_path / "other"))
    assert exported() == b""
    assert exported("--format", "csv").count(b"\n") == 1
