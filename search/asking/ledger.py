"""The words and acronyms that a library holds, with their numbers, as a question asks for them."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from search.asking.acronyms import Acronym
from search.asking.gathering import CAPITALS, runs, small
from search.asking.plain import folded
from search.stems import code, stem

TABLES: Final = """
CREATE TABLE state (mark TEXT NOT NULL) STRICT;
CREATE TABLE studies (id TEXT PRIMARY KEY, words BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE words (
    first TEXT NOT NULL, length INTEGER NOT NULL, word TEXT NOT NULL, language TEXT NOT NULL,
    held INTEGER NOT NULL, stem TEXT NOT NULL, PRIMARY KEY (first, length, word, language)
) STRICT, WITHOUT ROWID;
CREATE INDEX words_by_stem ON words (stem, language, held);
CREATE TABLE runs (
    language TEXT NOT NULL, run TEXT NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (language, run)
) STRICT, WITHOUT ROWID;
CREATE TABLE acronyms (
    study_id TEXT NOT NULL, short TEXT NOT NULL, "full" TEXT NOT NULL, key TEXT NOT NULL,
    first TEXT NOT NULL, PRIMARY KEY (study_id, short, "full")
) STRICT, WITHOUT ROWID;
CREATE INDEX acronyms_by_key ON acronyms (key);
CREATE INDEX acronyms_by_first ON acronyms (first);
"""
VERSION: Final = 2
_log = logging.getLogger(__name__)


class Ledger:
    """The words and acronyms of a library at its generation, for the questions within `opened`."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._file = file

    def held(self, word: str, language: str) -> int:
        """How many passages of a language hold a word, or another ending of it, at the least."""
        if not (root := stem(word, code(language))):
            return 0
        rows = self._rows(
            "SELECT max(held) FROM words WHERE stem = ? AND language = ?", root, language
        )
        return int(rows[0][0] or 0)

    def has(self, word: str) -> bool:
        """Whether any passage holds a word as it is written, small letters or not."""
        return any(language != CAPITALS for language in self._languages_of(word))

    def abbreviates(self, word: str) -> bool:
        """Whether any passage holds a word in capitals, as an acronym."""
        return CAPITALS in self._languages_of(word)

    def passages(self) -> dict[str, int]:
        """How many passages there are of each language."""
        rows = self._rows("SELECT language, held FROM words WHERE first = '' AND length = 0")
        return {str(language): int(held) for language, held in rows}

    def like(self, first: str, shortest: int, longest: int) -> dict[str, dict[str, int]]:
        """Words of such lengths that begin with a letter, with their passages by language."""
        found: dict[str, dict[str, int]] = {}
        for word, language, held in self._rows(
            "SELECT word, language, held FROM words WHERE first = ? AND length BETWEEN ? AND ? "
            "AND language != ?",
            *(first, shortest, longest, CAPITALS),
        ):
            found.setdefault(word, {})[language] = held
        return found

    def runs(self, word: str, language: str) -> Counter[str]:
        """How many words of a language hold each run of three letters of a word; "" is of all."""
        wanted = ["", *runs(word)]
        marks = ", ".join("?" * len(wanted))
        rows = self._rows(
            f"SELECT run, words FROM runs WHERE language = ? AND run IN ({marks})",
            *(language, *wanted),
        )
        return Counter(dict(rows))

    def full(self, short: str) -> list[Acronym]:
        """What an acronym stands for, what most studies say first."""
        return self._acronyms("key", [key(short)])

    def begun(self, words: Iterable[str]) -> list[Acronym]:
        """The acronyms whose full form begins with one of these words."""
        return self._acronyms("first", list(dict.fromkeys(map(folded, words))))

    def _languages_of(self, word: str) -> list[str]:
        held = "SELECT language FROM words WHERE first = ? AND length = ? AND word = ?"
        rows = self._rows(held, folded(word)[:1], len(folded(word)), small(word))
        return [str(language) for (language,) in rows]

    def _acronyms(self, column: str, values: list[str]) -> list[Acronym]:
        marks = ", ".join("?" * len(values))
        rows = self._rows(
            f'SELECT short, "full", count(*) AS studies FROM acronyms WHERE {column} IN ({marks}) '
            'GROUP BY 1, 2 ORDER BY studies DESC, short, "full"',
            *values,
        )
        return [Acronym(short, full) for short, full, _ in rows]

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            _log.info("The list of words is damaged (%s).", error)
            self._file.unlink(missing_ok=True)  # the next question makes it anew
            return []


def key(short: str) -> str:
    """An acronym as it is looked for: SMEs is SME."""
    return folded(short[:-1] if short.endswith("s") and short[:-1].isupper() else short)
