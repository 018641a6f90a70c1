"""Questions by studies or by countries: the grid, and what is taken home of it."""

import csv
import io
from collections.abc import Iterator, Sequence

import docx
import pytest
from support import HashEmbedder, make_passage, make_study, put

from casebook.takeaway import compared
from casebook.takeaway.compared import Form
from casebook.text import speech
from casebook.ui import address, compare_grid
from search import comparison
from search.comparison import By, Comparison, excerpt
from search.confidence import Scale
from search.engine import Engine
from search.library import Library
from search.records import Band, Evidence, Filter, Hit, Query, Span

FUND = "The fund paid each region for its lighthouse."
COST = "A lighthouse cost nine million crowns."
OTHER = "Sheep graze on the northern meadows in summer."


@pytest.fixture
def engine(library: Library, embedder: HashEmbedder) -> Iterator[Engine]:
    put(library, "north", [f"{FUND} {OTHER}", COST], title="North & <b>", countries=("NO",))
    put(library, "south", [OTHER, COST], title="South", countries=("NO", "ES"))
    put(library, "sheep", [OTHER], title="Sheep", countries=("IS",))
    made = Engine(library, embedder)
    # So small a library gives no scale of its own.
    made._scale = lambda: Scale(0.6, 1.8)  # type: ignore[method-assign]
    yield made


def grid(engine: Engine, *keys: str, by: By = By.STUDY) -> Comparison:
    asked = ("What did a lighthouse cost?", "sheep meadows in summer")
    return comparison.compare(engine, asked, by, keys)


def pages(found: Comparison) -> list[list[tuple[str, int] | None]]:
    return [
        [(hit.study.id, hit.passage.page) if hit else None for hit in row.cells]
        for row in found.rows
    ]


def test_a_study_that_comes_meanwhile_is_no_column_yet(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answering(asked: Engine, questions: Sequence[str]) -> list[str]:
        put(engine.library, "new", [COST], countries=("FI",))
        return ["new", "south"]

    monkeypatch.setattr(comparison, "_answering", answering)
    assert comparison.suggested(engine, ["What did it cost?"], By.COUNTRY) == ("NO", "ES")


def test_each_cell_is_the_best_passage_of_its_column_or_an_honest_blank(engine: Engine) -> None:
    found = grid(engine, "sheep", "north", "south")
    assert [column.key for column in found.columns] == ["sheep", "north", "south"]
    assert [column.pages for column in found.columns] == [1, 2, 2]
    assert pages(found) == [
        [None, ("north", 2), ("south", 2)],
        [("sheep", 1), ("north", 1), ("south", 1)],
    ]


def test_a_cell_is_the_first_hit_of_a_search_of_its_column_alone(engine: Engine) -> None:
    for row, column, hit in grid(engine, "north", "south", "sheep").cells:
        answer = engine.answer(Query(row.question, 5, Filter(studies=(column.key,))))
        good = [one for one in answer.hits if one.band is not Band.WEAK]
        first = good[0] if good and not answer.nothing else None
        assert (hit and hit.passage) == (first and first.passage)


def test_what_several_studies_say_stands_in_each_of_them(engine: Engine) -> None:
    found = grid(engine, "north", "south")
    north, south = found.rows[0].cells
    assert north is not None and south is not None
    assert north.passage.text == south.passage.text == COST


def test_countries_are_columns_too_and_what_is_gone_is_named(engine: Engine) -> None:
    found = grid(engine, "NO", "ES", "XX", "NO", by=By.COUNTRY)
    assert [(column.key, column.pages) for column in found.columns] == [("NO", 4), ("ES", 2)]
    assert found.missing == ("XX",)
    assert pages(found)[0][1] == ("south", 2)


def test_columns_are_suggested_by_what_was_kept_else_by_what_answers(engine: Engine) -> None:
    asked = ("What did a lighthouse cost?",)
    kept = comparison.suggested(engine, asked, By.STUDY, ["gone", "sheep", "north", "sheep"])
    assert kept == ("sheep", "north")
    assert comparison.suggested(engine, asked, By.COUNTRY, ["south"]) == ("NO", "ES")
    assert set(comparison.suggested(engine, asked, By.STUDY)) == {"north", "south"}
    assert comparison.suggested(engine, ("zeppelin",), By.STUDY) == ()


def test_questions_are_lines_each_once_six_at_most() -> None:
    assert comparison.questions([" a \n\nb  c\na", "d"]) == ("a", "b c", "d")
    assert comparison.questions(["\n".join("abcdefgh")]) == tuple("abcdef")


@pytest.mark.parametrize(
    ("near", "start"), [(None, 0), (Span(0, 20), 0), (Span(700, 760), 700), (Span(310, 330), 310)]
)
def test_an_excerpt_is_short_and_holds_the_nearest_sentence(near: Span | None, start: int) -> None:
    text = "lighthouse " * 80
    passage = make_passage("north", 1, text)
    none = Evidence()
    hit = Hit(1, 1.0, make_study("north"), passage, none, none, sentence=near)
    shown = excerpt(hit)
    assert shown.start == start
    assert 0 < shown.end - shown.start <= 320
    assert shown.end == len(text) or text[shown.end] == " "


def test_the_address_brings_the_same_grid_back() -> None:
    held = address.of_compared(("a & b?", "ü"), By.COUNTRY, ("AT", "IS"))
    assert held == {"q": ["a & b?", "ü"], "by": "country", "country": ["AT", "IS"]}
    given = {"q": ["a & b?", "ü"], "by": ["country"], "country": ["AT", "IS"], "study": ["x"]}
    assert address.compared(given) == (("a & b?", "ü"), By.COUNTRY, ("AT", "IS"))
    assert address.compared({"by": ["planet"]}) == ((), By.STUDY, ())


def test_the_grid_is_a_table_with_heads_marks_and_links(engine: Engine) -> None:
    shown = compare_grid.drawn(grid(engine, "north", "sheep"), "compare?q=x")
    assert shown.count('<th scope="col">') == 3
    assert '<th scope="row">What did a lighthouse cost?</th>' in shown
    assert "North &amp; &lt;b&gt;" in shown and "<b>" not in shown
    assert "<mark>lighthouse</mark>" in shown
    assert '<td class="cb-blank">1 page searched, nothing found</td>' in shown
    assert "study=north&amp;page=2&amp;start=0&amp;end=38&amp;words=" in shown
    assert "back=compare%3Fq%3Dx%26asked%3DWhat" in shown


def test_csv_has_a_row_a_cell(engine: Engine) -> None:
    content = compared.written(Form.CSV, grid(engine, "sheep", "north"))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["column"], row["page"], row["pages_searched"]) for row in rows] == [
        ("sheep", "", "1"), ("north", "2", "2"), ("sheep", "1", "1"), ("north", "1", "2"),
    ]  # fmt: skip
    assert rows[1]["quote"] == COST
    assert rows[1]["address"].startswith("?study=north&page=2&start=0&end=38&words=")
    assert rows[0]["quote"] == ""


def test_word_has_the_grid_and_its_sources(engine: Engine) -> None:
    content = compared.written(Form.DOCX, grid(engine, "sheep", "north"))
    document = docx.Document(io.BytesIO(content))
    (table,) = document.tables
    head, first, _ = [[cell.text for cell in row.cells] for row in table.rows]
    assert head == ["Question", "Sheep", "North & <b>"]
    assert first[1] == "1 page searched, nothing found"
    assert first[2].startswith(f"“{COST}”\np. 2")
    said = [one.text for one in document.paragraphs]
    assert "North & <b>, p. 2." in said
    page = document.sections[0]
    assert (page.page_width or 0) > (page.page_height or 0) > 0
    assert speech.spoken() == "en"
