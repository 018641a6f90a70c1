"""A run kept in a folder, question by question, so that another one can be held against it.

`run.trec` and `qrels.trec` are in the forms of trec_eval, `queries.csv` holds each question's
measures, `run.json` says what was asked of what.
"""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.errors import QuestionsError
from search.judged import Found

_ABOUT, _QUERIES = "run.json", "queries.csv"
_COLUMNS: Final = ("id", "question", "language", "answers in", "kind")
_TAG: Final = "casebook"


@dataclass(frozen=True, slots=True)
class Kept:
    """A run that was kept: what it says of itself, and the measures of each answerable question."""

    about: Mapping[str, Any]
    measures: Mapping[str, Mapping[str, float]]


def write(folder: Path, found: Sequence[Found], about: Mapping[str, Any]) -> None:
    """Keep a run; one that is there already is written over. Raises QuestionsError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "run.trec").write_text(_run(found), "utf-8")
        (folder / "qrels.trec").write_text(_qrels(found), "utf-8")
        with (folder / _QUERIES).open("w", encoding="utf-8", newline="") as file:
            _table(found, csv.writer(file))
        told = json.dumps(dict(about), indent=2, ensure_ascii=False, sort_keys=True)
        (folder / _ABOUT).write_text(f"{told}\n", "utf-8")
    except OSError as error:
        raise QuestionsError(
            f"The run can't be kept in {folder} ({error.strerror}); name a folder to write to."
        ) from error


def read(folder: Path) -> Kept:
    """A run that was kept. Raises QuestionsError."""
    try:
        about = dict(json.loads((folder / _ABOUT).read_text("utf-8")))
        with (folder / _QUERIES).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        measures = {row["id"]: _measures(row) for row in rows}
    except (OSError, ValueError, TypeError, KeyError, csv.Error) as error:
        below = [one.parent.name for one in sorted(folder.glob(f"*/{_ABOUT}"))]
        hint = f"; it holds the runs {', '.join(below)}: name one" if below else ""
        raise QuestionsError(
            f"{folder} is no run that casebook evaluate --keep wrote ({error}){hint}."
        ) from error
    return Kept(about, {id: values for id, values in measures.items() if values})


def _measures(row: Mapping[str, str]) -> dict[str, float]:
    return {name: float(cell) for name, cell in row.items() if name not in _COLUMNS and cell}


def _run(found: Sequence[Found]) -> str:
    """Scores are places from the end: an engine may order by more than one score."""
    lines = [
        f"{_word(one.asked.id)} Q0 {_word(name)} {rank} {len(one.documents) - rank + 1} {_TAG}\n"
        for one in found
        for rank, name in enumerate(one.documents, start=1)
    ]
    return "".join(lines)


def _qrels(found: Sequence[Found]) -> str:
    lines = [
        f"{_word(one.asked.id)} 0 {_word(name)} {grade}\n"
        for one in found
        for name, grade in one.asked.qrels.items()
    ]
    return "".join(lines)


def _word(name: str) -> str:
    """A name without blanks: these files have them between their columns."""
    return re.sub(r"\s", "_", name)


def _table(found: Sequence[Found], table: Any) -> None:
    names = list(next((one.measures for one in found if one.measures), ()))
    table.writerow([*_COLUMNS, *names])
    for one in found:
        asked = one.asked
        about = (asked.id, asked.text, asked.language, "; ".join(asked.spoken), asked.kind)
        table.writerow(
            [*about, *(repr(one.measures[name]) if one.measures else "" for name in names)]
        )
