"""What a worker makes of one PDF, and the file in which it hands that over."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ingest.clean import clean
from ingest.passages import passages
from ingest.pdf import read
from ingest.tokens import Tokens
from search.boxes import Boxes
from search.records import Kind, Page, Passage, ReadBy


@dataclass(frozen=True, slots=True)
class Reading:
    """A PDF as it was read. Its study has no name yet: the pages and passages carry "" for it."""

    title: str
    pages: tuple[tuple[Page, Boxes], ...]
    passages: tuple[Passage, ...]


def read_study(path: Path, tokens: Tokens, *, crashed: bool = False) -> Reading:
    """Pages and passages of a PDF. Raises Refused where it can't be read."""
    document = read(path, crashed=crashed)
    cleaned = clean(document.pages)
    pages = []
    for one in cleaned:
        raw, text = one.page, one.page.glyphs.text
        page = Page(
            study_id="",
            number=raw.number,
            label=raw.label,
            text=text,
            read_by=ReadBy.TEXT_LAYER if text.strip() else ReadBy.NONE,
            language=one.language,
            width=raw.width,
            height=raw.height,
            note=raw.note,
        )
        pages.append((page, raw.glyphs.boxes))
    return Reading(
        document.title,
        tuple(pages),
        tuple(passages("", cleaned, document.outline, tokens)),
    )


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
