"""The library: what is put comes back, a change is whole or is not, readers and writers meet."""

import errno
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from support import (
    DIMENSION,
    FINGERPRINT,
    HashEmbedder,
    fill,
    make_boxes,
    make_page,
    make_passage,
    make_study,
    put,
    sha256,
)

from search import baskets
from search.embed import Embedded
from search.errors import LibraryBusy, LibraryError, LibraryFull, ModelMismatch, UnknownStudy
from search.history import Change
from search.indexes import Indexes
from search.library import Library
from search.records import Kind, ReadBy, Refusal
from search.schema import VERSION

ROOT = Path(__file__).parents[1]
Vectors = NDArray[np.float32]


def unit(count: int, dimension: int = DIMENSION) -> Embedded:
    return Embedded(np.eye(count, dimension, dtype=np.float32))


def state(library: Library) -> list[list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = ("studies", "pages", "passages", "vectors", "changes", "refusals", "meta")
    with sqlite3.connect(library.home / "library.db") as rows:
        found = [
            rows.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables
        ]
    rows.close()
    return found


# Putting and reading back


def test_a_study_comes_back_as_it_was_put(library: Library) -> None:
    study = make_study(
        "a", page_count=2, title="Über Gutscheine", subtitle="Ein Bericht", publisher="BMWi",
        organisations=("AWS", "FFG"), year_from=2009, year_to=2013, countries=("AT", "EU"),
        topics=("innovation vouchers",), language="de", licence="CC BY 4.0", source="aws.at",
    )  # fmt: skip
    text = "Die 𝄞 Förderung war groß."
    pages = [
        make_page("a", 1, text, label="iv", language="de", width=595.0, height=842.5),
        make_page("a", 2, "", label="", read_by=ReadBy.NONE, note="a picture"),
    ]
    boxes = [make_boxes(text), make_boxes("")]
    passages = [
        make_passage("a", 1, "Die 𝄞", label="iv", language="de", heading=("1 Teil", "1.1 Über")),
        make_passage("a", 1, "Förderung", start=6, label="iv", kind=Kind.CAPTION),
    ]
    library.put(study, list(zip(pages, boxes, strict=True)), passages, unit(2), FINGERPRINT)
    assert library.study("a") == study
    assert library.studies() == [study]
    assert library.pages("a") == pages
    stored = [replace(passage, id=id) for id, passage in enumerate(passages, 1)]
    assert library.passages_of("a") == stored
    assert library.passages([2, 1, 99]) == {1: stored[0], 2: stored[1]}
    assert np.allclose(library.boxes("a", 1), boxes[0], atol=1e-5, equal_nan=True)
    assert library.boxes("a", 2).shape == (0, 4)
    ids, vectors = library.vectors([2, 99, 1])
    assert ids.tolist() == [1, 2]
    assert np.array_equal(vectors, unit(2).vectors)
    assert library.study_of(study.sha256) == study
    assert library.study_of(sha256("b")) is None
    assert library.languages() == ("", "de")


# NUL never reaches the library: the reader of PDFs puts a space for it.
written = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(text=written, cuts=st.lists(st.integers(0, 60), max_size=6))
def test_a_passage_is_its_place_on_its_page(text: str, cuts: list[int], tmp_path: Path) -> None:
    ends = [0, *sorted({cut for cut in cuts if cut < len(text)}), len(text)]
    spans = [(start, end) for start, end in pairwise(ends) if start < end]
    passages = [make_passage("a", 1, text[start:end], start=start) for start, end in spans]
    with Library(tmp_path) as library:
        page = (make_page("a", 1, text), make_boxes(text))
        library.put(make_study("a"), [page], passages, unit(len(passages)), FINGERPRINT)
        assert [passage.text for passage in library.passages_of("a")] == [
            text[start:end] for start, end in spans
        ]
        assert library.pages("a")[0].text == text


def test_two_studies_with_the_same_words_both_count(library: Library) -> None:
    for id in ("a", "b"):
        put(library, id, ["the same words", "the same words"])
    assert [(p.study_id, p.page) for p in library.passages([1, 2, 3, 4]).values()] == [
        ("a", 1), ("a", 2), ("b", 1), ("b", 2),
    ]  # fmt: skip


def test_studies_come_by_title_whatever_its_capitals(library: Library) -> None:
    for id, title in [("1", "beta"), ("2", "Alpha"), ("3", "Gamma"), ("4", "alpha")]:
        put(library, id, ["x"], title=title)
    assert [study.id for study in library.studies()] == ["2", "4", "1", "3"]


def test_replacing_leaves_nothing_of_the_old_study(library: Library) -> None:
    put(library, "a", ["one", "two", "three"], topics=("old",))
    put(library, "a", ["four"], topics=("new",), sha256=sha256("again"))
    assert library.study("a").topics == ("new",)
    assert [(p.id, p.text) for p in library.passages_of("a")] == [(4, "four")]
    assert [library.count(table) for table in ("studies", "pages", "passages", "vectors")] == [
        1
    ] * 4


def test_removing_takes_everything_and_ids_are_not_used_again(library: Library) -> None:
    put(library, "a", ["one", "two"])
    assert library.remove("a").id == "a"
    tables = ("studies", "pages", "passages", "vectors")
    assert [library.count(table) for table in tables] == [0, 0, 0, 0]
    put(library, "b", ["three"])
    assert library.ids().tolist() == [3]


def test_describing_keeps_the_pages_and_passages(library: Library) -> None:
    put(library, "a", ["one", "two"])
    library.describe(replace(library.study("a"), title="Better", countries=("AT",)))
    assert (library.study("a").title, library.study("a").countries) == ("Better", ("AT",))
    assert [passage.text for passage in library.passages_of("a")] == ["one", "two"]
    assert library.generation == 1


# Changes


def test_every_change_raises_the_generation_and_says_what_came_and_went(library: Library) -> None:
    assert library.generation == 0
    put(library, "a", ["one", "two"])
    put(library, "b", ["three"])
    put(library, "a", ["four"], sha256=sha256("again"))
    library.remove("b")
    put(library, "empty", [])
    assert library.generation == 6
    assert library.changes(0) == [
        Change(1, "a", True, 1, 2),
        Change(2, "b", True, 3, 3),
        Change(3, "a", False, 1, 2),
        Change(4, "a", True, 4, 4),
        Change(5, "b", False, 3, 3),
        Change(6, "empty", True, 0, -1),
    ]
    assert [change.generation for change in library.changes(4)] == [5, 6]
    assert library.changes(6) == []


def test_a_study_may_be_removed_to_the_last_and_the_generation_stays_up(library: Library) -> None:
    put(library, "a", ["one"])
    library.remove("a")
    put(library, "a", ["one"])
    assert library.generation == 3


def test_reembedding_changes_every_vector_and_the_model(library: Library) -> None:
    put(library, "a", ["one", "two"])
    put(library, "b", ["three"])
    batches = [
        ("a", [1, 2], unit(2, 8)),
        ("b", [3], unit(1, 8)),
    ]
    library.reembed(batches, "hash:8")
    assert library.fingerprint == "hash:8"
    assert library.vectors([1, 2, 3])[1].shape == (3, 8)
    assert [(c.study_id, c.added) for c in library.changes(2)] == [
        ("a", False), ("a", True), ("b", False), ("b", True),
    ]  # fmt: skip


def test_the_same_generation_of_another_history_has_another_mark(library: Library) -> None:
    assert (library.mark, library.reached(library.identity)) == (library.identity, 0)
    library.close()
    empty = (library.home / "library.db").read_bytes()
    put(library, "a", ["one"])
    before = library.mark
    library.close()
    (library.home / "library.db").write_bytes(empty)
    put(library, "a", ["one"])
    assert (library.generation, library.reached(before)) == (1, None)
    assert library.reached(library.mark) == 1


def test_every_library_has_a_name_of_its_own(tmp_path: Path) -> None:
    names = {Library(tmp_path / name).identity for name in "abc"}
    assert len(names) == 3
    assert Library(tmp_path / "a").identity in names


# Refusals of files


def test_a_refused_file_is_remembered_until_it_is_taken_in(library: Library) -> None:
    library.refuse(Refusal("a.pdf", "encrypted", "It needs a password."))
    library.refuse(Refusal("a.pdf", "damaged", "It ends early."))
    library.refuse(Refusal("b.pdf", "empty", "It has no page."))
    assert library.refusals() == [
        Refusal("a.pdf", "damaged", "It ends early."),
        Refusal("b.pdf", "empty", "It has no page."),
    ]
    put(library, "a", ["one"])
    assert [refusal.file for refusal in library.refusals()] == ["b.pdf"]


# What can't be done


def test_a_study_that_is_not_there_is_said(library: Library) -> None:
    for act in (library.study, library.remove):
        with pytest.raises(UnknownStudy, match="holds no study 'x'; casebook list names them all"):
            act("x")
    with pytest.raises(UnknownStudy, match="holds no page 3 of a study 'x'"):
        library.boxes("x", 3)
    assert library.generation == 0


def test_a_library_is_of_one_model(library: Library) -> None:
    library.check_model("any")
    put(library, "a", ["one"])
    library.check_model(FINGERPRINT)
    with pytest.raises(ModelMismatch, match=f"embedded by {FINGERPRINT}, the settings name other"):
        library.check_model("other")
    before = state(library)
    with pytest.raises(ModelMismatch):
        library.put(make_study("b"), [], [], unit(0), "other")
    assert state(library) == before


def broken_puts(library: Library) -> list[tuple[str, object]]:
    page, boxes = make_page("b", 1, "text"), make_boxes("text")
    passage = make_passage("b", 1, "text")

    class Broken:
        def __len__(self) -> int:
            return 1

        tokens = starts = (b"",)

        @property
        def vectors(self) -> object:
            raise KeyboardInterrupt("broken off")

    return [
        ("1 passages came with 2", lambda: library.put(
            make_study("b"), [(page, boxes)], [passage], unit(2), FINGERPRINT)),
        ("UNIQUE constraint failed: studies.sha256", lambda: library.put(
            make_study("b", sha256=sha256("a")), [(page, boxes)], [passage], unit(1), FINGERPRINT)),
        ("UNIQUE constraint failed: pages", lambda: library.put(
            make_study("b"), [(page, boxes)] * 2, [passage], unit(1), FINGERPRINT)),
        ("FOREIGN KEY constraint failed", lambda: library.put(
            make_study("b"), [(page, boxes)], [replace(passage, page=7)], unit(1), FINGERPRINT)),
        ("^broken off$", lambda: library.put(
            make_study("a"), [(replace(page, study_id="a"), boxes)],
            [replace(passage, study_id="a")], Broken(), FINGERPRINT)),  # type: ignore[arg-type]
    ]  # fmt: skip


@pytest.mark.parametrize(("id", "page"), [("caf\udce9", 1), ("a", 1 << 63)])
def test_what_no_library_can_hold_is_said(library: Library, id: str, page: int) -> None:
    put(library, "a", ["one"])
    before = state(library)
    said = "^No library can hold this text or number"
    with pytest.raises(LibraryError, match=said):
        library.keep(baskets.kept(make_passage(id, page, "one")))
    with pytest.raises(LibraryError, match=said):
        library.count("pages", "study_id = ? AND number = ?", id, page)
    assert state(library) == before


@pytest.mark.parametrize("case", range(5))
def test_a_change_that_fails_leaves_nothing_behind(library: Library, case: int) -> None:
    put(library, "a", ["one", "two"])
    before = state(library)
    said, act = broken_puts(library)[case]
    assert callable(act)
    with pytest.raises((LibraryError, KeyboardInterrupt), match=said):
        act()
    assert state(library) == before
    put(library, "b", ["three"])
    assert library.generation == 2


def test_a_reembedding_that_is_broken_off_leaves_the_old_vectors(library: Library) -> None:
    put(library, "a", ["one", "two"])
    before = state(library)

    def batches() -> Iterator[tuple[str, list[int], Embedded]]:
        yield "a", [1, 2], unit(2, 8)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.reembed(batches(), "hash:8")
    assert state(library) == before


KILLED = """
import os, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
import search.library
from search.library import Library
from support import put
search.library._sign = lambda *_: os._exit(9)
put(Library(Path({home!r})), "b", ["half"] * 50)
"""


def test_a_process_killed_while_it_writes_leaves_whole_studies_alone(library: Library) -> None:
    put(library, "a", ["one"])
    before = state(library)
    tests = str(Path(__file__).parent)
    script = KILLED.format(root=str(ROOT), tests=tests, home=str(library.home))
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    again = Library(library.home)
    assert state(again) == before
    put(again, "b", ["whole"])
    assert [study.id for study in library.studies()] == ["a", "b"]


def test_a_folder_that_is_no_library_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="can't be opened"):
        Library(tmp_path / "file")
    (tmp_path / "library.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(LibraryError, match="file is not a database"):
        Library(tmp_path)


def test_a_library_of_another_form_is_left_alone(library: Library) -> None:
    with sqlite3.connect(library.home / "library.db") as rows:
        rows.execute("PRAGMA user_version = 99")
    rows.close()
    with pytest.raises(
        LibraryError, match=f"has the form 99, this Casebook reads the form {VERSION}"
    ):
        Library(library.home)


def test_a_library_of_an_older_form_is_brought_to_this_one(library: Library) -> None:
    put(library, "a", ["one", "two"])
    put(library, "b", ["three"])
    before = library.changes(0)
    library.close()
    with sqlite3.connect(library.home / "library.db") as rows:
        rows.execute("ALTER TABLE changes DROP COLUMN mark")
        rows.execute("ALTER TABLE vectors DROP COLUMN starts")
        rows.execute("PRAGMA user_version = 3")
    rows.close()
    with Library(library.home) as again:
        assert [one.id for one in again.studies()] == ["a", "b"]
        assert again.changes(0) == before
        [first, second] = [row["mark"] for row in again._rows("SELECT mark FROM changes")]
        assert first != second == again.mark
        assert (again.reached(first), again.reached(second), again.reached("")) == (1, 2, None)
        put(again, "c", ["four"])
        assert again.reached(again.mark) == 3
    with Library(library.home) as once_more:
        assert once_more.reached(second) == 2


def test_what_was_removed_from_an_older_library_can_be_brought_back(library: Library) -> None:
    put(library, "a", ["one"])
    put(library, "b", ["two"])
    library.remove("a")
    library.close()
    with sqlite3.connect(library.home / "library.db") as rows:
        for table in ("vectors", "removed_vectors"):
            rows.execute(f"ALTER TABLE {table} DROP COLUMN starts")
        rows.execute("PRAGMA user_version = 4")
    rows.close()
    with Library(library.home) as again:
        again.restore("a")
        ids = again.ids().tolist()
        assert {id: one.tolist() for id, one in again.starts(ids).items()} == {1: [], 2: []}
        again.remove("b")
        assert [one.id for one in again.removed()] == ["b"]


# Damage


def test_a_whole_library_has_no_damage(library: Library) -> None:
    put(library, "a", ["one"])
    assert library.damage() == []


def test_rows_without_their_owner_are_damage(library: Library) -> None:
    put(library, "a", ["one"])
    with sqlite3.connect(library.home / "library.db") as rows:
        rows.execute("DELETE FROM passages")
        rows.execute("DELETE FROM studies")
    rows.close()
    assert sorted(library.damage()) == [
        "a row of pages lost its owner", "a row of vectors lost its owner",
    ]  # fmt: skip


def test_overwritten_pages_of_the_database_are_damage(tmp_path: Path) -> None:
    with fill(tmp_path, {str(at): ["word " * 400] * 10 for at in range(5)}) as library:
        library._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    file = tmp_path / "library.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    file.write_bytes(data)
    assert Library(tmp_path).damage() != []


# Several at a time


def test_one_thread_reads_while_another_writes(library: Library) -> None:
    put(library, "a", ["one"] * 5)
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with library.reading():
                counted = library.count("passages")
                found = sum(len(library.passages_of(study.id)) for study in library.studies())
                vectors = len(library.vectors(library.ids().tolist())[0])
            if not counted == found == vectors or counted % 5:
                wrong.append((counted, found, vectors))
        library.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for round in range(15):
        put(library, f"b{round % 3}", [f"word {round}"] * 5, sha256=sha256(str(round)))
    library.remove("b1")
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert library.count("passages") == 15


def test_what_is_read_together_is_of_one_moment(library: Library) -> None:
    put(library, "a", ["one"])
    with library.reading():
        with library.reading():
            assert library.generation == 1
        writer = threading.Thread(target=put, args=(Library(library.home), "b", ["two"]))
        writer.start()
        writer.join()
        assert [study.id for study in library.studies()] == ["a"]
    assert [study.id for study in library.studies()] == ["a", "b"]


_KEEPS = """
import sys
from pathlib import Path
from search.library import Library
with Library(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_process_waits_for_the_writer_or_says_so(library: Library) -> None:
    command = [sys.executable, "-c", _KEEPS, str(library.home)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environment
    ) as other:
        assert other.stdin is not None and other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusy, match="Another casebook"), library.writing(0.05):
            pass
        assert library.studies() == []
        other.stdin.write("done\n")
        other.stdin.flush()
        with library.writing(30):
            put(library, "a", ["one"])
    assert other.returncode == 0


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.ENOSPC, LibraryFull, "There is no room for the library"),
        (errno.EACCES, LibraryError, "can't be written"),
    ],
)
def test_a_lock_that_cannot_be_made_is_said(
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[LibraryError],
    said: str,
) -> None:
    def refuse(lock: FileLock) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(kind, match=said), library.writing():
        pytest.fail("the lock was had")
    with pytest.raises(kind, match=said):
        Indexes(library, "memory").refresh()


def test_the_embedder_of_the_tests_is_the_same_everywhere() -> None:
    vectors = HashEmbedder().encode(["voucher voucher firm", ""])
    script = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]\n"
        "from support import HashEmbedder\n"
        "print(HashEmbedder().encode(['voucher voucher firm', '']).tobytes().hex())"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == vectors.tobytes().hex()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
