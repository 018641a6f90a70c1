"""A PDF's pages as a viewer shows them, by pdfium: with what stands in forms and notes on them."""

from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.trouble import asks_for_password
from search.errors import Refused

# What is drawn over a page and has words of its own. Of the others only links are common.
_WORDED: Final = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
# Smaller than a pixel is not drawn at all; what it shows does not matter.
_TINY: Final = 0.02


def opened(path: Path, password: str = "") -> Any:
    """A document of pdfium's, which must be closed.

    Raises Refused (codes encrypted, protected, damaged).
    """
    try:
        return pdfium.PdfDocument(path, password=password or None)
    except pdfium.PdfiumError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: Any) -> Refused:
    # pdfium may give the error of the file before; a trailer is never packed or encrypted itself.
    locked = b"/Encrypt" in path.read_bytes()
    if locked and error.err_code == raw.FPDF_ERR_PASSWORD:
        return asks_for_password()
    if locked and error.err_code == raw.FPDF_ERR_SECURITY:
        return Refused(
            "protected",
            "it is locked by a certificate or a rights service; ask who issued it for an open copy",
        )
    return Refused("damaged", "no PDF reader can open it; copy it again or save it anew as a PDF")


def page(document: Any, index: int) -> Any:
    """A page, with what is filled in on it as part of it; it must be closed."""
    page = document[index]
    if not has(page, _WORDED):
        return page
    if has(page, _WORDED, bare=True):
        # A form's environment sets what stands in a field of which the file gives the value only.
        page.close()
        document.init_forms()
        page = document[index]
    with closing(page):
        # Drawing makes what a field shows where the file asks for that.
        page.render(scale=_TINY)
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    return document[index]


def has(page: Any, kinds: tuple[int, ...], bare: bool = False) -> bool:
    """Whether a page has annotations of one of these kinds; `bare` of which it has no picture."""
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    return any(_is(page, place, kinds, bare) for place in range(count))


def _is(page: Any, place: int, kinds: tuple[int, ...], bare: bool) -> bool:
    annotation = raw.FPDFPage_GetAnnot(page.raw, place)
    if not annotation:
        return False
    try:
        if raw.FPDFAnnot_GetSubtype(annotation) not in kinds:
            return False
        return not (bare and raw.FPDFAnnot_HasKey(annotation, b"AP"))
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def waits_for_a_form(document: Any) -> bool:
    """Whether its pages are a placeholder's, of a form that only Adobe's programs draw (XFA)."""
    if document.get_formtype() not in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        return False
    for index in range(len(document)):
        with closing(document[index]) as page:
            if has(page, (raw.FPDF_ANNOT_WIDGET,)):
                return False
    return True
