"""Catalogues: read as Excel saves them, chosen from, one row put back."""

import sys
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ingest import cells
from ingest.catalogue import Entry, entries_by_file, read, record, select
from ingest.titles import plausible, readable, slug
from search.errors import CatalogueError

STUDIES = Path(__file__).parent.parent / "corpus" / "studies.csv"
TOPICS = {
    "innovation vouchers",
    "access to finance",
    "cluster excellence",
    "cross-innovation",
    "demand-side policy",
    "internationalisation",
    "creative economy",
}
SHA = "a" * 64


def saved(folder: Path, text: str, encoding: str = "utf-8", name: str = "catalogue.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


# The catalogue of real studies


def test_the_real_studies_all_parse_with_known_topics_and_addresses() -> None:
    entries = read(STUDIES)
    assert len(entries) == 120
    assert [entry.id for entry in entries] == [f"C{number:03}" for number in range(1, 121)]
    assert set().union(*(entry.topics for entry in entries)) <= TOPICS
    assert all(entry.topics and entry.countries and entry.language for entry in entries)
    assert all(entry.year_from and 2005 <= entry.year_from <= 2025 for entry in entries)
    assert Counter(entry.kind for entry in entries) == {
        "official": 66, "mirror": 49, "mentioned": 3, "secondary": 2,
    }  # fmt: skip
    hosts = [urlsplit(entry.document).hostname or "" for entry in entries]
    assert all("." in host and not host.endswith(".") for host in hosts)


def test_the_real_studies_are_not_there_twice() -> None:
    entries = read(STUDIES)
    assert len({entry.title.casefold() for entry in entries}) == 120
    addresses: dict[str, list[Entry]] = {}
    for entry in entries:
        addresses.setdefault(entry.document, []).append(entry)
    shared = [same for same in addresses.values() if len(same) > 1]
    assert [[entry.id for entry in same] for same in shared] == [["C008", "C011"], ["C009", "C010"]]
    assert all("the address is a list page" in entry.note for same in shared for entry in same)


def test_the_real_studies_use_iso_codes_and_restored_letters() -> None:
    entries = {entry.id: entry for entry in read(STUDIES)}
    used = {code for entry in entries.values() for code in entry.countries}
    wanted = "AT AU CZ DE DK EE ES EU FI FR GB IE IT LI NL NO PT SE SI SK WORLD"
    assert " ".join(sorted(used)) == wanted
    assert entries["C042"].publisher == "Ministerium für Finanzen und Wirtschaft Baden-Württemberg"
    assert entries["C014"].organisations[-1] == "Gerd Meier zu Köcker"
    assert entries["C014"].countries == ("EU", "DE")
    assert "Berlin" in entries["C014"].note
    assert entries["C084"].language == "nb"
    assert entries["C075"].kind == "mirror"


# Reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_way_in_which_excel_saves(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    columns = ["file", "title", "years", "countries", "topics"]
    row = ["a.pdf", '"Fonds, Förderung; alles"', "2009-2013", '"AT; UK"', '"A; b "']
    path = saved(tmp_path, end.join(map(delimiter.join, (columns, row, [""] * 5))) + end, encoding)
    assert read(path) == [
        Entry(
            id="a",
            file="a.pdf",
            title="Fonds, Förderung; alles",
            year_from=2009,
            year_to=2013,
            countries=("AT", "GB"),
            topics=("a", "b"),
        )
    ]


def test_a_line_that_names_the_delimiter_is_honoured_and_counted(tmp_path: Path) -> None:
    path = saved(tmp_path, "sep=;\r\nfile;years\r\na.pdf;2012\r\nb.pdf;x\r\n")
    with pytest.raises(CatalogueError, match="line 4: years is 'x'"):
        read(path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a.pdf,20x3,,,", "years is '20x3'; write 2012, 2009-2013 or nothing"),
        ("a.pdf,2013-2009,,,", "years is '2013-2009'"),
        ("a.pdf,0212,,,", "years is '0212'"),
        ("a.pdf,,Austria,,", "countries has 'Austria'; write two-letter codes"),
        ("a.pdf,,,German,", "language is 'German'; write a two-letter code"),
        ("../a.pdf,,,,", "file is '../a.pdf'; write a file's name in the catalogue's own folder"),
        ("C:\\a.pdf,,,,", "write a file's name"),
        (",2012,,,", "the row names no study; give a file, or an id and a title"),
        ("a.pdf,,,,ftp://a.eu/b", "document is 'ftp://a.eu/b'; write an address that begins with"),
        ("a.pdf,,,,https://", "document is 'https://'"),
        ("ok.pdf,,,,", "the file 'ok.pdf' stands in line 2 already; keep one row"),
        ("a.pdf,,,,,more", "'more' stands under no column"),
        ('a.pdf,"x', r"the row can't be read \(unexpected end of data\)"),
    ],
)
def test_a_bad_row_names_its_line_and_what_is_wanted(tmp_path: Path, line: str, said: str) -> None:
    header = "file,years,countries,language,document"
    path = saved(tmp_path, f'{header}\nok.pdf,"",,,""\n\n{line}\n')
    with pytest.raises(CatalogueError, match=said) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}, line 4: ")
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("file,title\na.pdf,F\xfcr\n".encode("latin-1"), "is not in UTF-8 (line 2); save it"),
        ("file\ttitle\n".encode("utf-16"), "is in UTF-16; save it"),
        (b"PK\x03\x04\x99", "is an Excel workbook; save it"),
        (b"PK\x03\x04\x00", "is not a text file; save"),
        (b"", "line 1: it names no column"),
        (b"\n\n", "line 1: it names no column"),
        (b"one,two\n", "line 1: it names no column; the first line must name some of id, file"),
        (b"file,topic\n", "line 1: there is no column 'topic'; the columns are id, file, title,"),
        (b"file,title,file\n", "line 1: the column 'file' is there twice; keep one."),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_in_one_sentence(
    tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(data)
    with pytest.raises(CatalogueError) as raised:
        read(path)
    assert said in str(raised.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.csv can't be read \(No such file"):
        read(tmp_path / "none.csv")


def test_entries_by_file_finds_the_catalogue_and_a_macs_file_names(tmp_path: Path) -> None:
    assert entries_by_file(tmp_path) == {}
    composed = "Förderung.pdf"
    apart = unicodedata.normalize("NFD", composed)
    saved(tmp_path, f"id,file,title\nC1,{apart},Eins\nC2,,Zwei\nC3,sub\\b.pdf,Drei\n")
    found = entries_by_file(tmp_path)
    assert {file: entry.title for file, entry in found.items()} == {
        composed: "Eins",
        "sub/b.pdf": "Drei",
    }


# Choosing

ENTRIES = [
    Entry("1", "Évaluation des pôles", topics=("cluster excellence",), countries=("FR",),
          language="fr", year_from=2009, year_to=2013),
    Entry("2", "Vouchers", topics=("innovation vouchers",), countries=("GB", "EU"),
          language="en", year_from=2014, year_to=2014, organisations=("Nesta",)),
    Entry("3", "Klynger", language="nb"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, "123"),
        ({"text": "poles EVALUATION"}, "1"),
        ({"text": "nesta"}, "2"),
        ({"text": "nesta poles"}, ""),
        ({"topics": ["Cluster Excellence ", "innovation vouchers"]}, "12"),
        ({"countries": ["uk"]}, "2"),
        ({"languages": ["no", "fr"]}, "13"),
        ({"year_from": 2013}, "12"),
        ({"year_to": 2013}, "1"),
        ({"year_from": 2010, "year_to": 2011}, "1"),
        ({"countries": ["EU"], "year_to": 2013}, ""),
    ],
)
def test_select_holds_to_every_filter(asked: dict[str, object], ids: str) -> None:
    assert "".join(entry.id for entry in select(ENTRIES, **asked)) == ids  # type: ignore[arg-type]


def test_select_refuses_what_can_be_no_code() -> None:
    with pytest.raises(CatalogueError, match="countries has 'Austria'"):
        select(ENTRIES, countries=["Austria"])


# Titles


@pytest.mark.parametrize(
    "title",
    [
        "Innovation vouchers",
        "Access to finance in the EU: ERDF/ESF/CF",
        "Document on access to finance",
        "Les pôles de compétitivité : quels résultats ?",
        "Пакет мерки",
    ],
)
def test_titles_that_are_titles(title: str) -> None:
    assert plausible(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "  ",
        "Untitled document",
        "Microsoft Word - Final report.doc",
        "PowerPoint Presentation",
        "PowerPoint-Präsentation",
        "Présentation PowerPoint",
        "Cluster report v3.indd",
        "final version.docx",
        "Verkiezingsprogramma2023",
        "C:\\Users\\me\\a report",
        "/home/me/a report",
        "Slide 1",
        "2012 2013",
        "A2F 2013",
        "þÿ R e p",
        "Evaluation \ufffd report",
    ],
)
def test_titles_that_are_names_of_files_or_tools(title: str) -> None:
    assert not plausible(title)


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("ecia_final-report_2014.pdf", "Ecia final report 2014"),
        ("sub/Evaluation%202009-2013.PDF", "Evaluation 2009-2013"),
        ("F11.pdf", "F11"),
        ("___.pdf", "___.pdf"),
        ("o\u0308ko.pdf", "Öko"),
    ],
)
def test_a_files_name_is_made_readable(file: str, title: str) -> None:
    assert readable(file) == title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Évaluation: Straße & Ökö", "evaluation-strasse-oko"),
        ("Łódź/../Ærø", "lodz-aero"),
        ("мерки 2020", "мерки-2020"),
        ("--", "study"),
        ("one two three", "one-two"),
        ("incomprehensibilities", "incompreh"),
    ],
)
def test_slugs(text: str, name: str) -> None:
    assert slug(text, 9 if text.startswith(("one", "inc")) else 80) == name


def test_cells_that_people_write_in_other_ways() -> None:
    assert cells.years("2009 – 2013") == (2009, 2013)
    assert cells.countries("at; EL;world; AT") == ("AT", "GR", "WORLD")
    assert cells.language("NO") == "nb"
    assert cells.sha256("A" * 64) == SHA


# Writing

ENTRY = Entry("C9", "Für alle; \"wirklich\"", year_from=2012, year_to=2013, countries=("AT", "EU"),
              document="https://a.eu/b", topics=("t",))  # fmt: skip


def test_a_catalogue_is_made_and_read_back(tmp_path: Path) -> None:
    path = record(tmp_path, ENTRY, tmp_path / "c9.pdf", SHA)
    assert path == tmp_path / "catalogue.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,file,title")
    assert read(path) == [
        Entry("C9", "Für alle; \"wirklich\"", file="c9.pdf", year_from=2012, year_to=2013,
              countries=("AT", "EU"), document="https://a.eu/b", topics=("t",), sha256=SHA)
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["", "\r\n", "\r\n\r\n"])
def test_other_rows_stay_byte_for_byte_and_the_delimiter_is_kept(tmp_path: Path, last: str) -> None:
    rows = '"a.pdf";"Eins\r\nzwei"; x \r\nb.pdf;Drei'
    path = saved(tmp_path, "\ufefffile;title;publisher\r\n" + rows + last)
    record(tmp_path, ENTRY, tmp_path / "c9.pdf", SHA)
    new = f'c9.pdf;"Für alle; ""wirklich""";;{SHA}\r\n'
    header = "\ufefffile;title;publisher;sha256\r\n"
    assert path.read_bytes().decode() == header + rows + (last or "\r\n") + new
    assert [entry.sha256 for entry in read(path)] == ["", "", SHA]


def test_a_row_that_is_there_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    before = "id,title,years,note,file\nC8,Other,,,\nC9,My own title,,mine,old.pdf\nC7,Last,,,"
    path = saved(tmp_path, before)
    path.chmod(0o600)
    record(tmp_path, ENTRY, tmp_path / "new.pdf", SHA)
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("utf-8") == (
        "id,title,years,note,file,sha256\nC8,Other,,,\n"
        f"C9,My own title,2012-2013,mine,new.pdf,{SHA}\nC7,Last,,,"
    )
    once = path.read_bytes()
    record(tmp_path, ENTRY, tmp_path / "new.pdf", SHA)
    assert path.read_bytes() == once


def test_a_catalogue_that_cant_be_read_is_left_alone(tmp_path: Path) -> None:
    path = saved(tmp_path, "file,topic\n")
    with pytest.raises(CatalogueError, match="no column 'topic'"):
        record(tmp_path, ENTRY, tmp_path / "c9.pdf", SHA)
    assert [file.name for file in tmp_path.iterdir()] == ["catalogue.csv"]
    assert path.read_text("utf-8") == "file,topic\n"


def test_a_failed_replacement_leaves_the_old_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, "file\na.pdf\n")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CatalogueError, match="can't be written \\(No space left on device\\)"):
        record(tmp_path, ENTRY, tmp_path / "c9.pdf", SHA)
    assert path.read_text("utf-8") == "file\na.pdf\n"
    assert [file.name for file in tmp_path.iterdir()] == ["catalogue.csv"]
