"""Baskets taken home: every format read back by another program's reader, field by field."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import docx
import pytest
import rispy
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image
from pybtex.database import parse_string
from support import FINGERPRINT, HashEmbedder, make_boxes, make_page, make_passage, make_study, put

from casebook.takeaway import bibtex, csl, forms, markdown, word
from casebook.takeaway.brief import Brief, Quote, Source, brief
from casebook.takeaway.forms import Form
from casebook.takeaway.pictures import Picture
from search import baskets, present
from search.errors import LibraryError
from search.library import Library
from search.records import Kind, Passage, Study

DAY = date(2026, 11, 22)
FIRST = "Vouchers paid 4,000 € & more_ to <each> firm –\nÄrzte *und* [S1] too."
SECOND = "=SUM(A1) is how this page begins."
ROWS = "Key facts\nVoucher\t4,000 €\nFirms\t150"
OFFICE = "Department for Business, Innovation and Skills"


def png(width: int = 210, height: int = 297) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(target, "PNG")
    return target.getvalue()


def drawn(quote: Quote) -> Picture:
    """A picture of a page; the one of page 3 can't be drawn, that of page 2 not be marked."""
    if quote.passage.page == 3:
        return Picture(b"", False, "page 3 can't be drawn")
    return Picture(png(), quote.passage.page != 2)


def filled(library: Library) -> None:
    """Two studies, one with everything known; four places kept, one of them of a lost study."""
    known: dict[str, Any] = {
        "title": "Ärzte & Gutscheine: 100 % {Erfolg}",
        "subtitle": "Was_bleibt #1?",
        "publisher": "European Commission",
        "organisations": ("Nobody",),
        "year_from": 2012,
        "year_to": 2014,
        "language": "de",
        "licence": "CC BY 4.0",
        "source": "https://example.org/a_b?x=1&y=%20#z",
    }
    study = make_study("gut-scheine", page_count=3, **known)
    pages = [
        make_page("gut-scheine", 1, FIRST, label="iv"),
        make_page("gut-scheine", 2, SECOND),
        make_page("gut-scheine", 3, ROWS, label=""),
    ]
    passages = [
        make_passage("gut-scheine", 1, FIRST, heading=("One", "Two"), language="de"),
        make_passage("gut-scheine", 2, SECOND),
        make_passage(
            "gut-scheine", 3, ROWS, kind=Kind.TABLE, header="Fact\tValue", header_end=0, label=""
        ),
    ]
    made = HashEmbedder().embed([one.text for one in passages])
    boxed = [(page, make_boxes(page.text)) for page in pages]
    library.put(study, boxed, passages, made, FINGERPRINT)
    put(library, "bis", ["A loan."], title="Zeta", publisher=OFFICE, year_from=2016,
        source="A printed\ncopy")  # fmt: skip
    put(library, "gone", ["A voucher that went."])
    keeping: list[tuple[str, int, dict[str, Any]]] = [
        ("bis", 1, {"question": "a loan?"}),
        ("gut-scheine", 2, {}),
        ("gut-scheine", 1, {"question": "a loan?", "note": "+ mine & yours\nsecond"}),
        ("gone", 1, {"note": "lost note"}),
        ("gut-scheine", 3, {}),
    ]
    for id, page, said in keeping:
        [one] = [one for one in library.passages_of(id) if one.page == page]
        library.keep(baskets.kept(one, "My brief", **said))
    library.remove("gone")


@pytest.fixture
def told(library: Library) -> Brief:
    filled(library)
    return brief(library, "My brief", today=DAY)


# The brief


def test_a_brief_numbers_what_stands_and_says_what_does_not(told: Brief) -> None:
    assert (told.title, told.dated) == ("My brief", "22 November 2026")
    assert told.coverage == "2 studies, 4 pages searched."
    assert [(one.number, one.study.id, one.page) for one in told.quotes] == [
        (1, "bis", "p. 1"),
        (2, "gut-scheine", "p. 2"),
        (3, "gut-scheine", "p. iv (PDF page 1)"),
        (4, "gut-scheine", "PDF page 3"),
    ]
    assert told.left_out == (
        "A passage of page 1 in the file of gone is left out: the study gone is no longer in the "
        "library. Its note: lost note",
    )
    grouped = told.by_question.items()
    assert [(asked, [one.number for one in each]) for asked, each in grouped] == [
        ("a loan?", [1, 3]),
        ("", [2, 4]),
    ]
    pages = ("p. iv (PDF page 1)", "p. 2", "PDF page 3")
    assert [(one.key, one.pages) for one in told.sources] == [
        ("bis", ("p. 1",)),
        ("gut-scheine", pages),
    ]


def test_a_brief_has_the_title_that_it_is_given(library: Library) -> None:
    filled(library)
    assert brief(library, "My brief", " Another\ntitle ").title == "Another title"
    with pytest.raises(LibraryError, match=r"no basket 'x'; there is My brief\."):
        brief(library, "x")


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://example.org/a b{c}", "https://example.org/a%20b%7Bc%7D"),
        ("http://x.org/", "http://x.org/"),
        ("javascript:alert(1)", ""),
        ("A copy; https://x.org", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_addresses(source: str, url: str) -> None:
    one = Source(make_study("a", source=source, licence="CC0"), ("p. 1",))
    assert one.url == url
    assert one.note == (
        "Quoted: p. 1. Licence: CC0." + (f" Source: {source}." if source and not url else "")
    )


def test_keys_are_ascii_and_differ_as_ids_do() -> None:
    ids = ["voucher-2", "δοκιμή", "ваучер", "a:b", "a b"]
    keys = [Source(make_study(id), ()).key for id in ids]
    assert keys[0] == "voucher-2"
    assert all(key.isascii() and " " not in key and ":" not in key for key in keys)
    assert len(set(keys)) == len(ids)


# Word


def read(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def test_word_holds_everything_under_headings(told: Brief) -> None:
    document = read(word.written(told, drawn))
    lines = [(one.style.name, one.text) for one in document.paragraphs if one.text]
    one_line = FIRST.replace("\n", " ")
    cited = "European Commission. Ärzte & Gutscheine: 100 % {Erfolg}: Was_bleibt #1? (2012–2014)"
    address = "https://example.org/a_b?x=1&y=%20#z"
    pages = "p. iv (PDF page 1); p. 2; PDF page 3"
    title = "Ärzte & Gutscheine: 100 % {Erfolg}"
    assert lines == [
        ("Title", "My brief"),
        ("Subtitle", "22 November 2026. 2 studies, 4 pages searched."),
        ("Heading 1", "a loan?"),
        ("Heading 2", "1. Zeta, p. 1"),
        ("Quote", "A loan."),
        ("Passage detail", f"{OFFICE}. Zeta (2016), p. 1. A printed copy."),
        ("Heading 2", f"3. {title}, p. iv (PDF page 1)"),
        ("Passage detail", "Section: One › Two"),
        ("Quote", one_line),
        ("Passage detail", f"{cited}, p. iv (PDF page 1). {address}"),
        ("Normal", "Note: + mine & yours\nsecond"),
        ("Heading 1", "Passages"),
        ("Heading 2", f"2. {title}, p. 2"),
        ("Quote", SECOND),
        ("Passage detail", f"{cited}, p. 2. {address}"),
        (
            "Passage detail",
            "The passage's place on this page is not known; nothing is marked.",
        ),
        ("Heading 2", f"4. {title}, PDF page 3"),
        ("Quote", "Key facts"),
        ("Passage detail", f"{cited}, PDF page 3. {address}"),
        ("Passage detail", "The page is not shown: page 3 can't be drawn."),
        ("Heading 1", "Left out"),
        ("List Bullet", told.left_out[0]),
        ("Heading 1", "Sources"),
        ("List Number", f"{OFFICE}. Zeta (2016). A printed copy. Quoted: p. 1."),
        ("List Number", f"{cited}. {address} Quoted: {pages}. Licence: CC BY 4.0."),
    ]
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Voucher", "4,000 €"],
        ["Firms", "150"],
    ]


def test_word_says_its_languages_and_describes_its_pictures(told: Brief) -> None:
    document = read(word.written(told, drawn))
    about = document.core_properties
    assert (about.title, about.language, about.author) == ("My brief", "en-GB", "")
    assert about.created.date() == DAY
    spoken = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert spoken.get(qn("w:val")) == "en-GB"
    quoted = [one for one in document.paragraphs if one.style.name == "Quote"]
    of_quotes = [one._p.find(f".//{qn('w:lang')}") for one in quoted]
    assert [one is not None and one.get(qn("w:val")) for one in of_quotes] == [
        "en",
        "de",
        False,
        False,
    ]
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert alts == [
        "Picture of p. 1 of “Zeta”, the quoted passage marked.",
        "Picture of p. iv (PDF page 1) of “Ärzte & Gutscheine: 100 % {Erfolg}”, the quoted passage "
        "marked.",
        "Picture of p. 2 of “Ärzte & Gutscheine: 100 % {Erfolg}”.",
    ]
    links = [one for one in document.part.rels.values() if one.reltype.endswith("/hyperlink")]
    assert [one.target_ref for one in links] == ["https://example.org/a_b?x=1&y=%20#z"]


def test_pictures_keep_their_shape_within_a_page(told: Brief) -> None:
    for width, height in ((210, 297), (297, 210), (100, 1000)):
        content = word.written(told, lambda quote: Picture(png(width, height), True))  # noqa: B023
        shapes = list(read(content).inline_shapes)
        assert len(shapes) == 4
        for one in shapes:
            assert one.width <= 10 * 360_000 and one.height <= 11.5 * 360_000
            assert one.width / one.height == pytest.approx(width / height, rel=0.01)


def test_a_table_has_its_header_row_marked(library: Library) -> None:
    text = "Fact\tValue\nVoucher\t4\nFirms\t150\t!"
    passage = make_passage(
        "a", 1, text[11:], start=11, kind=Kind.TABLE, header="Fact\tValue", header_end=10,
        heading=("Key",),
    )  # fmt: skip
    page = (make_page("a", 1, text), make_boxes(text))
    library.put(
        make_study("a"), [page], [passage], HashEmbedder().embed([passage.text]), FINGERPRINT
    )
    library.keep(baskets.kept(library.passages_of("a")[0]))
    told = brief(library, "Basket", today=DAY)
    [table] = read(word.written(told, drawn)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Fact", "Value", ""],
        ["Voucher", "4", ""],
        ["Firms", "150", "!"],
    ]
    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True, False, False]
    assert (
        "> Fact \\| Value\\\n> Voucher \\| 4\\\n> Firms \\| 150 \\| !"
        in markdown.written(told).decode()
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


def legal(text: str) -> str:
    """Words as XML can hold them."""
    kept = (
        c if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
        else "\ufffd"
        for c in " ".join(text.split())
    )  # fmt: skip
    return "".join(kept)


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3), st.data())
def test_a_quote_in_word_is_on_the_page_that_it_cites(
    library: Library, texts: list[str], data: st.DataObject
) -> None:
    """From the library to Word and back, for any words and any span of them."""
    put(library, "a", texts, title="A study")
    library.remove_basket("Basket")
    for number, text in enumerate(texts, 1):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        library.keep(baskets.kept(Passage("a", number, start, end, text[start:end])))
    pages = {f"A study, p. {page.number}.": page.text for page in library.pages("a")}
    kept = {one.page: (one.start, one.end) for one in library.basket("Basket")}
    content = word.written(brief(library, "Basket"), drawn)
    lines = [(one.style.name, one.text) for one in read(content).paragraphs]
    quotes = [at for at, (style, _) in enumerate(lines) if style == "Quote"]
    assert len(quotes) == len(texts)
    for number, at in enumerate(quotes, 1):
        start, end = kept[number]
        cited = lines[at + 1][1]
        assert cited == f"A study, p. {number}."
        assert lines[at][1] == legal(pages[cited][start:end])


# Markdown


def shown(text: str) -> list[tuple[str, str]]:
    """The blocks of a Markdown text with what a reader sees of them."""
    parts: list[tuple[str, str]] = []
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    for before, token in pairwise(tokens):
        if token.type == "inline":
            seen = "".join(
                "\n" if child.type in ("hardbreak", "softbreak") else child.content
                for child in token.children or ()
            )
            parts.append((before.tag, seen))
    return parts


def test_markdown_holds_everything_under_headings(told: Brief) -> None:
    text = markdown.written(told).decode()
    title = "Ärzte & Gutscheine: 100 % {Erfolg}"
    cited = "European Commission. Ärzte & Gutscheine: 100 % {Erfolg}: Was_bleibt #1? (2012–2014)"
    address = "https://example.org/a_b?x=1&y=%20#z"
    assert shown(text) == [
        ("h1", "My brief"),
        ("p", "22 November 2026. 2 studies, 4 pages searched."),
        ("h2", "a loan?"),
        ("h3", "1. Zeta, p. 1"),
        ("p", "A loan."),
        ("p", f"{OFFICE}. Zeta (2016), p. 1. A printed copy."),
        ("h3", f"3. {title}, p. iv (PDF page 1)"),
        ("p", "Section: One › Two"),
        ("p", FIRST.replace("\n", " ")),
        ("p", f"{cited}, p. iv (PDF page 1). {address}"),
        ("p", "Note: + mine & yours\nsecond"),
        ("h2", "Passages"),
        ("h3", f"2. {title}, p. 2"),
        ("p", SECOND),
        ("p", f"{cited}, p. 2. {address}"),
        ("h3", f"4. {title}, PDF page 3"),
        ("p", "Key facts\nVoucher | 4,000 €\nFirms | 150"),
        ("p", f"{cited}, PDF page 3. {address}"),
        ("h2", "Left out"),
        ("p", told.left_out[0]),
        ("h2", "Sources"),
        ("p", f"{OFFICE}. Zeta (2016). A printed copy. Quoted: p. 1."),
        (
            "p",
            # This reader shows an address with its escapes undone; the link has them.
            f"{cited}. {address.replace('%20', ' ')} Quoted: p. iv (PDF page 1); p. 2; PDF page 3. "
            "Licence: CC BY 4.0.",
        ),
    ]
    assert f'<a href="{address.replace("&", "&amp;")}">' in MarkdownIt().render(text)


SIGNS = st.text("ab1 .)#+-=*_`[]()<>!&;$|~\\\"'{}:/\n\t@w", min_size=1)


@given(SIGNS.filter(str.strip), st.booleans())
def test_markdown_shows_every_sign_as_it_is(text: str, heading: bool) -> None:
    line = " ".join(text.split())
    written = f"# {markdown.inline(text)}" if heading else f"> {markdown.plain(text)}"
    assert shown(written) == [("h1" if heading else "p", line)]


# Tables and sources


def test_csv_has_a_row_a_passage_and_no_formula(told: Brief) -> None:
    content = forms.written(Form.CSV, told, drawn)
    assert content.startswith(b"\xef\xbb\xbfnumber,basket,")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["quote"] for row in rows] == ["A loan.", f"'{SECOND}", FIRST, ROWS]
    kept = rows[2].pop("kept")
    assert kept == told.quotes[2].kept.made
    assert rows[2] == {
        "number": "3",
        "basket": "My brief",
        "question": "a loan?",
        "study": "gut-scheine",
        "title": "Ärzte & Gutscheine: 100 % {Erfolg}",
        "publisher": "European Commission",
        "years": "2012–2014",
        "language": "de",
        "page": "1",
        "label": "iv",
        "start": "0",
        "end": str(len(FIRST)),
        "kind": "body",
        "heading": "One; Two",
        "quote": FIRST,
        "note": "'+ mine & yours\nsecond",
        "citation": told.quotes[2].citation,
        "source": "https://example.org/a_b?x=1&y=%20#z",
        "licence": "CC BY 4.0",
        "address": f"?{present.address(told.quotes[2].passage)}",
    }


TITLE = "Ärzte & Gutscheine: 100 % {Erfolg}: Was_bleibt #1?"
NOTES = (
    "Quoted: p. 1. Source: A printed copy.",
    "Quoted: p. iv (PDF page 1); p. 2; PDF page 3. Licence: CC BY 4.0.",
)


def test_ris_is_read_with_every_field(told: Brief) -> None:
    content = forms.written(Form.RIS, told, drawn).decode()
    assert content.startswith("TY  - RPRT\r\nID  - bis\r\n")
    assert rispy.loads(content) == [
        {
            "type_of_reference": "RPRT",
            "id": "bis",
            "title": "Zeta",
            "publisher": OFFICE,
            "year": "2016",
            "language": "en",
            "notes": [NOTES[0]],
        },
        {
            "type_of_reference": "RPRT",
            "id": "gut-scheine",
            "title": TITLE,
            "authors": ["European Commission,"],
            "publisher": "European Commission",
            "year": "2014",
            "date": "2014///2012–2014",
            "language": "de",
            "urls": ["https://example.org/a_b?x=1&y=%20#z"],
            "notes": [NOTES[1]],
        },
    ]


def test_bibtex_is_read_with_every_field(told: Brief) -> None:
    found = parse_string(forms.written(Form.BIBTEX, told, drawn).decode(), "bibtex").entries
    assert list(found) == ["bis", "gut-scheine"]
    assert {entry.type for entry in found.values()} == {"techreport"}
    names = [[str(one) for one in found[key].persons["author"]] for key in found]
    assert names == [[f"{{{OFFICE}}}"], ["{European Commission}"]]
    assert dict(found["bis"].fields) == {
        "title": "{Zeta}",
        "institution": f"{{{OFFICE}}}",
        "year": "2016",
        "language": "en",
        "langid": "english",
        "note": NOTES[0],
    }
    assert dict(found["gut-scheine"].fields) == {
        "title": r"{Ärzte \& Gutscheine: 100 \% \{Erfolg\}: Was\_bleibt \#1?}",
        "institution": "{European Commission}",
        "year": "2012--2014",
        "date": "2012/2014",
        "language": "de",
        "langid": "german",
        "url": "https://example.org/a_b?x=1&y=%20#z",
        "copyright": "CC BY 4.0",
        "note": NOTES[1],
    }


def test_tex_reads_a_title_as_it_stands() -> None:
    title = "Ä – R&D {x} 5 $ 3 % a_b #1 a~b c^d \\e"
    made = bibtex.escaped(title)
    assert made == (
        r"Ä -- R\&D \{x\} 5 \$ 3 \% a\_b \#1 a\textasciitilde{}b c\textasciicircum{}d "
        r"\textbackslash{}e"
    )


@given(TEXTS)
def test_no_text_breaks_a_bibtex_file(text: str) -> None:
    studies = [make_study(id, title=f"T{text}", publisher=f"P{text}") for id in ("a", "b")]
    found = entries(studies)
    assert list(found) == ["a", "b"]
    line = bibtex.escaped(" ".join(f"P{text}".split()))
    [name] = found["b"].persons["author"]
    assert str(name) == " ".join(f"{{{line}}}".split(" "))


def entries(studies: list[Study]) -> Any:
    quotes = tuple(
        Quote(at, baskets.kept(Passage(one.id, 1, 0, 1, "x")), one, Passage(one.id, 1, 0, 1, "x"))
        for at, one in enumerate(studies, 1)
    )
    return parse_string(bibtex.written(Brief("T", DAY, "", quotes, ())).decode(), "bibtex").entries


def test_a_brace_without_its_other_leaves_a_bibtex_file_whole() -> None:
    for title in ("a } b", "a { b", "} {", "{{}"):
        [entry] = entries([make_study("a", title=title)]).values()
        want = title.replace("{", "\0").replace("}", "\\textbraceright{}")
        assert entry.fields["title"] == "{" + want.replace("\0", "\\textbraceleft{}") + "}"


# What the CSL-JSON schema wants of an item, as far as we fill it in.
CSL: dict[str, Callable[[Any], bool]] = {
    "id": lambda one: isinstance(one, str),
    "type": lambda one: one == "report",
    "title": lambda one: isinstance(one, str),
    "author": lambda one: all(list(name) == ["literal"] for name in one),
    "publisher": lambda one: isinstance(one, str),
    "issued": lambda one: (
        list(one) == ["date-parts"]
        and 1 <= len(one["date-parts"]) <= 2
        and all(len(part) == 1 and isinstance(part[0], int) for part in one["date-parts"])
    ),
    "language": lambda one: isinstance(one, str),
    "URL": lambda one: one.startswith("https://"),
    "note": lambda one: isinstance(one, str),
}


def test_csl_json_is_read_with_every_field(told: Brief) -> None:
    items = json.loads(forms.written(Form.CSL, told, drawn))
    assert items == [
        {
            "id": "bis",
            "type": "report",
            "title": "Zeta",
            "author": [{"literal": OFFICE}],
            "publisher": OFFICE,
            "issued": {"date-parts": [[2016]]},
            "language": "en",
            "note": NOTES[0],
        },
        {
            "id": "gut-scheine",
            "type": "report",
            "title": TITLE,
            "author": [{"literal": "European Commission"}],
            "publisher": "European Commission",
            "issued": {"date-parts": [[2012], [2014]]},
            "language": "de",
            "URL": "https://example.org/a_b?x=1&y=%20#z",
            "note": NOTES[1],
        },
    ]
    for item in items:
        assert all(CSL[name](value) for name, value in item.items())


def test_a_study_of_which_little_is_known_is_cited_all_the_same(library: Library) -> None:
    put(library, "a", ["words"], language="", organisations=("One", "Two, Three"))
    library.keep(baskets.kept(library.passages_of("a")[0]))
    told = brief(library, "Basket", today=DAY)
    [item] = json.loads(csl.written(told))
    assert item == {
        "id": "a",
        "type": "report",
        "title": "A",
        "author": [{"literal": "One"}, {"literal": "Two, Three"}],
        "publisher": "One; Two, Three",
        "note": "Quoted: p. 1.",
    }
    [record] = rispy.loads(forms.written(Form.RIS, told, drawn).decode())
    assert (record["authors"], record["publisher"]) == (["One,"], "One; Two, Three")
    assert "year" not in record and "date" not in record
    [entry] = parse_string(bibtex.written(told).decode(), "bibtex").entries.values()
    assert [str(one) for one in entry.persons["author"]] == ["{One}", "{Two, Three}"]
    bare = replace(told, quotes=(), left_out=("Nothing stands.",))
    assert csl.written(bare) == b"[]\n"
    assert rispy.loads(forms.written(Form.RIS, bare, drawn).decode()) == []
    assert len(parse_string(bibtex.written(bare).decode(), "bibtex").entries) == 0


def test_every_format_has_an_end_and_a_type() -> None:
    assert set(forms.MIME) == set(forms.ENDS) == set(Form)
    assert len(set(forms.ENDS.values())) == len(Form)
