"""What a worker makes of one PDF, and the file in which it hands that over."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from ingest.clean import clean
from ingest.document import RawPage
from ingest.numbers import numbered
from ingest.passages import passages
from ingest.pdf import read
from ingest.scans import Seen
from ingest.tokens import Tokens
from search.boxes import Boxes
from search.records import Kind, Page, Passage, ReadBy


@dataclass(frozen=True, slots=True)
class Reading:
    """A PDF as it was read. Its study has no name yet: the pages and passages carry "" for it."""

    title: str
    pages: tuple[tuple[Page, Boxes], ...]
    passages: tuple[Passage, ...]


def read_study(
    path: Path, tokens: Tokens, *, crashed: bool = False, seen: Mapping[int, Seen] | None = None
) -> Reading:
    """Pages and passages of a PDF. Raises Refused where it can't be read.

    `seen` is what pages without a text layer turned out to be.
    """
    seen = seen or {}
    document = read(path, crashed=crashed)
    cleaned = numbered(clean([_with(seen.get(page.number), page) for page in document.pages]))
    pages = []
    for one in cleaned:
        raw, text = one.page, one.page.glyphs.text
        page = Page(
            study_id="",
            number=raw.number,
            label=raw.label,
            text=text,
            read_by=seen[raw.number].read_by if raw.number in seen else _read_by(text),
            language=one.language,
            width=raw.width,
            height=raw.height,
            note=raw.note,
            confidence=seen[raw.number].confidence if raw.number in seen else None,
        )
        pages.append((page, raw.glyphs.boxes))
    return Reading(
        document.title,
        tuple(pages),
        tuple(passages("", cleaned, document.outline, tokens)),
    )


def _with(seen: Seen | None, page: RawPage) -> RawPage:
    if seen is None:
        return page
    return replace(page, glyphs=seen.glyphs, note=seen.note or page.note)


def _read_by(text: str) -> ReadBy:
    return ReadBy.TEXT_LAYER if text.strip() else ReadBy.NONE


def spoken(reading: Reading) -> str:
    """The language of most of its pages, "" where none is known."""
    codes = [page.language for page, _ in reading.pages if page.language]
    return max(sorted(set(codes)), key=codes.count, default="")


def write(reading: Reading, file: Path) -> None:
    """Hand a reading over: arrays and JSON, nothing that runs when it is loaded."""
    told = {
        "title": reading.title,
        "pages": [asdict(page) for page, _ in reading.pages],
        "passages": [asdict(passage) for passage in reading.passages],
    }
    boxes = [boxes for _, boxes in reading.pages]
    data = np.frombuffer(json.dumps(told).encode(), np.uint8)
    with file.open("wb") as target:
        np.savez(target, told=data, boxes=np.concatenate(boxes))


def load(file: Path) -> Reading:
    """Read what `write` wrote."""
    with np.load(file, allow_pickle=False) as arrays:
        told = json.loads(arrays["told"].tobytes())
        boxes = arrays["boxes"]
    pages = [Page(**page | {"read_by": ReadBy(page["read_by"])}) for page in told["pages"]]
    ends = np.cumsum([len(page.text) for page in pages])[:-1]
    return Reading(
        told["title"],
        tuple(zip(pages, np.split(boxes, ends), strict=True)),
        tuple(_passage(passage) for passage in told["passages"]),
    )


def _passage(told: dict[str, object]) -> Passage:
    heading, kind = told["heading"], told["kind"]
    assert isinstance(heading, list)
    return Passage(**told | {"heading": tuple(heading), "kind": Kind(str(kind))})  # type: ignore[arg-type]
