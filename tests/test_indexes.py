"""The indexes follow the library, whatever is done to their folder: laws 4 and 6."""

import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support import DIMENSION, HashEmbedder, fill, put, sha256

from search.errors import SettingsError
from search.indexes import ENGINES, Indexes
from search.library import Library
from search.records import Match

ROOT = Path(__file__).parents[1]
TEXTS = {
    "a": ["innovation vouchers for firms", "a second page on clusters"],
    "b": ["vouchers for creative firms", "clusters in the north"],
    "c": ["access to finance", "a guarantee for a loan", "crowdfunding for culture"],
}
engines = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Library]:
    with fill(tmp_path / "library", TEXTS) as library:
        yield library


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library whose indexes are on disk."""
    home = tmp_path_factory.mktemp("indexed") / "library"
    with fill(home, TEXTS) as library:
        Indexes(library, "faiss").refresh()
    return home


def copied(home: Path, to: Path) -> Library:
    shutil.copytree(home, to)
    return Library(to)


def answers(indexes: Indexes) -> tuple[list[Match], list[Match]]:
    """What both indexes say to one question."""
    assert indexes.lexical is not None
    vector = HashEmbedder().encode(["vouchers for firms"])[0]
    words = indexes.lexical.search("vouchers for firms", 50, indexes.languages)
    return indexes.vectors.search(vector, 50), words


def anew(library: Library) -> tuple[list[Match], list[Match]]:
    """What indexes made from nothing say."""
    shutil.rmtree(library.indexes)
    indexes = Indexes(library, "memory")
    indexes.refresh()
    return answers(indexes)


def refreshed(library: Library, engine: str = "faiss") -> Indexes:
    indexes = Indexes(library, engine)
    indexes.refresh()
    return indexes


def snapshots(library: Library) -> list[Path]:
    return sorted(library.indexes.glob("*.vectors"))


# Following


@engines
def test_indexes_follow_every_change(full: Library, engine: str) -> None:
    indexes = refreshed(full, engine)
    assert (len(indexes.vectors), len(indexes.lexical or ())) == (7, 7)
    put(full, "d", ["new vouchers for new firms"])
    full.remove("b")
    put(full, "a", ["vouchers again"], language="de", sha256=sha256("again"))
    indexes.refresh()
    assert (len(indexes.vectors), len(indexes.lexical or ())) == (5, 5)
    assert indexes.languages == ("de", "en")
    followed = answers(indexes)
    assert followed[0] == anew(full)[0]
    assert {match.id for match in followed[1]} == {6, 7, 8, 9}


def test_what_was_followed_says_what_is_made_anew_says(full: Library) -> None:
    indexes = refreshed(full)
    acts: list[Callable[[], object]] = [
        lambda: put(full, "d", ["new vouchers for new firms"]),
        lambda: full.remove("b"),
        lambda: put(full, "a", ["vouchers again"], sha256=sha256("again")),
        lambda: put(full, "e", ["firms", "more firms", "clusters"]),
    ]
    for act in acts:
        act()
        indexes.refresh()
        assert answers(indexes) == anew(full)


@engines
def test_a_library_may_be_emptied_and_filled_again(full: Library, engine: str) -> None:
    indexes = refreshed(full, engine)
    for id in TEXTS:
        full.remove(id)
    indexes.refresh()
    assert (len(indexes.vectors), answers(indexes)) == (0, ([], []))
    put(full, "d", ["vouchers for firms"])
    indexes.refresh()
    assert [match.id for match in answers(indexes)[0]] == [8]


def test_an_empty_library_has_empty_indexes(library: Library) -> None:
    indexes = refreshed(library)
    assert (len(indexes.vectors), len(indexes.lexical or ()), indexes.languages) == (0, 0, ())
    assert snapshots(library) == []


@engines
def test_a_new_model_of_another_dimension_is_followed(
    full: Library, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    indexes = refreshed(full, engine)
    put(full, "d", ["one more"])
    small = HashEmbedder(8)
    batches = []
    for study in full.studies():
        passages = full.passages_of(study.id)
        texts = [passage.text for passage in passages]
        batches.append((study.id, [passage.id for passage in passages], small.embed(texts)))
    full.reembed(batches, small.fingerprint)
    for reader in (indexes, Indexes(full, engine)):
        reader.refresh()
        vector = small.encode(["a guarantee for a loan"])[0]
        assert reader.vectors.search(vector, 1) == [Match(6, 1.0)]
    assert caplog.messages == []


def test_an_engine_that_there_is_not_is_said(library: Library) -> None:
    with pytest.raises(SettingsError, match="no vector engine 'x'; the engines are faiss, memory"):
        Indexes(library, "x")


# Starting again


def test_a_second_start_reads_what_the_first_one_wrote(
    indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = copied(indexed, tmp_path / "library")
    file = snapshots(library)[0]
    assert file.name.startswith(f"faiss-{library.mark}-")
    assert (library.indexes / "lexical" / "stands").read_text().startswith(f"{library.mark} ")
    asked = spied(library, monkeypatch)
    again = refreshed(library)
    assert asked == {"vectors": [], "passages_of": []}
    assert answers(again) == anew(library)


def erase_all(folder: Path) -> None:
    shutil.rmtree(folder)


def erase_words(folder: Path) -> None:
    shutil.rmtree(folder / "lexical")


def erase_vectors(folder: Path) -> None:
    for file in folder.glob("*.vectors"):
        file.unlink()


@pytest.mark.parametrize("erase", [erase_all, erase_words, erase_vectors])
def test_what_was_deleted_comes_back(
    indexed: Path, tmp_path: Path, erase: Callable[[Path], None]
) -> None:
    library = copied(indexed, tmp_path / "library")
    running = refreshed(library)
    before = answers(running)
    erase(library.indexes)
    running.refresh()
    assert answers(running) == before
    assert answers(refreshed(library)) == before
    assert len(snapshots(library)) == 1


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def noise(data: bytes) -> bytes:
    return np.random.default_rng(0).bytes(len(data))


def flipped(data: bytes) -> bytes:
    half = len(data) // 2
    return bytes(byte ^ 0xFF for byte in data[:half]) + data[half:]


def one_byte(data: bytes) -> bytes:
    half = len(data) // 2
    return data[:half] + bytes([data[half] ^ 0xFF]) + data[half + 1 :]


def emptied(data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [cut, noise, flipped, emptied])
@engines
def test_a_damaged_snapshot_is_made_anew(
    full: Library, engine: str, damage: Callable[[bytes], bytes]
) -> None:
    before = answers(refreshed(full, engine))
    file = snapshots(full)[0]
    file.write_bytes(damage(file.read_bytes()))
    assert answers(refreshed(full, engine)) == before
    assert snapshots(full)[0].read_bytes() != damage(b"x" * 100)
    assert answers(refreshed(full, engine)) == before


@pytest.mark.parametrize("damage", [cut, noise, flipped, one_byte, emptied])
def test_every_damaged_file_of_the_words_is_mended(
    indexed: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    files = [file for file in (indexed / "indexes" / "lexical").iterdir() if file.stat().st_size]
    assert {".term", ".idx", ".json", ".fast", ".store"} <= {file.suffix for file in files}
    wanted = answers(refreshed(copied(indexed, tmp_path / "whole")))
    for file in files:
        library = copied(indexed, tmp_path / file.name)
        broken = library.indexes / "lexical" / file.name
        broken.write_bytes(damage(broken.read_bytes()))
        assert {m.id for m in answers(refreshed(library))[1]} == {m.id for m in wanted[1]}, (
            file.name
        )
        library.close()


def test_every_lost_file_of_the_words_is_mended(indexed: Path, tmp_path: Path) -> None:
    wanted = answers(refreshed(copied(indexed, tmp_path / "whole")))
    for file in (indexed / "indexes" / "lexical").iterdir():
        library = copied(indexed, tmp_path / f"without {file.name}")
        (library.indexes / "lexical" / file.name).unlink()
        assert answers(refreshed(library)) == wanted, file.name
        library.close()


def test_indexes_of_another_library_are_not_used(full: Library, tmp_path: Path) -> None:
    refreshed(full)
    other = fill(tmp_path / "other", {id: [t.upper() for t in TEXTS[id]] for id in "abc"})
    shutil.copytree(full.indexes, other.indexes, dirs_exist_ok=True)
    put(other, "a", ["nothing shared", "nothing at all"], sha256=sha256("again"))
    assert answers(refreshed(other)) == anew(other)


class Reversed(HashEmbedder):
    """A model of the same dimension whose vectors are others."""

    def encode(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> NDArray[np.float32]:
        return np.ascontiguousarray(super().encode(texts, done)[:, ::-1])


def reembed(library: Library) -> None:
    for study in library.studies():
        passages = library.passages_of(study.id)
        made = Reversed().embed([passage.text for passage in passages])
        library.reembed([(study.id, [passage.id for passage in passages], made)], "reversed")


def rename(library: Library) -> None:
    put(library, "a", ["vouchers for nobody", "a second page"], sha256=sha256("again"))


HISTORIES: list[tuple[Callable[[Library], object], Callable[[Library], object]]] = [
    (reembed, lambda _: None),
    (reembed, rename),
    (rename, lambda library: library.remove("b")),
    (rename, reembed),
    (lambda library: put(library, "d", ["one more"]), lambda _: None),
]


@engines
@pytest.mark.parametrize("history", range(len(HISTORIES)))
@pytest.mark.parametrize("running", [True, False])
def test_a_backup_that_is_put_back_is_not_answered_from_what_came_after_it(
    full: Library, tmp_path: Path, engine: str, history: int, running: bool
) -> None:
    first, second = HISTORIES[history]
    file, backup = full.home / "library.db", tmp_path / "backup.db"
    refreshed(full, engine)
    full.close()
    shutil.copy(file, backup)
    first(full)
    indexes = refreshed(full, engine)
    full.close()
    shutil.copy(backup, file)
    second(full)
    indexes = indexes if running else Indexes(full, engine)
    indexes.refresh()
    assert answers(indexes) == anew(full)


def test_each_engine_leaves_the_others_snapshot_unread(full: Library) -> None:
    before = answers(refreshed(full, "faiss"))
    assert answers(refreshed(full, "memory")) == before
    assert [file.name.split("-")[0] for file in snapshots(full)] == ["memory"]
    assert answers(refreshed(full, "faiss")) == before


def test_a_snapshot_that_was_never_finished_is_nobodys(full: Library) -> None:
    before = answers(refreshed(full))
    (full.indexes / "vectors.new").write_bytes(b"half")
    (full.indexes / "odd name.vectors").write_bytes(b"odd")
    assert answers(refreshed(full)) == before


def test_what_was_built_anew_is_said_once(full: Library, caplog: pytest.LogCaptureFixture) -> None:
    before = answers(refreshed(full))
    assert caplog.messages == []
    for file in full.indexes.rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    indexes = refreshed(full)
    said = "The {} was damaged or out of date and has been built anew."
    assert caplog.messages == [said.format("vector index"), said.format("word index")]
    indexes.refresh()
    assert (len(caplog.messages), answers(indexes)) == (2, before)


def test_a_folder_deleted_while_the_words_are_built_anew_is_built_again(
    full: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(refreshed(full))
    indexes = Indexes(full, "faiss")
    take, failures = indexes._take_words, [OSError("gone"), ValueError("gone again")]

    def taken(mark: str) -> None:
        if failures:
            raise failures.pop()
        take(mark)

    monkeypatch.setattr(indexes, "_take_words", taken)
    indexes.refresh()
    assert (failures, answers(indexes)) == ([], before)


# Adding costs what is added (law 6)


def spied(library: Library, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[object]]:
    """What the library is asked for from now on: ids of vectors, studies whose passages."""
    asked: dict[str, list[object]] = {"vectors": [], "passages_of": []}
    vectors, passages = library.vectors, library.passages_of

    def listened(ids):  # type: ignore[no-untyped-def]
        asked["vectors"] += ids
        return vectors(ids)

    def heard(study_id: str):  # type: ignore[no-untyped-def]
        asked["passages_of"].append(study_id)
        return passages(study_id)

    monkeypatch.setattr(library, "vectors", listened)
    monkeypatch.setattr(library, "passages_of", heard)
    return asked


@engines
@pytest.mark.parametrize("size", [3, 30])
def test_to_add_a_study_reads_that_study_alone(
    library: Library, engine: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(size):
        put(library, f"s{at}", [f"page {page} of study {at}" for page in range(20)])
    indexes = refreshed(library, engine)
    written = [(file.name, file.stat().st_mtime_ns) for file in snapshots(library)]
    asked = spied(library, monkeypatch)
    put(library, "new", ["one page", "another page"])
    indexes.refresh()
    assert asked == {"vectors": [20 * size + 1, 20 * size + 2], "passages_of": ["new"]}
    assert [(file.name, file.stat().st_mtime_ns) for file in snapshots(library)] == written
    assert refreshed(library, engine).vectors.search(np.eye(DIMENSION, dtype=np.float32)[0], 99)
    assert len(indexes.lexical or ()) == 20 * size + 2


def test_the_snapshots_written_grow_with_what_was_added_and_no_faster(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = refreshed(library)
    monkeypatch.setattr(indexes, "_catch_up_lexical", lambda *_: None)
    written = 0
    for at in range(120):
        put(library, f"s{at}", ["a page", "another page"])
        known = {file.name for file in snapshots(library)}
        indexes = Indexes(library, "faiss")
        monkeypatch.setattr(indexes, "_catch_up_lexical", lambda *_: None)
        indexes.refresh()
        written += sum(
            len(indexes.vectors) for file in snapshots(library) if file.name not in known
        )
    assert library.count("passages") == 240
    assert written <= 12 * 240


# Several at a time


def test_a_second_process_follows_without_a_warning(
    full: Library, caplog: pytest.LogCaptureFixture
) -> None:
    here, other = refreshed(full), refreshed(Library(full.home))
    put(full, "d", ["new vouchers for firms"])
    other.refresh()
    files = sorted(file.name for file in (full.indexes / "lexical").iterdir())
    with caplog.at_level(logging.WARNING):
        here.refresh()
    assert caplog.messages == []
    assert sorted(file.name for file in (full.indexes / "lexical").iterdir()) == files
    assert answers(here) == answers(other)


WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from search.indexes import Indexes
from search.library import Library
from support import put, sha256
library = Library(Path({home!r}))
indexes = Indexes(library, "faiss")
for at in range(4):
    with library.writing():
        put(library, "x", [f"vouchers {{at}}"] * (at + 1), sha256=sha256(f"x{{at}}"))
    indexes.refresh()
    print(len(indexes.vectors), len(indexes.lexical), flush=True)
"""


def test_two_processes_share_a_folder(full: Library) -> None:
    tests = str(Path(__file__).parent)
    script = WRITER.format(root=str(ROOT), tests=tests, home=str(full.home))
    pipe = subprocess.PIPE
    indexes = refreshed(full)
    with subprocess.Popen([sys.executable, "-c", script], stdout=pipe, text=True) as other:
        at = 0
        while other.poll() is None:
            with full.writing():
                put(full, "y", ["clusters"] * (at % 3 + 1), sha256=sha256(f"y{at}"))
            with indexes.fresh():
                assert len(indexes.vectors) == len(indexes.lexical or ()) == full.count("passages")
            at += 1
        assert other.stdout is not None
        said = other.stdout.read().split()
    assert other.returncode == 0
    assert len(said) == 8
    indexes.refresh()
    assert len(indexes.vectors) == 7 + 4 + (at - 1) % 3 + 1
    assert {match.id for match in answers(indexes)[0]} == set(full.ids().tolist())


def test_threads_see_the_indexes_at_the_librarys_generation(full: Library) -> None:
    indexes = Indexes(full, "faiss")
    wrong: list[object] = []
    done = threading.Event()

    def look() -> None:
        try:
            while not done.is_set():
                with indexes.fresh():
                    held = {match.id for match in answers(indexes)[0]}
                    if held != set(full.ids().tolist()):
                        wrong.append(held)
        except Exception as error:
            wrong.append(error)
        full.close()

    lookers = [threading.Thread(target=look) for _ in range(3)]
    for looker in lookers:
        looker.start()
    for at in range(8):
        put(full, f"x{at % 3}", [f"vouchers {at}"] * 4, sha256=sha256(f"x{at}"))
        if at == 5:
            shutil.rmtree(full.indexes / "lexical", ignore_errors=True)
    done.set()
    for looker in lookers:
        looker.join()
    assert wrong == []


@engines
def test_a_process_killed_while_it_catches_up_does_no_harm(full: Library, engine: str) -> None:
    script = (
        f"import os, sys; sys.path[:0] = [{str(ROOT)!r}]\n"
        "from pathlib import Path\n"
        "import search.indexes\n"
        "from search.library import Library\n"
        "search.indexes.Indexes._save = lambda *_: os._exit(9)\n"
        f"search.indexes.Indexes(Library(Path({str(full.home)!r})), {engine!r}).refresh()\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    assert snapshots(full) == []
    assert answers(refreshed(full, engine)) == anew(full)
