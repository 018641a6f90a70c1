"""A library's studies and passages as columns, at one edition: what facets are counted over."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.library import Library
from search.records import Filter, Kind, Study


@dataclass(frozen=True)
class Roll:
    """Every study, and of every passage, by ascending id, its study, kind and language.

    `study`, `kind` and `language` hold places in `studies`, `kinds` and `languages`.
    """

    edition: str
    studies: tuple[Study, ...]
    kinds: tuple[Kind, ...]
    languages: tuple[str, ...]
    ids: NDArray[np.int64]
    study: NDArray[np.int32]
    kind: NDArray[np.int8]
    language: NDArray[np.int16]

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each study by its id."""
        return {study.id: at for at, study in enumerate(self.studies)}

    def rows(self, ids: Sequence[int]) -> NDArray[np.int64]:
        """The rows of these passages, of those that are there."""
        wanted = np.array(ids, np.int64)
        found = np.searchsorted(self.ids, wanted)
        there = found < len(self.ids)
        there[there] = self.ids[found[there]] == wanted[there]
        return found[there]

    def within(self, filter: Filter, named: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which passages are of the filter's kinds and languages, and among those `named`."""
        kept = np.ones(len(self.ids), np.bool_)
        if filter.kinds:
            kept &= np.isin(self.kind, [self.kinds.index(one) for one in filter.kinds])
        if filter.languages:
            codes = [at for at, one in enumerate(self.languages) if one in filter.languages]
            kept &= np.isin(self.language, codes)
        if filter.instruments:
            kept &= np.isin(self.ids, named, assume_unique=True)
        return kept


def roll(library: Library) -> Roll:
    """The roll of a library as it is now."""
    with library.reading():
        edition, studies = library.edition, tuple(library.studies())
        groups = library.groups()
    kinds = tuple(Kind)
    languages = tuple(dict.fromkeys(group.language for group in groups))
    places = {study.id: at for at, study in enumerate(studies)}
    sizes = [len(group.ids) for group in groups]
    ids = np.concatenate([group.ids for group in groups]) if groups else np.zeros(0, np.int64)
    order = np.argsort(ids)
    return Roll(
        edition,
        studies,
        kinds,
        languages,
        ids[order],
        np.repeat(np.array([places[g.study_id] for g in groups], np.int32), sizes)[order],
        np.repeat(np.array([kinds.index(g.kind) for g in groups], np.int8), sizes)[order],
        np.repeat(np.array([languages.index(g.language) for g in groups], np.int16), sizes)[order],
    )
