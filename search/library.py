"""The library: studies, pages, passages and vectors in SQLite. The only truth.

Every change of what can be found raises the generation by one and leaves a row in `changes`, from
which an index catches up.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from search import aside, grouping, schema
from search.aside import Asides
from search.baskets import Baskets
from search.boxes import Boxes, pack
from search.contents import Contents
from search.embed import Embedded
from search.errors import LibraryError
from search.judgements import Judgements
from search.records import Page, Passage, Refusal, Study
from search.saved import Searches

_VECTORS: Final = "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)"


class Library(Contents, Judgements, Baskets, Searches, Asides):
    """A library in a folder, and every change of it, each in one transaction."""

    def put(
        self,
        study: Study,
        pages: Sequence[tuple[Page, Boxes]],
        passages: Sequence[Passage],
        made: Embedded,
        fingerprint: str,
        password: str = "",
        instead: str = "",
    ) -> None:
        """Add a study, or replace the one of its id, in one transaction.

        `made` is what the model of the `fingerprint` made of the passages. `password` opens its
        file.
        The study `instead` goes, too: it stands under this id by now, and what people kept and
        judged of it follows.
        """
        if len(made) != len(passages):
            raise LibraryError(f"{len(passages)} passages came with {len(made)} vectors.")
        prepared = grouping.Prepared.of(passages)
        with self._transaction() as run:
            self.check_model(fingerprint)
            self._forget(run, study.id)
            self._forget(run, instead)
            if instead:
                _follow(run, instead, study.id)
            run.execute("DELETE FROM refusals WHERE file = ?", [study.file])
            run.execute(schema.insert("studies", schema.STUDY), schema.study_row(study))
            if password:
                run.execute("INSERT INTO passwords VALUES (?, ?)", [study.sha256, password])
            columns = (*schema.PAGE, "boxes")
            run.executemany(
                schema.insert("pages", columns),
                (
                    {name: getattr(page, name) for name in schema.PAGE} | {"boxes": pack(boxes)}
                    for page, boxes in pages
                ),
            )
            ids = [_insert_passage(run, passage) for passage in passages]
            run.executemany(_VECTORS, _rows(ids, made))
            grouping.join(run, study.id, ids, prepared)
            aside.take_over(run, study.sha256)
            _log(run, study.id, True, ids)
            _sign(run, fingerprint)

    def remove(self, study_id: str, now: datetime | None = None) -> Study:
        """Take a study out, with its pages, passages and vectors. Raises UnknownStudy.

        All of it is kept aside until it is brought back or forgotten.
        """
        study = self.study(study_id)
        with self._transaction() as run:
            aside.keep(run, study, now)
            self._forget(run, study_id)
        return study

    def restore(self, study_id: str, made: Embedded | None = None, fingerprint: str = "") -> Study:
        """Bring a removed study back, as it was. Raises UnknownStudy, LibraryError.

        Where the library was embedded by another model since, its passages come with what that
        one, of the `fingerprint`, made of them.
        """
        one = self.removed_study(study_id)
        self.check_model(fingerprint or one.fingerprint)
        with self._transaction() as run:
            ids = aside.bring_back(run, one)
            if made is not None:
                run.executemany(_VECTORS, _rows(ids, made))
            run.execute("DELETE FROM refusals WHERE file = ?", [one.file])
            _log(run, study_id, True, ids)
        return self.study(study_id)

    def describe(
        self,
        study: Study,
        ids: Sequence[int] = (),
        made: Embedded | None = None,
    ) -> None:
        """Write what is known about a study that is there; its pages and passages stay.

        With another title come the ids of its passages and their new vectors: both indexes read
        the title.
        """
        pairs = ", ".join(f"{name} = :{name}" for name in schema.STUDY)
        with self._transaction() as run:
            run.execute(f"UPDATE studies SET {pairs} WHERE id = :id", schema.study_row(study))
            run.execute(schema.DESCRIBED)
            if made is not None:
                _revector(run, study.id, ids, made)

    def reembed(
        self, batches: Iterable[tuple[str, Sequence[int], Embedded]], fingerprint: str
    ) -> None:
        """Replace every vector, in one transaction; a batch is a study, its ids, their vectors."""
        with self._transaction() as run:
            for study_id, ids, made in batches:
                _revector(run, study_id, ids, made)
            run.execute("DELETE FROM meta WHERE key = 'fingerprint'")
            _sign(run, fingerprint)

    def refuse(self, refusal: Refusal) -> None:
        """Keep in mind that a file was not taken in."""
        with self._transaction() as run:
            run.execute(
                "INSERT OR REPLACE INTO refusals VALUES (?, ?, ?)",
                [refusal.file, refusal.code, refusal.reason],
            )

    def accept(self, file: str) -> None:
        """Forget that a file was not taken in."""
        with self._transaction() as run:
            run.execute("DELETE FROM refusals WHERE file = ?", [file])

    def _forget(self, run: sqlite3.Connection, study_id: str) -> None:
        ids = [
            row["id"]
            for row in run.execute("SELECT id FROM passages WHERE study_id = ?", [study_id])
        ]
        led = grouping.led(run, study_id)
        gone = run.execute("DELETE FROM studies WHERE id = ?", [study_id]).rowcount
        grouping.join_again(run, led)
        if gone:
            _log(run, study_id, False, ids)


def _follow(run: sqlite3.Connection, gone: str, id: str) -> None:
    """Have what people kept, judged and had seen of a study name the id that it stands under."""
    for table in ("baskets", "judgements"):
        # What was said of the same place of the study that went is of words that are gone.
        run.execute(f"UPDATE OR REPLACE {table} SET study_id = ? WHERE study_id = ?", [id, gone])
    named = (f'"study_id": {json.dumps(one, ensure_ascii=False)}' for one in (gone, id))
    run.execute("UPDATE searches SET seen = replace(seen, ?, ?)", [*named])


def _insert_passage(run: sqlite3.Connection, passage: Passage) -> int:
    cursor = run.execute(
        'INSERT INTO passages (study_id, page, start, "end", heading, kind, language, '
        "header_start, header_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            passage.study_id,
            passage.page,
            passage.start,
            passage.end,
            json.dumps(passage.heading, ensure_ascii=False),
            passage.kind,
            passage.language,
            passage.header_start,
            passage.header_end,
        ],
    )
    return int(cursor.lastrowid or 0)


def _revector(run: sqlite3.Connection, study_id: str, ids: Sequence[int], made: Embedded) -> None:
    run.executemany(_VECTORS, _rows(ids, made))
    _log(run, study_id, False, ids)
    _log(run, study_id, True, ids)


def _rows(ids: Sequence[int], made: Embedded) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    none = (b"",) * len(made)
    tokens, starts, vectors = made.tokens or none, made.starts or none, made.vectors
    for id, vector, *held in zip(ids, vectors.astype("float32"), tokens, starts, strict=True):
        yield id, vector.tobytes(), *held


def _log(run: sqlite3.Connection, study_id: str, added: bool, ids: Sequence[int]) -> None:
    run.execute(
        schema.CHANGED,
        [study_id, added, min(ids, default=0), max(ids, default=-1)],
    )


def _sign(run: sqlite3.Connection, fingerprint: str) -> None:
    run.execute("INSERT OR IGNORE INTO meta VALUES ('fingerprint', ?)", [fingerprint])
