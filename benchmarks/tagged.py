"""The headings that a tagged PDF names in its structure tree, as a truth to measure against."""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_HEADINGS: Final = frozenset(["H", "H1", "H2", "H3", "H4", "H5", "H6"])
_DEEPEST: Final = 50


def tagged(path: Path) -> list[tuple[int, str]]:
    """The page, from 1, and the words of each tagged heading; none where the file has no tags."""
    found: list[tuple[int, str]] = []
    with closing(pdfium.PdfDocument(path)) as document:
        if not raw.FPDFCatalog_IsTagged(document.raw):
            return found
        for index in range(len(document)):
            page = document[index]
            if tree := raw.FPDF_StructTree_GetForPage(page.raw):
                named = list(_named(tree))
                texts = _texts(page) if named else {}
                for ids in named:
                    words = "".join(texts.get(id, "") for id in dict.fromkeys(ids))
                    found.append((index + 1, " ".join(words.split())))
                raw.FPDF_StructTree_Close(tree)
    return [(page, title) for page, title in found if title]


def _named(tree: Any) -> Iterator[list[int]]:
    """The ids of the marked content of each heading."""
    for place in range(raw.FPDF_StructTree_CountChildren(tree)):
        if child := raw.FPDF_StructTree_GetChildAtIndex(tree, place):
            yield from _below(child, 0)


def _below(element: Any, deep: int) -> Iterator[list[int]]:
    if _type(element) in _HEADINGS:
        yield list(_ids(element, deep))
    elif deep < _DEEPEST:
        for child in _children(element):
            yield from _below(child, deep + 1)


def _children(element: Any) -> Iterator[Any]:
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, place):
            yield child


def _ids(element: Any, deep: int) -> Iterator[int]:
    for place in range(raw.FPDF_StructElement_GetMarkedContentIdCount(element)):
        id = raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, place)
        if id >= 0:
            yield id
    for child in _children(element) if deep < _DEEPEST else ():
        yield from _ids(child, deep + 1)


def _type(element: Any) -> str:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    name = ctypes.create_string_buffer(size + 2)
    raw.FPDF_StructElement_GetType(element, name, size)
    return name.raw[: max(0, size - 2)].decode("utf-16-le", "replace")


def _texts(page: Any) -> dict[int, str]:
    """The words of each piece of marked content of a page."""
    found: dict[int, str] = {}
    with closing(page.get_textpage()) as text:
        for place in range(raw.FPDFPage_CountObjects(page.raw)):
            piece = raw.FPDFPage_GetObject(page.raw, place)
            id = raw.FPDFPageObj_GetMarkedContentID(piece)
            if id < 0 or raw.FPDFPageObj_GetType(piece) != raw.FPDF_PAGEOBJ_TEXT:
                continue
            size = raw.FPDFTextObj_GetText(piece, text.raw, None, 0)
            words = (ctypes.c_ushort * (size // 2 + 1))()
            raw.FPDFTextObj_GetText(piece, text.raw, words, size)
            found[id] = found.get(id, "") + bytes(words)[: max(0, size - 2)].decode(
                "utf-16-le", "replace"
            )
    return found
