"""The bundled briefs: their catalogue, their PDFs, and the script that makes the PDFs."""

import csv
import importlib.util
import re
import sys
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
SLUGS = sorted(path.stem for path in (CORPUS / "briefs").glob("*.md"))
COLUMNS = (
    "file,title,subtitle,years,publisher,organisations,countries,topics,language,licence,source"
)
TOPICS = {
    "innovation vouchers",
    "access to finance",
    "cluster excellence",
    "cross-innovation",
    "demand-side policy",
    "internationalisation",
    "creative economy",
}
HEADER = (
    f"{COLUMNS}\nx.pdf,A title,A subtitle,2012,Casebook,A; B,GB,cross-innovation,en,CC-BY-4.0,\n"
)
BRIEF = """## In brief

Short [S1].

## Key facts

| Item | Detail |
|---|---|
| Sum | EUR 5,000 |

## What it was

{body}

## Sources

1. [S1] A page. <https://example.org/a-page>
"""

each_brief = pytest.mark.parametrize("slug", SLUGS)


@pytest.fixture(scope="session")
def typeset() -> Any:
    """The script, which lies beside the briefs and in no package."""
    spec = importlib.util.spec_from_file_location("typeset", CORPUS / "typeset.py")
    assert spec and spec.loader
    module = sys.modules["typeset"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one brief, `x`."""
    (tmp_path / "catalogue.csv").write_text(HEADER, encoding="utf-8")
    (tmp_path / "briefs").mkdir()
    write_brief(tmp_path, "It was short.")
    return tmp_path


def write_brief(corpus: Path, body: str) -> None:
    (corpus / "briefs" / "x.md").write_text(BRIEF.format(body=body), encoding="utf-8")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    with (CORPUS / "catalogue.csv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


@cache
def markdown(slug: str) -> str:
    return (CORPUS / "briefs" / f"{slug}.md").read_text(encoding="utf-8")


@cache
def pages(slug: str) -> list[str]:
    """The text of each page of a PDF, as a viewer's search sees it."""
    with pypdfium2.PdfDocument(CORPUS / f"{slug}.pdf") as paper:
        return [page.get_textpage().get_text_range() for page in paper]


def plain(text: str) -> str:
    """Text without what typesetting changes: line ends and the shape of quotation marks."""
    return " ".join(text.split()).translate(str.maketrans("“”‘’", "\"\"''"))


def addresses(reader: pypdf.PdfReader) -> set[str]:
    """Where the links of a PDF lead, those to its own pages aside."""
    notes = chain.from_iterable(page.get("/Annots", ()) for page in reader.pages)
    actions = [note.get_object().get("/A", {}) for note in notes]
    return {str(action["/URI"]) for action in actions if "/URI" in action}


# The catalogue


def test_catalogue_has_one_row_for_each_brief_and_each_pdf_and_no_other() -> None:
    lines = (CORPUS / "catalogue.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == COLUMNS
    files = [row["file"] for row in csv.DictReader(lines)]
    assert files == [f"{slug}.pdf" for slug in SLUGS]
    assert files == sorted(path.name for path in CORPUS.glob("*.pdf"))
    assert "creative-credits-manchester.pdf" in files


@each_brief
def test_catalogue_row_is_complete_and_well_formed(slug: str) -> None:
    row = catalogue()[f"{slug}.pdf"]
    assert all(value == value.strip() for value in row.values())
    assert all(row[column] for column in ("title", "subtitle", "organisations"))
    assert re.fullmatch(r"\d{4}(-\d{4})?", row["years"])
    assert row["years"][:4] <= row["years"][-4:]
    assert all(re.fullmatch(r"[A-Z]{2}|WORLD", code) for code in row["countries"].split("; "))
    assert set(row["topics"].split("; ")) <= TOPICS
    assert (row["publisher"], row["language"], row["licence"]) == ("Casebook", "en", "CC-BY-4.0")
    # An address would be taken for the place of the quoted words.
    assert row["source"] == "Compiled by Casebook from the public sources that it lists"


# The briefs


@each_brief
def test_every_source_tag_is_defined(slug: str) -> None:
    body, sources = markdown(slug).split("\n## Sources\n")
    defined = re.findall(r"^\d+\. \[(S\d+)\] ", sources, re.MULTILINE)
    assert defined == [f"S{n}" for n in range(1, len(defined) + 1)]
    used = set(re.findall(r"S\d+", " ".join(re.findall(r"\[S[^\]]*\]", body))))
    assert used <= set(defined)


# The PDFs


def test_all_pdfs_are_what_the_briefs_make_today(typeset: Any) -> None:
    assert typeset.main(["--check"]) == 0


def test_two_builds_of_a_brief_are_the_same_bytes(typeset: Any) -> None:
    first, second = (typeset.build("creative-credits-manchester") for _ in range(2))
    assert first == second
    assert first == (CORPUS / "creative-credits-manchester.pdf").read_bytes()


@each_brief
def test_pages_are_labelled_i_1_2_and_print_their_label(slug: str) -> None:
    with pypdfium2.PdfDocument(CORPUS / f"{slug}.pdf") as paper:
        labels = [paper.get_page_label(page) for page in range(len(paper))]
    assert 2 <= len(labels) <= 4
    assert labels == ["i", "1", "2", "3"][: len(labels)]
    header = f"{catalogue()[f'{slug}.pdf']['title']} Casebook briefs"
    for label, text in zip(labels, pages(slug), strict=True):
        lines = text.splitlines()
        assert (lines[0], lines[-1]) == (header, label)


@each_brief
def test_bookmarks_are_the_headings(slug: str) -> None:
    with pypdfium2.PdfDocument(CORPUS / f"{slug}.pdf") as paper:
        bookmarks = [(mark.level, plain(mark.get_title())) for mark in paper.get_toc()]
    headings = re.findall(r"^##(#?) (.+)$", markdown(slug), re.MULTILINE)
    assert bookmarks == [(len(hashes), plain(heading)) for hashes, heading in headings]


@each_brief
def test_metadata_is_the_catalogue(slug: str) -> None:
    reader = pypdf.PdfReader(CORPUS / f"{slug}.pdf")
    row = catalogue()[f"{slug}.pdf"]
    about = reader.metadata
    assert about
    assert (about.title, about.author, about.subject) == (row["title"], "Casebook", row["subtitle"])
    assert about.keywords == row["topics"].replace("; ", ", ")
    root: Any = reader.root_object
    assert root["/Lang"] == row["language"]
    assert root["/MarkInfo"]["/Marked"].value is True


@each_brief
def test_first_page_shows_notice_and_title_matter(slug: str, typeset: Any) -> None:
    row = catalogue()[f"{slug}.pdf"]
    first = " ".join(pages(slug)[0].split())
    assert typeset.NOTICE in first
    for column in ("title", "subtitle", "organisations"):
        assert row[column] in first
    assert f"Period {row['years'].replace('-', '–')} Countries " in first
    assert "Language English Licence CC BY 4.0" in first


@each_brief
def test_addresses_of_the_sources_are_shown_and_live(slug: str) -> None:
    sources = re.findall(r"<(https?://[^>]+)>", markdown(slug).split("\n## Sources\n")[1])
    live = addresses(pypdf.PdfReader(CORPUS / f"{slug}.pdf"))
    assert live == {*sources, "https://creativecommons.org/licenses/by/4.0/"}
    shown = "".join("".join(pages(slug)).split())
    assert [address for address in sources if address not in shown] == []


@each_brief
def test_no_line_ends_in_a_hyphen(slug: str) -> None:
    """Software that reads the PDF need not guess whether a hyphen belongs to the word."""
    lines = "\n".join(pages(slug)).replace("\ufffe", "-\n").splitlines()
    assert [line for line in lines if line.rstrip().endswith("-")] == []


# The script


def test_nothing_in_a_brief_is_markup(typeset: Any, corpus: Path) -> None:
    body = r'#panic("x") $a$ @S1 <S1 \\u{41} #[b] // c ~ "q"]'
    write_brief(corpus, body)
    with pypdfium2.PdfDocument(typeset.build("x", corpus)) as paper:
        text = plain(paper[1].get_textpage().get_text_range())
    assert r'#panic("x") $a$ @S1 <S1 \u{41} #[b] // c ~ "q"]' in text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("![an image](x.png)", "x: Markdown of the type image is not known in briefs."),
        ("It has <b>HTML</b>.", "x: Markdown of the type html_inline is not known in briefs."),
        ("It has [a link](https://a.org).", "x: Markdown of the type link is not known in briefs."),
        ("> A quotation.", "x: Markdown of the type blockquote is not known in briefs."),
        ("# A title", "x: Markdown of the type heading is not known in briefs."),
        ("- a\n  - b", "x: a list item holds something else than one paragraph."),
        ("It says so [S1, S2].", "x: it cites S2 but has no such source."),
        ("A paragraph.\n\n" * 400, "x: it comes to 11 pages, not 2 to 4."),
    ],
)
def test_a_brief_that_cannot_be_set_is_refused_in_one_sentence(
    typeset: Any, corpus: Path, capsys: pytest.CaptureFixture[str], body: str, sentence: str
) -> None:
    write_brief(corpus, body)
    assert typeset.main(["x"], corpus) == 1
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_brief_without_a_row_is_refused(typeset: Any, corpus: Path) -> None:
    (corpus / "catalogue.csv").write_text(f"{COLUMNS}\n", encoding="utf-8")
    with pytest.raises(typeset.BriefError, match=r"^x: the catalogue has no row for it\.$"):
        typeset.build("x", corpus)


def test_a_brief_that_does_not_exist_is_refused(typeset: Any, corpus: Path) -> None:
    with pytest.raises(typeset.BriefError, match=r"^y: there is no such brief\.$"):
        typeset.build("y", corpus)


def test_check_says_in_one_sentence_what_differs(
    typeset: Any, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def check() -> tuple[int, str]:
        return typeset.main(["--check"], corpus), capsys.readouterr().err

    assert check() == (1, "x: there is no PDF of it.\n")
    assert typeset.main([], corpus) == 0
    assert check() == (0, "")
    write_brief(corpus, "It was long.")
    assert check() == (1, "x: its PDF is out of date.\n")
    (corpus / "x.pdf").rename(corpus / "y.pdf")
    assert check() == (1, "y: its PDF has no brief.\nx: there is no PDF of it.\n")
