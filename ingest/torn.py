"""Pages of which a part can't be unpacked: what stands before the break is read, the rest is lost.

Readers take what they can of a stream that breaks off, and say nothing.
"""

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ingest import damage
from ingest.document import RawPage
from search.tally import IN_PART

NOTE: Final = f"{IN_PART}: the rest of its contents is damaged"
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_DEFLATED: Final = b"/FlateDecode"
# Pictures, fonts and tables of objects are most of a file, and hold no words of a page; of what is
# packed twice the inner one is not seen.
_OTHERS: Final = re.compile(
    rb"/Image|/Length1|/Type1C|/CIDFontType0C|/OpenType|/ObjStm|/XRef|/ASCII|/LZW"
)
# What a stream is stands before it, in fewer bytes.
_HEAD: Final = 1000
_PIECE: Final = 1 << 16
# More than the words of any page take; what is longer is not looked at to its end.
_MOST: Final = 1 << 24
# The two bytes before the deflated data, and the checksum behind it.
_LEAD, _CHECK = 2, 4


def noted(pages: list[RawPage], reader: Any, path: Path) -> list[RawPage]:
    """The pages; those with a text that breaks off say so in their note."""
    # Pages are looked at in few files: to list them takes as long as a tenth of reading them, to
    # look through the packed bytes of 66 reports as long as a two-hundredth.
    if not _may_break_off(path):
        return pages
    try:
        alike = len(reader.pages) == len(pages)
    except Exception:
        return pages
    return [_noted(page, reader) for page in pages] if alike else pages


def _noted(page: RawPage, reader: Any) -> RawPage:
    if not page.glyphs.text.strip() or page.note:
        return page
    try:
        torn = breaks_off(reader.pages[page.number - 1])
    except Exception:
        # pypdf raises anything on what is broken.
        torn = True
    return replace(page, note=NOTE) if torn else page


def breaks_off(page: Any) -> bool:
    """Whether a part of what a page, or a form on it, says is missing or can't be unpacked.

    `page` is pypdf's, and so are the errors that this raises.
    """
    return any(_is_torn(stream) for stream in damage.streams(page))


def _is_torn(stream: Any) -> bool:
    data = getattr(stream, "_data", None)
    if data is None:
        return True
    if stream.get("/Subtype") == "/Image" or damage.filters(stream)[:1] != [_DEFLATED.decode()]:
        return False
    return not _unpacks(data, 0)


def _may_break_off(path: Path) -> bool:
    """Whether anything in a file that may be words of a page can't be unpacked."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return not all(_unpacks(data, start) for start in _deflated(data))


def _deflated(data: mmap.mmap) -> Iterator[int]:
    """Where the streams begin that may be words of a page."""
    for stream in _STREAM.finditer(data):
        head = data[max(0, stream.start() - _HEAD) : stream.start()]
        head = head[head.rfind(b" obj") :]
        if _DEFLATED in head and not _OTHERS.search(head):
            yield stream.end()


def _unpacks(data: bytes | mmap.mmap, start: int) -> bool:
    """Whether what was deflated can be unpacked to its end, and is what was packed.

    Some programs leave the checksum away.
    """
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    check, size, at = 1, 0, start + _LEAD
    try:
        while not unpacker.eof and size < _MOST:
            piece = data[at : at + _PIECE]
            if not piece:
                return False
            unpacked = unpacker.decompress(piece, _MOST)
            check, size, at = zlib.adler32(unpacked, check), size + len(unpacked), at + len(piece)
    except zlib.error:
        return False
    end = (unpacker.unused_data + data[at : at + _CHECK])[:_CHECK]
    return size >= _MOST or len(end) < _CHECK or end == check.to_bytes(_CHECK, "big")
