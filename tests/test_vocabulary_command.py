"""`casebook vocabulary`: the notions, those of a question, and a person's own."""

import json
import sys
from pathlib import Path

import pytest
from asking_support import filled

from casebook import cli


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a library in four languages, of which the settings speak."""
    home = tmp_path / "home"
    filled(home).close()
    monkeypatch.setenv("CASEBOOK_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.chdir(tmp_path)
    return home


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    """Exit status, what was printed, and what was said of errors."""
    monkeypatch.setattr(sys, "argv", ["casebook", "vocabulary", *arguments])
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_it_shows_what_a_question_also_searches(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = 'FAME vouchrs "small firms" -Manchester'
    code, out, _ = run(monkeypatch, capsys, asked)
    lines = out.splitlines()
    assert code == 0
    assert lines[:4] == [
        "searched for vouchers instead of vouchrs",
        "only with: small firms",
        "only without: Manchester",
        "also searched: Facilitating Access to Mid-size Enterprises (FAME)",
    ]
    assert any(line.startswith("also searched: voucher (de: Gutschein") for line in lines[4:])
    told = json.loads(run(monkeypatch, capsys, asked, "--json")[1])
    assert (told["text"], told["exact"]) == ("FAME vouchers small firms", ["small firms"])
    assert run(monkeypatch, capsys, "zzz")[1] == "Nothing else would be searched.\n"


def test_it_lists_the_notions(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys)
    assert code == 0
    (row,) = [line for line in out.splitlines() if line.startswith("innovation-voucher")]
    assert ": en: innovation voucher; de: Innovationsgutschein; fr: chèque" in row
    told = json.loads(run(monkeypatch, capsys, "--json")[1])
    names = [notion["name"] for notion in told]
    assert "innovation-voucher" in names
    assert len({*names}) == len(names)


def test_a_person_begins_a_vocabulary_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "vocabulary.csv"
    assert run(monkeypatch, capsys, "--edit")[1].startswith(
        f"{file} is written. Add a row a notion"
    )
    assert file.read_text("utf-8-sig") == "notion,eurovoc,en,de,fr,it,es,ca,fi,nl,pl,pt\n"
    with file.open("a", encoding="utf-8") as text:
        text.write("our-shop,,tryout shop,Probierladen,,,,,,,,\n")
    assert run(monkeypatch, capsys, "--edit")[1] == f"{file} is there: 1 notion.\n"
    shown = run(monkeypatch, capsys, "a Probierladen in Wien")[1]
    assert "also searched: Probierladen (en: tryout shop)" in shown


def test_a_bad_vocabulary_is_told_in_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "vocabulary.csv"
    file.write_text("notion,en\nshop,a,b\n", "utf-8")
    code, out, err = run(monkeypatch, capsys, "shop")
    assert (code, out) == (1, "")
    assert err == (
        f"{file}, line 2: the row has not as many cells as the first line; put a cell that holds "
        'a comma in "quotes".\n'
    )
