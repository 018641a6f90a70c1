"""What a worker makes of one PDF, and the file in which it hands that over."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import numpy as np

from ingest.about.front import Guessed, guess
from ingest.clean import CleanPage, clean
from ingest.document import RawPage
from ingest.glyphs import Glyphs, repaired
from ingest.heard import Heard, unheard
from ingest.layers import GARBLED_NOTE, PICTURE_NOTE, STAMP_NOTE, Layer, judged, reads_more
from ingest.matter.lines import lines as lines_of
from ingest.numbers import numbered
from ingest.passages import passages
from ingest.pdf import read
from ingest.scans import NO_WORDS, Seen
from ingest.tokens import Tokens
from ingest.words import share
from search.boxes import Boxes
from search.records import Kind, Origin, Page, Passage, ReadBy

# Layers that are a part of what their pages show.
_PARTS: Final = {Layer.STAMP: STAMP_NOTE, Layer.PICTURE: PICTURE_NOTE}


@dataclass(frozen=True, slots=True)
class Reading:
    """A PDF as it was read. Its study has no name yet: the pages and passages carry "" for it."""

    guessed: Guessed
    pages: tuple[tuple[Page, Boxes], ...]
    passages: tuple[Passage, ...]
    password: str = ""
    attached: int = 0


def read_study(
    path: Path,
    tokens: Tokens,
    *,
    crashed: bool = False,
    seen: Mapping[int, Seen] | None = None,
    password: str = "",
    heard: Heard = unheard,
) -> Reading:
    """Pages and passages of a PDF. Raises Refused where it can't be read.

    `seen` is what pages without a text layer turned out to be. `heard` is told how many of how
    many pages are read.
    """
    document = read(path, crashed=crashed, password=password, heard=heard)
    seen = seen or {}
    by_ocr = {page.number for page in document.pages if _is_better(page, seen.get(page.number))}
    raw = [_by_ocr(page, seen) if page.number in by_ocr else page for page in document.pages]
    came = {page.number: page.glyphs.text for page in raw}
    cleaned = [
        (one, Layer.TRUE) if one.page.number in by_ocr else _judged(one, came[one.page.number])
        for one in numbered(clean(raw))
    ]
    # Twice the boxes of ten thousand pages would not fit.
    raw, document = [], replace(document, pages=())
    pages = []
    for one, layer in cleaned:
        page = _page(one, layer)
        if page.number in by_ocr:
            sure = seen[page.number].confidence
            page = replace(page, read_by=ReadBy.OCR, confidence=sure)
        elif page.number in seen:
            page = settled(page, seen[page.number])
        pages.append((page, one.page.glyphs.boxes))
    kept = [one for one, _ in cleaned]
    lines = [lines_of(one) for one in kept]
    return Reading(
        guess(kept, document.stated, lines=lines),
        tuple(pages),
        tuple(passages("", kept, document.outline, tokens, lines)),
        attached=document.attached,
    )


def _is_better(page: RawPage, seen: Seen | None) -> bool:
    """Whether OCR read a page, and more words of it than its text layer holds."""
    if seen is None or seen.read_by is not ReadBy.OCR:
        return False
    layer = repaired(page.glyphs)
    if not layer.text.strip():
        return True
    return reads_more(seen.glyphs.text, layer, seen.language, page.covered)


def _by_ocr(page: RawPage, seen: Mapping[int, Seen]) -> RawPage:
    one = seen[page.number]
    return replace(page, glyphs=one.glyphs, note=one.note or page.note)


def _judged(one: CleanPage, came: str) -> tuple[CleanPage, Layer]:
    """A page and what its text layer is; of one that is garbled nothing is kept."""
    page = one.page
    layer = judged(came, page.glyphs, one.language, page.pictured, page.covered)
    if layer in _PARTS:
        return replace(one, page=replace(page, note=page.note or _PARTS[layer])), layer
    if layer is Layer.GARBLED:
        empty = replace(one.page, glyphs=Glyphs.of(""), note=GARBLED_NOTE)
        return CleanPage(empty, "", ()), layer
    return one, layer


def _page(one: CleanPage, layer: Layer) -> Page:
    raw, text = one.page, one.page.glyphs.text
    return Page(
        study_id="",
        number=raw.number,
        label=raw.label,
        text=text,
        read_by=_read_by(raw, layer),
        language=one.language,
        width=raw.width,
        height=raw.height,
        note=raw.note,
        known=share(text, one.language),
    )


def _read_by(page: RawPage, layer: Layer) -> ReadBy:
    if layer is Layer.TRUE:
        return ReadBy.TEXT_LAYER
    return ReadBy.BLANK if page.blank else ReadBy.NONE


def settled(page: Page, seen: Seen) -> Page:
    """A page that was not read, as it is after it was looked at and OCR read no more of it.

    What stands in the margins of a page, or on a picture, is all its text where nothing else can be
    read there. A page on which a reader fell is not blank, though nothing is drawn of it.
    """
    if page.text.strip():
        whole = seen.read_by is not ReadBy.NONE or seen.note == NO_WORDS
        if whole:
            note = "" if page.note in _PARTS.values() else page.note
            return replace(page, read_by=ReadBy.TEXT_LAYER, note=note)
        return replace(page, note=seen.note or page.note)
    if seen.read_by is ReadBy.BLANK and not page.note:
        return replace(page, read_by=ReadBy.BLANK)
    return replace(page, note=seen.note or page.note)


def unchanged(reading: Reading, seen: Mapping[int, Seen]) -> Reading | None:
    """A reading after its pages were looked at; None where OCR read some, so that it changes."""
    if any(one.read_by is ReadBy.OCR for one in seen.values()):
        return None
    pages = [
        (settled(page, seen[page.number]) if page.number in seen else page, boxes)
        for page, boxes in reading.pages
    ]
    return replace(reading, pages=tuple(pages))


def spoken(reading: Reading) -> str:
    """The language of most of its pages, "" where none is known."""
    codes = [page.language for page, _ in reading.pages if page.language]
    return max(sorted(set(codes)), key=codes.count, default="")


def write(reading: Reading, file: Path) -> None:
    """Hand a reading over: arrays and JSON, nothing that runs when it is loaded."""
    told = {
        "guessed": asdict(reading.guessed),
        "pages": _told(Page, (page for page, _ in reading.pages)),
        "passages": _told(Passage, reading.passages),
        "password": reading.password,
        "attached": reading.attached,
    }
    # Two arrays, one after the other. The second is written page by page: ten thousand pages have
    # half a gigabyte of boxes.
    boxes = [boxes for _, boxes in reading.pages]
    shape = (sum(map(len, boxes)), 4)
    head: dict[str, Any] = {"descr": "<f4", "fortran_order": False, "shape": shape}
    with file.open("wb") as target:
        np.save(target, np.frombuffer(json.dumps(told).encode(), np.uint8))
        np.lib.format.write_array_header_1_0(target, head)
        for one in boxes:
            target.write(np.ascontiguousarray(one, "<f4").data)


def _told(kind: type[Page | Passage], records: Iterable[Page | Passage]) -> list[dict[str, object]]:
    """The fields of records; dataclasses' own way copies whatever is in them."""
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    return [dict(zip(names, values(record), strict=True)) for record in records]


def load(file: Path) -> Reading:
    """Read what `write` wrote."""
    with file.open("rb") as source:
        told = json.loads(np.lib.format.read_array(source, allow_pickle=False).tobytes())
        boxes = np.lib.format.read_array(source, allow_pickle=False)
    pages = [Page(**page | {"read_by": ReadBy(page["read_by"])}) for page in told["pages"]]
    ends = np.cumsum([len(page.text) for page in pages])[:-1]
    return Reading(
        _guessed(told["guessed"]),
        tuple(zip(pages, np.split(boxes, ends), strict=True)),
        tuple(_passage(passage) for passage in told["passages"]),
        told["password"],
        told["attached"],
    )


def _guessed(told: dict[str, Any]) -> Guessed:
    origins = tuple((field, Origin(origin)) for field, origin in told["origins"])
    return Guessed(**told | {"origins": origins})


def _passage(told: dict[str, object]) -> Passage:
    heading, kind = told["heading"], told["kind"]
    assert isinstance(heading, list)
    return Passage(**told | {"heading": tuple(heading), "kind": Kind(str(kind))})  # type: ignore[arg-type]
