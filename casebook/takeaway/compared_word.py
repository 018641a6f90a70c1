"""A comparison as a Word file: one table on landscape pages, and what it quotes below."""

import io
import re
from typing import Any, Final

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import compare_grid
from search import comparison, explain, present
from search.comparison import Column, Comparison
from search.records import Hit

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Of eight columns each still holds four words a line.
_SMALL: Final = Pt(8)


def written(found: Comparison) -> bytes:
    """A comparison as the bytes of a .docx file."""
    document = Document()
    _landscape(document)
    document.core_properties.title = say("Comparison")
    document.add_heading(say("Comparison"), 0)
    _table(document, found)
    cited = _citations(found)
    if cited:
        document.add_heading(say("Sources"), 1)
        for citation in cited:
            document.add_paragraph(_xml(citation), "List Number")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _landscape(document: Written) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)


def _table(document: Written, found: Comparison) -> None:
    table = document.add_table(len(found.rows) + 1, len(found.columns) + 1, "Table Grid")
    head, *rows = table.rows
    # Repeated on each page, and read out with each cell.
    properties: Any = head._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    names = [say("Question"), *map(compare_grid.called, found.columns)]
    for cell, name in zip(head.cells, names, strict=True):
        _write(cell, name, bold=True)
    for row, cells in zip(found.rows, rows, strict=True):
        question, *places = cells.cells
        _write(question, row.question, bold=True)
        for cell, column, hit in zip(places, found.columns, row.cells, strict=True):
            _place(cell, column, hit)


def _place(cell: _Cell, column: Column, hit: Hit | None) -> None:
    if hit is None:
        _write(cell, compare_grid.nothing(column))
        return
    before, shown, after = comparison.quoted(hit)
    quote = present.one_line(hit.passage.text[shown.start : shown.end])
    _write(cell, say("“{quote}”", quote=f"{before}{quote}{after}"), hit.passage.language)
    page = speech.again(present.page_name(hit.passage))
    study = "" if column.study is not None else f"{present.one_line(hit.study.title)}, "
    band = speech.again(explain.judged(hit.band).name) if hit.band else ""
    told = " · ".join(part for part in (f"{study}{page}", band) if part)
    _run(cell.add_paragraph(), told)


def _write(cell: _Cell, text: str, language: str = "", bold: bool = False) -> None:
    run = _run(cell.paragraphs[0], text)
    run.bold = bold
    if language:
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), language)
        run._r.get_or_add_rPr().append(spoken)


def _run(paragraph: Any, text: str) -> Any:
    run = paragraph.add_run(_xml(text))
    run.font.size = _SMALL
    return run


def _citations(found: Comparison) -> list[str]:
    """What is quoted, each page once, by study and page."""
    hits = [hit for _, _, hit in found.cells if hit is not None]
    order = sorted(hits, key=lambda hit: (hit.study.title.casefold(), hit.passage.page))
    cited = (present.citation(hit.study, hit.passage) for hit in order)
    return list(dict.fromkeys(map(present.one_line, cited)))


def _xml(text: str) -> str:
    """A text without the signs that XML can't hold."""
    return _NO_XML.sub("\ufffd", text)
