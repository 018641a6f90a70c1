"""Studies that were removed: gone from every answer at once, and brought back as they were."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import HashEmbedder, ask, fill, put
from test_doubles import BOX, LOANS, OTHER, PAGES, TEXTS, groups, kin, whole

from ingest import files, removing
from search import baskets, export
from search.aside import KEPT_DAYS
from search.collected import collected
from search.engine import Engine
from search.errors import LibraryError, ModelMismatch, UnknownStudy
from search.library import Library
from search.standing import Standing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TABLES = ("studies", "passwords", "pages", "passages", "vectors", "doubles", "bands",
          "study_bands", "kin")  # fmt: skip
SECRET = "The minister's own plan for harbour vouchers."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return fill(tmp_path / "library", {"a": PAGES, "b": [*PAGES, "Two more."], "c": [BOX, LOANS]})


def rows(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every study, in any order."""
    return {
        table: sorted(map(tuple, library._connection.execute(f"SELECT * FROM {table}")), key=repr)
        for table in TABLES
    }


def aside_rows(library: Library) -> int:
    return sum(library.count(f"removed_{table}") for table in TABLES)


def words_on_disk(library: Library, word: bytes) -> list[str]:
    """The files of a library's folder that hold a word."""
    files = (path for path in library.home.rglob("*") if path.is_file())
    return [path.name for path in files if word in path.read_bytes().lower()]


@pytest.mark.parametrize("id", ["a", "b", "c"])
def test_a_study_comes_back_with_every_row_as_it_was(library: Library, id: str) -> None:
    before = rows(library)
    library.remove(id)
    assert not any(id in row for row in rows(library)["studies"])
    assert whole(library) == []
    library.restore(id)
    assert rows(library) == before
    assert whole(library) == []
    assert (library.removed(), aside_rows(library)) == ([], 0)


def test_a_removed_study_is_in_no_answer_and_its_hits_come_back_the_same(library: Library) -> None:
    engine = Engine(library, HashEmbedder(), "memory")
    before = ask(engine, "a small grant that buys advice from a university")
    told = [*export.passages(library)], [*export.studies(library)]
    assert "a" in {hit.study.id for hit in before}
    library.remove("a")
    found = ask(engine, "a small grant that buys advice from a university")
    assert {hit.study.id for hit in found} | {
        two.study.id for one in found for two in one.also
    } == {
        "b",
        "c",
    }
    library.restore("a")
    assert ask(engine, "a small grant that buys advice from a university") == before
    assert ([*export.passages(library)], [*export.studies(library)]) == told


def test_what_is_kept_aside_is_told_the_last_one_first(library: Library) -> None:
    assert library.removed() == []
    library.remove("a", NOW)
    library.remove("c", NOW + timedelta(hours=1))
    last, first = library.removed()
    assert (last.id, first.id, first.title, first.pages) == ("c", "a", "A", 4)
    assert first.until == datetime(2026, 12, 23, 9, tzinfo=UTC)
    assert KEPT_DAYS == 30


def test_a_kept_passage_stands_again(library: Library) -> None:
    passage = library.passages_of("a")[0]
    library.keep(baskets.kept(passage, note="For part 2"))
    library.remove("a")
    (one,) = collected(library, library.basket("Basket"))
    assert one.standing is Standing.GONE
    library.restore("a")
    (one,) = collected(library, library.basket("Basket"))
    assert (one.standing, one.passage, one.kept.note) == (Standing.THERE, passage, "For part 2")


def test_who_came_meanwhile_stands_with_the_study_that_is_back(library: Library) -> None:
    library.remove("a")
    put(library, "d", [*PAGES, "Something new in this edition."])
    library.restore("a")
    assert whole(library) == []
    assert [{id for id, _ in group} for group in groups(library)] == [
        {"a", "b", "c", "d"},
        {"a", "b", "c", "d"},
        {"a", "b", "d"},
        {"a", "b", "d"},
    ]
    assert {other for other, _ in kin(library, "a")} == {"b", "d"}
    assert {other for other, _ in kin(library, "d")} == {"a", "b"}


def test_ties_to_a_study_that_went_meanwhile_are_not_made(library: Library) -> None:
    library.remove("b")
    library.remove("a")
    library.forget_removed("a")
    library.restore("b")
    assert whole(library) == []
    assert library.kin() == []
    assert [{id for id, _ in group} for group in groups(library)] == [{"b", "c"}, {"b", "c"}]


def test_an_id_that_another_study_has_by_now_is_told(library: Library) -> None:
    library.remove("c")
    put(library, "c", [OTHER], sha256="0" * 64)
    with pytest.raises(LibraryError, match="C can't be brought back: another study has its name c"):
        library.restore("c")
    assert [one.id for one in library.removed()] == ["c"]
    with pytest.raises(UnknownStudy, match="Nothing is kept of a study 'x'"):
        library.restore("x")


def test_of_a_study_removed_twice_the_last_state_is_kept(library: Library) -> None:
    library.remove("c")
    put(library, "c", [OTHER])
    library.remove("c")
    assert [one.pages for one in library.removed()] == [1]
    library.restore("c")
    assert [page.text for page in library.pages("c")] == [OTHER]


def test_a_library_embedded_anew_meanwhile_reads_the_passages_again(library: Library) -> None:
    library.remove("c")
    other = HashEmbedder(32)
    studies = [(s.id, library.passages_of(s.id)) for s in library.studies()]
    library.reembed(
        [(id, [p.id for p in held], other.embed([p.text for p in held])) for id, held in studies],
        other.fingerprint,
    )
    with pytest.raises(ModelMismatch):
        library.restore("c")
    assert removing.restore(library, other, "c").id == "c"
    assert library.vectors(library.ids().tolist())[1].shape == (11, 32)
    assert whole(library) == []


def test_what_is_kept_of_a_file_goes_when_the_file_comes_again(library: Library) -> None:
    library.remove("b")
    put(library, "b2", [OTHER], sha256=library.removed_study("b").sha256)
    assert (library.removed(), aside_rows(library)) == ([], 0)
    assert library.file(library.study("b2")).exists()


# For good


@pytest.mark.parametrize("asked_between", [False, True])
def test_a_forgotten_study_leaves_no_word_in_the_folder(
    tmp_path: Path, asked_between: bool
) -> None:
    library = fill(tmp_path / "library", {"a": [SECRET * 40], "b": [BOX]})
    engine = Engine(library, HashEmbedder(), "memory")
    ask(engine, "harbour")
    assert words_on_disk(library, b"harbour")
    copy = library.file(library.study("a"))
    removing.remove(library, "a")
    assert copy.exists()
    if asked_between:
        ask(engine, "harbour")
    assert removing.forget(library, "a").title == "A"
    assert not copy.exists()
    assert library.removed() == []
    assert aside_rows(library) == 0
    assert words_on_disk(library, b"harbour") == []
    assert [hit.study.id for hit in ask(engine, "harbour")] == ["b"]
    with pytest.raises(UnknownStudy):
        library.restore("a")


def test_a_copy_stays_while_a_study_has_it(library: Library) -> None:
    held = library.study("c")
    files.drop(library, held.sha256)
    assert library.file(held).exists()
    removing.remove(library, "c")
    files.drop(library, held.sha256)
    assert library.file(held).exists()
    os.utime(library.file(held), (0, 0))
    files.sweep(library)
    assert library.file(held).exists()


def test_what_is_kept_aside_goes_after_its_time(library: Library) -> None:
    library.remove("a", NOW)
    library.remove("b", NOW + timedelta(days=2))
    copy = library.file_of(library.removed_study("a").sha256)
    assert removing.expire(library, NOW + timedelta(days=29, hours=23)) == []
    assert [one.id for one in removing.expire(library, NOW + timedelta(days=30))] == ["a"]
    assert not copy.exists()
    assert [one.id for one in library.removed()] == ["b"]


def test_nobody_waits_for_what_has_had_its_time(library: Library) -> None:
    for id in ("a", "b"):
        library.remove(id, NOW)
    late = NOW + timedelta(days=30)
    with library.writing():
        started = time.monotonic()
        assert removing.expire(library, late) == []
        assert time.monotonic() - started < 2
    assert sorted(one.id for one in removing.expire(library, late)) == ["a", "b"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.none() | st.lists(st.sampled_from(TEXTS), max_size=3)
        ),
        max_size=8,
    )
)
def test_groups_hold_whatever_comes_goes_and_comes_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[str] | None]]
) -> None:
    with Library(tmp_path_factory.mktemp("groups") / "library") as library:
        held: dict[str, Sequence[str]] = {}
        away: dict[str, Sequence[str]] = {}
        for id, texts in steps:
            if texts is not None:
                put(library, id, texts)
                held[id] = texts
            elif id in held:
                library.remove(id)
                away[id] = held.pop(id)
            elif id in away:
                library.restore(id)
                held[id] = away.pop(id)
        assert list(library.damage()) == []
        assert whole(library) == []
        assert {one.id for one in library.removed()} <= away.keys()
        pages = [(id, text) for id, texts in held.items() for text in texts]
        wanted = sum(sum(said in text for _, text in pages) > 1 for said in (BOX, LOANS, OTHER))
        named = [g for g in groups(library) if not _country(library, g)]
        assert len(named) == wanted


def _country(library: Library, group: set[tuple[str, int]]) -> bool:
    id, number = next(iter(group))
    return library.pages(id)[number - 1].text.startswith("In Austria")


ENDED = """
import os, sys
from pathlib import Path
from search import aside, grouping, library
from search.library import Library

home, act, place = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
rooms = {"aside": aside, "grouping": grouping, "library": library}
room, _, name = place.partition(".")
setattr(rooms[room], name, lambda *given, **more: os.kill(os.getpid(), 9))
getattr(Library(home), act)("a")
"""


@pytest.mark.parametrize(
    ("act", "place"),
    [
        ("remove", "grouping.led"),
        ("remove", "grouping.join_again"),
        ("remove", "library._log"),
        ("restore", "grouping.tie_again"),
        ("restore", "aside.drop"),
        ("restore", "library._log"),
    ],
)
def test_an_end_between_any_two_steps_leaves_the_study_here_or_there(
    library: Library, act: str, place: str
) -> None:
    before = rows(library)
    if act == "restore":
        library.remove("a")
    state, kept = rows(library), [one.id for one in library.removed()]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", ENDED, str(library.home), act, place]
    assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL
    assert rows(library) == state
    assert [one.id for one in library.removed()] == kept
    if act == "remove":
        library.remove("a")
    library.restore("a")
    assert rows(library) == before
