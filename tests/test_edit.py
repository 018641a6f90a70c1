"""`casebook edit`: what is known of a study shown with where it came from, and corrected."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support import HashEmbedder, ask, put

from casebook import cli
from search.engine import Engine
from search.library import Library
from search.records import Origin, Study

Edit = Callable[..., tuple[int, str, str]]
GUESSED = (("title", Origin.PAGE), ("year", Origin.FILE), ("language", Origin.TEXT))


class Model(HashEmbedder):
    """Stands for the model; it counts what all of its kind embed."""

    texts = 0

    def __init__(self, name: str) -> None:
        super().__init__()

    def encode(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> NDArray[np.float32]:
        Model.texts += len(texts)
        return super().encode(texts, done)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Library(tmp_path / "home") as library:
        put(library, "a", ["vouchers for firms", "grants"], title="Lobster", year_from=2026,
            year_to=2026, origins=GUESSED)  # fmt: skip
    return tmp_path / "home"


@pytest.fixture
def edit(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Edit:
    monkeypatch.setattr("casebook.session.SentenceEmbedder", Model)
    monkeypatch.setattr(Model, "texts", 0)
    monkeypatch.setenv("CASEBOOK_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["casebook", "edit", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def kept(home: Path) -> Study:
    with Library(home) as library:
        return library.study("a")


def test_without_options_each_field_is_shown_with_its_origin(edit: Edit) -> None:
    code, out, _ = edit("a")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "title Lobster guessed from the first pages" in rows
    assert "year 2026 guessed from the file" in rows
    assert "language en detected in the text" in rows
    assert "publisher –" in rows


def test_an_edit_says_what_was_and_what_is(edit: Edit, home: Path) -> None:
    code, out, _ = edit("a", "--year", "2014", "--publisher", "Nesta [x]", "--title", "Lobster")
    assert code == 0
    assert [line.strip() for line in out.splitlines()] == [
        "a:",
        "title: Lobster is right",
        "year: 2026 (guessed from the file) → 2014",
        "publisher: nothing → Nesta [x]",
    ]
    now = kept(home)
    assert (now.period, now.publisher, now.guesses, Model.texts) == ("2014", "Nesta [x]", (), 0)


def test_a_title_can_be_searched_for_at_once(edit: Edit, home: Path) -> None:
    assert edit("a", "--title", "Zebra")[0] == 0
    assert Model.texts == 2
    with Library(home) as library:
        engine = Engine(library, HashEmbedder(), "memory")
        [first, second] = ask(engine, "zebra")
        assert {(hit.study.title, hit.passage.page) for hit in (first, second)} == {
            ("Zebra", 1), ("Zebra", 2),
        }  # fmt: skip
        assert {first.lexical.rank, second.lexical.rank} == {1, 2}
        assert all(hit.lexical.rank is None for hit in ask(engine, "lobster"))


@pytest.mark.parametrize(
    ("options", "period"),
    [
        (("--year", "2009-2013"), "2009–2013"),
        (("--year", "2009", "--year-to", "2013"), "2009–2013"),
        (("--year", ""), ""),
    ],
)
def test_years_and_periods(edit: Edit, home: Path, options: tuple[str, ...], period: str) -> None:
    assert edit("a", *options)[0] == 0
    assert kept(home).period == period
    assert dict(kept(home).origins)["year"] is Origin.PERSON


def test_several_values_are_given_one_by_one_or_between_semicolons(edit: Edit, home: Path) -> None:
    edit("a", "--country", "at", "--country", "UK", "--topic", "Loans; Vouchers", "--json")
    assert (kept(home).countries, kept(home).topics) == (("AT", "GB"), ("loans", "vouchers"))


def test_json_holds_the_study_and_where_each_fact_came_from(edit: Edit) -> None:
    _, out, _ = edit("a", "--publisher", "Nesta", "--json")
    told = json.loads(out)
    assert (told["id"], told["publisher"], told["guesses"]) == ("a", "Nesta", ["title", "year"])
    assert told["origins"] == {
        "title": "page", "year": "file", "publisher": "person", "language": "text",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("b", "--title", "T"), 1, "no study 'b'"),
        (("a", "--year", "soon"), 1, "Nothing was changed: years is 'soon'"),
        (("a", "--title", " "), 1, "the title is empty"),
        (("a", "--country", "Austria"), 1, "write two-letter codes"),
        (("a", "--year-to", "2013"), 2, "needs the first year"),
        (("a", "--year", "2009-2010", "--year-to", "2013"), 2, "needs the first year"),
    ],
)
def test_what_cant_be_is_said_in_one_sentence_and_changes_nothing(
    edit: Edit, home: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = kept(home)
    found, out, err = edit(*arguments)
    assert (found, out) == (code, "")
    assert said in " ".join(err.replace("│", " ").split())
    assert kept(home) == before


def test_list_tells_origins(
    edit: Edit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["casebook", "list", "--json"])
    with pytest.raises(SystemExit):
        cli.main()
    [told] = json.loads(capsys.readouterr().out)["studies"]
    assert (told["origins"]["title"], told["guesses"]) == ("page", ["title", "year"])
