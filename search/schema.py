"""The tables of the library, and the rows that become records."""

import json
import sqlite3
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Final

from search.records import Kind, Origin, Page, Passage, ReadBy, Study
from search.tally import Tally

VERSION: Final = 5

# A passage is its place: the words themselves are kept once, in their page.
# Ids of passages are never used again, so that an index can tell a new one from a removed one.
TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('identity', lower(hex(randomblob(8))));
CREATE TABLE studies (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE,
    page_count INTEGER NOT NULL, subtitle TEXT NOT NULL, publisher TEXT NOT NULL,
    organisations TEXT NOT NULL, year_from INTEGER, year_to INTEGER, countries TEXT NOT NULL,
    topics TEXT NOT NULL, language TEXT NOT NULL, licence TEXT NOT NULL, source TEXT NOT NULL,
    origins TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX studies_by_file ON studies (file);
CREATE TABLE pages (
    study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    label TEXT NOT NULL, text TEXT NOT NULL, read_by TEXT NOT NULL, language TEXT NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, note TEXT NOT NULL, confidence REAL,
    known REAL, boxes BLOB NOT NULL,
    PRIMARY KEY (study_id, number)
) STRICT;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, study_id TEXT NOT NULL, page INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL, kind TEXT NOT NULL,
    language TEXT NOT NULL, header_start INTEGER NOT NULL, header_end INTEGER NOT NULL,
    FOREIGN KEY (study_id, page) REFERENCES pages (study_id, number) ON DELETE CASCADE
) STRICT;
CREATE INDEX passages_by_page ON passages (study_id, page);
CREATE TABLE vectors (
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    vector BLOB NOT NULL, tokens BLOB NOT NULL, starts BLOB NOT NULL
) STRICT;
CREATE TABLE doubles (
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    leader INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX doubles_by_leader ON doubles (leader);
CREATE TABLE bands (
    hash INTEGER NOT NULL, passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, passage_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bands_by_passage ON bands (passage_id);
CREATE TABLE study_bands (
    hash INTEGER NOT NULL, study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, study_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX study_bands_by_study ON study_bands (study_id);
CREATE TABLE kin (
    study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE, share REAL NOT NULL,
    PRIMARY KEY (study_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kin_by_other ON kin (other_id);
CREATE TABLE changes (
    generation INTEGER PRIMARY KEY, study_id TEXT NOT NULL, added INTEGER NOT NULL,
    first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, mark TEXT NOT NULL
) STRICT;
CREATE TABLE passwords (
    sha256 TEXT PRIMARY KEY REFERENCES studies (sha256) ON DELETE CASCADE, password TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE refusals (
    file TEXT PRIMARY KEY, code TEXT NOT NULL, reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE judgements (
    question TEXT NOT NULL, study_id TEXT NOT NULL, page INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, words TEXT NOT NULL, grade INTEGER NOT NULL, made TEXT NOT NULL,
    PRIMARY KEY (question, study_id, page, start, "end")
) STRICT, WITHOUT ROWID;
CREATE TABLE baskets (
    id INTEGER PRIMARY KEY, basket TEXT NOT NULL, study_id TEXT NOT NULL, page INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, words TEXT NOT NULL, question TEXT NOT NULL,
    note TEXT NOT NULL, made TEXT NOT NULL, UNIQUE (basket, study_id, page, start, "end")
) STRICT;
CREATE TABLE searches (
    name TEXT PRIMARY KEY, question TEXT NOT NULL, asked TEXT NOT NULL, made TEXT NOT NULL,
    generation INTEGER NOT NULL, seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

# From each form, by its version: what makes it the next one. Where tokens begin is told when they
# are embedded: a library without it has another fingerprint.
FORMER: Final = {
    3: """
ALTER TABLE changes ADD COLUMN mark TEXT NOT NULL DEFAULT '';
UPDATE changes SET mark = lower(hex(randomblob(8)));
""",
    4: """
CREATE TABLE IF NOT EXISTS removed_vectors AS
SELECT CAST('' AS TEXT) AS removed, * FROM vectors WHERE FALSE;
ALTER TABLE removed_vectors ADD COLUMN starts BLOB NOT NULL DEFAULT x'';
ALTER TABLE vectors ADD COLUMN starts BLOB NOT NULL DEFAULT x'';
""",
}

STUDY: Final = tuple(field.name for field in fields(Study))
PAGE: Final = tuple(field.name for field in fields(Page))
# In the order of the fields of a Passage: two hundred are read for a question.
PASSAGE: Final = """
SELECT p.study_id, p.page, p.start, p."end",
       substr(g.text, p.start + 1, p."end" - p.start) AS text,
       p.heading, p.kind, p.language, g.label, p.id, g.confidence,
       p.header_start, p.header_end,
       substr(g.text, p.header_start + 1, p.header_end - p.header_start) AS header
FROM passages p JOIN pages g ON g.study_id = p.study_id AND g.number = p.page
"""
# The first number, from 2, that makes an id one that no study has.
FREE: Final = """
WITH RECURSIVE tried (number) AS (
    SELECT 2 UNION ALL
    SELECT number + 1 FROM tried WHERE EXISTS (SELECT 1 FROM studies WHERE id = ? || '-' || number)
) SELECT max(number) FROM tried
"""
# Drawn whenever a study is described anew, which is no new generation.
DESCRIBED: Final = """
INSERT OR REPLACE INTO meta VALUES ('described', lower(hex(randomblob(8))))
"""
# Of a generation that a backup went through, too, an index is known by what was drawn at it.
CHANGED: Final = """
INSERT INTO changes (study_id, added, first_id, last_id, mark)
VALUES (?, ?, ?, ?, lower(hex(randomblob(8))))
"""
_PATHS: Final = 4096
_LISTS: Final = ("organisations", "countries", "topics")


def insert(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts one row with named parameters."""
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values})"


def study_row(study: Study) -> dict[str, object]:
    """A study as its row."""
    row = asdict(study)
    lists = {name: json.dumps(row[name], ensure_ascii=False) for name in _LISTS}
    return row | lists | {"origins": json.dumps(dict(study.origins))}


def study(row: sqlite3.Row) -> Study:
    """A row as its study."""
    values = {name: row[name] for name in STUDY}
    lists = {name: tuple(json.loads(row[name])) for name in _LISTS}
    told = json.loads(row["origins"])
    origins = tuple((field, Origin(origin)) for field, origin in told.items())
    return Study(**values | lists | {"origins": origins})


def page(row: sqlite3.Row) -> Page:
    """A row as its page."""
    values = {name: row[name] for name in PAGE}
    return Page(**values | {"read_by": ReadBy(row["read_by"])})


def tally(row: sqlite3.Row) -> Tally:
    """A row of counted pages as its tally."""
    return Tally(
        row["study_id"],
        ReadBy(row["read_by"]),
        row["language"],
        bool(row["doubtful"]),
        tuple(sorted(json.loads(row["numbers"]))),
        row["confidence"],
        bool(row["poor"]),
        row["known"],
        row["characters"],
        bool(row["in_part"]),
    )


def passage(row: sqlite3.Row) -> Passage:
    """A row of the statement PASSAGE as its passage."""
    study_id, page, start, end, text, heading, kind, *others = row
    return Passage(study_id, page, start, end, text, _path(heading), Kind(kind), *others)


@lru_cache(_PATHS)
def _path(heading: str) -> tuple[str, ...]:
    return tuple(json.loads(heading))
