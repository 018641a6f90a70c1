"""What its users said of hits: graded judgements, kept by place in the library.

A judgement belongs to a place, not to a passage, so it outlives a study that is indexed again or
taken out. `standing` says what has become of its place.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from search.records import Passage
from search.store import Store

# A thumb up and a thumb down; a grade above UP says more than a thumb can.
DOWN: Final = 0
UP: Final = 1
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well a place answers a question: 0 not at all, 1 to 3 the better.

    `words` is the hash of the words that stood there, `made` when it was judged (UTC, ISO 8601).
    """

    question: str
    study_id: str
    page: int
    start: int
    end: int
    words: str
    grade: int
    made: str

    @property
    def name(self) -> str:
        """The name of the place in qrels and runs."""
        return f"{self.study_id}#{self.page}:{self.start}-{self.end}"

    def at(self, passage: Passage) -> bool:
        """Whether a passage is the very place."""
        span = (passage.study_id, passage.page, passage.start, passage.end)
        return span == (self.study_id, self.page, self.start, self.end)

    def meets(self, passage: Passage) -> bool:
        """Whether a passage holds any of the place."""
        same = (passage.study_id, passage.page) == (self.study_id, self.page)
        return same and passage.start < self.end and self.start < passage.end


class Judgements(Store):
    """The judgements that a library keeps."""

    def judge(self, judgement: Judgement) -> None:
        """Keep a judgement; an earlier one of the same place and question gives way."""
        values = [getattr(judgement, name) for name in Judgement.__slots__]
        with self._transaction() as run:
            run.execute(
                "INSERT OR REPLACE INTO judgements "
                '(question, study_id, page, start, "end", words, grade, made) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )

    def forget_judgement(self, question: str, place: Passage) -> int:
        """Take back what was said of a place; how many judgements that was."""
        values = [asked(question), place.study_id, place.page, place.start, place.end]
        with self._transaction() as run:
            return run.execute(
                "DELETE FROM judgements WHERE question = ? AND study_id = ? AND page = ? "
                'AND start = ? AND "end" = ?',
                values,
            ).rowcount

    def judgements(self, question: str | None = None) -> list[Judgement]:
        """Every judgement, or those of one question, by question and place."""
        condition, values = ("TRUE", []) if question is None else ("question = ?", [question])
        rows = self._rows(
            'SELECT question, study_id, page, start, "end", words, grade, made FROM judgements '
            f'WHERE {condition} ORDER BY question, study_id, page, start, "end"',
            *map(asked, values),
        )
        return [Judgement(**dict(row)) for row in rows]


def asked(question: str) -> str:
    """A question as it is kept: blanks and bytes that are no text even out."""
    return " ".join(question.encode("utf-8", "replace").decode().split())


def judged(question: str, passage: Passage, grade: int, now: datetime | None = None) -> Judgement:
    """A judgement of a passage as it stands."""
    made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    return Judgement(
        asked(question),
        passage.study_id,
        passage.page,
        passage.start,
        passage.end,
        words_hash(passage.text),
        grade,
        made,
    )


def words_hash(text: str) -> str:
    """The hash of a text's words, however its lines break."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]
