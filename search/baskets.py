"""Passages that people keep, in baskets with names: by place, each with its question and a note.

A basket belongs to the library and names places, so it outlives a study that is indexed again or
taken out. `search.collected` says what stands at each place now.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from search.errors import LibraryError
from search.judgements import asked, words_hash
from search.records import Passage
from search.store import Store
from search.told import told

DEFAULT: Final = "Basket"
_PLACE: Final = 'basket = ? AND study_id = ? AND page = ? AND start = ? AND "end" = ?'


@dataclass(frozen=True, slots=True)
class Kept:
    """A place in a basket.

    `words` is the hash of the words that stood there, `question` what had been asked, `note` what
    the person says of it, `made` when it was kept (UTC, ISO 8601).
    """

    basket: str
    study_id: str
    page: int
    start: int
    end: int
    words: str
    question: str = ""
    note: str = ""
    made: str = ""

    @property
    def name(self) -> str:
        """The name of the place, as `casebook basket add` takes it."""
        return f"{self.study_id}:{self.page}:{self.start}-{self.end}"


class Baskets(Store):
    """The baskets of a library. One that holds nothing is not there."""

    def keep(self, kept: Kept) -> bool:
        """Keep a place; whether it was not yet in that basket.

        Of one that was, a new note takes the place of the old, and a question is only filled in.
        """
        values = [getattr(kept, name) for name in Kept.__slots__]
        with self._transaction() as run:
            there = self._rows(f"SELECT 1 FROM baskets WHERE {_PLACE}", *values[:5])
            run.execute(
                'INSERT INTO baskets (basket, study_id, page, start, "end", words, question, note, '
                "made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                'ON CONFLICT (basket, study_id, page, start, "end") DO UPDATE SET '
                "words = excluded.words, "
                "question = iif(question = '', excluded.question, question), "
                "note = iif(excluded.note = '', note, excluded.note)",
                values,
            )
        return not there

    def baskets(self) -> dict[str, int]:
        """How many places each basket holds, by its name."""
        rows = self._rows("SELECT basket, count(*) AS held FROM baskets GROUP BY basket")
        return {row["basket"]: row["held"] for row in rows}

    def basket(self, name: str) -> list[Kept]:
        """The places of a basket in the order in which they were kept. Raises LibraryError."""
        rows = self._rows(
            'SELECT basket, study_id, page, start, "end", words, question, note, made '
            "FROM baskets WHERE basket = ? ORDER BY id",
            named(name),
        )
        if not rows:
            raise LibraryError(self._no_basket(name))
        return [Kept(**dict(row)) for row in rows]

    def annotate(self, kept: Kept, note: str) -> bool:
        """Write another note to a place; whether it is there."""
        with self._transaction() as run:
            statement = f"UPDATE baskets SET note = ? WHERE {_PLACE}"
            return bool(run.execute(statement, [clean(note), *_place(kept)]).rowcount)

    def swap(self, one: Kept, other: Kept) -> bool:
        """Have two places of a basket change their places in its order; whether both are there."""
        with self._transaction() as run:
            rows = [
                run.execute(f"SELECT id FROM baskets WHERE {_PLACE}", _place(kept)).fetchone()
                for kept in (one, other)
            ]
            if not all(rows):
                return False
            first, last = rows[0]["id"], rows[1]["id"]
            for old, new in ((first, -1), (last, first), (-1, last)):
                run.execute("UPDATE baskets SET id = ? WHERE id = ?", [new, old])
        return True

    def let_go(self, kept: Kept) -> bool:
        """Take a place out of its basket; whether it was there."""
        with self._transaction() as run:
            return bool(run.execute(f"DELETE FROM baskets WHERE {_PLACE}", _place(kept)).rowcount)

    def remove_basket(self, name: str) -> int:
        """Take a basket away; how many places it held."""
        with self._transaction() as run:
            return run.execute("DELETE FROM baskets WHERE basket = ?", [named(name)]).rowcount

    def rename_basket(self, name: str, to: str) -> None:
        """Give a basket another name. Raises LibraryError where that one is taken."""
        held, new = self.baskets(), named(to)
        if named(name) not in held:
            raise LibraryError(self._no_basket(name))
        if new in held:
            raise LibraryError(
                told("There is a basket {name} already; choose another name.", name=repr(new))
            )
        with self._transaction() as run:
            run.execute("UPDATE baskets SET basket = ? WHERE basket = ?", [new, named(name)])

    def _no_basket(self, name: str) -> str:
        there = ", ".join(sorted(self.baskets()))
        return f"There is no basket {named(name)!r}; there is {there or 'none yet'}."


def kept(
    passage: Passage,
    basket: str = DEFAULT,
    question: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Kept:
    """A passage as it stands, for a basket."""
    return Kept(
        named(basket),
        passage.study_id,
        passage.page,
        passage.start,
        passage.end,
        words_hash(passage.text),
        asked(question),
        clean(note),
        (now or datetime.now(UTC)).isoformat(timespec="seconds"),
    )


def named(name: str) -> str:
    """A name as it is kept. Raises LibraryError for an empty one."""
    if not (bare := asked(name)):
        raise LibraryError(told("A name is wanted; this one is empty."))
    return bare


def clean(note: str) -> str:
    """A note as it is kept: its line breaks stay, blanks around it go."""
    return note.encode("utf-8", "replace").decode().strip()


def _place(kept: Kept) -> list[object]:
    return [kept.basket, kept.study_id, kept.page, kept.start, kept.end]
