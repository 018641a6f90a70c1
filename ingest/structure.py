"""A PDF's structure, and text where pdfium has none. The only file that knows pypdf.

pypdf raises anything on broken files.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pypdf
from pypdf.errors import FileNotDecryptedError, WrongPasswordError

from ingest.document import Bookmark, RawPage
from ingest.glyphs import Glyphs
from ingest.labels import labels
from ingest.titles import tidy
from search.errors import Refused

# A title longer than this is no title; some files hold megabytes there.
_LONGEST_FIELD: Final = 500


def opened(path: Path) -> tuple[pypdf.PdfReader | None, Refused | None]:
    """A reader of a PDF, or why there is none. Raises Refused where it asks for a password."""
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


def pages(reader: pypdf.PdfReader) -> Iterator[RawPage]:
    """Every page as pypdf reads it: its characters have no place."""
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


def second_opinion(pages: list[RawPage], reader: pypdf.PdfReader) -> Iterator[RawPage]:
    """The pages, those without any text as pypdf reads them."""
    for page in pages:
        if page.glyphs.text.strip():
            yield page
            continue
        try:
            text, note = _text_by_pypdf(reader.pages[page.number - 1])
        except Exception as error:
            text, note = "", f"pypdf: {_said(error)}"
        yield replace(page, glyphs=Glyphs.of(text), note=page.note or note)


def labelled(pages: list[RawPage], reader: pypdf.PdfReader) -> list[RawPage]:
    """The labels that the file states; what is printed on the pages is read later."""
    try:
        stated = labels(reader.root_object.get("/PageLabels"), len(pages))
    except Exception:
        return pages
    return [replace(page, label=label) for page, label in zip(pages, stated, strict=True)]


def outline(reader: pypdf.PdfReader) -> list[Bookmark]:
    """The entries of the outline, in their order."""
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


def title(reader: pypdf.PdfReader) -> str:
    """What the title field says."""
    try:
        metadata = reader.metadata
        title = str(metadata.get("/Title") or "") if metadata else ""
    except Exception:
        return ""
    return tidy(title)[:_LONGEST_FIELD]


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
