"""Every kind of damage is named."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from support import fill, put

from search.check import problems
from search.indexes import Indexes
from search.library import Library

TEXTS = {"a": ["one page", "another page"], "b": ["a third page", "the fourth one"]}


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Library]:
    with fill(tmp_path / "library", TEXTS) as library:
        yield library


def change(library: Library, statement: str, *values: object) -> None:
    """Change the database behind the library's back."""
    with sqlite3.connect(library.home / "library.db") as rows:
        rows.execute(statement, values)
    rows.close()


def found(library: Library) -> list[str]:
    return list(problems(library, Indexes(library, "faiss")))


def test_a_whole_library_has_no_problem(whole: Library) -> None:
    assert found(whole) == []


def test_an_empty_library_has_no_problem(library: Library) -> None:
    assert found(library) == []


def test_a_lost_pdf(whole: Library) -> None:
    whole.file(whole.study("a")).unlink()
    assert found(whole) == [f"The PDF of a is gone from {whole.files}; add a.pdf again."]


def test_a_pdf_that_cannot_be_read(whole: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    told = [one for one in problems(whole, Indexes(whole, "memory")) if "can't be read" in one]
    assert len(told) == len(whole.studies())
    assert "Permission denied" in told[0]


def test_a_changed_pdf(whole: Library) -> None:
    whole.file(whole.study("a")).write_bytes(b"another")
    assert found(whole) == ["The PDF of a is not what was read; remove it and add it again."]


DAMAGE: list[tuple[str, str]] = [
    ("UPDATE studies SET page_count = 5 WHERE id = 'a'",
     "a has 2 of its 5 pages; add it again."),
    ("UPDATE pages SET boxes = (SELECT boxes FROM pages WHERE study_id = 'b' AND number = 1) "
     "WHERE study_id = 'a' AND number = 1",
     "a, page 1: its boxes are not those of its text."),
    ("UPDATE passages SET \"end\" = start WHERE id = 2",
     "a, page 2: a passage is not the words of its page."),
    ("UPDATE passages SET \"end\" = 999 WHERE id = 2",
     "a, page 2: a passage is not the words of its page."),
    ("UPDATE pages SET text = 'an' || char(0) || 'ther page' "
     "WHERE study_id = 'a' AND number = 2",
     "a, page 2: a passage is not the words of its page."),
    ("DELETE FROM vectors WHERE passage_id = 3",
     "1 passages have no vector; run casebook reembed."),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "said"), DAMAGE)
def test_damage_in_the_database(whole: Library, statement: str, said: str) -> None:
    change(whole, statement)
    assert said in found(whole)


def test_boxes_of_which_a_byte_is_another_are_named_and_the_rest_is_looked_at(
    whole: Library,
) -> None:
    [(packed,)] = whole._rows("SELECT boxes FROM pages WHERE study_id = 'a' AND number = 2")
    half = len(packed) // 2
    flipped = packed[:half] + bytes([packed[half] ^ 0xFF]) + packed[half + 1 :]
    change(whole, "UPDATE pages SET boxes = ? WHERE study_id = 'a' AND number = 2", flipped)
    change(whole, "DELETE FROM vectors WHERE passage_id = 3")
    assert found(whole)[:2] == [
        "The boxes of page 2 of a are damaged; remove the study and add it again.",
        "1 passages have no vector; run casebook reembed.",
    ]


def test_rows_without_an_owner(whole: Library) -> None:
    change(whole, "DELETE FROM passages WHERE id = 4")
    assert "The database is damaged: a row of vectors lost its owner." in found(whole)


def test_vectors_of_another_length(whole: Library) -> None:
    [vector] = whole.vectors([2])[1]
    change(whole, "UPDATE vectors SET vector = ? WHERE passage_id = 2", (vector * 2).tobytes())
    assert "Some vectors are not of unit length; run casebook reembed." in found(whole)


def test_an_index_that_holds_other_vectors(whole: Library) -> None:
    indexes = Indexes(whole, "faiss")
    indexes.refresh()
    ids, vectors = whole.vectors([1, 2, 3, 4])
    indexes.vectors.remove(1, 4)
    indexes.vectors.add(ids, np.ascontiguousarray(vectors[::-1]))
    assert list(problems(whole, indexes)) == [
        f"The vector index does not hold the vector of passage {id}." for id in (1, 2, 3, 4)
    ]


def test_an_index_that_holds_too_few(whole: Library) -> None:
    indexes = Indexes(whole, "faiss")
    indexes.refresh()
    indexes.vectors.remove(4, 4)
    assert indexes.lexical is not None
    indexes.lexical.update(["a"], [])
    assert list(problems(whole, indexes)) == [
        "The vector index holds 3 of 4 passages.",
        "The word index holds 2 of 4 passages.",
        "The vector index does not hold the vector of passage 4.",
    ]


def zeroed(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))


def noise(file: Path) -> None:
    data = file.read_bytes()
    lost = len(data) // 2
    file.write_bytes(data[:lost] + np.random.default_rng(0).bytes(len(data) - lost))


@pytest.mark.parametrize("damage", [zeroed, noise])
def test_a_damaged_file_of_the_database_is_a_sentence_and_no_crash(
    whole: Library, damage: Callable[[Path], None]
) -> None:
    # So much that the definitions of the tables stand in the half that is kept.
    put(whole, "long", [f"voucher number {at}" for at in range(300)])
    whole._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    whole.close()
    damage(whole.home / "library.db")
    sentences = found(Library(whole.home))
    assert sentences[0].startswith("The database is damaged: ")
