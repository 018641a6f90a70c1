"""What is known of a study: who says what, who goes before whom, and what an edit outlives."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pdfs
import pytest
from support import HashEmbedder, make_study, put

from ingest.about import facts
from ingest.about.describing import describe, edit, read, written
from ingest.about.facts import FIELDS, Known
from ingest.about.front import Guessed
from ingest.build import Builder, Outcome, Status
from ingest.catalogue import Entry
from ingest.pool import Pool
from search.embed import model_folder
from search.errors import CatalogueError, UnknownStudy
from search.library import Library
from search.records import Origin, Study
from search.settings import DEFAULT_MODEL, Settings

SHA = "a" * 64
ROW = Entry("x", "Row title", file="a_b.pdf", language="de", year_from=2012, year_to=2013,
            countries=("AT",), topics=("t",), publisher="P", organisations=("O",),
            licence="CC", source="S", subtitle="Sub")  # fmt: skip
SHOWN = Guessed("On the cover", "Below it", "OECD", 2014, 2014, (
    ("title", Origin.PAGE), ("subtitle", Origin.PAGE), ("publisher", Origin.PAGE),
    ("year", Origin.FILE),
))  # fmt: skip


NOTHING = Guessed()


def study(known: Known, guessed: Guessed = NOTHING, **more: Any) -> Study:
    return facts.study(known, guessed, file="a_b.pdf", sha256=SHA, page_count=3, **more)


def origins(one: Study) -> dict[str, str]:
    return {field: str(origin) for field, origin in one.origins}


# Who says what


def test_the_row_comes_first_and_says_so() -> None:
    made = study(Known(ROW), SHOWN, language="en")
    assert (made.id, made.title, made.language, made.period) == (
        "a-b", "Row title", "de", "2012–2013",
    )  # fmt: skip
    assert (made.publisher, made.organisations, made.subtitle) == ("P", ("O",), "Sub")
    assert (made.countries, made.topics, made.licence, made.source) == (("AT",), ("t",), "CC", "S")
    assert origins(made) == dict.fromkeys(FIELDS, "catalogue")
    assert made.guesses == ()


def test_then_the_sidecar_then_what_the_file_shows_then_its_name() -> None:
    row, beside = Entry("x", publisher="P"), Entry("x", "Beside", publisher="Q", topics=("t",))
    made = study(Known(row, beside), SHOWN, language="en")
    assert (made.title, made.publisher, made.topics, made.year_from) == (
        "Beside",
        "P",
        ("t",),
        2014,
    )
    assert origins(made) == {
        "title": "sidecar", "subtitle": "page", "year": "file", "publisher": "catalogue",
        "topics": "sidecar", "language": "text",
    }  # fmt: skip
    assert made.guesses == ("subtitle", "year")
    bare = study(Known(), study_id="z")
    assert (bare.id, bare.title, origins(bare), bare.guesses) == (
        "z", "A b", {"title": "name"}, ("title",),
    )  # fmt: skip


def test_a_row_told_anew_changes_what_it_said_and_nothing_else() -> None:
    held = study(Known(Entry("x", "Old", publisher="P", topics=("t",))), SHOWN, language="en")
    told = facts.retold(
        held, Known(Entry("x", "New", countries=("AT",)), Entry("x", topics=("u",)))
    )
    assert (told.title, told.publisher, told.topics, told.countries) == ("New", "", ("u",), ("AT",))
    assert (told.year_from, told.language) == (2014, "en")
    assert "publisher" not in origins(told)
    assert facts.retold(told, Known()) == told


def test_the_title_stays_where_the_row_has_none_any_more() -> None:
    held = study(Known(ROW))
    told = facts.retold(held, Known(Entry("x")))
    assert (told.title, told.language, told.publisher, told.period) == ("Row title", "de", "", "")
    assert facts.retold(held, Known(None, Entry("x", "Beside", publisher="Q"))) == held


def test_what_a_person_edited_is_told_by_nobody_else() -> None:
    held = facts.edited(study(Known(ROW)), {"title": ("Mine",), "publisher": ("",)})
    told = facts.retold(held, Known(Entry("x", "New", publisher="R", topics=("u",))))
    assert (told.title, told.publisher, told.topics) == ("Mine", "", ("u",))
    assert (origins(told)["title"], origins(told)["publisher"]) == ("person", "person")
    assert facts.reread(held, SHOWN, "fr") == held
    assert facts.carried(told, study(Known(), SHOWN)).title == "Mine"


def test_pages_read_later_tell_what_was_only_guessed() -> None:
    held = study(Known(Entry("x", publisher="P")))
    told = facts.reread(held, SHOWN, "de")
    assert (told.title, told.publisher, told.year_from, told.language) == (
        "On the cover", "P", 2014, "de",
    )  # fmt: skip
    assert origins(told)["title"] == "page"


# Editing


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


def test_an_edit_is_written_and_only_a_title_is_embedded_anew(
    library: Library, embedder: HashEmbedder
) -> None:
    put(library, "a", ["one two"])
    generation = library.generation
    before, after = edit(library, embedder, "a", read({"year": "2009-2013", "countries": "UK; at"}))
    assert (before.period, after.period, after.countries) == ("", "2009–2013", ("GB", "AT"))
    assert library.study("a") == after
    assert (embedder.calls, library.generation) == (0, generation)
    edit(library, embedder, "a", read({"title": " A  better\ttitle "}))
    assert (library.study("a").title, embedder.calls) == ("A better title", 1)
    [passage] = library.passages_of("a")
    [vector] = library.vectors([passage.id])[1]
    assert vector.tolist() == embedder.encode(["A better title\none two"])[0].tolist()
    assert library.generation > generation


def test_an_edit_that_changes_nothing_but_who_says_so_is_kept(
    library: Library, embedder: HashEmbedder
) -> None:
    put(library, "a", ["one"], title="Right", origins=(("title", Origin.PAGE),))
    edit(library, embedder, "a", read({"title": "Right"}))
    assert (library.study("a").guesses, embedder.calls) == ((), 0)


def test_what_another_writes_meanwhile_is_not_lost(
    library: Library, embedder: HashEmbedder
) -> None:
    put(library, "a", ["one"])
    meanwhile: Iterator[Callable[[], object]] = iter(
        [lambda: edit(library, embedder, "a", read({"publisher": "Nesta"}))]
    )

    def embedding(passages: int) -> None:
        for other in meanwhile:
            other()

    def change(one: Study) -> Study:
        return facts.edited(one, {"title": ("Mine",)})

    describe(library, embedder, "a", change, embedding)
    assert (library.study("a").title, library.study("a").publisher) == ("Mine", "Nesta")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("title", "  ", "the title is empty"),
        ("year", "soon", "years is 'soon'; write 2012, 2009-2013 or nothing"),
        ("year", "2013-2009", "years is '2013-2009'"),
        ("countries", "Austria", "write two-letter codes"),
        ("language", "German", "write a two-letter code"),
    ],
)
def test_an_edit_that_cant_be_is_refused_whole(field: str, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match="Nothing was changed") as raised:
        read({"publisher": "P", field: text})
    assert said in str(raised.value)


def test_nothing_is_edited_of_a_study_that_is_not_there(
    library: Library, embedder: HashEmbedder
) -> None:
    with pytest.raises(UnknownStudy):
        edit(library, embedder, "none", {})


def test_every_field_is_written_as_it_is_read() -> None:
    told = {
        "title": "T", "subtitle": "S", "year": "2009-2013", "publisher": "P",
        "organisations": "O; U", "countries": "AT; GB", "topics": "a; b", "language": "de",
        "licence": "CC", "source": "https://example.org",
    }  # fmt: skip
    assert list(told) == list(FIELDS)
    made = facts.edited(make_study("x"), read(told))
    assert {field: written(made, field) for field in FIELDS} == told
    assert written(facts.edited(made, read({"year": "2014"})), "year") == "2014"
    assert written(facts.edited(made, read({"year": ""})), "year") == ""


# What an edit outlives


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = Settings(home=tmp_path_factory.mktemp("pool"), ocr=False)
    with Pool(model_folder(DEFAULT_MODEL), settings) as pool:
        yield pool


def test_an_edit_outlives_adding_the_file_again_a_changed_file_and_a_changed_row(
    tmp_path: Path, library: Library, embedder: HashEmbedder, pool: Pool
) -> None:
    builder = Builder(library, embedder, pool)
    catalogue = tmp_path / "catalogue.csv"
    file = pdfs.saved(tmp_path, pdfs.study("voucher"), "voucher.pdf")

    def add() -> Outcome:
        [outcome] = builder.add([file])
        return outcome

    catalogue.write_text("file,publisher,years\nvoucher.pdf,Nesta,2012\n")
    assert add().status is Status.ADDED
    edit(library, embedder, "voucher", read({"title": "My own", "publisher": "OECD"}))
    assert add().status is Status.PRESENT
    catalogue.write_text("file,title,publisher,years\nvoucher.pdf,Theirs,British Council,2013\n")
    assert add().status is Status.DESCRIBED
    now = library.study("voucher")
    assert (now.title, now.publisher, now.period) == ("My own", "OECD", "2013")
    pdfs.saved(tmp_path, pdfs.study("lottery"), "voucher.pdf")
    assert add().status is Status.REPLACED
    now = library.study("voucher")
    assert (now.title, now.publisher, now.period) == ("My own", "OECD", "2013")
    assert "lottery" in library.passages_of("voucher")[0].text
    [vector] = library.vectors([library.passages_of("voucher")[0].id])[1]
    heading = "The lottery scheme"
    wanted = f"My own – {heading}\n{library.passages_of('voucher')[0].text}"
    assert vector.tolist() == embedder.encode([wanted])[0].tolist()


def test_a_sidecar_describes_its_pdf_and_a_bad_one_is_only_said(
    tmp_path: Path, library: Library, embedder: HashEmbedder, pool: Pool
) -> None:
    builder = Builder(library, embedder, pool)
    file = pdfs.saved(tmp_path, pdfs.study("voucher"), "voucher.pdf")
    sidecar = pdfs.saved(tmp_path, b'{"title": "Beside", "years": 2011', "voucher.json")
    [first] = builder.add([file])
    assert (first.status, first.study and first.study.title) == (Status.ADDED, "The voucher scheme")
    assert first.note.startswith(f"{sidecar}: it can't be read as JSON")
    sidecar.write_text('{"title": "Beside", "years": 2011}')
    [second] = builder.add([file])
    assert (second.status, second.note) == (Status.DESCRIBED, "")
    assert (library.study("voucher").title, library.study("voucher").year_from) == ("Beside", 2011)
    assert origins(library.study("voucher"))["year"] == "sidecar"
