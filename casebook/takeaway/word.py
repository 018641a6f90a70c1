"""A brief as a Word file: headings, quotations, marked pages, a list of sources."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

from docx import Document
from docx.document import Document as Written
from docx.enum.style import WD_STYLE_TYPE
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from casebook.takeaway.brief import Brief, Quote, Source
from casebook.takeaway.pictures import Pictures
from casebook.text.speech import say, spoken
from search.present import one_line
from search.records import Kind

# As Word names the languages that Casebook speaks; spelling is checked by them.
_LANGUAGES: Final = {
    "en": "en-GB",
    "de": "de-DE",
    "fr": "fr-FR",
    "it": "it-IT",
    "es": "es-ES",
    "ca": "ca-ES",
    "fi": "fi-FI",
    "nl": "nl-NL",
}
# With the title, ten lines of quotation, its citation and a note above it, it still fits on a page.
_WIDE, _HIGH = Cm(10), Cm(11.5)
# The template's blue has a contrast of 4.0 to 1 on white, this one 11.
_INK: Final = RGBColor(0x1F, 0x3A, 0x5F)
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written(brief: Brief, picture: Pictures) -> bytes:
    """A brief as the bytes of a .docx file."""
    document = Document()
    _prepare(document, brief)
    _heading(document, brief.title, 0)
    document.add_paragraph(f"{brief.dated}. {brief.coverage}", "Subtitle")
    for question, quotes in brief.by_question.items():
        _heading(document, question or say("Passages"), 1)
        for quote in quotes:
            _quote(document, quote, picture)
    if brief.left_out:
        _heading(document, say("Left out"), 1)
        for reason in brief.left_out:
            document.add_paragraph(_xml(reason), "List Bullet")
    if brief.sources:
        _heading(document, say("Sources"), 1)
        for source in brief.sources:
            _source(document, source)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _prepare(document: Written, brief: Brief) -> None:
    """State title, day and language, and make the template's styles easy to read."""
    about = document.core_properties
    language = _LANGUAGES[spoken()]
    about.title, about.language, about.author, about.comments = _xml(brief.title), language, "", ""
    about.created = about.modified = datetime.combine(brief.made, time(), UTC)
    styles: Any = document.styles
    for mark in styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2"):
        styles[name].font.color.rgb = _INK
    styles["Subtitle"].font.italic = False
    styles["Quote"].font.italic = False
    styles["Quote"].font.color.rgb = RGBColor(0, 0, 0)
    quoted = styles["Quote"].paragraph_format
    quoted.left_indent, quoted.keep_together, quoted.keep_with_next = Cm(1), True, True
    small = styles.add_style("Passage detail", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = styles["Normal"], Pt(10)
    small.quick_style = True
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)


def _heading(document: Written, text: str, level: int) -> None:
    document.add_heading(_xml(one_line(text)), level)


def _quote(document: Written, quote: Quote, picture: Pictures) -> None:
    _heading(document, quote.title, 2)
    if quote.section:
        section = _detail(document, say("Section: {headings}", headings=quote.section))
        section.paragraph_format.keep_with_next = True
    _words(document, quote)
    cited = _detail(
        document, f"{quote.citation} ({quote.doubt})" if quote.doubt else quote.citation
    )
    cited.paragraph_format.keep_with_next = True
    if quote.kept.note:
        noted = document.add_paragraph()
        noted.paragraph_format.keep_with_next = True
        noted.add_run(f"{say('Note')}: ").bold = True
        noted.add_run(_xml(quote.kept.note))
    _picture(document, quote, picture)


def _detail(document: Written, text: str) -> Paragraph:
    return document.add_paragraph(_xml(text), "Passage detail")


def _words(document: Written, quote: Quote) -> None:
    """The page's own words; a table's rows as a table below its header."""
    passage = quote.passage
    lines = [line for line in passage.text.split("\n") if line.strip()]
    above = next((at for at, line in enumerate(lines) if "\t" in line), len(lines))
    if passage.kind is not Kind.TABLE or above == len(lines):
        lines, above = [quote.words], 1
    if above:
        said = one_line(" ".join(lines[:above]))
        run = document.add_paragraph(style="Quote").add_run(_xml(said))
        _speak(run, passage.language)
    if rows := lines[above:]:
        head = [row for row in passage.header.split("\n") if row.strip()]
        _table(document, head, rows, passage.language)


def _table(document: Written, head: Sequence[str], body: Sequence[str], language: str) -> None:
    """Rows with their cells between tabs; those of the header are read out with each cell."""
    rows = [row.split("\t") for row in (*head, *body)]
    table = document.add_table(len(rows), max(map(len, rows)), "Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            _speak(cell.paragraphs[0].add_run(_xml(one_line(text))), language)
    for row in list(table.rows)[: len(head)]:
        properties: Any = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _speak(run: Run, language: str) -> None:
    """Say in which language words are, for who has them read aloud and for the spelling check."""
    if language:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), language)
        run._r.get_or_add_rPr().append(mark)


def _picture(document: Written, quote: Quote, picture: Pictures) -> None:
    drawn = picture(quote)
    if not drawn.png:
        _detail(document, say("The page is not shown: {trouble}.", trouble=drawn.trouble))
        return
    size = Image.from_blob(drawn.png)
    scale = min(_WIDE / size.px_width, _HIGH / size.px_height)
    width = Emu(int(size.px_width * scale))
    shown = document.add_picture(io.BytesIO(drawn.png), width)
    shown._inline.docPr.set("descr", _xml(drawn.described(quote)))
    if not drawn.marked:
        _detail(document, say("The passage's place on this page is not known; nothing is marked."))


def _source(document: Written, source: Source) -> None:
    line = document.add_paragraph(_xml(f"{source.citation} "), "List Number")
    if source.url:
        _link(line, source.url)
        line.add_run(" ")
    line.add_run(_xml(source.about))


def _link(paragraph: Paragraph, url: str) -> None:
    to = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), to)
    run = paragraph.add_run(_xml(url))
    run.underline = True
    run.font.color.rgb = _INK
    link.append(run._r)
    paragraph._p.append(link)


def _xml(text: str) -> str:
    """A text without the signs that XML can't hold."""
    return _NO_XML.sub("\ufffd", text)
