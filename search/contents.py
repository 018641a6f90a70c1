"""What a library holds: every question that can be asked of its database."""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import late, schema
from search.boxes import Boxes, unpack
from search.doubles import Doubles
from search.errors import LibraryError, ModelMismatch, UnknownStudy
from search.groups import Groups
from search.history import History
from search.records import Page, Passage, ReadBy, Refusal, Study
from search.tally import IN_PART, Tally
from search.told import told


class Contents(History, Groups, Doubles):
    """What a library holds. Safe to use from several threads; any number of processes may read."""

    @property
    def files(self) -> Path:
        """The folder of the library's own copies of the PDFs."""
        return self._folder("studies")

    @property
    def indexes(self) -> Path:
        """The folder of everything derived; it may be deleted at any moment."""
        return self._folder("indexes")

    def file(self, study: Study) -> Path:
        """The library's own copy of a study's PDF."""
        return self.file_of(study.sha256)

    def file_of(self, sha256: str) -> Path:
        """Where the library's copy of a file is, or would be."""
        return self.files / f"{sha256}.pdf"

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the model behind the vectors, "" before the first."""
        return self._meta("fingerprint")

    def differs(self, fingerprint: str) -> bool:
        """Whether the vectors here, if any, came from a model of another fingerprint."""
        return self.fingerprint not in ("", fingerprint)

    def check_model(self, fingerprint: str) -> None:
        """Raises ModelMismatch when the vectors here came from a model of another fingerprint."""
        if self.differs(fingerprint):
            raise ModelMismatch(
                told(
                    "The library was embedded by {held}, the settings name {named}; run casebook "
                    "reembed, or set the old model again.",
                    held=self.fingerprint,
                    named=fingerprint,
                )
            )

    def studies(self) -> list[Study]:
        """Every study, by title."""
        rows = self._rows("SELECT * FROM studies ORDER BY title COLLATE NOCASE, id")
        return [schema.study(row) for row in rows]

    def study(self, id: str) -> Study:
        """One study. Raises UnknownStudy."""
        rows = self._rows("SELECT * FROM studies WHERE id = ?", id)
        if not rows:
            raise UnknownStudy(
                told("The library holds no study {id}; casebook list names them all.", id=repr(id))
            )
        return schema.study(rows[0])

    def study_of(self, sha256: str) -> Study | None:
        """The study whose file has this sha256."""
        rows = self._rows("SELECT * FROM studies WHERE sha256 = ?", sha256)
        return schema.study(rows[0]) if rows else None

    def study_of_file(self, file: str) -> Study | None:
        """The study that came from this file."""
        rows = self._rows("SELECT * FROM studies WHERE file = ? ORDER BY id LIMIT 1", file)
        return schema.study(rows[0]) if rows else None

    def free_id(self, id: str, kept: Collection[str] = ()) -> str:
        """An id that no study has and that is not `kept`: this one, or with the first number."""
        if id not in kept and not self.study_ids("s.id = ?", id):
            return id
        number = self._value(schema.FREE, id)
        while f"{id}-{number}" in kept or self.study_ids("s.id = ?", f"{id}-{number}"):
            number += 1
        return f"{id}-{number}"

    def password(self, study: Study) -> str:
        """What opens a study's file, "" where it asks for nothing."""
        rows = self._rows("SELECT password FROM passwords WHERE sha256 = ?", study.sha256)
        return str(rows[0]["password"]) if rows else ""

    def how_read(self, study_id: str) -> dict[int, ReadBy]:
        """How each page of a study was read."""
        rows = self._rows("SELECT number, read_by FROM pages WHERE study_id = ?", study_id)
        return {row["number"]: ReadBy(row["read_by"]) for row in rows}

    def pages(self, study_id: str) -> list[Page]:
        """A study's pages in order."""
        rows = self._rows("SELECT * FROM pages WHERE study_id = ? ORDER BY number", study_id)
        return [schema.page(row) for row in rows]

    def tallies(self, doubtful: float, poor: float) -> list[Tally]:
        """All pages by study, reading and language; OCR below `doubtful` is counted apart.

        So are pages of whose words a share below `poor` is known, and those read in part.
        """
        rows = self._rows(
            "SELECT study_id, read_by, language, coalesce(confidence < ?, 0) AS doubtful, "
            "coalesce(known < ?, 0) AS poor, json_group_array(number) AS numbers, "
            "avg(confidence) AS confidence, sum(known * length(text)) / "
            "sum(iif(known IS NULL, 0, length(text))) AS known, "
            "sum(iif(known IS NULL, 0, length(text))) AS characters, "
            "instr(note, ?) = 1 AND read_by <> 'none' AS in_part "
            "FROM pages GROUP BY 1, 2, 3, 4, 5, in_part",
            doubtful,
            poor,
            IN_PART,
        )
        return [schema.tally(row) for row in rows]

    def boxes(self, study_id: str, page: int) -> Boxes:
        """The boxes of a page's characters, shape (characters, 4).

        Raises UnknownStudy, LibraryError where they are damaged.
        """
        rows = self._rows(
            "SELECT boxes FROM pages WHERE study_id = ? AND number = ?", study_id, page
        )
        if not rows:
            raise UnknownStudy(f"The library holds no page {page} of a study {study_id!r}.")
        try:
            return unpack(rows[0]["boxes"])
        except ValueError as error:
            raise LibraryError(
                f"The boxes of page {page} of {study_id} are damaged; remove the study and add it "
                "again."
            ) from error

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of these ids that are there."""
        rows = self._by_ids(schema.PASSAGE + "WHERE p.id IN ({})", ids)
        return {row["id"]: schema.passage(row) for row in rows}

    def passages_of(self, study_id: str) -> list[Passage]:
        """A study's passages in order."""
        rows = self._rows(schema.PASSAGE + "WHERE p.study_id = ? ORDER BY p.id", study_id)
        return [schema.passage(row) for row in rows]

    def passage_counts(self) -> dict[str, int]:
        """How many passages each study has that has any."""
        rows = self._rows("SELECT study_id, count(*) AS held FROM passages GROUP BY study_id")
        return {row["study_id"]: row["held"] for row in rows}

    def vectors(self, ids: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Ids that are there, ascending, and their vectors, shape (found, dimension)."""
        rows = self._by_ids("SELECT passage_id, vector FROM vectors WHERE passage_id IN ({})", ids)
        rows = sorted(rows, key=lambda row: int(row["passage_id"]))
        found = np.array([row["passage_id"] for row in rows], dtype=np.int64)
        data = b"".join(row["vector"] for row in rows)
        return found, np.frombuffer(data, np.float32).reshape(len(found), -1 if data else 0)

    def tokens(self, ids: Sequence[int]) -> dict[int, bytes]:
        """The tokens of the passages of these ids that are there, as `search.late` packs them."""
        rows = self._by_ids("SELECT passage_id, tokens FROM vectors WHERE passage_id IN ({})", ids)
        return {row["passage_id"]: row["tokens"] for row in rows}

    def starts(self, ids: Sequence[int]) -> dict[int, NDArray[np.int32]]:
        """Where in the passages of these ids that are there their tokens begin."""
        rows = self._by_ids("SELECT passage_id, starts FROM vectors WHERE passage_id IN ({})", ids)
        return {row["passage_id"]: late.unpack_starts(row["starts"]) for row in rows}

    def languages(self) -> tuple[str, ...]:
        """The languages of its passages; "" stands for those that are not known."""
        rows = self._rows("SELECT DISTINCT language FROM passages ORDER BY language")
        return tuple(row["language"] for row in rows)

    def ids(self, condition: str = "TRUE", *values: object) -> NDArray[np.int64]:
        """Ids of the passages (`p`, with their study `s`) for which an SQL condition holds."""
        rows = self._rows(
            "SELECT p.id FROM passages p JOIN studies s ON s.id = p.study_id "
            f"WHERE {condition} ORDER BY p.id",
            *values,
        )
        return np.fromiter((row["id"] for row in rows), np.int64, len(rows))

    def study_ids(self, condition: str, *values: object) -> list[str]:
        """Ids of the studies (`s`) for which an SQL condition holds."""
        rows = self._rows(f"SELECT s.id FROM studies s WHERE {condition}", *values)
        return [row["id"] for row in rows]

    def count(self, table: str, condition: str = "TRUE", *values: object) -> int:
        """Rows of a table for which an SQL condition holds."""
        return int(self._value(f"SELECT count(*) FROM {table} WHERE {condition}", *values))

    def refusals(self) -> list[Refusal]:
        """Files that were not taken in, and have not been since."""
        return [Refusal(**dict(row)) for row in self._rows("SELECT * FROM refusals ORDER BY file")]

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong, a sentence each."""
        try:
            whole = self._rows("PRAGMA integrity_check")
            lost = self._rows("PRAGMA foreign_key_check")
        except LibraryError as error:
            return [str(error.__cause__)]
        found = [str(row[0]) for row in whole if row[0] != "ok"]
        return found + [f"a row of {row[0]} lost its owner" for row in lost]

    def _folder(self, name: str) -> Path:
        folder = self.home / name
        folder.mkdir(exist_ok=True)
        return folder
