"""The history of a library: every change of what can be found, from which an index catches up."""

from dataclasses import dataclass

from search.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """A study whose passages `first_id` to `last_id` came (`added`) or went."""

    generation: int
    study_id: str
    added: bool
    first_id: int
    last_id: int


class History(Store):
    """What a library has seen."""

    @property
    def generation(self) -> int:
        """How many changes the library has seen."""
        return int(self._value("SELECT coalesce(max(generation), 0) FROM changes"))

    @property
    def mark(self) -> str:
        """What was drawn at the last change, before the first the library's identity.

        A backup that was put back sees other changes under the same generations; never a mark.
        """
        rows = self._rows("SELECT mark FROM changes ORDER BY generation DESC LIMIT 1")
        return str(rows[0]["mark"]) if rows else self.identity

    def reached(self, mark: str) -> int | None:
        """The generation of a mark; None where it is of another library, or of another history."""
        rows = self._rows("SELECT generation FROM changes WHERE mark = ?", mark)
        if rows:
            return int(rows[0]["generation"])
        return 0 if mark == self.identity else None

    @property
    def edition(self) -> str:
        """What is another one whenever something of a study is: its passages, or a mere year."""
        return f"{self.mark}.{self._meta('described')}"

    @property
    def identity(self) -> str:
        """A name drawn when the library was made."""
        return self._meta("identity")

    def changes(self, since: int) -> list[Change]:
        """What changed after a generation, oldest first."""
        rows = self._rows(
            "SELECT generation, study_id, added, first_id, last_id FROM changes "
            "WHERE generation > ? ORDER BY generation",
            since,
        )
        return [Change(**dict(row) | {"added": bool(row["added"])}) for row in rows]

    def _meta(self, key: str) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0]["value"]) if rows else ""
