"""A file beside a PDF that says what it is: in the catalogue's words, or as CSL-JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.about import sidecar
from ingest.catalogue import Entry
from search.errors import CatalogueError


def beside(folder: Path, content: object, name: str = "report.json") -> Entry | None:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / name).write_text(text, "utf-8")
    return sidecar.beside(folder / "report.pdf")


def test_there_may_be_none(tmp_path: Path) -> None:
    assert sidecar.beside(tmp_path / "report.pdf") is None
    (tmp_path / "report.json").mkdir()
    assert sidecar.beside(tmp_path / "report.pdf") is None


def test_the_catalogues_columns_in_json_and_toml(tmp_path: Path) -> None:
    wanted = Entry(
        "report", "Vouchers für alle", "report.pdf", year_from=2009, year_to=2013,
        publisher="Nesta", countries=("AT", "GB"), topics=("loans", "smes"), language="de",
    )  # fmt: skip
    told = {"title": "Vouchers für alle", "years": "2009-2013", "publisher": "Nesta",
            "countries": ["at", "UK"], "topics": "Loans; SMEs", "language": "DE"}  # fmt: skip
    assert beside(tmp_path, "\ufeff" + json.dumps(told)) == wanted
    (tmp_path / "report.json").unlink()
    toml = "\n".join(f"{name} = {json.dumps(value)}" for name, value in told.items())
    assert beside(tmp_path, toml, "report.toml") == wanted


@pytest.mark.parametrize(
    ("name", "content"),
    [("report.json", '{"year": 2014}'), ("report.toml", "year = 2014-03-01"),
     ("report.json", '{"years": "2014", "title": null}')],
)  # fmt: skip
def test_a_year_may_be_a_number_or_a_date(tmp_path: Path, name: str, content: str) -> None:
    found = beside(tmp_path, content, name)
    assert found and (found.year_from, found.year_to, found.title) == (2014, 2014, "")


CSL = {
    "id": "http://zotero.org/users/1/items/X", "type": "report", "title": "Creative  Credits",
    "publisher": "Nesta", "publisher-place": "London", "language": "en-GB",
    "URL": "https://example.org/credits", "author": [{"family": "Bakhshi", "given": "Hasan"}],
    "issued": {"date-parts": [["2013", 6, 1]]},
}  # fmt: skip


@pytest.mark.parametrize("form", [CSL, [CSL]])
def test_csl_json_as_reference_managers_export_it(tmp_path: Path, form: object) -> None:
    assert beside(tmp_path, form) == Entry(
        "report", "Creative Credits", "report.pdf", year_from=2013, year_to=2013,
        publisher="Nesta", language="en", source="https://example.org/credits",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "period"),
    [
        ({"issued": {"date-parts": [[2009], [2013]]}}, (2009, 2013)),
        ({"issued": {"raw": "June 2013"}}, (2013, 2013)),
        ({"issued": {"literal": "2013-06"}}, (2013, 2013)),
        ({"issued": "2013"}, (2013, 2013)),
        ({"issued": {"date-parts": [[]]}}, (None, None)),
        ({"issued": {"date-parts": None}}, (None, None)),
        ({"issued": None}, (None, None)),
    ],
)
def test_dates_of_csl(tmp_path: Path, more: dict[str, Any], period: tuple[int, int]) -> None:
    found = beside(tmp_path, {"title": "T", **more, "type": "report"})
    assert found and (found.year_from, found.year_to) == period


@pytest.mark.parametrize(
    ("told", "code"),
    [("English", "en"), ("deutsch", "de"), ("fr_FR", "fr"), ("", ""), ("no", "nb")],
)
def test_languages_of_csl(tmp_path: Path, told: str, code: str) -> None:
    found = beside(tmp_path, {"type": "report", "language": told})
    assert found and found.language == code


def test_a_doi_is_a_source(tmp_path: Path) -> None:
    found = beside(tmp_path, {"type": "report", "DOI": "10.1787/x"})
    assert found and found.source == "https://doi.org/10.1787/x"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "it can't be read as JSON"),
        ("", "it can't be read as JSON"),
        ("[]", "it holds no description"),
        ("[1, 2]", "it holds no description"),
        ('"title"', "it holds no description"),
        ("[" * 100_000, "nested too deeply"),
        ('{"titel": "T"}', "there is no field 'titel'; the fields are id, title, subtitle,"),
        ('{"sha256": "T"}', "there is no field 'sha256'"),
        ('{"title": {"en": "T"}}', 'title has {"en": "T"}; write text'),
        ('{"title": true}', "title has true; write text"),
        ('{"years": "soon"}', "years is 'soon'; write 2012, 2009-2013 or nothing"),
        ('{"type": "report", "issued": "soon"}', "issued is 'soon'; write a date with a year"),
        ('{"countries": ["Austria"]}', "countries has 'Austria'"),
        ('{"type": "report", "language": "Klingon"}', "language is 'klingon'"),
        ('{"title": "' + "x" * (1 << 20) + '"}', "larger than a description"),
    ],
)
def test_a_bad_one_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        beside(tmp_path, content)
    told = str(raised.value)
    assert told.startswith(f"{tmp_path / 'report.json'}: ")
    assert said in told and told.endswith(".") and "\n" not in told


def test_bytes_that_are_no_text_and_two_that_disagree(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_bytes(b'title = "F\xfcr"')
    with pytest.raises(CatalogueError, match=r"report\.toml: it is not in UTF-8; save it as UTF-8"):
        sidecar.beside(tmp_path / "report.pdf")
    with pytest.raises(CatalogueError, match=r"report\.json and report\.toml describe the same"):
        beside(tmp_path, {"title": "T"})
