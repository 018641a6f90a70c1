"""The formats in which a brief is taken home."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from casebook.takeaway import bibtex, csl, markdown, ris, sheet, word
from casebook.takeaway.brief import Brief
from casebook.takeaway.pictures import Pictures


class Form(StrEnum):
    """A format; the first three hold the quotations, the others the sources."""

    DOCX = "docx"
    MARKDOWN = "md"
    CSV = "csv"
    RIS = "ris"
    BIBTEX = "bibtex"
    CSL = "csl"


# What a browser is told, and how a file's name ends.
MIME: Final = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.MARKDOWN: "text/markdown",
    Form.CSV: "text/csv",
    Form.RIS: "application/x-research-info-systems",
    Form.BIBTEX: "application/x-bibtex",
    Form.CSL: "application/vnd.citationstyles.csl+json",
}
ENDS: Final = {
    Form.DOCX: ".docx",
    Form.MARKDOWN: ".md",
    Form.CSV: ".csv",
    Form.RIS: ".ris",
    Form.BIBTEX: ".bib",
    Form.CSL: ".json",
}
_WRITERS: Final[dict[Form, Callable[[Brief], bytes]]] = {
    Form.MARKDOWN: markdown.written,
    Form.CSV: sheet.written,
    Form.RIS: ris.written,
    Form.BIBTEX: bibtex.written,
    Form.CSL: csl.written,
}


def written(form: Form, brief: Brief, pictures: Pictures) -> bytes:
    """A brief in a format; only Word shows pictures."""
    return word.written(brief, pictures) if form is Form.DOCX else _WRITERS[form](brief)


def by_name(file: Path) -> Form | None:
    """The format that a file's name asks for."""
    return next((form for form, end in ENDS.items() if end == file.suffix.lower()), None)
