"""Passages that say the same, put together as studies come and go: the writing side of doubles.

Each group has a leader, the passage that came first. Only leaders stand in `bands`, so a text that
is in a thousand studies is compared once with a new one; `doubles` names the leader of the others.
Two groups may meet in nothing but what their leaders share: whoever doubles a leader joins it.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from search import schema
from search.records import Passage
from search.sketch import Sketch, likeness, of_study, plain, same, sketches

# Of the 13,755 passages of 66 reports at most 18 leaders share a band, of 19 notes of one series
# (benchmarks/results/doubles.md). The bound keeps the work of adding from growing with the library.
_MOST_IN_A_BAND: Final = 50
_MOST_COMPARED: Final = 16
_MOST_STUDIES: Final = 8
# Country notes of one series, 60 % of their words boilerplate, come to 0.58 at most; an edition in
# which a fifth of the words is new comes to 0.67.
_NEARLY: Final = 0.6
# Two or three sentences: a study of fewer words is not told to be nearly another one.
_FEWEST_RUNS: Final = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of a study is compared with others, made before its transaction begins."""

    passages: tuple[Sketch, ...]
    runs: frozenset[str]
    bands: tuple[int, ...]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Self:
        """What is compared of a study with these passages."""
        made = tuple(sketches(passages))
        runs, bands = of_study(made)
        return cls(made, runs, bands if len(runs) >= _FEWEST_RUNS else ())


def join(run: sqlite3.Connection, study_id: str, ids: Sequence[int], made: Prepared) -> None:
    """Put a new study's passages with those that say the same, and the study with its like."""
    for id, sketch in zip(ids, made.passages, strict=True):
        _join(run, id, sketch)
    for other in _nearest(run, "study_bands", made.bands, _MOST_STUDIES):
        _compare(run, study_id, str(other), made.runs)
    rows = ((band, study_id) for band in made.bands)
    run.executemany("INSERT OR IGNORE INTO study_bands VALUES (?, ?)", rows)


def led(run: sqlite3.Connection, study_id: str) -> list[int]:
    """Passages of other studies whose leader is one of this study."""
    rows = run.execute(
        "SELECT d.passage_id FROM passages l JOIN doubles d ON d.leader = l.id "
        "JOIN passages p ON p.id = d.passage_id "
        "WHERE l.study_id = ? AND p.study_id <> l.study_id ORDER BY d.passage_id",
        [study_id],
    )
    return [row[0] for row in rows.fetchall()]


def join_again(run: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Find another leader for passages whose own is gone: the first of them becomes one."""
    for id in ids:
        (passage,) = _passages(run, [id])
        (sketch,) = sketches([passage])
        _join(run, id, sketch)


def _join(run: sqlite3.Connection, id: int, sketch: Sketch) -> None:
    near = [int(one) for one in _nearest(run, "bands", sketch.bands, _MOST_COMPARED)]
    leaders = {passage.id: passage for passage in _passages(run, near)}
    for leader in near:
        if same(plain(leaders[leader]), sketch):
            run.execute("INSERT INTO doubles VALUES (?, ?)", [id, leader])
            return
    rows = ((band, id) for band in sketch.bands)
    run.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)


def _nearest(
    run: sqlite3.Connection, table: str, bands: Iterable[int], most: int
) -> list[int | str]:
    """Who shares most bands, of a bounded number for each band."""
    counts: Counter[int | str] = Counter()
    for band in bands:
        rows = run.execute(
            f"SELECT * FROM {table} WHERE hash = ? ORDER BY 2 LIMIT {_MOST_IN_A_BAND}", [band]
        )
        counts.update(row[1] for row in rows)
    return sorted(counts, key=lambda one: (-counts[one], one))[:most]


def _compare(run: sqlite3.Connection, study_id: str, other: str, runs: frozenset[str]) -> None:
    rows = run.execute(schema.PASSAGE + "WHERE p.study_id = ?", [other])
    theirs: frozenset[str] = frozenset().union(*(plain(schema.passage(row)).runs for row in rows))
    if likeness(runs, theirs) < _NEARLY:
        return
    shared = len(runs & theirs)
    pairs = ((study_id, other, shared / len(runs)), (other, study_id, shared / len(theirs)))
    run.executemany("INSERT INTO kin VALUES (?, ?, ?)", pairs)


def _passages(run: sqlite3.Connection, ids: Sequence[int]) -> list[Passage]:
    places = ", ".join("?" * len(ids))
    rows = run.execute(f"{schema.PASSAGE} WHERE p.id IN ({places})", ids)
    return [schema.passage(row) for row in rows.fetchall()]
