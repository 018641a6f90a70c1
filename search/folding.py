"""Hits that say the same under the best of them: folded, never dropped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from search.fusion import best_first
from search.library import Library
from search.records import Double, Passage, Query, Study
from search.scope import Scope

# Whatever the number of hits that are asked for: more hits begin with the same ones.
_UNCROWDED: Final = 5
# At 0.75 a page that answers is among ten hits for 66.0 % of 206 questions over 29 PDFs, with none
# of a study after its fifth 63.6 %, at 1.0 65.5 %; above 0.75 one bundled question loses its study
# (docs/decisions/ranking.md).
_CROWDED: Final = 0.75
# What an answer of a hundred hits is made of (docs/decisions/narrowing.md).
BEST: Final = 100


def crowded(
    scores: Mapping[int, float], passages: Mapping[int, Passage], leaders: Mapping[int, int]
) -> dict[int, float]:
    """Scores in which a study's passages after its five best count less.

    So one study fills a list only where others have little to say. What says the same counts once
    in a study. `leaders` names the leader of each passage's group of doubles; a passage without one
    leads.
    """
    studies: Counter[str] = Counter()
    shares: dict[tuple[str, int], float] = {}
    for id in best_first(scores):
        study = passages[id].study_id
        place = study, leaders.get(id, id)
        if place not in shares:
            shares[place] = 1.0 if studies[study] < _UNCROWDED else _CROWDED
            studies[study] += 1
    return {
        id: score * shares[passages[id].study_id, leaders.get(id, id)]
        for id, score in scores.items()
    }


def chosen(
    order: Sequence[int], passages: Mapping[int, Passage], leaders: Mapping[int, int], query: Query
) -> list[int]:
    """The first k ids that say something new, or the first of each study until there are k."""
    studies: set[str] = set()
    groups: set[int] = set()
    taken: list[int] = []
    for id in order:
        study, group = passages[id].study_id, leaders.get(id, id)
        if len(taken) == query.k:
            break
        if group not in groups and not (query.by_study and study in studies):
            studies.add(study)
            groups.add(group)
            taken.append(id)
    return taken


def firsts(order: Sequence[int], leaders: Mapping[int, int]) -> tuple[int, ...]:
    """The best so many ids, the first of each group of doubles."""
    groups = {leaders.get(id, id): id for id in reversed(order)}
    return tuple(id for id in order if groups[leaders.get(id, id)] == id)[:BEST]


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
    return [one for one in others if within.holds(one)]


def _listed(
    others: Sequence[Passage], own: str, studies: Mapping[str, Study]
) -> tuple[Double, ...]:
    def place(double: Double) -> tuple[bool, str, str, int]:
        study = double.study
        return study.id != own, study.title.casefold(), study.id, double.passage.id

    return tuple(sorted((Double(studies[one.study_id], one) for one in others), key=place))
