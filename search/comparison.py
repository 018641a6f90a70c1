"""A grid of questions by studies or by countries: the best passage of each part for each question.

Each cell is a search of its part alone, so that nothing of the others shadows it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from search import present
from search.asked import Answer, Asked
from search.engine import Engine
from search.library import Library
from search.records import Band, Filter, Hit, Query, Span, Study

# What a grid on one page can hold.
MOST_QUESTIONS: Final = 6
MOST_COLUMNS: Final = 8
# The best of so many passages is shown: one that is good enough is among them where there is any.
_K: Final = 5
# So many hits of each question say which studies or countries stand in the grid by themselves.
_LOOKED: Final = 20
# So many characters of a passage stand in a cell: two sentences of the bundled studies.
_SHOWN: Final = 320


class By(StrEnum):
    """What the columns are."""

    STUDY = "study"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Column:
    """A study, by its id, or a country, by its code; and how many of its pages were searched."""

    by: By
    key: str
    study: Study | None
    pages: int

    @property
    def filter(self) -> Filter:
        """What lets this column's passages through, and no others."""
        return _filter(self.by, self.key)


@dataclass(frozen=True, slots=True)
class Row:
    """A question, what it was taken to ask, and the best hit of each column, None for nothing."""

    question: str
    asked: Asked
    cells: tuple[Hit | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The grid. `missing` are columns that were named and that the library does not hold."""

    by: By
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    missing: tuple[str, ...] = ()

    @property
    def cells(self) -> Iterator[tuple[Row, Column, Hit | None]]:
        """Every cell with its row and its column, row by row."""
        for row in self.rows:
            for column, hit in zip(self.columns, row.cells, strict=True):
                yield row, column, hit


def questions(given: Iterable[str]) -> tuple[str, ...]:
    """The questions of some texts, one a line, each once, no more than a grid holds."""
    lines = (" ".join(line.split()) for text in given for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_QUESTIONS]


def compare(engine: Engine, asked: Sequence[str], by: By, keys: Sequence[str]) -> Comparison:
    """The grid of these questions by these studies or countries, each of them in its order."""
    library = engine.library
    wanted = list(dict.fromkeys(keys))[:MOST_COLUMNS]
    held = _held(library, by)
    columns = tuple(_column(engine, by, key, held[key]) for key in wanted if key in held)
    rows = tuple(_row(engine, question, columns) for question in asked)
    return Comparison(by, columns, rows, tuple(key for key in wanted if key not in held))


def suggested(
    engine: Engine, asked: Sequence[str], by: By, kept: Sequence[str] = ()
) -> tuple[str, ...]:
    """The columns that stand where nobody named any.

    They are of the studies `kept`; without them of those that answer the questions best, question
    by question in turn.
    """
    studies = {study.id: study for study in engine.library.studies()}
    ids = [id for id in dict.fromkeys(kept) if id in studies]
    if not ids:
        ids = _answering(engine, asked)
    if by is By.STUDY:
        return tuple(ids[:MOST_COLUMNS])
    # What was added since the list was read is no column yet.
    countries = (code for id in ids if id in studies for code in studies[id].countries)
    return tuple(dict.fromkeys(countries))[:MOST_COLUMNS]


def _answering(engine: Engine, asked: Sequence[str]) -> list[str]:
    found = [engine.answer(Query(one, _LOOKED, by_study=True)) for one in asked]
    good = [[hit.study.id for hit in _good(one)] for one in found]
    turns = (ids[turn] for turn in range(_LOOKED) for ids in good if turn < len(ids))
    return list(dict.fromkeys(turns))


def _held(library: Library, by: By) -> Mapping[str, Study | None]:
    """The columns that there can be; a study for those that are one."""
    if by is By.STUDY:
        return {study.id: study for study in library.studies()}
    return {code: None for study in library.studies() for code in study.countries}


def _column(engine: Engine, by: By, key: str, study: Study | None) -> Column:
    pages = engine.coverage(Query("", filter=_filter(by, key))).pages
    return Column(by, key, study, pages)


def _filter(by: By, key: str) -> Filter:
    return Filter(studies=(key,)) if by is By.STUDY else Filter(countries=(key,))


def _row(engine: Engine, question: str, columns: Sequence[Column]) -> Row:
    answers = engine.answers(Query(question, _K), [column.filter for column in columns])
    best = tuple(next(iter(_good(answer)), None) for answer in answers)
    return Row(question, answers[0].asked if answers else Asked(question), best)


def _good(answer: Answer) -> list[Hit]:
    """The hits that answer, best first; none of them where nothing does."""
    return [] if answer.nothing else [hit for hit in answer.hits if hit.band is not Band.WEAK]


def quoted(hit: Hit) -> tuple[str, Span, str]:
    """What a cell shows of a passage, and the signs before and after it of what is left out."""
    shown, text = excerpt(hit), hit.passage.text
    before = "… " if shown.start > present.body_start(hit.passage) else ""
    return before, shown, " …" if text[shown.end :].strip() else ""


def excerpt(hit: Hit) -> Span:
    """The part of a passage that a cell shows: what begins it, or its nearest sentence.

    Headings that it begins with are left out, and it ends with a word.
    """
    text, first = hit.passage.text, present.body_start(hit.passage)
    near = hit.sentence or Span(first, first)
    start = near.start if near.end > first + _SHOWN else first
    end = min(len(text), start + _SHOWN)
    if end < len(text):
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start)
    return Span(start, end if end > start else min(len(text), start + _SHOWN))
