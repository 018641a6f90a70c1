"""The ledger kept beside the indexes, and brought to the library's generation.

A file in the folder of indexes: it states the mark that it stands at, catches up from
`changes` at the next question, and may be deleted at any moment. A study's words are kept beside
their sums, so that they can be taken off when it goes: both cost what the study has.
"""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock

from search.asking.gathering import gather, pack, runs, unpack
from search.asking.ledger import TABLES, VERSION, Ledger, key
from search.asking.plain import folded
from search.contents import Contents
from search.stems import code, stem

Rows: TypeAlias = Iterable[tuple[str, str, int]]
_log = logging.getLogger(__name__)


@contextmanager
def opened(library: Contents) -> Iterator[Ledger | None]:
    """The ledger at the library's generation; None where it can't be kept: then all goes without.

    What is damaged, or of another library, is made anew.
    """
    connection = None
    for _ in range(2):
        try:
            connection = _current(library)
            break
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            _log.info("The list of words can't be used (%s).", error)
            _file(library).unlink(missing_ok=True)
    if connection is None:
        _log.warning("No word is put right: the list of words in %s can't be kept.", library.home)
        yield None
        return
    with closing(connection):
        yield Ledger(connection, _file(library))


def erase_stale(library: Contents) -> None:
    """Have a ledger that is there hold nothing that its library holds no more."""
    if _file(library).exists():
        with opened(library):
            pass


def _file(library: Contents) -> Path:
    return library.indexes / "words.db"


def _current(library: Contents) -> sqlite3.Connection:
    if _file(library).exists() and (connection := _standing(library)):
        return connection
    with FileLock(library.indexes / "words.lock"):
        connection = sqlite3.connect(_file(library), timeout=30, isolation_level=None)
        try:
            # What is dropped is overwritten, as in the library.
            connection.execute("PRAGMA secure_delete = ON")
            with library.reading():
                _catch_up(connection, library)
        except BaseException:
            connection.close()
            raise
    return connection


def _standing(library: Contents) -> sqlite3.Connection | None:
    connection = sqlite3.connect(_file(library), timeout=30, isolation_level=None)
    stands = False
    try:
        stands = _stands(connection) == library.mark
    finally:
        if not stands:
            connection.close()
    return connection if stands else None


def _stands(connection: sqlite3.Connection) -> str:
    """The library's mark that a ledger stands at, "" where it is new."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        return ""
    (mark,) = connection.execute("SELECT mark FROM state").fetchone()
    return str(mark)


def _catch_up(connection: sqlite3.Connection, library: Contents) -> None:
    """Bring a ledger to where its library is, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    now, since = library.mark, library.reached(_stands(connection))
    if since is None:
        _empty(connection)
        since = 0
    for study_id in {change.study_id: None for change in library.changes(since)}:
        _forget(connection, study_id)
        _take(connection, library, study_id)
    connection.execute("DELETE FROM state")
    connection.execute("INSERT INTO state VALUES (?)", [now])
    connection.execute("COMMIT")


def _empty(connection: sqlite3.Connection) -> None:
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in named:
        connection.execute(f'DROP TABLE "{name}"')
    for statement in filter(str.strip, TABLES.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _forget(connection: sqlite3.Connection, study_id: str) -> None:
    rows = connection.execute("SELECT words FROM studies WHERE id = ?", [study_id]).fetchall()
    for (data,) in rows:
        words = unpack(data)
        _count(connection, words, -1)
        before = _there(connection, words)
        connection.executemany(
            "DELETE FROM words WHERE (first, length, word, language) = (?, ?, ?, ?) AND held <= 0",
            (_place(word, language) for word, language, _ in words),
        )
        _count_runs(connection, before - _there(connection, words), -1)
    for table, column in (("studies", "id"), ("acronyms", "study_id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", [study_id])


def _take(connection: sqlite3.Connection, library: Contents, study_id: str) -> None:
    passages = library.passages_of(study_id)
    if not passages:
        return
    gathered = gather(library.study(study_id), passages)
    connection.execute("INSERT INTO studies VALUES (?, ?)", [study_id, pack(gathered.words)])
    words = [(*word, held) for word, held in gathered.words.items()]
    _count_runs(connection, set(gathered.words) - _there(connection, words), 1)
    _count(connection, words, 1)
    connection.executemany(
        "INSERT OR IGNORE INTO acronyms VALUES (?, ?, ?, ?, ?)",
        (
            (study_id, one.short, one.full, key(one.short), folded(one.full.split()[0]))
            for one in gathered.acronyms
        ),
    )


def _count(connection: sqlite3.Connection, words: Rows, sign: int) -> None:
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET held = held + ?5",
        (
            (*_place(word, language), sign * held, stem(word, code(language)))
            for word, language, held in words
        ),
    )


def _there(connection: sqlite3.Connection, words: Rows) -> set[tuple[str, str]]:
    """Which of these words the ledger has, with their language."""
    asked = "SELECT 1 FROM words WHERE (first, length, word, language) = (?, ?, ?, ?)"
    return {
        (word, language)
        for word, language, _ in words
        if connection.execute(asked, _place(word, language)).fetchone()
    }


def _count_runs(
    connection: sqlite3.Connection, words: Iterable[tuple[str, str]], sign: int
) -> None:
    counted = Counter(
        (language, run) for word, language in words if word for run in ("", *runs(word))
    )
    connection.executemany(
        "INSERT INTO runs VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET words = words + ?3",
        ((*run, sign * words) for run, words in counted.items()),
    )


def _place(word: str, language: str) -> tuple[str, int, str, str]:
    return folded(word)[:1], len(folded(word)), word, language
