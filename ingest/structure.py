"""A PDF's structure, and text where pdfium has none. The only file that knows pypdf.

pypdf raises anything on broken files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pypdf
from pypdf.errors import FileNotDecryptedError, LimitReachedError, WrongPasswordError

from ingest import damage, tree
from ingest.document import Bookmark, RawPage
from ingest.glyphs import Glyphs
from ingest.labels import labels
from ingest.titles import tidy
from ingest.trouble import asks_for_password
from search.errors import Refused

# A title longer than this is no title; some files hold megabytes there.
_LONGEST_FIELD: Final = 500
# Three times the largest document in the field's collections; a file may list a page many times.
_MOST_PAGES: Final = 50_000
# What Adobe's forms and portfolios say in place of themselves has 500 characters in English.
_PLACEHOLDER: Final = 2000
_ADOBE: Final = "adobe"
# What else is attached (fonts' settings, invoices' data, pictures) holds no text to read.
_DOCUMENTS: Final = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt"),
    *(".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp"),
)
_MOST_ATTACHED: Final = 1000
_WITHOUT_END: Final = "it unpacks to more than a reader may hold; save it anew as a PDF"


def opened(path: Path, password: str = "") -> pypdf.PdfReader | Refused:
    """A reader of a PDF, or why there is none."""
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not (reader.decrypt("") or reader.decrypt(password)):
            return asks_for_password()
        # Not its pages: to list them all takes as long as a tenth of reading them.
        _ = reader.root_object
        return reader
    except (FileNotDecryptedError, WrongPasswordError):
        return asks_for_password()
    except Exception as error:
        return _unopened(error)


def _unopened(error: Exception) -> Refused:
    return Refused(
        "damaged",
        f"no PDF reader can open it ({_said(error)}); copy it again or save it anew as a PDF",
    )


def count(reader: pypdf.PdfReader) -> int:
    """How many pages there are.

    Raises Refused: too-large for more than are taken, damaged where they can't be listed.
    """
    try:
        pages = len(reader.pages)
    except Exception as error:
        raise _unopened(error) from error
    return demand_few(pages)


def demand_few(pages: int) -> int:
    """A number of pages. Raises Refused (too-large) for more than are taken."""
    if pages > _MOST_PAGES:
        raise Refused(
            "too-large",
            f"it has {pages:,} pages, more than {_MOST_PAGES:,}; split it and add the parts",
        )
    return pages


def pages(reader: pypdf.PdfReader) -> Iterator[RawPage]:
    """Every page as pypdf reads it alone: its characters have no place.

    Raises Refused (too-large) where it unpacks without end, which pypdf would cut off.
    """
    read = [_page(page, index + 1) for index, page in enumerate(reader.pages)]
    text = any(page.glyphs.text.strip() for page in read)
    if not text and any(page.note == _WITHOUT_END for page in read):
        raise Refused("too-large", _WITHOUT_END)
    if any(map(damage.draws_without_end, reader.pages)):
        raise Refused("too-large", _WITHOUT_END)
    yield from read


def missing(reader: pypdf.PdfReader, known: int) -> list[RawPage]:
    """The pages after the last that pdfium knows of, where the file states or lists more."""
    try:
        root: Any = reader.root_object
        if not tree.holds_more(root["/Pages"], known):
            return []
        return [_page(reader.pages[at], at + 1) for at in range(known, count(reader))]
    except Exception:
        return []


def _page(page: Any, number: int) -> RawPage:
    text, note = _text_by_pypdf(page)
    try:
        width, height = float(page.cropbox.width), float(page.cropbox.height)
        if page.rotation % 180:
            width, height = height, width
    except Exception as error:
        width, height, note = 0.0, 0.0, note or f"pypdf: {_said(error)}"
    return RawPage(number, "", Glyphs.of(text), width, height, note)


def broken(path: Path, number: int, password: str = "") -> bool:
    """Whether a page on which nothing is seen is damaged, as far as pypdf can tell."""
    reader = opened(path, password)
    if isinstance(reader, Refused):
        return True
    return number > len(reader.pages) or damage.is_broken(reader.pages[number - 1])


# Pages that stand for something else


def is_short(pages: Sequence[RawPage]) -> bool:
    """Whether a file may hold a placeholder only."""
    return len(pages) <= 2 and sum(len(page.glyphs.text) for page in pages) < _PLACEHOLDER


def waits_for_a_form() -> Refused:
    """The refusal of a form that only Adobe's programs draw."""
    return Refused(
        "xfa",
        "it is a form that only Adobe Reader shows (XFA); open it there, print it to a PDF and add "
        "that",
    )


def demand_contents(reader: pypdf.PdfReader, pages: Sequence[RawPage]) -> None:
    """Raises Refused where a page or two only say that the contents are elsewhere."""
    if not is_short(pages):
        return
    words = " ".join(page.glyphs.text for page in pages).lower()
    try:
        root = reader.root_object
        form: Any = root.get("/AcroForm")
        waiting = form is not None and "/XFA" in form.get_object() and "/NeedsRendering" in root
        portfolio = "/Collection" in root
    except Exception:
        return
    if waiting and (not words.strip() or _ADOBE in words):
        raise waits_for_a_form()
    if portfolio and (not words.strip() or _ADOBE in words):
        raise Refused(
            "portfolio",
            "its pages only say that the documents are inside (a PDF portfolio); open it in Adobe "
            "Reader, save them and add those",
        )


def _text_by_pypdf(page: Any) -> tuple[str, str]:
    try:
        return page.extract_text(), ""
    except LimitReachedError:
        return "", _WITHOUT_END
    except Exception as error:
        return "", f"pypdf: {_said(error)}"


def second_opinion(pages: list[RawPage], reader: pypdf.PdfReader) -> Iterator[RawPage]:
    """The pages, those without any text as pypdf reads them, or found to be blank.

    Where pypdf counts another number of pages, its third is not the file's third.
    """
    # Asked where it is needed alone: pypdf lists all pages to count them.
    alike = all(page.glyphs.text.strip() for page in pages) or _counts(reader, len(pages))
    for page in pages:
        if page.glyphs.text.strip() or not alike:
            yield page
            continue
        blank = False
        try:
            other = reader.pages[page.number - 1]
            text, note = _text_by_pypdf(other)
            blank = not (page.pictured or text or page.note or note or damage.is_broken(other))
        except Exception as error:
            text, note = "", f"pypdf: {_said(error)}"
        yield replace(page, glyphs=Glyphs.of(text), note=page.note or note, blank=blank)


def _counts(reader: pypdf.PdfReader, pages: int) -> bool:
    try:
        return len(reader.pages) == pages
    except Exception:
        return False


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


def attached(reader: pypdf.PdfReader) -> int:
    """How many documents are attached to the file: annexes, or all of a portfolio."""
    try:
        names = [one.name.lower() for one in islice(reader.attachment_list, _MOST_ATTACHED)]
    except Exception:
        return 0
    return sum(name.endswith(_DOCUMENTS) for name in names)


def _bookmarks(reader: pypdf.PdfReader, items: Any, level: int) -> Iterator[Bookmark]:
    for item in items:
        if isinstance(item, list):
            yield from _bookmarks(reader, item, level + 1)
            continue
        page = reader.get_destination_page_number(item)
        title = tidy(str(item.title or ""))
        if page is not None and page >= 0 and title:
            yield Bookmark(level, title[:_LONGEST_FIELD], page + 1)


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
