"""Studies that were removed and can still be brought back: every row of theirs, kept aside.

The tables `removed_*` have the columns of the tables that they are named after, and the study's id
before them. They are made at the first removal; no search reads them.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from search import grouping, schema
from search.errors import LibraryError, UnknownStudy
from search.records import Passage, Study
from search.store import Store
from search.told import told

# A month: whoever misses a study does so at the next meeting; whoever wanted it gone can say so.
KEPT_DAYS: Final = 30

_PASSAGES: Final = "IN (SELECT id FROM passages WHERE study_id = :id)"
# What a study has in each table, and its ties to others; owners stand before what they own.
_ROWS: Final = {
    "studies": "id = :id",
    "passwords": "sha256 = (SELECT sha256 FROM studies WHERE id = :id)",
    "pages": "study_id = :id",
    "passages": "study_id = :id",
    "vectors": f"passage_id {_PASSAGES}",
    "bands": f"passage_id {_PASSAGES}",
    "study_bands": "study_id = :id",
    "doubles": f"passage_id {_PASSAGES} OR leader {_PASSAGES}",
    "kin": "study_id = :id OR other_id = :id",
}
# These name rows of other studies, which may have changed since.
_TIES: Final = ("doubles", "kin")
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS removed (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, file TEXT NOT NULL, title TEXT NOT NULL,
    pages INTEGER NOT NULL, made TEXT NOT NULL, generation INTEGER NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Removed:
    """A study that is kept aside: `made` when it was removed (UTC, ISO 8601).

    `generation` is the library's before, `fingerprint` that of the model behind its vectors.
    """

    id: str
    sha256: str
    file: str
    title: str
    pages: int
    made: str
    generation: int
    fingerprint: str

    @property
    def until(self) -> datetime:
        """When it is deleted for good."""
        return datetime.fromisoformat(self.made) + timedelta(days=KEPT_DAYS)


class Asides(Store):
    """What a library keeps of studies that were removed."""

    def removed(self) -> list[Removed]:
        """The studies that are kept aside, the last one first."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name = 'removed'"):
            return []
        rows = self._rows("SELECT * FROM removed ORDER BY made DESC, title COLLATE NOCASE, id")
        return [Removed(**dict(row)) for row in rows]

    def removed_study(self, id: str) -> Removed:
        """What is kept of a study. Raises UnknownStudy."""
        for one in self.removed():
            if one.id == id:
                return one
        raise UnknownStudy(
            f"Nothing is kept of a study {id!r}; casebook restore lists what can be brought back."
        )

    def removed_passages(self, id: str) -> tuple[Study, list[Passage]]:
        """A study that is kept aside, with its passages in order. Raises UnknownStudy."""
        self.removed_study(id)
        study = self._rows("SELECT * FROM removed_studies WHERE removed = ?", id)[0]
        aside = schema.PASSAGE.replace("FROM passages", "FROM removed_passages")
        aside = aside.replace("JOIN pages", "JOIN removed_pages")
        held = f"{aside} AND g.removed = p.removed WHERE p.removed = ? ORDER BY p.id"
        return schema.study(study), [schema.passage(row) for row in self._rows(held, id)]

    def forget_removed(self, id: str) -> Removed:
        """Delete what is kept of a study, for good. Raises UnknownStudy."""
        one = self.removed_study(id)
        with self._transaction() as run:
            drop(run, id)
        self._empty_log()
        return one


def keep(run: sqlite3.Connection, study: Study, now: datetime | None = None) -> None:
    """Copy every row of a study aside, before it is taken out."""
    run.execute(_TABLE)
    for row in run.execute("SELECT id FROM removed WHERE id = ?", [study.id]).fetchall():
        drop(run, row["id"])
    for table, condition in _ROWS.items():
        run.execute(
            f"CREATE TABLE IF NOT EXISTS removed_{table} AS "
            f"SELECT CAST('' AS TEXT) AS removed, * FROM {table} WHERE FALSE"
        )
        run.execute(
            f"INSERT INTO removed_{table} SELECT :id, * FROM {table} WHERE {condition}",
            {"id": study.id},
        )
    made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    run.execute(
        "INSERT INTO removed SELECT ?, ?, ?, ?, ?, ?, (SELECT max(generation) FROM changes), "
        "(SELECT coalesce(max(value), '') FROM meta WHERE key = 'fingerprint')",
        [study.id, study.sha256, study.file, study.title, study.page_count, made],
    )


def take_over(run: sqlite3.Connection, sha256: str) -> None:
    """Delete what is kept of a file that came again: it is read anew and stands by itself."""
    if run.execute("SELECT 1 FROM sqlite_master WHERE name = 'removed'").fetchone():
        for row in run.execute("SELECT id FROM removed WHERE sha256 = ?", [sha256]).fetchall():
            drop(run, row["id"])


def bring_back(run: sqlite3.Connection, one: Removed) -> list[int]:
    """Put a study's rows where they were; returns the ids of its passages.

    Raises LibraryError where another study has its id by now.
    """
    if run.execute("SELECT 1 FROM studies WHERE id = ?", [one.id]).fetchone():
        raise LibraryError(
            told(
                "{title} can't be brought back: another study has its name {study} by now; remove "
                "that one first.",
                title=one.title,
                study=one.id,
            )
        )
    for table in _ROWS:
        if table not in _TIES:
            names = ", ".join(f'"{name}"' for name in _columns(run, table))
            run.execute(
                f"INSERT INTO {table} SELECT {names} FROM removed_{table} WHERE removed = ?",
                [one.id],
            )
    doubles = run.execute(
        "SELECT passage_id, leader FROM removed_doubles WHERE removed = ?", [one.id]
    ).fetchall()
    kin = run.execute(
        "SELECT study_id, other_id, share FROM removed_kin WHERE removed = ?", [one.id]
    ).fetchall()
    grouping.tie_again(
        run, one.id, dict(map(tuple, doubles)), [tuple(row) for row in kin], one.generation
    )
    drop(run, one.id)
    rows = run.execute("SELECT id FROM passages WHERE study_id = ? ORDER BY id", [one.id])
    return [row["id"] for row in rows]


def drop(run: sqlite3.Connection, id: str) -> None:
    """Delete every row that is kept of a study."""
    for table in _ROWS:
        run.execute(f"DELETE FROM removed_{table} WHERE removed = ?", [id])
    run.execute("DELETE FROM removed WHERE id = ?", [id])


def _columns(run: sqlite3.Connection, table: str) -> list[str]:
    return [row["name"] for row in run.execute(f"PRAGMA table_info({table})").fetchall()]
