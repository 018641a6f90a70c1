"""A brief's sources as RIS: a report each."""

from typing import Any

import rispy

from casebook.takeaway.brief import Brief, Source


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy leaves it untyped
    """Records alone: the numbers that rispy puts between them are no part of the format."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        return ""


def written(brief: Brief) -> bytes:
    """The sources as UTF-8."""
    told: str = rispy.dumps([*map(_entry, brief.sources)], implementation=_Writer)
    return told.encode()


def _entry(source: Source) -> dict[str, Any]:
    # A comma divides a person's names, so one at the end keeps a body's name whole, and a name
    # that has one itself can only be the publisher's.
    authors = [f"{body}," for body in source.bodies if "," not in body]
    first, last = source.years[:1], source.years[-1:]
    dated = f"{last[0]}///{source.study.period}" if len(source.years) > 1 else ""
    told = {
        "type_of_reference": "RPRT",
        "id": source.key,
        "title": source.title,
        "authors": authors,
        "publisher": "; ".join(source.bodies),
        "year": str((last or first or ("",))[0]),
        "date": dated,
        "language": source.study.language,
        "urls": [source.url] if source.url else [],
        "notes": [source.note],
    }
    return {name: value for name, value in told.items() if value}
