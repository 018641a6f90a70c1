"""PDF files to pages, by pdfium and pypdf.

pdfium leads: on 301 policy reports both read the same words, pdfium in a fourteenth of the time,
and it alone places every character. pypdf reads the structure, and the text of what pdfium can't.
pdfium may end its process on a hostile file: call this file from a worker process only.
"""

import ctypes
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest import shown, structure
from ingest.about.stated import stated
from ingest.document import Document, RawPage
from ingest.glyphs import Glyphs
from ingest.symbols import signed
from ingest.weight import weights
from search.errors import Refused

# Wide enough that whole numbers place a character to a hundred-thousandth of the page.
_GRID: Final = 1_000_000
# What pdfium puts in: 5,805 of 171,863 characters in 17 reports, each a line break or a blank.
_PUT_IN: Final = frozenset(map(ord, "\r\n "))


# The calls that are made for every character, by addresses: half the time of pypdfium2's own.
_UNICODE: Final = ctypes.PYFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetUnicode, ctypes.c_void_p).value or 0
)
_BOX: Final = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


def read(
    path: Path,
    *,
    crashed: bool = False,
    password: str = "",
    heard: Callable[[int], None] = lambda pages: None,
) -> Document:
    """Read a PDF. `crashed` says that pdfium has ended a process on it, so pypdf reads it alone.

    `heard` is told how many pages there are before they are read. Raises Refused with one of the
    codes empty, not-a-pdf, encrypted, protected, damaged, no-pages, too-large, xfa, portfolio.
    """
    _check_start(path)
    pages = None if crashed else _pages_by_pdfium(path, password, heard)
    reader = structure.opened(path, password)
    if pages is None or isinstance(pages, Refused):
        if isinstance(reader, Refused):
            raise _worse(pages, reader)
        heard(structure.count(reader))
        pages = list(structure.pages(reader))
    if not pages:
        raise Refused("no-pages", "it opens but holds no pages; save it anew as a PDF")
    if isinstance(reader, Refused):
        if all(page.note for page in pages):
            raise reader
        return Document(tuple(pages))
    structure.demand_contents(reader, pages)
    pages += structure.missing(reader, len(pages))
    return Document(
        tuple(structure.second_opinion(structure.labelled(pages, reader), reader)),
        tuple(structure.outline(reader)),
        stated(reader),
    )


def _worse(one: Refused | None, other: Refused) -> Refused:
    """What tells more of why neither reader opens a file."""
    return other if one is None or one.code == "damaged" else one


def _check_start(path: Path) -> None:
    data = path.read_bytes()
    if not data:
        raise Refused("empty", "the file is empty; copy it again from where it came")
    # A header may be damaged where the rest is whole.
    if b"%PDF-" not in data[:1024] and b"startxref" not in data[-1024:]:
        raise Refused("not-a-pdf", "it does not begin as a PDF does; save it as a PDF first")


# Text and places, by pdfium


def _pages_by_pdfium(
    path: Path, password: str, heard: Callable[[int], None]
) -> list[RawPage] | Refused:
    try:
        document = shown.opened(path, password)
    except Refused as refused:
        return refused
    with closing(document):
        structure.demand_few(len(document))
        heard(len(document))
        # Asked first: to show what is in a form takes its fields away.
        waits = shown.waits_for_a_form(document)
        pages = [_page_by_pdfium(document, index) for index in range(len(document))]
        if waits and structure.is_short(pages):
            raise structure.waits_for_a_form()
        return pages


def _page_by_pdfium(document: Any, index: int) -> RawPage:
    try:
        with closing(shown.page(document, index)) as page, closing(page.get_textpage()) as text:
            glyphs = _glyphs(page, text)
            width, height = page.get_width(), page.get_height()
            return RawPage(index + 1, "", glyphs, width, height, pictured=_is_pictured(page))
    except pdfium.PdfiumError as error:
        return RawPage(index + 1, "", Glyphs.of(""), 0.0, 0.0, f"pdfium: {error}")


def _is_pictured(page: Any) -> bool:
    """Whether a page draws anything but text."""
    count = raw.FPDFPage_CountObjects(page.raw)
    objects = (raw.FPDFPage_GetObject(page.raw, at) for at in range(count))
    return any(raw.FPDFPageObj_GetType(one) != raw.FPDF_PAGEOBJ_TEXT for one in objects)


def _glyphs(page: Any, text: Any) -> Glyphs:
    count = text.count_chars()
    corners = np.zeros((count, 4), np.float32)
    handle, first = ctypes.cast(text.raw, ctypes.c_void_p).value, corners.ctypes.data
    everywhere = [handle] * count
    codes = list(map(_UNICODE, everywhere, range(count)))
    size = 4 * corners.itemsize
    targets = range(first, first + count * size, size)
    placed = np.fromiter(map(_BOX, everywhere, range(count), targets), bool, count)
    for place in [place for place, code in enumerate(codes) if code in _PUT_IN]:
        placed[place] &= raw.FPDFText_IsGenerated(text.raw, place) != 1
    boxes = _as_shown(page, corners)
    boxes[~placed] = np.nan
    words = signed(text, "".join(map(chr, codes)))
    return Glyphs(words, boxes, weights(text, words))


def _as_shown(page: Any, corners: np.ndarray[Any, np.dtype[np.float32]]) -> Any:
    """Page coordinates (left, top, right, bottom, from below) to fractions of the page as shown."""
    origin, east, north = (_device(page, x, y) for x, y in ((0, 0), (1000, 0), (0, 1000)))
    matrix = np.array([east - origin, north - origin]) / 1000
    first = corners[:, [0, 1]] @ matrix + origin
    second = corners[:, [2, 3]] @ matrix + origin
    both = np.stack([first, second])
    return np.hstack([both.min(axis=0), both.max(axis=0)]).astype(np.float32)


def _device(page: Any, x: float, y: float) -> Any:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return np.array([across.value, down.value]) / _GRID
