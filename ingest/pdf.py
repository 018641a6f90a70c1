"""PDF files to pages. With drawing.py the only file that knows pdfium, and the only with pypdf.

pdfium leads: on 301 policy reports both read the same words, pdfium in a fourteenth of the time,
and it alone places every character. pypdf reads the structure, and the text of what pdfium can't.
pdfium may end its process on a hostile file: call this file from a worker process only.
"""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf.errors import FileNotDecryptedError, WrongPasswordError

from ingest.glyphs import Glyphs
from ingest.labels import labels
from ingest.titles import tidy
from search.errors import Refused

# Wide enough that whole numbers place a character to a hundred-thousandth of the page.
_GRID: Final = 1_000_000
_POINTS_AN_INCH: Final = 72
# A title longer than this is no title; some files hold megabytes there.
_LONGEST_FIELD: Final = 500


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a PDF's outline: `level` from 0, `page` from 1."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the file gives it; `width` and `height` in points as it is shown."""

    number: int
    label: str
    glyphs: Glyphs
    width: float
    height: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF's pages and what it says of itself."""

    pages: tuple[RawPage, ...]
    outline: tuple[Bookmark, ...] = ()
    title: str = ""


def read(path: Path, *, crashed: bool = False) -> Document:
    """Read a PDF. `crashed` says that pdfium has ended a process on it, so pypdf reads it alone.

    Raises Refused with one of the codes not-a-pdf, encrypted, damaged, no-pages.
    """
    _check_start(path)
    structure, why = _open_structure(path)
    pages = None if crashed else _pages_by_pdfium(path)
    if pages is None and structure is not None:
        pages = list(_pages_by_pypdf(structure))
    if pages is None:
        raise why or Refused("damaged", "neither PDF reader can open it; save it anew as a PDF")
    if not pages:
        raise Refused("no-pages", "it opens but holds no pages; save it anew as a PDF")
    if structure is None:
        return Document(tuple(pages))
    return Document(
        tuple(_second_opinion(_labelled(pages, structure), structure)),
        tuple(_outline(structure)),
        _title(structure),
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


# Structure, and text where pdfium has none, by pypdf. It raises anything on broken files.


def _open_structure(path: Path) -> tuple[pypdf.PdfReader | None, Refused | None]:
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted", "it asks for a password; save a copy without one")
        len(reader.pages)
        return reader, None
    except Refused:
        raise
    except (FileNotDecryptedError, WrongPasswordError) as error:
        raise Refused("encrypted", "it asks for a password; save a copy without one") from error
    except Exception as error:
        return None, Refused("damaged", f"no PDF reader can open it ({_said(error)})")


def _pages_by_pypdf(reader: pypdf.PdfReader) -> Iterator[RawPage]:
    for index, page in enumerate(reader.pages):
        text, note = _text_by_pypdf(page)
        try:
            width, height = float(page.cropbox.width), float(page.cropbox.height)
            if page.rotation % 180:
                width, height = height, width
        except Exception as error:
            width, height, note = 0.0, 0.0, note or f"pypdf: {_said(error)}"
        yield RawPage(index + 1, "", Glyphs.of(text), width, height, note)


def _text_by_pypdf(page: Any) -> tuple[str, str]:
    try:
        return page.extract_text(), ""
    except Exception as error:
        return "", f"pypdf: {_said(error)}"


def _second_opinion(pages: list[RawPage], reader: pypdf.PdfReader) -> Iterator[RawPage]:
    for page in pages:
        if page.glyphs.text.strip():
            yield page
            continue
        try:
            text, note = _text_by_pypdf(reader.pages[page.number - 1])
        except Exception as error:
            text, note = "", f"pypdf: {_said(error)}"
        yield replace(page, glyphs=Glyphs.of(text), note=page.note or note)


def _labelled(pages: list[RawPage], reader: pypdf.PdfReader) -> list[RawPage]:
    """The labels that the file states; what is printed on the pages is read later."""
    try:
        stated = labels(reader.root_object.get("/PageLabels"), len(pages))
    except Exception:
        return pages
    return [replace(page, label=label) for page, label in zip(pages, stated, strict=True)]


def _outline(reader: pypdf.PdfReader) -> list[Bookmark]:
    try:
        return list(_bookmarks(reader, reader.outline, 0))
    except Exception:
        return []


def _bookmarks(reader: pypdf.PdfReader, items: Any, level: int) -> Iterator[Bookmark]:
    for item in items:
        if isinstance(item, list):
            yield from _bookmarks(reader, item, level + 1)
            continue
        page = reader.get_destination_page_number(item)
        title = tidy(str(item.title or ""))
        if page is not None and page >= 0 and title:
            yield Bookmark(level, title[:_LONGEST_FIELD], page + 1)


def _title(reader: pypdf.PdfReader) -> str:
    try:
        metadata = reader.metadata
        title = str(metadata.get("/Title") or "") if metadata else ""
    except Exception:
        return ""
    return tidy(title)[:_LONGEST_FIELD]


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
