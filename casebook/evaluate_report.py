"""What an evaluation found, as a terminal or a program reads it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from rich.markup import escape
from rich.table import Table

from casebook.evaluating import Part
from casebook.ui.words import counted
from search import judged
from search.comparing import Comparison
from search.diagnose import Diagnosis
from search.evaluate import Group
from search.judged import Found

# What ir-measures calls Success is known as hit@k where an answer is one page.
_NAMES: Final = {"Success": "hit"}


@dataclass(frozen=True, slots=True)
class Result:
    """What a part's questions found, and why its failures failed where that was asked for."""

    part: Part
    found: Sequence[Found]
    failures: Sequence[tuple[Found, Diagnosis]] = ()

    @property
    def silent(self) -> list[Found]:
        """The questions without an answer."""
        return [one for one in self.found if not one.asked.answerable]


def lines(result: Result) -> list[Table | str]:
    """A part's tables and sentences, in the order they are printed."""
    told: list[Table | str] = []
    if result.part.title:
        told.append(f"{result.part.title}:")
    told.append(table("Group", judged.groups(result.found)))
    pairs = judged.pairs(result.found)
    if len(pairs) > 1:
        told += ["", table("Question → answer", pairs)]
    if result.silent:
        told.append(silence(result.silent))
    if result.failures:
        told += ["", *_failures(result.failures)]
    return told


def table(first: str, groups: Sequence[Group]) -> Table:
    """Means by group, times 100."""
    names = list(next((group.means for group in groups if group.means), ()))
    drawn = Table(first, "Questions", *map(_name, names), box=None, header_style="bold")
    for group in groups:
        means = (f"{100 * group.means[name]:.1f}" if group.means else "–" for name in names)
        drawn.add_row(escape(group.name), str(group.questions), *means)
    return drawn


def silence(silent: Sequence[Found]) -> str:
    """The questions without an answer, which are in no mean."""
    empty = sum(not one.documents for one in silent)
    return (
        f"{counted(len(silent), 'question')} without an answer here, left out of the means; "
        f"{empty} of them got no hits."
    )


def comparison(compared: Sequence[Comparison]) -> Table:
    """Two runs measure by measure: means, difference, its 95 % interval, the test, who won."""
    head = ("Measure", "Questions", "A", "B", "B − A", "from", "to", "p", "better", "worse")
    drawn = Table(*head, box=None, header_style="bold")
    for one in compared:
        drawn.add_row(
            _name(one.measure),
            str(one.questions),
            f"{100 * one.first:.2f}",
            f"{100 * one.second:.2f}",
            f"{100 * one.difference:+.2f}",
            f"{100 * one.low:+.2f}",
            f"{100 * one.high:+.2f}",
            f"{one.p:.4f}",
            str(one.better),
            str(one.worse),
        )
    return drawn


def told(results: Sequence[Result], about: Mapping[str, object]) -> dict[str, Any]:
    """An evaluation for a program: that of its one part, or of each under its name."""
    parts = {result.part.name: _told(result) for result in results}
    shown = parts[""] if list(parts) == [""] else {"parts": parts}
    return {"about": dict(about)} | shown


def _told(result: Result) -> dict[str, Any]:
    return {
        "groups": [asdict(group) for group in judged.groups(result.found)],
        "pairs": [asdict(group) for group in judged.pairs(result.found)],
        "without_answer": {
            "questions": len(result.silent),
            "without_hits": sum(not one.documents for one in result.silent),
        },
        "answers": [
            {
                "id": one.asked.id,
                "question": one.asked.text,
                "language": one.asked.language,
                "type": one.asked.kind,
                "found": one.documents,
                "measures": one.measures,
            }
            for one in result.found
        ],
        "failures": [
            {"id": one.asked.id, "question": one.asked.text} | asdict(diagnosis)
            for one, diagnosis in result.failures
        ],
    }


def _failures(failures: Sequence[tuple[Found, Diagnosis]]) -> list[str]:
    """Each failure in two lines, then how many there are of each cause."""
    shown = [
        f"{escape(f'{one.asked.id} “{one.asked.text}”')}\n    {escape(diagnosis.sentence)}"
        for one, diagnosis in failures
    ]
    counts = Counter(diagnosis.cause for _, diagnosis in failures)
    causes = ", ".join(f"{count} {cause.value}" for cause, count in counts.most_common())
    return [*shown, f"{counted(len(failures), 'failure')}: {causes}."]


def _name(measure: str) -> str:
    name, _, cut = measure.partition("@")
    return f"{_NAMES.get(name, name)}@{cut}"
