"""Passages that say the same and studies that are nearly the same: what the library knows of them.

`search.grouping` finds them as studies come and go.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.store import Store


@dataclass(frozen=True, slots=True)
class Kin:
    """A study that is nearly the same as another one, which holds `share` of its words."""

    study_id: str
    other_id: str
    share: float


class Doubles(Store):
    """Asks a library for what is in it more than once."""

    def leaders(self, ids: Sequence[int]) -> dict[int, int]:
        """Of these passages those that double an earlier one, each with the leader of its group."""
        rows = self._by_ids("SELECT * FROM doubles WHERE passage_id IN ({})", ids)
        return {row["passage_id"]: row["leader"] for row in rows}

    def doubles(self, leaders: Sequence[int]) -> dict[int, list[int]]:
        """The passages that double each of these leaders, in their order."""
        rows = self._by_ids("SELECT * FROM doubles WHERE leader IN ({})", ids=leaders)
        found: dict[int, list[int]] = {}
        for row in sorted(rows, key=lambda row: int(row["passage_id"])):
            found.setdefault(row["leader"], []).append(row["passage_id"])
        return found

    def doubled(self) -> dict[str, int]:
        """How many passages of each study say the same as one of another study."""
        rows = self._rows(
            "WITH grouped AS (SELECT passage_id AS id, leader FROM doubles "
            "UNION SELECT leader, leader FROM doubles), "
            "held AS (SELECT g.leader, p.study_id FROM grouped g JOIN passages p ON p.id = g.id), "
            "shared AS (SELECT leader FROM held GROUP BY leader "
            "HAVING count(DISTINCT study_id) > 1) "
            "SELECT study_id, count(*) AS held FROM held JOIN shared USING (leader) "
            "GROUP BY study_id"
        )
        return {row["study_id"]: row["held"] for row in rows}

    def kin(self, study_id: str | None = None) -> list[Kin]:
        """The studies that one study, or each, is nearly the same as, the nearest first."""
        condition, values = ("TRUE", []) if study_id is None else ("study_id = ?", [study_id])
        rows = self._rows(
            f"SELECT * FROM kin WHERE {condition} ORDER BY study_id, share DESC, other_id", *values
        )
        return [Kin(**dict(row)) for row in rows]

    def bands(self, study_id: str) -> dict[int, set[int]]:
        """The bands of each passage of a study that leads, or could lead, a group."""
        rows = self._rows(
            "SELECT b.* FROM bands b JOIN passages p ON p.id = b.passage_id WHERE p.study_id = ?",
            study_id,
        )
        return _gathered((row["passage_id"], row["hash"]) for row in rows)


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found
