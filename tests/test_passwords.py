"""Passwords at the command line: given, asked for unseen, and never shown."""

import json
from pathlib import Path

import pdfs
import pytest
from support import HashEmbedder
from typer.testing import CliRunner, Result

from casebook.add_command import app
from search.embed import model_folder
from search.library import Library
from search.settings import DEFAULT_MODEL

SECRET = "Tr0ub4dor"


class Model(HashEmbedder):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.folder = model_folder(DEFAULT_MODEL)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("casebook.session.SentenceEmbedder", Model)
    monkeypatch.setenv("CASEBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CASEBOOK_OCR", "false")
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two locked files and an open one."""
    content = {
        "one.pdf": pdfs.encrypted(pdfs.study("voucher"), SECRET),
        "two.pdf": pdfs.encrypted(pdfs.study("cluster"), "other"),
        "zoo.pdf": pdfs.study("loan"),
    }
    for name, data in content.items():
        pdfs.saved(tmp_path / "pdfs", data, name)
    return tmp_path / "pdfs"


def ran(*words: str, typed: list[str] | None = None) -> Result:
    lines = "".join(f"{line}\n" for line in typed or [])
    return CliRunner().invoke(app, list(words), input=lines)


def kept(home: Path) -> dict[str, str]:
    with Library(home) as library:
        return {study.id: library.password(study) for study in library.studies()}


def test_a_password_of_the_command_opens_what_it_fits(folder: Path, home: Path) -> None:
    done = ran("--json", "--password", "no", "--password", SECRET, str(folder))
    assert done.exit_code == 1
    outcomes = json.loads(done.stdout)["files"]
    assert [(Path(one["file"]).name, one["code"]) for one in outcomes] == [
        ("one.pdf", ""),
        ("two.pdf", "encrypted"),
        ("zoo.pdf", ""),
    ]
    assert outcomes[1]["reason"].startswith("no password given opens it; add it again")
    assert kept(home) == {"one": SECRET, "zoo": ""}
    assert SECRET not in done.output


def test_who_sits_at_a_terminal_is_asked_once_a_file(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.passwords.possible", lambda: True)
    done = ran(str(folder), typed=[SECRET, ""])
    assert done.exit_code == 1
    assert done.output.count("Password of one.pdf, or Enter to leave it out") == 1
    assert done.output.count("Password of two.pdf, or Enter to leave it out") == 1
    assert SECRET not in done.output
    assert kept(home) == {"one": SECRET, "zoo": ""}
    assert ran(str(folder), typed=["wrong"]).exit_code == 1
    assert kept(home) == {"one": SECRET, "zoo": ""}
    assert ran(str(folder), typed=["other"]).exit_code == 0
    assert kept(home) == {"one": SECRET, "two": "other", "zoo": ""}


def test_nobody_is_asked_where_nobody_sits(folder: Path) -> None:
    done = ran(str(folder))
    assert done.exit_code == 1
    assert "Password of" not in done.output
    assert "add it again with --password" in done.output
