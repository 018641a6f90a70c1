"""Running lines are found where they run, and the same words elsewhere are text."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pdfs

from ingest.clean import CleanPage, clean
from ingest.document import RawPage
from ingest.glyphs import Glyphs, Mark
from ingest.numbers import numbered
from ingest.pdf import read
from ingest.running import running as running_spans

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


def test_a_header_without_its_number_runs_with_those_that_have_one() -> None:
    headers = ["The plan", "The plan 2", "The plan 3", "4 The plan"]
    pages = [page(n, (text, 0.02), ("Body text.", 0.5)) for n, text in enumerate(headers, 1)]
    assert [running(one) for one in clean(pages)] == [[text] for text in headers]


def test_left_and_right_pages_have_headers_of_their_own() -> None:
    headers = ["The report", "Of vouchers"] * 3
    pages = [page(n, (text, 0.02), ("Body text.", 0.5)) for n, text in enumerate(headers, 1)]
    assert [running(one) for one in clean(pages)] == [[text] for text in headers]


def test_pages_made_smaller_on_their_sheet_have_their_margins_further_in() -> None:
    def lines(top: float, bottom: float) -> list[RawPage]:
        return [
            page(n, ("A plan", top), (f"{chr(96 + n)} body", 0.5), ("May", bottom))
            for n in (1, 2, 3)
        ]

    assert [running(one) for one in clean(lines(0.16, 0.84))] == [["A plan", "May"]] * 3
    # One empty margin is how a page begins or ends, and the middle is text however empty it is.
    assert [running(one) for one in clean(lines(0.16, 0.95))] == [["May"]] * 3
    assert [running(one) for one in clean(lines(0.3, 0.7))] == [[]] * 3


def test_a_header_of_a_wide_page_is_as_far_from_the_edge_as_others() -> None:
    upright = [page(n, ("A plan", 0.05), ("Body.", 0.5)) for n in (1, 2, 3, 4)]
    wide = replace(page(5, ("A plan", 0.0755), ("Body.", 0.5)), width=800, height=530)
    assert [running(one) for one in clean([*upright, wide])] == [["A plan"]] * 5


def test_words_upright_along_the_edge_run() -> None:
    def sided(number: int) -> RawPage:
        one = page(number, ("Of the ministry", 0.5), (f"{chr(96 + number)} body", 0.5))
        boxes = one.glyphs.boxes.copy()
        size = len("Of the ministry")
        boxes[:size] = np.array(
            [[0.94, 0.4 + 0.01 * at, 0.96, 0.41 + 0.01 * at] for at in range(size)]
        )
        return replace(one, glyphs=Glyphs.placed(one.glyphs.text, boxes))

    assert [running(one) for one in clean([sided(n) for n in (1, 2, 3)])] == [
        ["Of the ministry"]
    ] * 3


def test_a_row_of_a_table_that_goes_on_is_no_header_of_a_chapter() -> None:
    def tabled(number: int, mark: Mark) -> RawPage:
        top = "Sector and measure" if number < 6 else f"{chr(96 + number)} alone"
        one = page(number, (top, 0.1), (f"{chr(96 + number)} body", 0.5))
        marks = np.zeros(len(one.glyphs.text), np.uint8)
        marks[: len(top)] = mark
        return replace(one, glyphs=replace(one.glyphs, marks=marks))

    def found(mark: Mark) -> list[int]:
        return [len(spans) for spans in running_spans([tabled(n, mark) for n in range(1, 21)])]

    assert found(Mark.BOLD) == [1] * 5 + [0] * 15
    assert found(Mark.TABLE) == [0] * 20


def test_numbers_of_pages_run_wherever_they_stand() -> None:
    feet = [*((str(n), 0.95) for n in range(1, 6)), ("6", 0.9), ("Grants 7", 0.91), ("2019", 0.91)]
    pages = [page(n, (f"{chr(96 + n)} body", 0.5), foot) for n, foot in enumerate(feet, 1)]
    wanted = [[text] for text, _ in feet[:6]] + [[], []]
    assert [running(one) for one in numbered(clean(pages))] == wanted


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


def test_lines_alike_with_other_sums_are_text() -> None:
    sums = [(3, 110), (10, 123), (17, 136), (24, 149)]
    pages = [
        page(at, (f"Budget 2014: EUR {money}.5 million, {count} vouchers", 0.02), (f"b{at}", 0.5))
        for at, (money, count) in enumerate(sums, 1)
    ]
    assert [running(one) for one in clean(pages)] == [[]] * 4
    assert [one.page.label for one in numbered(clean(pages))] == [""] * 4


def test_captions_are_no_headers_though_they_count_on() -> None:
    heads = [f"Table {at}. Spending by region in {2008 + at}" for at in range(3, 8)]
    pages = [page(at, (head, 0.02), (f"b{at}", 0.5)) for at, head in enumerate(heads, 1)]
    assert [running(one) for one in clean(pages)] == [[]] * 5
    assert [one.page.label for one in numbered(clean(pages))] == [""] * 5


def test_a_header_with_a_sum_that_stays_runs() -> None:
    heads = [f"A fund of EUR 5 million | {at}" for at in range(11, 16)]
    pages = [page(at, (head, 0.02), (f"b{at}", 0.5)) for at, head in enumerate(heads, 1)]
    assert [running(one) for one in clean(pages)] == [[head] for head in heads]
