"""Passages that say the same, put together as studies come and go: the writing side of doubles.

Each group has a leader, the passage that came first. Only leaders stand in `bands`, so a text that
is in a thousand studies is compared once with a new one; `doubles` names the leader of the others.
Two groups may meet in nothing but what their leaders share: whoever doubles a leader joins it.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


def tie_again(
    run: sqlite3.Connection,
    study_id: str,
    doubles: Mapping[int, int],
    kin: Sequence[tuple[str, str, float]],
    since: int,
) -> None:
    """Put a study that was brought back among its like, as it was before it was taken out.

    `doubles` and `kin` are its ties of then, `since` the generation. What came later follows it.
    """
    own = _ids(run, "SELECT id FROM passages WHERE study_id = ?", study_id)
    fresh = {
        row[0]
        for row in run.execute(
            "SELECT DISTINCT c.study_id FROM changes c JOIN studies s ON s.id = c.study_id "
            "WHERE c.generation > ? AND c.added AND s.id <> ?",
            [since, study_id],
        )
    }
    ties = {id: leader for id, leader in doubles.items() if id in own or _stands(run, id)}
    if fresh:
        ties |= _met_since(run, own - doubles.keys(), fresh)
    left = _loosened(run, ties.keys() - own) - ties.keys()
    for id, leader in sorted(ties.items()):
        if leader in own or _stands(run, leader):
            run.execute("INSERT INTO doubles VALUES (?, ?)", [id, leader])
        else:
            left.add(id)
    join_again(run, sorted(left))
    _tell_kin(run, study_id, kin, fresh)


def _ids(run: sqlite3.Connection, statement: str, *values: object) -> set[int]:
    return {row[0] for row in run.execute(statement, values)}


def _stands(run: sqlite3.Connection, id: int) -> bool:
    return bool(_ids(run, "SELECT id FROM passages WHERE id = ?", id))


def _met_since(run: sqlite3.Connection, leaders: set[int], fresh: set[str]) -> dict[int, int]:
    """Leaders of studies that came since and say the same as one that was there before them."""
    found: dict[int, int] = {}
    passages = [passage for id in sorted(leaders) for passage in _passages(run, [id])]
    for passage, sketch in zip(passages, sketches(passages), strict=True):
        near = [int(one) for one in _nearest(run, "bands", sketch.bands, _MOST_COMPARED)]
        for other in _passages(run, sorted(set(near) - leaders - found.keys())):
            if other.study_id in fresh and same(sketch, plain(other)):
                found[other.id] = passage.id
    return found


def _loosened(run: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    """Take passages out of their groups; those that they led are returned."""
    left: set[int] = set()
    for id in ids:
        left |= _ids(run, "SELECT passage_id FROM doubles WHERE leader = ?", id)
        run.execute("DELETE FROM doubles WHERE passage_id = ? OR leader = ?", [id, id])
        run.execute("DELETE FROM bands WHERE passage_id = ?", [id])
    return left


def _tell_kin(
    run: sqlite3.Connection,
    study_id: str,
    kin: Sequence[tuple[str, str, float]],
    fresh: set[str],
) -> None:
    for one, other, share in kin:
        beside = other if one == study_id else one
        there = run.execute("SELECT 1 FROM studies WHERE id = ?", [beside]).fetchone()
        if there and beside not in fresh:
            run.execute("INSERT INTO kin VALUES (?, ?, ?)", [one, other, share])
    bands = _ids(run, "SELECT hash FROM study_bands WHERE study_id = ?", study_id)
    near = [str(one) for one in _nearest(run, "study_bands", sorted(bands), _MOST_STUDIES + 1)]
    if met := [other for other in near if other in fresh]:
        rows = run.execute(schema.PASSAGE + "WHERE p.study_id = ?", [study_id]).fetchall()
        runs, _ = of_study([plain(schema.passage(row)) for row in rows])
        for other in met:
            _compare(run, study_id, other, runs)


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
