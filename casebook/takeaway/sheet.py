"""A brief as CSV for spreadsheets: a row a place of the basket."""

from typing import Final

from casebook import spreadsheet
from casebook.takeaway.brief import Brief, Quote
from search import present

_COLUMNS: Final = (
    "number", "basket", "question", "study", "title", "publisher", "years", "language", "page",
    "label", "start", "end", "kind", "heading", "quote", "note", "citation", "source", "licence",
    "kept", "address",
)  # fmt: skip


def written(brief: Brief) -> bytes:
    """A brief as UTF-8, marked as such, in the form of RFC 4180."""
    rows = [_COLUMNS, *map(_row, brief.quotes)]
    return "\ufeff".encode() + b"".join(spreadsheet.line(row) for row in rows)


def _row(quote: Quote) -> tuple[object, ...]:
    kept, study, passage = quote.kept, quote.study, quote.passage
    return (
        quote.number, kept.basket, kept.question, study.id, study.title,
        study.publisher or study.organisations, study.period, passage.language or study.language,
        passage.page, passage.label, passage.start, passage.end, passage.kind.value,
        passage.heading, passage.text, kept.note, quote.citation, study.source, study.licence,
        kept.made, f"?{present.address(passage)}",
    )  # fmt: skip
