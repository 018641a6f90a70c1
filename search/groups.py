"""The passages of a library by their study, kind and language: what its roll is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.records import Kind
from search.store import Store


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of a study that are of one kind and in one language, by id."""

    study_id: str
    kind: Kind
    language: str
    ids: NDArray[np.int64]


class Groups(Store):
    """Asks a library for its passages in groups."""

    def groups(self) -> list[Group]:
        """All passages, by their study, kind and language."""
        rows = self._rows(
            "SELECT study_id, kind, language, group_concat(id) AS ids FROM passages "
            "GROUP BY 1, 2, 3"
        )
        return [
            Group(
                row["study_id"],
                Kind(row["kind"]),
                row["language"],
                np.fromstring(row["ids"], np.int64, sep=","),
            )
            for row in rows
        ]
