"""PDFs read: words, places, labels, outlines, and refusals that say why."""

import io
from pathlib import Path

import numpy as np
import pdfs
import pytest
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfWriter

from ingest.document import Bookmark, Document
from ingest.drawing import picture
from ingest.pdf import read
from search.boxes import Box, lines
from search.errors import Refused

PLAIN = pdfs.lines("Hello small world")
WIDTH = 1000


def document(folder: Path, content: bytes, crashed: bool = False) -> Document:
    return read(pdfs.saved(folder, content), crashed=crashed)


def text(folder: Path, content: bytes, crashed: bool = False) -> str:
    (page,) = document(folder, content, crashed).pages
    return page.glyphs.text


# Words and structure


def test_a_page_is_read_with_its_size_and_title(tmp_path: Path) -> None:
    source = '#set document(title: "Vouchers in  Tirol")\n#set page("a4")\n= One\nWords.'
    found = document(tmp_path, pdfs.typeset(source))
    assert found.stated.title == "Vouchers in Tirol"
    assert [page.glyphs.text for page in found.pages] == ["One\nWords."]
    assert (round(found.pages[0].width), round(found.pages[0].height)) == (595, 842)
    assert found.pages[0].note == ""


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = "left column " * 40, "right column " * 40
    content = pdfs.typeset(f"#set page(columns: 2)\n{left}\n#colbreak()\n{right}")
    words = text(tmp_path, content).split()
    assert words == (left + right).split()


def test_ligatures_are_the_letters_that_they_stand_for(tmp_path: Path) -> None:
    content = pdfs.by_hand([b"BT /F2 12 Tf 72 600 Td (of\\256ce \\257oor) Tj ET"])
    assert text(tmp_path, content) in ("office floor", "ofﬁce ﬂoor")


@pytest.mark.parametrize(
    ("ranges", "wanted"),
    [
        ("0 << /S /r >> 2 << /S /D >>", ["i", "ii", "1", "2"]),
        ("0 << /S /R /St 9 >>", ["IX", "X", "XI", "XII"]),
        ("0 << /S /a /St 26 >> 1 << /S /A /St 27 >>", ["z", "AA", "BB", "CC"]),
        ("0 << /P (Annex-) /S /D /St 7 >>", ["Annex-7", "Annex-8", "Annex-9", "Annex-10"]),
        ("0 << /P (Cover) >> 1 << /S /D >>", ["Cover", "1", "2", "3"]),
        ("0 << >> 1 << /S /D /St 3 >>", ["", "3", "4", "5"]),
        # Nothing is stated of the pages before the first range.
        ("2 << /S /D >>", ["", "", "1", "2"]),
        ("", ["", "", "", ""]),
        # Rules that can't be followed state nothing.
        ("0 << /S /r /St 99999999999 >>", ["", "", "", ""]),
        ("0 << /S /A /St 99999999999 >>", ["", "", "", ""]),
        ("0 << /S /Wrong >>", ["", "", "", ""]),
        ("0 << /S /D /St (x) >>", ["", "", "", ""]),
        ("0 (x) 2 << /S /D >>", ["", "", "1", "2"]),
        ("-3 << /S /D >> 99 << /S /r >> (x) << /S /D >>", ["4", "5", "6", "7"]),
        ("0 << /P <FEFFD83D> /S /D >>", ["1", "2", "3", "4"]),
        ("0 << /P (a very long prefix of no use) >>", ["a very long prefix o"] * 4),
    ],
)
def test_labels_are_what_the_file_states(tmp_path: Path, ranges: str, wanted: list[str]) -> None:
    content = pdfs.labelled([PLAIN] * 4, ranges)
    assert [page.label for page in document(tmp_path, content).pages] == wanted


def test_labels_are_found_in_the_branches_of_a_tree(tmp_path: Path) -> None:
    kids = "<< /Limits [0 0] /Nums [0 << /S /r >>] >> << /Limits [1 1] /Nums [1 << /S /D >>] >>"
    content = pdfs.by_hand([PLAIN] * 4, root=f"/PageLabels << /Kids [{kids}] >>")
    assert [page.label for page in document(tmp_path, content).pages] == ["i", "1", "2", "3"]


def test_a_tree_of_labels_that_bites_its_tail_ends(tmp_path: Path) -> None:
    more = [b"<< /Kids [8 0 R 8 0 R] /Nums [0 << /S /D >>] >>"]
    content = pdfs.by_hand([PLAIN], root="/PageLabels 8 0 R", more=more)
    assert [page.label for page in document(tmp_path, content).pages] == ["1"]


def test_no_label_is_made_up(tmp_path: Path) -> None:
    assert [page.label for page in document(tmp_path, pdfs.by_hand([PLAIN] * 2)).pages] == ["", ""]
    typeset = pdfs.typeset('#set page(numbering: "i")\nA\n#pagebreak()\nB')
    assert [page.label for page in document(tmp_path, typeset).pages] == ["i", "ii"]


def test_the_outline_has_levels_and_pages(tmp_path: Path) -> None:
    content = pdfs.typeset("= One\n== Two\n#pagebreak()\n=== Three\n= Four")
    assert document(tmp_path, content).outline == (
        Bookmark(0, "One", 1),
        Bookmark(1, "Two", 1),
        Bookmark(2, "Three", 2),
        Bookmark(0, "Four", 2),
    )


def test_titles_of_the_outline_are_one_clean_line(tmp_path: Path) -> None:
    odd = (b"(a\x00b\x01 \nc)", b"<FEFF00DC0062>", b"<FEFFD83D>", b"( )", b"(" + b"x" * 9999 + b")")
    outline = document(tmp_path, pdfs.bookmarked(PLAIN, *odd)).outline
    assert [bookmark.title for bookmark in outline][:2] == ["a b c", "Üb"]
    assert outline[-1].title == "x" * 500
    for bookmark in outline:
        bookmark.title.encode("utf-8")


# Places


def ink(path: Path, number: int = 1) -> NDArray[np.uint8]:
    """The page as grey values: 0 is black."""
    image = Image.open(io.BytesIO(picture(path, number, WIDTH))).convert("L")
    return np.asarray(image, np.uint8)


def box_of(folder: Path, content: bytes, words: str) -> Box:
    (page,) = document(folder, content).pages
    start = page.glyphs.text.index(words)
    # Words that run downwards have a line a letter.
    found = lines(page.glyphs.boxes[start : start + len(words)])
    return Box(
        min(box.left for box in found),
        min(box.top for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def darkest(grey: NDArray[np.uint8], box: Box) -> int:
    height, width = grey.shape
    top, bottom = round(box.top * height), round(box.bottom * height)
    left, right = round(box.left * width), round(box.right * width)
    return int(grey[max(0, top) : bottom, max(0, left) : right].min(initial=255))


def beside(box: Box, by: float = 0.02) -> list[Box]:
    """Four strips around a box."""
    left, top, right, bottom = box.left - by, box.top - by, box.right + by, box.bottom + by
    return [
        Box(left, top, right, box.top - by / 4),
        Box(left, box.bottom + by / 4, right, bottom),
        Box(left, top, box.left - by / 4, bottom),
        Box(box.right + by / 4, top, right, bottom),
    ]


UPRIGHT = b"BT /F1 18 Tf 1 0 0 1 200 400 Tm (Voucher) Tj ET"
SIDEWAYS = b"BT /F1 18 Tf 0 1 -1 0 300 300 Tm (Voucher) Tj ET"
CROPPED = "/CropBox [150 300 450 500]"


@pytest.mark.parametrize(
    ("content", "page"),
    [
        (UPRIGHT, ""),
        (UPRIGHT, "/Rotate 90"),
        (UPRIGHT, "/Rotate 180"),
        (UPRIGHT, "/Rotate 270"),
        (UPRIGHT, "/Rotate -90"),
        (SIDEWAYS, ""),
        (SIDEWAYS, "/Rotate 90"),
        (UPRIGHT, CROPPED),
        (UPRIGHT, f"{CROPPED} /Rotate 90"),
        (SIDEWAYS, "/CropBox [250 250 350 450] /Rotate 270"),
        (UPRIGHT, "/CropBox [150 300 9999 9999]"),
        (UPRIGHT, "/UserUnit 2"),
    ],
)
def test_a_words_box_holds_its_ink_and_beside_it_the_page_is_white(
    tmp_path: Path, content: bytes, page: str
) -> None:
    box = box_of(tmp_path, pdfs.by_hand([content], page=page), "Voucher")
    grey = ink(tmp_path / "study.pdf")
    assert darkest(grey, box) < 60
    assert [darkest(grey, strip) for strip in beside(box)] == [255] * 4


def test_a_known_word_stands_at_its_known_place(tmp_path: Path) -> None:
    box = box_of(tmp_path, pdfs.by_hand([UPRIGHT]), "Voucher")
    assert box.left == pytest.approx(200 / pdfs.LETTER_WIDTH, abs=0.003)
    baseline = 1 - 400 / pdfs.LETTER_HEIGHT
    assert box.top < baseline < box.bottom
    assert box.bottom - box.top < 2 * 18 / pdfs.LETTER_HEIGHT


def test_a_crop_box_moves_a_word_with_its_page(tmp_path: Path) -> None:
    box = box_of(tmp_path, pdfs.by_hand([UPRIGHT], page=CROPPED), "Voucher")
    assert box.left == pytest.approx(50 / 300, abs=0.003)
    assert box.top < 0.5 < box.bottom


def test_a_rotated_page_is_as_wide_as_it_is_shown(tmp_path: Path) -> None:
    (page,) = document(tmp_path, pdfs.by_hand([UPRIGHT], page=f"{CROPPED} /Rotate 90")).pages
    assert (page.width, page.height) == (200, 300)


def test_each_word_has_a_place_of_its_own(tmp_path: Path) -> None:
    content = pdfs.by_hand([pdfs.lines("first second", "third")])
    first, second, third = (box_of(tmp_path, content, w) for w in ("first", "second", "third"))
    assert first.right < second.left
    assert first.top == pytest.approx(second.top, abs=0.001)
    assert first.bottom < third.bottom
    assert third.left == pytest.approx(first.left, abs=0.003)


# What can't be read


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html>Not found</html>", "not-a-pdf"),
        (b"\x00" * 5000 + b"%PDF-1.7\n", "not-a-pdf"),
        (b"%PDF-1.7\nnothing of it", "damaged"),
        (b"%PDF-1.7\n" + b"1 0 obj\n" * 200, "damaged"),
        (pdfs.cut_off(pdfs.study("voucher")), "damaged"),
        (pdfs.encrypted(pdfs.by_hand([PLAIN]), "secret"), "encrypted"),
        (pdfs.no_pages(), "no-pages"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        document(tmp_path, content)
    assert refused.value.code == code
    assert 20 < len(str(refused.value)) < 250
    assert "\n" not in str(refused.value)


def test_a_file_that_asks_nobody_for_a_password_is_read(tmp_path: Path) -> None:
    assert text(tmp_path, pdfs.encrypted(pdfs.by_hand([PLAIN]), "")) == "Hello small world"


def test_a_file_with_words_before_its_header_is_read(tmp_path: Path) -> None:
    assert text(tmp_path, b"From: a mail\n\n" + pdfs.by_hand([PLAIN])) == "Hello small world"


@pytest.mark.parametrize("end", [b"startxref\n7\n%%EOF", b"startxref\n999999\n%%EOF", b""])
def test_a_file_whose_table_is_not_where_it_says_is_read(tmp_path: Path, end: bytes) -> None:
    content = pdfs.by_hand([PLAIN])
    broken = content[: content.index(b"startxref")] + end
    assert text(tmp_path, broken) == "Hello small world"


def test_a_scan_has_a_page_without_text(tmp_path: Path) -> None:
    (page,) = document(tmp_path, pdfs.scan()).pages
    assert (page.glyphs.text, page.note, page.width) == ("", "", pdfs.LETTER_WIDTH)


# pypdf, where pdfium fails


def test_after_a_crash_pypdf_reads_the_words_alone(tmp_path: Path) -> None:
    (page,) = document(tmp_path, pdfs.by_hand([UPRIGHT], page="/Rotate 90"), crashed=True).pages
    assert page.glyphs.text.strip() == "Voucher"
    assert np.isnan(page.glyphs.boxes).all()
    assert (page.width, page.height) == (pdfs.LETTER_HEIGHT, pdfs.LETTER_WIDTH)


def test_pypdf_reads_what_pdfium_cannot_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pdf._pages_by_pdfium", lambda *rest: None)
    found = document(tmp_path, pdfs.labelled([PLAIN], "0 << /S /r >>"))
    assert [(page.glyphs.text, page.label) for page in found.pages] == [("Hello small world", "i")]


def test_pypdf_is_asked_for_a_page_that_pdfium_finds_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.structure._text_by_pypdf", lambda page: ("from pypdf", ""))
    contents = [PLAIN, b"", PLAIN]
    found = document(tmp_path, pdfs.by_hand(contents))
    assert [page.glyphs.text for page in found.pages] == [
        "Hello small world",
        "from pypdf",
        "Hello small world",
    ]


def test_a_page_that_both_fail_on_says_so_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.structure._text_by_pypdf", lambda page: ("", "pypdf: it broke"))
    found = document(tmp_path, pdfs.by_hand([b"", PLAIN]))
    assert [(page.glyphs.text, page.note) for page in found.pages] == [
        ("", "pypdf: it broke"),
        ("Hello small world", ""),
    ]


# Pictures


def test_a_picture_is_as_wide_as_asked(tmp_path: Path) -> None:
    path = pdfs.saved(tmp_path, pdfs.by_hand([PLAIN], page="/Rotate 90"))
    image = Image.open(io.BytesIO(picture(path, 1, 396)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (396, 306))


@pytest.mark.parametrize("number", [0, 2, -1, 10**6])
def test_a_page_that_is_not_there_has_no_picture(tmp_path: Path, number: int) -> None:
    path = pdfs.saved(tmp_path, pdfs.by_hand([PLAIN]))
    with pytest.raises(Refused) as refused:
        picture(path, number, 100)
    assert refused.value.code == "no-picture"


def test_what_is_no_pdf_has_no_picture(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        picture(pdfs.saved(tmp_path, b"%PDF-1.7 no"), 1, 100)
    assert refused.value.code == "no-picture"


def test_what_stands_outside_the_page_is_not_read(tmp_path: Path) -> None:
    content = pdfs.by_hand([pdfs.shown("Shown words", 72, 600) + pdfs.shown("Cut off", 72, 900)])
    assert text(tmp_path, content).strip() == "Shown words"


def test_a_page_that_is_broken_is_not_given_the_words_of_another(tmp_path: Path) -> None:
    content = pdfs.by_hand([pdfs.lines(word) for word in ("First", "Second", "Third")])
    second = content.index(b"/Type /Page ", content.index(b"/Type /Page ") + 1)
    broken = content[:second] + b"/Type /Pfad " + content[second + 12 :]
    found = document(tmp_path, broken).pages
    assert [page.glyphs.text for page in found] == ["First", "", "Third"]


def test_documents_within_a_file_are_counted(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdfs.by_hand([PLAIN])))
    for name in ("annex.pdf", "Table.XLSX", "invoice.xml"):
        writer.add_attachment(name, b"content")
    written = io.BytesIO()
    writer.write(written)
    assert document(tmp_path, written.getvalue()).attached == 2
    assert document(tmp_path, pdfs.by_hand([PLAIN])).attached == 0
