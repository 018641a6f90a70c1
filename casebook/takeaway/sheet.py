"""A brief as CSV for spreadsheets: a row a place of the basket."""

from casebook import spreadsheet
from casebook.takeaway.brief import Brief, Quote
from casebook.text.speech import say
from search import present


def written(brief: Brief) -> bytes:
    """A brief as UTF-8, marked as such, in the form of RFC 4180."""
    rows = [_columns(), *map(_row, brief.quotes)]
    return "\ufeff".encode() + b"".join(spreadsheet.line(row) for row in rows)


def _columns() -> tuple[str, ...]:
    return (
        say("number"), say("basket"), say("question"), say("study"), say("title"),
        say("publisher"), say("years"), say("language"), say("page"), say("label"), say("start"),
        say("end"), say("kind"), say("heading"), say("quote"), say("note"), say("citation"),
        say("source"), say("licence"), say("kept"), say("address"),
    )  # fmt: skip


def _row(quote: Quote) -> tuple[object, ...]:
    kept, study, passage = quote.kept, quote.study, quote.passage
    return (
        quote.number, kept.basket, kept.question, study.id, study.title,
        study.publisher or study.organisations, study.period, passage.language or study.language,
        passage.page, passage.label, passage.start, passage.end, passage.kind.value,
        passage.heading, passage.text, kept.note, quote.citation, study.source, study.licence,
        kept.made, f"?{present.address(passage)}",
    )  # fmt: skip
