"""Two kept runs of one set against each other, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass

from search import significance
from search.errors import QuestionsError
from search.keeping import Kept


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of two runs over the questions that both were asked.

    `low` to `high` is the 95 % interval of the difference of the means, `p` the paired test's;
    `better` and `worse` count the questions for which the second run is.
    """

    measure: str
    questions: int
    first: float
    second: float
    low: float
    high: float
    p: float
    better: int
    worse: int

    @property
    def difference(self) -> float:
        """The second run's mean less the first's."""
        return self.second - self.first


def compare(first: Kept, second: Kept) -> list[Comparison]:
    """Every measure that both runs have. Raises QuestionsError where they share no questions."""
    shared = sorted(first.measures.keys() & second.measures.keys())
    if len(shared) < 2:
        raise QuestionsError(
            f"The two runs share {len(shared) or 'no'} questions; a comparison needs two runs of "
            "one set."
        )
    every = [kept.measures[id].keys() for kept in (first, second) for id in shared]
    names = [name for name in first.measures[shared[0]] if all(name in held for held in every)]
    return [
        _compared(
            name,
            [first.measures[id][name] for id in shared],
            [second.measures[id][name] for id in shared],
        )
        for name in names
    ]


def doubts(first: Kept, second: Kept) -> list[str]:
    """What speaks against holding these two runs against each other, in sentences."""
    told = []
    alone = first.measures.keys() ^ second.measures.keys()
    if alone:
        noun = "question is" if len(alone) == 1 else "questions are"
        told.append(f"{len(alone)} {noun} in one run alone and left out.")
    sets = [kept.about.get("digest") for kept in (first, second)]
    if sets[0] != sets[1]:
        told.append("The runs are of different sets or splits, or their judgements have changed.")
    return told


def _compared(name: str, first: Sequence[float], second: Sequence[float]) -> Comparison:
    count = len(first)
    low, high = significance.interval(first, second)
    pairs = list(zip(first, second, strict=True))
    return Comparison(
        name,
        count,
        sum(first) / count,
        sum(second) / count,
        low,
        high,
        significance.p_value(first, second),
        sum(two > one for one, two in pairs),
        sum(two < one for one, two in pairs),
    )
