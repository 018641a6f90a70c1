"""The ledger: the words and acronyms that a library holds, at its generation."""

import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support import put

from search.asking import carrying
from search.asking.acronyms import Acronym
from search.asking.carrying import opened
from search.asking.ledger import Ledger
from search.library import Library
from search.records import Passage

TEXTS = ["Innovation vouchers for firms.", "A voucher of the Ministry of Economic Affairs (MEA)."]
FULL = "Ministry of Economic Affairs"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    put(library, "a", TEXTS)
    put(library, "b", ["Der Gutschein, the MINISTRY and 12 VOUCHERS"], "de")
    return library


def rows(library: Library) -> list[tuple[object, ...]]:
    """Everything in a ledger that does not name a study."""
    with opened(library) as ledger:
        assert ledger is not None
        words = ledger._rows("SELECT * FROM words ORDER BY word, language")
        return words + ledger._rows("SELECT * FROM runs WHERE words > 0 ORDER BY language, run")


def test_words_are_counted_by_passages_of_a_language(library: Library) -> None:
    with opened(library) as ledger:
        assert ledger is not None
        assert ledger.passages() == {"de": 1, "en": 2}
        assert ledger.held("voucher", "en") == ledger.held("Vouchers", "en") == 1
        assert ledger.held("of", "en") == ledger.held("12", "de") == 0
        assert ledger.held("Gutscheine", "de") == 1
        assert ledger.held("Gutscheine", "en") == ledger.held("", "en") == 0
        assert ledger.like("v", 7, 8) == {"voucher": {"en": 1}, "vouchers": {"en": 1}}
        assert ledger.like("v", 9, 20) == {}
        assert ledger.runs("vox", "en") == {"": 9, "^vo": 2}


def test_acronyms_are_found_by_either_form(library: Library) -> None:
    with opened(library) as ledger:
        assert ledger is not None
        found = [Acronym("MEA", FULL)]
        assert ledger.full("MEA") == ledger.full("mea") == ledger.full("MEAs") == found
        assert ledger.begun(["the", "ministry"]) == found
        assert ledger.full("XYZ") == ledger.begun([]) == []


def test_what_stands_in_capitals_is_told_from_words(library: Library) -> None:
    with opened(library) as ledger:
        assert ledger is not None
        assert ledger.abbreviates("mea") and ledger.abbreviates("MEA")
        assert not ledger.has("mea")
        assert not ledger.abbreviates("voucher")
        assert ledger.abbreviates("ministry") and ledger.has("ministry")
        assert ledger.like("m", 3, 3) == {}


def test_a_ledger_brought_along_is_one_made_anew(library: Library) -> None:
    rows(library)
    put(library, "c", ["Innovation vouchers again, and guarantees."])
    put(library, "a", ["Only firms stayed."])
    rows(library)
    library.remove("b")
    carried = rows(library)
    (library.indexes / "words.db").unlink()
    assert rows(library) == carried
    with opened(library) as ledger:
        assert ledger is not None
        assert (ledger.held("vouchers", "en"), ledger.held("Gutschein", "de")) == (1, 0)
        assert ledger.full("MEA") == []


def test_a_study_added_costs_what_it_has(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(library)
    read: list[str] = []
    passages_of = library.passages_of

    def counted(study_id: str) -> object:
        read.append(study_id)
        return passages_of(study_id)

    monkeypatch.setattr(library, "passages_of", counted)
    put(library, "c", ["More vouchers."])
    rows(library)
    rows(library)
    assert read == ["c"]


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_ledger_is_made_anew(library: Library, damage: bytes) -> None:
    whole = rows(library)
    (library.indexes / "words.db").write_bytes(damage)
    assert rows(library) == whole


def test_words_of_a_study_of_which_a_byte_is_another_are_made_anew(library: Library) -> None:
    rows(library)
    file = library.indexes / "words.db"
    with closing(sqlite3.connect(file)) as kept, kept:
        [[packed]] = kept.execute("SELECT words FROM studies WHERE id = 'a'")
        half = len(packed) // 2
        flipped = packed[:half] + bytes([packed[half] ^ 0xFF]) + packed[half + 1 :]
        kept.execute("UPDATE studies SET words = ? WHERE id = 'a'", [flipped])
    library.remove("a")
    carried = rows(library)
    file.unlink()
    assert rows(library) == carried != []


def test_a_ledger_that_does_not_say_where_it_stands_is_made_anew(library: Library) -> None:
    whole = rows(library)
    with closing(sqlite3.connect(library.indexes / "words.db")) as kept, kept:
        kept.execute("DELETE FROM state")
    assert rows(library) == whole


def test_a_ledger_of_another_library_is_made_anew(library: Library, tmp_path: Path) -> None:
    whole = rows(library)
    other = Library(tmp_path / "other")
    put(other, "x", ["Something else."])
    put(other, "y", ["Something more."])
    rows(other)
    (library.indexes / "words.db").write_bytes((other.indexes / "words.db").read_bytes())
    assert rows(library) == whole


def test_a_ledger_from_after_a_backup_is_made_anew(library: Library, tmp_path: Path) -> None:
    whole = rows(library)
    library.close()
    shutil.copy(library.home / "library.db", tmp_path / "backup")
    put(library, "c", ["Something that the backup never saw."])
    assert rows(library) != whole
    library.close()
    shutil.copy(tmp_path / "backup", library.home / "library.db")
    assert rows(library) == whole
    put(library, "d", ["Another page."])
    with opened(library) as ledger:
        assert ledger is not None
        assert (ledger.held("something", "en"), ledger.held("another", "en")) == (0, 1)


def test_a_page_that_is_damaged_costs_one_question_its_corrections(library: Library) -> None:
    rows(library)
    file = library.indexes / "words.db"
    with opened(library) as ledger:
        assert isinstance(ledger, Ledger)
        ledger._connection.execute("DROP TABLE acronyms")
        assert ledger.full("MEA") == []
    assert not file.exists()
    with opened(library) as ledger:
        assert ledger is not None
        assert ledger.full("MEA") == [Acronym("MEA", FULL)]


def test_a_study_that_another_process_removes_meanwhile_is_of_the_moment_before(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages_of = Library.passages_of

    def removed(asked: Library, id: str) -> list[Passage]:
        found = passages_of(asked, id)
        with Library(library.home) as other:
            if other.study_ids("s.id = ?", id):
                other.remove(id)
        return found

    monkeypatch.setattr(Library, "passages_of", removed)
    with opened(library) as ledger:
        assert ledger is not None
        assert ledger.passages() == {"de": 1, "en": 2}
    with opened(library) as ledger:
        assert ledger is not None
        assert ledger.passages() == {}


def test_without_a_place_for_the_ledger_all_goes_without(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(carrying, "_catch_up", full)
    with caplog.at_level(logging.WARNING), opened(library) as ledger:
        assert ledger is None
    assert [record.message for record in caplog.records] == [
        f"No word is put right: the list of words in {library.home} can't be kept."
    ]
