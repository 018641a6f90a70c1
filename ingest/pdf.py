"""PDF files to pages. With drawing.py the only file that knows pdfium.

pdfium leads: on 301 policy reports both read the same words, pdfium in a fourteenth of the time,
and it alone places every character. pypdf reads the structure, and the text of what pdfium can't.
pdfium may end its process on a hostile file: call this file from a worker process only.
"""

import ctypes
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest import structure
from ingest.document import Document, RawPage
from ingest.glyphs import Glyphs
from search.errors import Refused

# Wide enough that whole numbers place a character to a hundred-thousandth of the page.
_GRID: Final = 1_000_000


def read(path: Path, *, crashed: bool = False) -> Document:
    """Read a PDF. `crashed` says that pdfium has ended a process on it, so pypdf reads it alone.

    Raises Refused with one of the codes not-a-pdf, encrypted, damaged, no-pages.
    """
    _check_start(path)
    reader, why = structure.opened(path)
    pages = None if crashed else _pages_by_pdfium(path)
    if pages is None and reader is not None:
        pages = list(structure.pages(reader))
    if pages is None:
        raise why or Refused("damaged", "neither PDF reader can open it; save it anew as a PDF")
    if not pages:
        raise Refused("no-pages", "it opens but holds no pages; save it anew as a PDF")
    if reader is None:
        return Document(tuple(pages))
    return Document(
        tuple(structure.second_opinion(structure.labelled(pages, reader), reader)),
        tuple(structure.outline(reader)),
        structure.title(reader),
    )


def _check_start(path: Path) -> None:
    data = path.read_bytes()
    if not data:
        raise Refused("empty", "the file is empty; copy it again from where it came")
    # A header may be damaged where the rest is whole.
    if b"%PDF-" not in data[:1024] and b"startxref" not in data[-1024:]:
        raise Refused("not-a-pdf", "it does not begin as a PDF does; save it as a PDF first")


# Text and places, by pdfium


def _pages_by_pdfium(path: Path) -> list[RawPage] | None:
    try:
        with closing(pdfium.PdfDocument(path)) as document:
            return [_page_by_pdfium(document, index) for index in range(len(document))]
    except pdfium.PdfiumError:
        return None


def _page_by_pdfium(document: Any, index: int) -> RawPage:
    try:
        with closing(document[index]) as page, closing(page.get_textpage()) as text:
            glyphs = _glyphs(page, text)
            return RawPage(index + 1, "", glyphs, page.get_width(), page.get_height())
    except pdfium.PdfiumError as error:
        return RawPage(index + 1, "", Glyphs.of(""), 0.0, 0.0, f"pdfium: {error}")


def _glyphs(page: Any, text: Any) -> Glyphs:
    count = text.count_chars()
    rectangles = (raw.FS_RECTF * count)()
    characters = []
    placed = np.zeros(count, bool)
    for place in range(count):
        characters.append(chr(raw.FPDFText_GetUnicode(text.raw, place)))
        if raw.FPDFText_IsGenerated(text.raw, place) != 1:
            placed[place] = raw.FPDFText_GetLooseCharBox(
                text.raw, place, ctypes.byref(rectangles[place])
            )
    corners = np.frombuffer(rectangles, np.float32).reshape(count, 4)
    boxes = _as_shown(page, corners)
    boxes[~placed] = np.nan
    return Glyphs.placed("".join(characters), boxes)


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
