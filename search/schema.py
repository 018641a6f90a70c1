"""The tables of the library, and the rows that become records."""

import json
import sqlite3
from dataclasses import asdict, fields
from typing import Final

from search.records import Kind, Page, Passage, ReadBy, Study, Tally

VERSION: Final = 2

# A passage is its place: the words themselves are kept once, in their page.
# Ids of passages are never used again, so that an index can tell a new one from a removed one.
TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('identity', lower(hex(randomblob(8))));
CREATE TABLE studies (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE,
    page_count INTEGER NOT NULL, subtitle TEXT NOT NULL, publisher TEXT NOT NULL,
    organisations TEXT NOT NULL, year_from INTEGER, year_to INTEGER, countries TEXT NOT NULL,
    topics TEXT NOT NULL, language TEXT NOT NULL, licence TEXT NOT NULL, source TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE, vector BLOB NOT NULL
) STRICT;
CREATE TABLE changes (
    generation INTEGER PRIMARY KEY, study_id TEXT NOT NULL, added INTEGER NOT NULL,
    first_id INTEGER NOT NULL, last_id INTEGER NOT NULL
) STRICT;
CREATE TABLE refusals (
    file TEXT PRIMARY KEY, code TEXT NOT NULL, reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

STUDY: Final = tuple(field.name for field in fields(Study))
PAGE: Final = tuple(field.name for field in fields(Page))
PASSAGE: Final = """
SELECT p.study_id, p.page, p.start, p."end",
       substr(g.text, p.start + 1, p."end" - p.start) AS text,
       p.heading, p.kind, p.language, g.label, p.id, g.confidence,
       p.header_start, p.header_end,
       substr(g.text, p.header_start + 1, p.header_end - p.header_start) AS header
FROM passages p JOIN pages g ON g.study_id = p.study_id AND g.number = p.page
"""
_LISTS: Final = ("organisations", "countries", "topics")


def insert(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts one row with named parameters."""
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values})"


def study_row(study: Study) -> dict[str, object]:
    """A study as its row."""
    row = asdict(study)
    return row | {name: json.dumps(row[name], ensure_ascii=False) for name in _LISTS}


def study(row: sqlite3.Row) -> Study:
    """A row as its study."""
    values = {name: row[name] for name in STUDY}
    return Study(**values | {name: tuple(json.loads(row[name])) for name in _LISTS})


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
    )


def passage(row: sqlite3.Row) -> Passage:
    """A row of the statement PASSAGE as its passage."""
    values = dict(zip(row.keys(), tuple(row), strict=True))
    values["heading"] = tuple(json.loads(row["heading"]))
    return Passage(**values | {"kind": Kind(row["kind"])})
