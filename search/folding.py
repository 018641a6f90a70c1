"""Hits that say the same under the best of them: folded, never dropped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.library import Library
from search.records import Double, Passage, Query, Study
from search.scope import Scope

# Whatever the number of hits that are asked for: more hits begin with the same ones.
_MOST_OF_ONE: Final = 5


def chosen(
    order: Sequence[int], passages: Mapping[int, Passage], leaders: Mapping[int, int], query: Query
) -> list[int]:
    """The first k ids that say something new, or the first of each study until there are k.

    One study has five of them at most, as long as others have something to say: half of a page of
    hits. `leaders` names the leader of each passage's group of doubles; a passage without one
    leads.
    """
    most = 1 if query.by_study else _MOST_OF_ONE
    studies: Counter[str] = Counter()
    groups: set[int] = set()
    taken: list[int] = []
    waiting: list[int] = []
    for id in order:
        study, group = passages[id].study_id, leaders.get(id, id)
        if len(taken) == query.k:
            break
        if group in groups:
            continue
        if studies[study] < most:
            studies[study] += 1
            groups.add(group)
            taken.append(id)
        elif not query.by_study:
            groups.add(group)
            waiting.append(id)
    more = set(waiting[: query.k - len(taken)]) | set(taken)
    return [id for id in order if id in more]


def doubles(
    library: Library, hits: Sequence[Passage], leaders: Mapping[int, int], within: Scope
) -> dict[int, tuple[Double, ...]]:
    """What else in the library, within a filter, says the same as each of these passages.

    Of its own study first, then by title; each study's passages in their order.
    """
    groups = library.doubles([leaders.get(hit.id, hit.id) for hit in hits])
    beside = {hit.id: _others(hit.id, leaders.get(hit.id, hit.id), groups, within) for hit in hits}
    passages = library.passages([other for others in beside.values() for other in others])
    studies = {one: library.study(one) for one in {of.study_id for of in passages.values()}}
    return {
        hit.id: _listed(
            [passages[other] for other in beside[hit.id] if other in passages],
            hit.study_id,
            studies,
        )
        for hit in hits
    }


def _others(id: int, leader: int, groups: Mapping[int, Sequence[int]], within: Scope) -> list[int]:
    others = [one for one in (leader, *groups.get(leader, ())) if one != id]
    if within.ids is None:
        return others
    return [one for one in others if _holds(within.ids, one)]


def _holds(ids: NDArray[np.int64], id: int) -> bool:
    at = int(np.searchsorted(ids, id))
    return at < len(ids) and int(ids[at]) == id


def _listed(
    others: Sequence[Passage], own: str, studies: Mapping[str, Study]
) -> tuple[Double, ...]:
    def place(double: Double) -> tuple[bool, str, str, int]:
        study = double.study
        return study.id != own, study.title.casefold(), study.id, double.passage.id

    return tuple(sorted((Double(studies[one.study_id], one) for one in others), key=place))
