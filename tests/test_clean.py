"""Running lines are found where they run, and the same words elsewhere are text."""

from pathlib import Path

import numpy as np
import pdfs

from ingest.clean import CleanPage, clean
from ingest.document import RawPage
from ingest.glyphs import Glyphs
from ingest.pdf import read

HEADER = "Annual report of the voucher scheme"
LATIN = (
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut "
    "labore et dolore magnam aliquam quaerat voluptatem ut enim aeque doleamus animo cum corpore "
)


def body(page: int) -> str:
    """Text of a page, no line of it like one of another page."""
    return " ".join(f"{word}{chr(96 + page)}" for word in (LATIN * 4).split())


def cleaned(folder: Path, content: bytes) -> list[CleanPage]:
    return clean(read(pdfs.saved(folder, content)).pages)


def running(page: CleanPage) -> list[str]:
    return [page.page.glyphs.text[span.start : span.end] for span in page.running]


def page(number: int, *lines: tuple[str, float]) -> RawPage:
    """A page of lines, each at its height (0 is the top) and a hundredth of the page high."""
    text, boxes = "", np.zeros((0, 4), np.float32)
    for line, top in lines:
        text += line + "\n"
        placed = np.tile(np.array([0.1, top, 0.9, top + 0.01], np.float32), (len(line), 1))
        boxes = np.vstack([boxes, placed, np.full((1, 4), np.nan, np.float32)])
    return RawPage(number, "", Glyphs.placed(text, boxes), 600, 800)


def test_headers_and_numbered_footers_are_running_lines(tmp_path: Path) -> None:
    content = pdfs.with_running_lines([body(number) for number in range(1, 5)], HEADER, "Page")
    pages = cleaned(tmp_path, content)
    assert [running(one) for one in pages] == [[HEADER, f"Page {number}"] for number in range(1, 5)]


def test_the_same_words_in_the_middle_of_a_page_are_text(tmp_path: Path) -> None:
    content = pdfs.with_running_lines(
        [f"{body(n)}\n\n{HEADER}\n\n{body(n)}" for n in (1, 2, 3)], HEADER, "Page"
    )
    for one in cleaned(tmp_path, content):
        assert one.page.glyphs.text.count(HEADER) == 2
        assert running(one).count(HEADER) == 1
        kept = one.page.glyphs.text.replace("\n", " ").index(HEADER, len(HEADER))
        assert not any(span.start <= kept < span.end for span in one.running)


def test_a_line_that_stands_in_the_margin_once_is_text(tmp_path: Path) -> None:
    note = "#place(top + left, dy: -3em)[Note {}]\n{}"
    content = pdfs.paged(
        [note.format(word, body(place)) for place, word in enumerate(("once", "never"), 1)]
    )
    assert [running(one) for one in cleaned(tmp_path, content)] == [[], []]


def test_one_page_has_no_running_lines(tmp_path: Path) -> None:
    content = pdfs.with_running_lines([body(1)], HEADER, "Page")
    assert [running(one) for one in cleaned(tmp_path, content)] == [[]]


def test_numbers_arabic_and_roman_are_masked_in_running_lines() -> None:
    headers = ["Part I – 12", "Part ii – 13", "PART XIV – 7", "Part iv – 1999"]
    pages = [page(n, (text, 0.02), ("Body text.", 0.5)) for n, text in enumerate(headers, 1)]
    assert [running(one) for one in clean(pages)] == [[text] for text in headers]


def test_a_header_of_a_chapter_runs_when_a_third_of_the_pages_carry_it() -> None:
    def headed(count: int) -> list[CleanPage]:
        first = [page(n, ("Chapter one", 0.02), ("Body.", 0.5)) for n in range(1, count + 1)]
        rest = [
            page(n, (f"{chr(96 + n)} alone", 0.02), ("Body.", 0.5)) for n in range(count + 1, 11)
        ]
        return clean(first + rest)

    assert [bool(one.running) for one in headed(3)] == [True] * 3 + [False] * 7
    assert not any(one.running for one in headed(2))


def test_only_the_outer_eighth_of_a_page_is_margin() -> None:
    heights = (0.05, 0.15, 0.84, 0.93)
    lines = [(f"Line at {chr(97 + at)} here", top) for at, top in enumerate(heights)]
    pages = [page(number, *lines) for number in (1, 2, 3)]
    assert [running(one) for one in clean(pages)] == [["Line at a here", "Line at d here"]] * 3


def test_lines_without_a_place_are_text() -> None:
    pages = [RawPage(n, "", Glyphs.of("Same line\nof a page"), 600, 800) for n in (1, 2, 3)]
    assert [running(one) for one in clean(pages)] == [[], [], []]


def test_a_word_cut_on_one_page_heals_by_the_words_of_another(tmp_path: Path) -> None:
    pages = [
        RawPage(1, "", Glyphs.of("cross-\nborder help"), 600, 800),
        RawPage(2, "", Glyphs.of("the border, and a crossborder scheme"), 600, 800),
    ]
    assert clean(pages)[0].page.glyphs.text == "crossborder help"


def test_pages_say_their_language() -> None:
    german = "Die Förderung der Kultur- und Kreativwirtschaft ist eine Aufgabe des Landes."
    english = "The vouchers were paid to small firms that worked with a designer."
    texts = [german, english, "12 34"]
    pages = [RawPage(n, "", Glyphs.of(text), 600, 800) for n, text in enumerate(texts, 1)]
    assert [one.language for one in clean(pages)] == ["de", "en", ""]


def test_no_pages_are_no_pages() -> None:
    assert clean([]) == []
