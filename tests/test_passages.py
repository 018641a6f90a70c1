"""Passages: the page's own words, whole sentences, one heading, within the model's reach."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pdfs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import CleanPage, clean
from ingest.document import Bookmark, RawPage
from ingest.glyphs import Glyphs, Mark
from ingest.passages import MOST_TOKENS, passages
from ingest.pdf import read
from ingest.tokens import counter
from search.embed import model_folder
from search.records import Kind, Passage, Span
from search.settings import DEFAULT_MODEL

exact = counter(model_folder(DEFAULT_MODEL))
SENTENCE = "The scheme paid small firms for good new design work. "


def words(text: str) -> list[tuple[int, int]]:
    """A token a word, so that sizes can be told by eye."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def page(text: str, number: int = 1, running: Sequence[Span] = (), label: str = "") -> CleanPage:
    raw = RawPage(number, label, Glyphs.of(text), 600, 800)
    return CleanPage(raw, "en", tuple(running))


def texts(found: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in found]


def of(content: bytes, folder: Path) -> list[Passage]:
    document = read(pdfs.saved(folder, content))
    return passages("s", clean(document.pages), document.outline, exact)


# Laws

word = st.text("abcdeäßéфž", min_size=3, max_size=12)
line = st.lists(
    st.one_of(
        word, st.sampled_from(["2,400", "–", "e.g.", "z. B.", "“so”", "end. [12]", "¹", "[S2, S3]"])
    ),
    max_size=30,
)
closed = st.tuples(line, st.sampled_from([".", "!", "?", "", ":", "..."])).map(
    lambda parts: " ".join(parts[0]) + parts[1]
)
page_lines = st.lists(closed, max_size=40)


@st.composite
def pages(draw: st.DrawFn) -> CleanPage:
    """A page of lines, some of which run."""
    lines = draw(page_lines)
    places = [0]
    for one in lines:
        places.append(places[-1] + len(one) + 1)
    chosen = draw(st.sets(st.integers(0, max(0, len(lines) - 1)), max_size=3))
    running = [Span(places[at], places[at] + len(lines[at])) for at in chosen if at < len(lines)]
    return page("\n".join(lines), running=[span for span in running if span.end > span.start])


@given(pages(), st.lists(word, max_size=3))
def test_passages_are_the_pages_own_words_and_hold_every_letter_once(
    clean_page: CleanPage, titles: list[str]
) -> None:
    text = clean_page.page.glyphs.text
    outline = [Bookmark(level, title, 1) for level, title in enumerate(titles)]
    found = passages("s", [clean_page], outline, exact)
    taken = [0] * len(text)
    for passage in found:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()
        for at in range(passage.start, passage.end):
            taken[at] += 1
    running = {at for span in clean_page.running for at in range(span.start, span.end)}
    # Fewer than three letters between two running lines are no passage.
    for at, character in enumerate(text):
        assert taken[at] <= (at not in running)
        if character.isalpha() and at not in running and _letters_near(text, at, running) >= 3:
            assert taken[at] == 1, (at, character)


def _letters_near(text: str, at: int, running: set[int]) -> int:
    """The letters of the run of letters in which one stands; "e.g." alone is too little."""
    left = right = at
    while left > 0 and text[left - 1].isalpha() and left - 1 not in running:
        left -= 1
    while right + 1 < len(text) and text[right + 1].isalpha() and right + 1 not in running:
        right += 1
    return right - left + 1


@given(pages())
def test_no_passage_is_longer_than_the_model_reads(clean_page: CleanPage) -> None:
    for passage in passages("s", [clean_page], [], exact):
        assert len(exact(passage.text)) <= MOST_TOKENS


@given(st.lists(st.text(max_size=30), max_size=200))
def test_any_words_at_all_are_cut_within_the_size(any_words: list[str]) -> None:
    text = " ".join(any_words)
    for passage in passages("s", [page(text)], [], exact):
        assert text[passage.start : passage.end] == passage.text
        assert len(exact(passage.text)) <= MOST_TOKENS


# Sentences


def test_sentences_share_out_evenly_and_are_never_cut() -> None:
    found = passages("s", [page(SENTENCE * 20)], [], words)
    assert [len(words(text)) for text in texts(found)] == [100, 100]
    assert set(texts(found)) == {(SENTENCE * 10).strip()}


def test_a_page_that_fits_is_one_passage() -> None:
    assert texts(passages("s", [page(SENTENCE * 16)], [], words)) == [(SENTENCE * 16).strip()]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    sentence = " ".join(f"w{number}" for number in range(400))
    found = texts(passages("s", [page(sentence)], [], words))
    assert max(len(words(text)) for text in found) <= MOST_TOKENS
    assert " ".join(found) == sentence


def test_a_word_longer_than_a_passage_is_cut_somewhere_and_kept() -> None:
    text = "see " + "a.b-" * 300 + " end of it"
    found = texts(passages("s", [page(text)], [], exact))
    assert len(found) > 3
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_abbreviations_end_no_sentence() -> None:
    text = "Dr. Smith of the Land paid approx. 20 firms. " + "It was enough for all of them. " * 30
    found = texts(passages("s", [page(text)], [], words))
    assert found[0].startswith("Dr. Smith of the Land paid approx. 20 firms. It")
    assert all(text.endswith(".") for text in found)


@pytest.mark.parametrize("text", ["", " \n ", "12 345\n6", "a 1 b", "–"])
def test_a_page_with_fewer_than_three_letters_has_no_passage(text: str) -> None:
    assert passages("s", [page(text)], [], exact) == []


def test_passages_carry_their_place() -> None:
    found = passages("s", [page("One page here."), page("Another one.", 2, label="iv")], [], exact)
    assert found == [
        Passage("s", 1, 0, 14, "One page here.", language="en"),
        Passage("s", 2, 0, 12, "Another one.", language="en", label="iv"),
    ]


# Tags


def pieces(*sentences: str) -> list[str]:
    """Texts of the passages of a page whose sentences are too many for one."""
    return texts(passages("s", [page(" ".join(sentences))], [], words))


@pytest.mark.parametrize("tags", ["[S2, S3]", "[12]", "[3, 4]", "[S1][S4]", "[S1] [S4].", "¹²"])
def test_a_sentence_keeps_the_tags_behind_it(tags: str) -> None:
    one = f"{SENTENCE.strip()}{'' if tags == '¹²' else ' '}{tags}"
    assert pieces(*[one] * 20) == [" ".join([one] * 10)] * 2


@pytest.mark.parametrize("tags", ["[S2, S3]", "[S2]", "[12]", "[3, 4]"])
def test_a_sentence_keeps_the_tags_on_the_line_below_it(tags: str) -> None:
    first, second = pieces(SENTENCE * 9 + SENTENCE.strip() + f"\n{tags}", SENTENCE * 10)
    assert first == f"{SENTENCE * 9}{SENTENCE.strip()}\n{tags}"
    assert second == (SENTENCE * 10).strip()


@pytest.mark.parametrize("tags", ["[S2, S3]", "[12]", "[3, 4]"])
def test_a_tag_at_the_end_of_a_stretch_is_kept(tags: str) -> None:
    last = "In the end it was said to have paid for more than it had ever cost."
    first, second = pieces(SENTENCE * 15 + last, tags)
    assert first == (SENTENCE * 8).strip()
    assert second == f"{SENTENCE * 7}{last} {tags}"


def test_a_tag_that_the_next_sentence_speaks_of_stays_with_it() -> None:
    found = pieces(SENTENCE * 10, "[S2] found that " + SENTENCE * 10)
    assert found[1].startswith("[S2] found that")


@pytest.mark.parametrize("label", ["[{}]", "[S{}]"])
def test_the_entries_of_a_list_keep_their_labels(label: str) -> None:
    numbers = range(11, 31)
    entries = [f"{label.format(n)} Doe, J. (20{n}) {SENTENCE.strip()}" for n in numbers]
    found = texts(passages("s", [page("\n".join(entries))], [], words))
    assert len(found) == 2
    assert "\n".join(found) == "\n".join(entries)
    assert all(re.match(r"\[S?\d\d\] Doe", text) for text in found)


def test_the_labels_of_a_list_below_prose_are_not_the_proses() -> None:
    entries = f"[1] {SENTENCE * 4}\n[2] {SENTENCE * 4}".strip()
    assert pieces(f"{SENTENCE * 8}\n{entries}") == [(SENTENCE * 8).strip(), entries]


def test_a_footnote_keeps_its_mark() -> None:
    found = texts(passages("s", [page(f"{SENTENCE * 16}\n¹ {SENTENCE * 8}")], [], words))
    assert [text.count("¹ The scheme") for text in found] == [0, 1]


def test_a_long_sentence_is_not_cut_before_a_tag() -> None:
    sentence = "word " * 82 + "[S8] " + "word " * 81
    found = texts(passages("s", [page(sentence)], [], words))
    assert " ".join(found) == sentence.strip()
    assert not any(text.startswith("[") for text in found)


# Running lines


def test_a_running_line_parts_two_passages_and_is_in_neither() -> None:
    text = "The fund paid out.\nAnnual report 12\nIt was closed."
    found = passages("s", [page(text, running=[Span(19, 35)])], [], exact)
    assert texts(found) == ["The fund paid out.", "It was closed."]


def test_running_lines_of_a_typeset_file_are_in_no_passage(tmp_path: Path) -> None:
    kinds = ("apple", "pear", "plum")
    bodies = [f"The {kind} fund paid many firms. " * 60 for kind in kinds]
    found = of(pdfs.with_running_lines(bodies, "Report on orchards", "Sheet"), tmp_path)
    assert not [text for text in texts(found) if "orchards" in text or "Sheet" in text]
    assert [sum(text.count(kind) for text in texts(found)) for kind in kinds] == [60, 60, 60]


# Headings


def test_headings_of_the_outline_are_the_path_of_what_stands_below_them(tmp_path: Path) -> None:
    content = pdfs.typeset(
        "Words before all.\n= Finance\nMoney for all.\n== Loans\nLent money.\n#pagebreak()\n"
        "Still about loans.\n= Clusters\nFirms side by side."
    )
    assert [(passage.page, passage.heading, passage.text) for passage in of(content, tmp_path)] == [
        (1, (), "Words before all."),
        (1, ("Finance",), "Finance\nMoney for all."),
        (1, ("Finance", "Loans"), "Loans\nLent money."),
        (2, ("Finance", "Loans"), "Still about loans."),
        (2, ("Clusters",), "Clusters\nFirms side by side."),
    ]


def test_what_stands_above_the_first_heading_is_boilerplate_unless_it_is_prose() -> None:
    title = "Casebook briefs\nDesign vouchers\nPeriod 2012\n"
    outline = [Bookmark(0, "In brief", 1), Bookmark(0, "Far", 99)]
    for before, kind in ((title, Kind.BOILERPLATE), (SENTENCE, Kind.BODY)):
        text = f"{before.strip()}\nIn brief\nIt paid."
        first, second = passages("s", [page(text)], outline, exact)
        assert (first.text, first.kind) == (before.strip(), kind)
        assert (second.text, second.kind) == ("In brief\nIt paid.", Kind.BODY)
        assert {p.kind for p in passages("s", [page(text)], outline[1:], exact)} == {Kind.BODY}


def headed(text: str, *titles: str | tuple[int, str]) -> list[tuple[tuple[str, ...], str]]:
    """Paths and texts of a page under an outline; a title alone is of level 0."""
    pairs = [(0, title) if isinstance(title, str) else title for title in titles]
    outline = [Bookmark(level, title, 1) for level, title in pairs]
    return [(p.heading, p.text) for p in passages("s", [page(text)], outline, exact)]


def test_a_word_of_a_sentence_is_no_heading() -> None:
    text = "The budget is not in the public\nsources used. More is not known.\nSources\nA page."
    assert headed(text, "Sources") == [
        ((), "The budget is not in the public\nsources used. More is not known."),
        (("Sources",), "Sources\nA page."),
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("2.1 Access to finance", "Access to finance"),
        ("2.1 Access to finance", "2.1 Access to finance"),
        ("iv. Access to finance", "Access to finance"),
        ("ACCESS TO\nFINANCE", "Access to finance"),
        ("Access  to finance ", "Access to finance"),
        ("Access to finance. The banks lent little.", "Access to finance"),
        ("C++ (and [more])", "C++ (and [more])"),
    ],
)
def test_a_heading_is_found_as_it_is_set(line: str, title: str) -> None:
    found = headed(f"Some words before.\n{line}\nWords below.", title)
    assert found[0] == ((), "Some words before.")
    assert found[1][0] == (title,)
    assert found[1][1].startswith(line[:6])


def test_a_heading_that_its_page_does_not_show_begins_with_the_page() -> None:
    assert headed("Words of it.", "Not there") == [(("Not there",), "Words of it.")]


def test_a_heading_that_is_not_found_cuts_nothing_below_one_that_is() -> None:
    text = "Introduction\nWords of it, and more of them."
    assert headed(text, "Introduction", "Not there") == [(("Introduction",), text)]
    assert headed(text + "\nEnd\nLast words.", "Introduction", "Not there", "End") == [
        (("Introduction",), text),
        (("End",), "End\nLast words."),
    ]


def test_a_heading_that_was_not_found_is_the_path_of_the_next_page() -> None:
    both = [page("Introduction\nWords of it."), page("Words of the next page.", 2)]
    outline = [Bookmark(0, "Introduction", 1), Bookmark(1, "Not there", 1)]
    found = passages("s", both, outline, exact)
    assert [passage.heading for passage in found] == [
        ("Introduction",),
        ("Introduction", "Not there"),
    ]


def test_one_title_twice_on_a_page_is_found_twice() -> None:
    text = "Results\nOf the first.\nResults\nOf the second."
    assert [below for _, below in headed(text, "Results", (1, "Results"))] == [
        "Results\nOf the first.",
        "Results\nOf the second.",
    ]


def test_an_outline_may_point_anywhere() -> None:
    outline = [Bookmark(5, "Deep", 1), Bookmark(0, "Far", 99), Bookmark(2, "Words", 1)]
    found = passages("s", [page("Words of a page.")], outline, exact)
    assert [(passage.heading, passage.text) for passage in found] == [
        (("Far", "Words"), "Words of a page.")
    ]


def test_a_heading_straight_above_another_goes_with_it() -> None:
    text = "1. Costs\nWhat it cost\nEach voucher cost 5,000 euros.\n2. Results\nSales rose."
    assert headed(text, "Costs", (1, "What it cost"), "Results") == [
        (("Costs", "What it cost"), "1. Costs\nWhat it cost\nEach voucher cost 5,000 euros."),
        (("Results",), "2. Results\nSales rose."),
    ]


def test_a_few_words_under_a_heading_are_kept_apart_from_the_next() -> None:
    text = "Costs\nNone.\nResults\nSales rose."
    assert headed(text, "Costs", "Results") == [
        (("Costs",), "Costs\nNone."),
        (("Results",), "Results\nSales rose."),
    ]


def test_a_long_sentence_is_cut_into_parts_of_about_one_size() -> None:
    found = passages("s", [page("word " * (MOST_TOKENS + 3))], [], words)
    sizes = [len(passage.text.split()) for passage in found]
    assert sum(sizes) == MOST_TOKENS + 3
    assert max(sizes) - min(sizes) <= 1


# Tables


def tabled(*parts: tuple[str, Mark]) -> CleanPage:
    """A page of texts and what they are marked as."""
    marks = np.concatenate([np.full(len(text), mark, np.uint8) for text, mark in parts])
    text = "".join(text for text, _ in parts)
    boxes = np.full((len(text), 4), np.nan, np.float32)
    return CleanPage(RawPage(1, "", Glyphs(text, boxes, marks), 600, 800), "en", ())


HEADER = "Region\tFirms\tGrants paid"
NONE = Mark(0)


def a_table(rows: int, header: str = HEADER, cells: int = 8) -> CleanPage:
    """A table between two sentences; a row has a token a word, as the header has."""
    filled = "\n".join(f"row{at}\t" + "\t".join(["cell"] * cells) for at in range(rows))
    return tabled(
        ("Before it.\n", NONE),
        (header, Mark.TABLE | Mark.HEADER),
        (f"\n{filled}", Mark.TABLE),
        ("\nAfter it.", NONE),
    )


def test_a_table_that_fits_is_one_passage_with_its_header_and_the_text_around_it() -> None:
    (table,) = passages("s", [a_table(3)], [], words)
    assert table.kind is Kind.TABLE
    assert table.text.split("\n")[:2] == ["Before it.", HEADER]
    assert table.text.endswith("\nAfter it.")
    assert (table.header_start, table.header_end, table.header) == (0, 0, "")


def test_text_that_no_longer_fits_beside_a_table_stands_apart() -> None:
    long = tabled(
        (HEADER, Mark.TABLE | Mark.HEADER),
        ("\n" + "\n".join(["cell\tcell"] * 60), Mark.TABLE),
        ("\n" + SENTENCE * 5, NONE),
    )
    table, after = passages("s", [long], [], words)
    assert (table.kind, after.kind) == (Kind.TABLE, Kind.BODY)
    assert after.text == (SENTENCE * 5).strip()
    assert table.text.split("\n")[0] == HEADER
    assert len(table.text.split("\n")) == 61


def test_a_long_table_is_cut_between_rows_and_every_part_has_its_header() -> None:
    page_of_it = a_table(60)
    text = page_of_it.page.glyphs.text
    found = [one for one in passages("s", [page_of_it], [], words) if one.kind is Kind.TABLE]
    assert "\n".join(one.text for one in found) == text[11:-10]
    assert [one.header for one in found] == ["", *[HEADER] * (len(found) - 1)]
    for one in found:
        assert text[one.start : one.end] == one.text
        assert text[one.header_start : one.header_end] == one.header
        assert len(words(one.header)) + len(words(one.text)) <= MOST_TOKENS
        assert all(len(row.split("\t")) == 9 for row in one.text.split("\n") if row != HEADER)


def test_a_header_leaves_room_for_itself() -> None:
    long = "\t".join(["word"] * 50)
    parts = [one for one in passages("s", [a_table(40, long)], [], words) if one.header]
    assert parts
    assert max(len(words(one.text)) for one in parts) <= MOST_TOKENS - 50


def test_a_header_that_takes_more_than_half_is_left_out() -> None:
    long = "\t".join(["word"] * (MOST_TOKENS // 2 + 1))
    found = passages("s", [a_table(40, long)], [], words)
    assert {one.header for one in found} == {""}
    assert sum(one.text.count("cell") for one in found) == 320


def test_a_row_that_is_too_long_is_cut_and_keeps_its_header() -> None:
    found = passages("s", [a_table(1, cells=2 * MOST_TOKENS)], [], words)
    parts = [one for one in found if one.kind is Kind.TABLE]
    assert sum(one.text.count("cell") for one in parts) == 2 * MOST_TOKENS
    assert all(one.header for one in parts[1:])
    assert max(len(words(one.header)) + len(words(one.text)) for one in parts) <= MOST_TOKENS


def test_the_label_of_a_long_text_is_its_header() -> None:
    label, mark = "Legal framework", Mark.TABLE | Mark.HEADER
    rows = [(label, mark), ("\t" + SENTENCE * 15 + "\n\t" + SENTENCE * 10 + "\n", Mark.TABLE)]
    rows += [("Budget", mark), ("\t" + SENTENCE * 3, Mark.TABLE)]
    found = passages("s", [tabled(*rows)], [], words)
    assert [one.header for one in found] == ["", label]
    assert [one.text[:7] for one in found] == ["Legal f", "\tThe sc"]
    assert found[1].text.split("\n")[-1].startswith("Budget\t")


def test_rows_of_numbers_alone_are_kept() -> None:
    found = passages("s", [tabled(("2019\t12\t30\n2020\t14\t31", Mark.TABLE))], [], words)
    assert [(one.kind, one.text) for one in found] == [(Kind.TABLE, "2019\t12\t30\n2020\t14\t31")]


def test_two_tables_have_each_their_own_header() -> None:
    first, second = a_table(30), a_table(30, "Land\tOne\tTwo")
    text = first.page.glyphs.text + "\n" + second.page.glyphs.text
    marks = np.concatenate([first.page.glyphs.marks, [0], second.page.glyphs.marks])
    boxes = np.full((len(text), 4), np.nan, np.float32)
    glyphs = Glyphs(text, boxes, marks.astype(np.uint8))
    found = passages("s", [CleanPage(RawPage(1, "", glyphs, 1, 1), "en", ())], [], words)
    assert list(dict.fromkeys(one.header for one in found if one.header)) == [
        HEADER,
        "Land\tOne\tTwo",
    ]


def test_a_typeset_table_becomes_passages_with_its_header(tmp_path: Path) -> None:
    rows = [
        ["Region", "Firms", "Grants"],
        *([f"Land of {name}", f"{at}7", f"{at}.5"] for at, name in enumerate(_LANDS)),
    ]
    cells = "".join(f"[{cell}]," for row in rows for cell in row)
    content = pdfs.typeset(f"= Grants\nWhat was paid.\n#table(columns: 3, {cells})\nThat is all.")
    found = of(content, tmp_path)
    tables = [one for one in found if one.kind is Kind.TABLE]
    assert len(tables) > 1
    assert [row.split("\t") for one in tables for row in one.text.split("\n")] == rows
    assert {one.header for one in tables[1:]} == {"Region\tFirms\tGrants"}
    assert {one.heading for one in found} == {("Grants",)}


_LANDS = [f"{first}{second}" for first in ("North", "South", "East") for second in "abcdefgh"]
