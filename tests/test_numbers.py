"""Page numbers are read where they go up with the pages, and pages without one stay blank."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pdfs
import pytest

from ingest.clean import clean
from ingest.document import RawPage
from ingest.glyphs import Glyphs
from ingest.labels import roman
from ingest.numbers import numbered, printed, settled
from ingest.reading import read_study
from ingest.tokens import counter
from search.embed import model_folder
from search.settings import DEFAULT_MODEL

exact = counter(model_folder(DEFAULT_MODEL))

TOP, FOOT = 0.03, 0.95


def page(number: int, *lines: tuple[str, float], label: str = "") -> RawPage:
    """A page of lines, each at its height (0 is the top) and a hundredth of the page high."""
    text, boxes = "", np.zeros((0, 4), np.float32)
    for line, top in (("Words of the page.", 0.5), *lines):
        text += line + "\n"
        placed = np.tile(np.array([0.1, top, 0.9, top + 0.01], np.float32), (len(line), 1))
        boxes = np.vstack([boxes, placed, np.full((1, 4), np.nan, np.float32)])
    return RawPage(number, label, Glyphs.placed(text, boxes), 600, 800)


def footed(lines: Iterable[str], height: float = FOOT) -> list[RawPage]:
    """Pages with these footers; a blank one is no footer."""
    return [
        page(number, (line, height)) if line else page(number)
        for number, line in enumerate(lines, 1)
    ]


# What is read


@pytest.mark.parametrize(
    "form",
    [
        *("{}", "- {} -", "| {}", "|{}", "Page {}", "p.{}", "Pagina {} di 9", "Page {} of 10"),
        *("{}/64", "{} / 64", "February, 2022 {}", "{} | Annual report", "INDC 2015 {} Honduras"),
        *("–{}–", "[{}]", "C(2020) 2020 EN {}"),
    ],
)
def test_a_number_is_read_in_a_line_of_any_form(form: str) -> None:
    assert printed(footed(form.format(n) for n in range(1, 6))) == ["1", "2", "3", "4", "5"]


def test_numbers_are_ahead_of_or_behind_the_pages_by_as_much_throughout() -> None:
    assert printed(footed(["", "", "1", "2", "3", "4"])) == ["", "", "1", "2", "3", "4"]
    assert printed(footed(["101", "102", "103"])) == ["101", "102", "103"]


def test_roman_front_matter_comes_before_arabic_pages() -> None:
    lines = ["", *(roman(n) for n in (2, 3, 4, 5)), "1", "2", "3"]
    assert printed(footed(lines)) == ["", "ii", "iii", "iv", "v", "1", "2", "3"]
    capital = [line.upper() for line in lines]
    assert printed(footed(capital)) == ["", "II", "III", "IV", "V", "1", "2", "3"]


def test_an_annex_counts_from_one_again() -> None:
    lines = [*map(str, range(1, 8)), *map(str, range(1, 5))]
    assert printed(footed(lines)) == lines


def test_left_and_right_pages_have_their_own_headers() -> None:
    lines = [f"{n} The report" if n % 2 else f"A long chapter {n}" for n in range(1, 9)]
    assert printed(footed(lines, TOP)) == [str(n) for n in range(1, 9)]


def test_a_page_made_smaller_has_its_footer_further_in() -> None:
    assert printed(footed("12345", 0.84)) == list("12345")


# What stays blank


def test_a_page_without_its_number_stays_blank() -> None:
    assert printed(footed(["1", "2", "", "4", "5", "", "", "8"])) == [
        *("1", "2", "", "4", "5", "", "", "8")
    ]


def test_another_number_in_its_place_is_no_label() -> None:
    assert printed(footed(["1", "2", "2019", "4", "5"])) == ["1", "2", "", "4", "5"]


def test_years_dates_and_document_numbers_in_headers_are_no_labels() -> None:
    for line in ("Report 2019", "12 May 2021", "COM 2020 456", "Chapter 3", "Part II", "No 710659"):
        assert printed(footed([line] * 6, TOP)) == [""] * 6


def test_the_number_goes_before_the_year_and_the_count() -> None:
    lines = [f"Programme 2023 page {n} of 6" for n in range(1, 7)]
    assert printed(footed(lines)) == [str(n) for n in range(1, 7)]


def test_a_count_of_pages_is_no_number() -> None:
    # The counts of three small parts, as it happens, go up with the pages.
    assert printed(footed(["1 of 3", "1 of 4", "1 of 5"])) == ["", "", ""]


def test_numbers_that_do_not_follow_each_other_are_no_labels() -> None:
    assert printed(footed(["3", "9", "4", "17", "2"])) == [""] * 5
    assert printed(footed(["1", "3", "5", "7", "9"])) == [""] * 5
    assert printed(footed(["5", "4", "3", "2", "1"])) == [""] * 5


def test_numbers_that_follow_each_other_far_apart_are_no_labels() -> None:
    assert printed(footed(["1", "", "", "4", "", "", "7", "", "", "10"])) == [""] * 10


def test_a_lone_page_far_from_its_sequence_is_labelled_in_its_place() -> None:
    lines = ["1", "2", "3", *[""] * 6, "10"]
    assert printed(footed(lines)) == lines
    elsewhere = [*footed(lines[:-1]), page(10, ("10", TOP))]
    assert printed(elsewhere) == [*lines[:-1], ""]


def test_numbers_in_the_body_are_no_labels() -> None:
    assert printed(footed("12345", 0.5)) == [""] * 5
    assert printed(footed("12345", 0.25)) == [""] * 5


def test_notes_that_begin_with_the_next_number_are_no_labels() -> None:
    words = ("See the law", "Own figures", "Ministry of Labour", "Ibid", "As agreed in March")
    assert printed(footed(f"{n} {line}" for n, line in enumerate(words, 7))) == [""] * 5


def test_the_sequence_of_more_pages_is_the_page_number() -> None:
    pages = [
        page(n, (str(n), FOOT), (f"Sheet {n - 3}", TOP))
        if n in (4, 5, 6)
        else page(n, (str(n), FOOT))
        for n in range(1, 10)
    ]
    assert printed(pages) == [str(n) for n in range(1, 10)]


def test_two_pages_bear_no_number_out() -> None:
    assert printed(footed(["Page 1 of 2", "Page 2 of 2"])) == ["", ""]
    assert printed(footed(["1", "2", "3"])) == ["1", "2", "3"]


def test_no_numbers_and_no_pages_are_no_labels() -> None:
    assert printed(footed(["", "A report", "A report"])) == ["", "", ""]
    assert printed([]) == []


def test_lines_without_a_place_have_no_labels() -> None:
    assert printed([RawPage(n, "", Glyphs.of(f"{n}\nWords"), 600, 800) for n in (1, 2, 3)]) == [
        *("", "", "")
    ]


def test_a_very_long_number_is_no_label() -> None:
    assert printed(footed(["9" * 5000 + " / " + "9" * 5000] * 4)) == [""] * 4


# What the file states


@pytest.mark.parametrize(
    ("stated", "seen", "wanted"),
    [
        ("1234", ["", "2", "3", "4"], ["", "2", "3", "4"]),
        ("1234", ["", "", "3", "4"], "1234"),
        (["i", "ii", "1", "2"], [""] * 4, ["i", "ii", "1", "2"]),
        (["", "", "", ""], ["", "1", "2", "3"], ["", "1", "2", "3"]),
        ("1234", ["", "1", "2", "3"], ["", "1", "2", "3"]),
        (["A-1", "A-2", "B-1", "IV"], ["1", "2", "1", "iv"], ["A-1", "A-2", "B-1", "IV"]),
        ("12345", ["i", "", "3", "4", "5"], ["i", "", "3", "4", "5"]),
        (["A-1", "A-2", "A-3", "A-4"], ["", "2", "3", "4"], ["", "A-2", "A-3", "A-4"]),
        (["i", "ii", "1", "2", "3", "4"], ["", "", "", "2", "3", "4"], ["i", "ii", "1", *"234"]),
        (["1", "2", "", "4"], ["01", "02", "03", "04"], ["1", "2", "03", "4"]),
    ],
)
def test_a_stated_label_fills_in_where_few_pages_print_theirs(
    stated: Sequence[str], seen: Sequence[str], wanted: Sequence[str]
) -> None:
    assert settled(stated, seen) == list(wanted)


def test_pages_are_labelled_by_both() -> None:
    def labels(stated: Sequence[str]) -> list[str]:
        raw = [
            replace(one, label=label)
            for one, label in zip(footed(["", "1", "2", "3"]), stated, strict=True)
        ]
        return [one.page.label for one in numbered(clean(raw))]

    assert labels(["", "", "", ""]) == ["", "1", "2", "3"]
    assert labels(["cover", "A-1", "A-2", "A-3"]) == ["", "A-1", "A-2", "A-3"]
    assert labels(["1", "2", "3", "4"]) == ["", "1", "2", "3"]


# In a file


def test_a_file_that_states_nothing_is_labelled_as_it_prints(tmp_path: Path) -> None:
    def words(number: int) -> bytes:
        footer = pdfs.shown(str(number + 6), 300, 30)
        return pdfs.lines(f"The scheme number {number} paid grants to small firms.") + footer

    file = pdfs.saved(tmp_path, pdfs.by_hand([words(n) for n in (1, 2, 3)]))
    found = read_study(file, exact)
    assert [one.label for one, _ in found.pages] == ["7", "8", "9"]
    assert [(one.page, one.label) for one in found.passages] == [(1, "7"), (2, "8"), (3, "9")]


def test_a_file_that_states_what_it_does_not_print_is_labelled_as_it_prints(tmp_path: Path) -> None:
    words = [pdfs.lines("Grants.") + pdfs.shown(str(n), 300, 30) for n in (7, 8, 9)]
    content = pdfs.labelled([pdfs.lines("A cover."), *words], "0 << /S /D >>")
    found = read_study(pdfs.saved(tmp_path, content), exact)
    assert [one.label for one, _ in found.pages] == ["", "7", "8", "9"]
