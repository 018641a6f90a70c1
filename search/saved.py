"""Searches that are kept by name, with what they had found when they were last looked at."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from search.baskets import named
from search.errors import LibraryError
from search.judgements import words_hash
from search.records import Filter, Hit, Kind, Mode, Query
from search.store import Store


@dataclass(frozen=True, slots=True)
class Seen:
    """A place that a search had found, and the hash of its words."""

    study_id: str
    page: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A search by name; `generation` is the library's, and `seen` what was found, at `made`."""

    name: str
    query: Query
    made: str
    generation: int
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """The studies that a library held at a generation, and the last id of its passages then."""

    studies: frozenset[str]
    last_id: int


class Searches(Store):
    """The saved searches of a library."""

    def save_search(self, saved: Saved) -> None:
        """Keep a search; an earlier one of the same name gives way."""
        asked = asdict(saved.query)
        text = asked.pop("text")
        seen = _json([asdict(one) for one in saved.seen])
        values = [saved.name, text, _json(asked), saved.made, saved.generation, seen]
        with self._transaction() as run:
            run.execute(
                "INSERT OR REPLACE INTO searches "
                "(name, question, asked, made, generation, seen) VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )

    def saved_searches(self) -> list[Saved]:
        """Every saved search, by name."""
        rows = self._rows("SELECT * FROM searches ORDER BY name")
        return [
            Saved(
                row["name"],
                _query(row["question"], json.loads(row["asked"])),
                row["made"],
                row["generation"],
                tuple(Seen(**one) for one in json.loads(row["seen"])),
            )
            for row in rows
        ]

    def saved_search(self, name: str) -> Saved:
        """The saved search of a name. Raises LibraryError."""
        held = {one.name: one for one in self.saved_searches()}
        if named(name) not in held:
            there = ", ".join(held) or "none yet"
            raise LibraryError(f"There is no saved search {named(name)!r}; there is {there}.")
        return held[named(name)]

    def forget_search(self, name: str) -> bool:
        """Forget a saved search; whether there was one."""
        with self._transaction() as run:
            return bool(run.execute("DELETE FROM searches WHERE name = ?", [named(name)]).rowcount)

    def before(self, generation: int) -> Before:
        """What the library held at a generation."""
        # Of the columns beside max(), SQLite gives those of the row that has it.
        rows = self._rows(
            "SELECT study_id, max(generation), added FROM changes WHERE generation <= ? "
            "GROUP BY study_id",
            generation,
        )
        last = "SELECT coalesce(max(last_id), 0) FROM changes WHERE generation <= ?"
        there = frozenset(row["study_id"] for row in rows if row["added"])
        return Before(there, self._value(last, generation))


def saved(
    name: str, query: Query, hits: Sequence[Hit], generation: int, now: datetime | None = None
) -> Saved:
    """A search with what it has found; `generation` is the library's before it was asked."""
    made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    places = (hit.passage for hit in hits)
    seen = tuple(
        Seen(one.study_id, one.page, one.start, one.end, words_hash(one.text)) for one in places
    )
    return Saved(named(name), query, made, generation, seen)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _query(text: str, asked: dict[str, Any]) -> Query:
    told = asked.pop("filter")
    lists: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in told.items()
    }
    # Searches of an earlier version know no kinds.
    lists["kinds"] = tuple(Kind(one) for one in lists.get("kinds", ()))
    return Query(text, filter=Filter(**lists), mode=Mode(asked.pop("mode")), **asked)
