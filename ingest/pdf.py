"""PDF files to pages, by pdfium and pypdf.

pdfium leads: on 301 policy reports both read the same words, pdfium in a fourteenth of the time,
and it alone places every character. pypdf reads the structure, and the text of what pdfium can't.
pdfium may end its process on a hostile file: call this file from a worker process only.
"""

import ctypes
from collections import deque
from contextlib import closing
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ingest import shown, structure, torn
from ingest.about.stated import stated
from ingest.calls import Handle, handle, quick
from ingest.document import Document, RawPage
from ingest.glyphs import Glyphs
from ingest.heard import Heard, unheard
from ingest.hidden import hidden
from ingest.optional import hidden_layers
from ingest.symbols import signed
from ingest.weight import weights
from search.errors import Refused

# Wide enough that whole numbers place a character to a hundred-thousandth of the page.
_GRID: Final = 1_000_000
# What pdfium puts in, each a line break or a blank: its box is empty, and few others are.
_RETURN, _BREAK, _BLANK = map(ord, "\r\n ")
# The hyphen of a word cut at a line's end, as pdfium gives it in a text and as one character.
_CUT_AT_ONCE: Final = 0xFFFE
_CUT_ALONE: Final = 0x2

_UNICODE: Final = quick(raw.FPDFText_GetUnicode, ctypes.c_uint)
_IS_PUT_IN: Final = quick(raw.FPDFText_IsGenerated)
_BOX: Final = quick(raw.FPDFText_GetLooseCharBox, None)
_OBJECT: Final = quick(raw.FPDFPage_GetObject, Handle)
_KIND: Final = quick(raw.FPDFPageObj_GetType)
# Some two seconds of reading.
_PAGES_A_WORD: Final = 100
# As many letters as 40 words have, and more: only then it matters what pictures cover.
_FEW: Final = 600
# Boxes come so many at a time, always to the same places.
_AT_ONCE: Final = 2048
_CORNERS: Final = np.zeros((_AT_ONCE, 4), np.float32)
_PLACES: Final = tuple(
    ctypes.byref(ctypes.c_float.from_address(_CORNERS.ctypes.data + at * _CORNERS.strides[0]))
    for at in range(_AT_ONCE)
)


def read(
    path: Path,
    *,
    crashed: bool = False,
    password: str = "",
    heard: Heard = unheard,
) -> Document:
    """Read a PDF. `crashed` says that pdfium has ended a process on it, so pypdf reads it alone.

    `heard` is told how many of how many pages are read: before the first, then now and then. Raises
    Refused with one of the codes empty, not-a-pdf, encrypted, protected, damaged, no-pages,
    too-large, xfa, portfolio.
    """
    _check_start(path)
    reader = structure.opened(path, password)
    layers = frozenset() if isinstance(reader, Refused) else hidden_layers(reader)
    pages = None if crashed else _pages_by_pdfium(path, password, heard, layers)
    if pages is None or isinstance(pages, Refused):
        if isinstance(reader, Refused):
            raise _worse(pages, reader)
        heard(0, structure.count(reader))
        pages = list(structure.pages(reader))
    if not pages:
        raise Refused("no-pages", "it opens but holds no pages; save it anew as a PDF")
    if isinstance(reader, Refused):
        if all(page.note for page in pages):
            raise reader
        return Document(tuple(pages))
    structure.demand_contents(reader, pages)
    pages += structure.missing(reader, len(pages))
    pages = [*structure.second_opinion(structure.labelled(pages, reader), reader)]
    return Document(
        tuple(torn.noted(pages, reader, path)),
        tuple(structure.outline(reader)),
        stated(reader),
        structure.attached(reader),
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
    path: Path, password: str, heard: Heard, layers: frozenset[str] = frozenset()
) -> list[RawPage] | Refused:
    try:
        document = shown.opened(path, password)
    except Refused as refused:
        return refused
    with closing(document):
        structure.demand_few(len(document))
        heard(0, len(document))
        # Asked first: to show what is in a form takes its fields away.
        waits = shown.waits_for_a_form(document)
        pages = []
        for index in range(len(document)):
            pages.append(_page_by_pdfium(document, index, layers))
            if not len(pages) % _PAGES_A_WORD:
                heard(len(pages), len(document))
        if waits and structure.is_short(pages):
            raise structure.waits_for_a_form()
        return pages


def _page_by_pdfium(document: Any, index: int, layers: frozenset[str]) -> RawPage:
    try:
        with closing(shown.page(document, index)) as page, closing(page.get_textpage()) as text:
            width, height = page.get_width(), page.get_height()
            glyphs = _glyphs(page, text, layers)
            if width > 0 and height > 0:
                glyphs = glyphs.without(_outside(glyphs))
            pictured = _is_pictured(page, glyphs)
            covered = _covered(page) if pictured and len(glyphs.text) < _FEW else 0.0
            return RawPage(index + 1, "", glyphs, width, height, pictured=pictured, covered=covered)
    except pdfium.PdfiumError as error:
        return RawPage(index + 1, "", Glyphs.of(""), 0.0, 0.0, f"pdfium: {error}")


def _is_pictured(page: Any, glyphs: Glyphs) -> bool:
    """Whether a page draws anything but its text."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if not glyphs.text:
        return bool(count or raw.FPDFPage_GetAnnotCount(page.raw))
    objects = map(_OBJECT, repeat(handle(page)), range(count))
    return any(kind != raw.FPDF_PAGEOBJ_TEXT for kind in map(_KIND, objects))


def _covered(page: Any) -> float:
    """The share of a page under pictures, those in its forms included."""
    across, up, right, top = page.get_bbox()
    whole, covered = (right - across) * (top - up), 0.0
    for one in page.get_objects(max_depth=1):
        if one.type == raw.FPDF_PAGEOBJ_IMAGE or _holds_picture(page, one):
            left, low, far, high = one.get_bounds()
            wide, tall = min(far, right) - max(left, across), min(high, top) - max(low, up)
            covered += max(wide, 0) * max(tall, 0)
    return float(min(covered / whole, 1)) if whole > 0 else 0.0


def _holds_picture(page: Any, one: Any) -> bool:
    if one.type != raw.FPDF_PAGEOBJ_FORM:
        return False
    return any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], form=one))


def _glyphs(page: Any, text: Any, layers: frozenset[str]) -> Glyphs:
    count, whole = text.count_chars(), handle(text)
    corners = _corners(whole, count)
    placed = ~np.isnan(corners[:, 0])
    codes = _codes(text, count)
    left, bottom, right, top = corners.T
    returned = codes == _RETURN
    put_in = returned | (codes == _BREAK) | (codes == _BLANK)
    doubtful = np.flatnonzero(put_in & ((left == right) | (bottom == top)))
    told = map(_IS_PUT_IN, repeat(whole), doubtful.tolist())
    placed[doubtful] &= np.fromiter(told, int, len(doubtful)) != 1
    boxes = _as_shown(page, corners)
    boxes[np.flatnonzero(~placed)] = np.nan
    words = signed(text, codes.tobytes().decode("utf-32-le", "surrogatepass"))
    marks = weights(text, words)
    # Every break is a return and a feed: one is enough.
    kept = np.flatnonzero(~returned)
    glyphs = Glyphs(words.replace("\r", ""), boxes.take(kept, axis=0), marks.take(kept))
    return glyphs.without(np.flatnonzero(np.isin(kept, hidden(text, count, layers))).tolist())


def _outside(glyphs: Glyphs) -> list[int]:
    """The characters outside the page that is shown: crop marks, and what was cut off."""
    left, top, right, bottom = glyphs.boxes.T
    with np.errstate(invalid="ignore"):
        return np.flatnonzero((right < 0) | (left > 1) | (bottom < 0) | (top > 1)).tolist()


def _corners(text: Any, count: int) -> NDArray[np.float32]:
    """The corners of each character of a text page, NaN where it has none."""
    corners = np.empty((count, 4), np.float32)
    for start in range(0, count, _AT_ONCE):
        size = min(_AT_ONCE, count - start)
        # What such a call answers takes a third of its time: that it wrote nothing says the same.
        _CORNERS.fill(np.nan)
        deque(map(_BOX, repeat(text, size), range(start, count), _PLACES), maxlen=0)
        corners[start : start + size] = _CORNERS[:size]
    return corners


def _codes(text: Any, count: int) -> NDArray[np.uint32]:
    """The characters of a text page: at once where each is of 16 bits, otherwise one by one."""
    room = np.zeros(count + 1, np.uint16)
    target = room.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    if raw.FPDFText_GetText(text.raw, 0, count, target) != count + 1:
        return np.fromiter(map(_UNICODE, repeat(handle(text)), range(count)), np.uint32, count)
    codes = room[:count].astype(np.uint32)
    codes[codes == _CUT_AT_ONCE] = _CUT_ALONE
    return codes


def _as_shown(page: Any, corners: np.ndarray[Any, np.dtype[np.float32]]) -> Any:
    """Page coordinates (left, top, right, bottom, from below) to fractions of the page as shown."""
    origin, east, north = (_device(page, x, y) for x, y in ((0, 0), (1000, 0), (0, 1000)))
    to_east, to_north = (east - origin) / 1000, (north - origin) / 1000
    boxes = np.empty(corners.shape, np.float32)
    for axis in (0, 1):
        one, other = (
            corners[:, at] * to_east[axis] + corners[:, at + 1] * to_north[axis] + origin[axis]
            for at in (0, 2)
        )
        boxes[:, axis], boxes[:, axis + 2] = np.minimum(one, other), np.maximum(one, other)
    return boxes


def _device(page: Any, x: float, y: float) -> Any:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return np.array([across.value, down.value]) / _GRID
