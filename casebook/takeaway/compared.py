"""A comparison taken home: as Word, a table on landscape pages, or as CSV, a row a cell."""

from enum import StrEnum
from typing import Final

from casebook import spreadsheet
from casebook.takeaway import compared_word
from casebook.takeaway.forms import MIME as MIMES
from casebook.takeaway.forms import Form as Brief
from casebook.text import speech
from casebook.ui import compare_grid
from search import present
from search.comparison import Column, Comparison, Row
from search.records import Hit

_COLUMNS: Final = (
    "question", "by", "column", "name", "pages_searched", "band", "study", "title", "page",
    "label", "start", "end", "quote", "citation", "address",
)  # fmt: skip


class Form(StrEnum):
    """A format."""

    DOCX = "docx"
    CSV = "csv"


MIME: Final = {Form.DOCX: MIMES[Brief.DOCX], Form.CSV: MIMES[Brief.CSV]}


def written(form: Form, found: Comparison, language: str = speech.ENGLISH) -> bytes:
    """A comparison in a format, what Casebook adds in a language."""
    with speech.speaking(language):
        return compared_word.written(found) if form is Form.DOCX else _sheet(found)


def _sheet(found: Comparison) -> bytes:
    """UTF-8, marked as such, in the form of RFC 4180."""
    rows = [_COLUMNS, *(_line(*cell) for cell in found.cells)]
    return "\ufeff".encode() + b"".join(spreadsheet.line(row) for row in rows)


def _line(row: Row, column: Column, hit: Hit | None) -> tuple[object, ...]:
    place = (column.by.value, column.key, compare_grid.called(column), column.pages)
    if hit is None:
        return (row.question, *place, *[None] * (len(_COLUMNS) - 1 - len(place)))
    passage = hit.passage
    return (
        row.question, *place, hit.band.value if hit.band else None, hit.study.id, hit.study.title,
        passage.page, passage.label, passage.start, passage.end, passage.text,
        present.one_line(present.citation(hit.study, passage)), f"?{present.address(passage)}",
    )  # fmt: skip
