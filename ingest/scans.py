"""Pages without a text layer, one by one: blank, or a picture of text that OCR reads."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest import damage, drawing, ocr, structure
from ingest.glyphs import Glyphs
from ingest.heard import Heard, unheard
from ingest.layers import MARGIN, Layer
from search import language
from search.errors import Refused
from search.records import ReadBy

Recogniser: TypeAlias = Callable[[Image.Image, Sequence[str]], tuple[Glyphs, float]]

NO_WORDS: Final = "OCR found no words"
GIVEN_UP: Final = "left out after other pages of the file could not be looked at"
# A file whose pages end their worker is hostile or broken: after so many the rest is left alone.
_MOST_FAILURES: Final = 3
# What tesseract is made for; benchmarks/results/ocr.md compares.
_DPI: Final = 300
# Enough to see whether there is anything.
_ROUGH_DPI: Final = 72
_BORDER: Final = 0.02
# The lower half of a line whose middle still stands in the margin.
_WITHIN: Final = MARGIN + 0.04
_INK: Final = 24
_MOST_SPECKS: Final = 4
_LIGHT: Final = 128
_MOST_PAPER: Final = 0.5
_NOTHING: Final = Glyphs.of("")
# Latin packs make nonsense of these, and say so by their confidence.
_OTHER_SCRIPTS: Final = ("bg", "el")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page without a text layer turned out to be.

    `language` is that of its words; `failed` says that it ended its worker.
    """

    read_by: ReadBy = ReadBy.NONE
    glyphs: Glyphs = _NOTHING
    confidence: float | None = None
    language: str = ""
    note: str = ""
    failed: bool = False


def look(
    path: Path,
    number: int,
    spoken: str,
    by_ocr: bool,
    password: str = "",
    *,
    layer: Layer = Layer.EMPTY,
) -> Seen:
    """Look at a page; `spoken` is the language that its study is thought to be in, or "".

    Of one that has text in its margins alone, what is between them is looked at; one with a few
    words on a picture is looked at where that may be a sheet of paper.
    """
    installed = ocr.languages() if by_ocr else ()
    try:
        picture = drawing.scan(path, number, _DPI if installed else _ROUGH_DPI, password)
        if layer is Layer.STAMP and is_blank(picture, _WITHIN):
            return Seen(ReadBy.BLANK)
        if layer is Layer.PICTURE and not is_paper(picture):
            return Seen(ReadBy.BLANK)
        if is_blank(picture):
            broken = structure.broken(path, number, password)
            return Seen(note=damage.NOTE) if broken else Seen(ReadBy.BLANK)
        return recognised(picture, spoken, installed) if installed else Seen()
    except Refused as refused:
        return Seen(note=str(refused))


def is_blank(picture: Image.Image, border: float = _BORDER) -> bool:
    """Whether a picture, its border aside, is of one shade."""
    small = _reduced(picture)
    across, down = (int(border * side) for side in small.shape)
    inner = small[across : small.shape[0] - across, down : small.shape[1] - down]
    return bool((abs(inner - np.median(inner)) > _INK).sum() <= _MOST_SPECKS)


def is_paper(picture: Image.Image) -> bool:
    """Whether most of a picture is of one light shade, as a sheet is and a photograph is not."""
    shades = np.bincount(_reduced(picture).ravel(), minlength=256)
    paper = int(shades.argmax())
    near = shades[max(0, paper - _INK) : paper + _INK + 1].sum()
    return paper > _LIGHT and bool(near >= _MOST_PAPER * shades.sum())


def _reduced(picture: Image.Image) -> NDArray[np.int16]:
    return np.asarray(picture.convert("L").reduce(max(1, picture.width // 600)), np.int16)


def recognised(
    picture: Image.Image,
    spoken: str,
    installed: Sequence[str],
    recogniser: Recogniser = ocr.recognise,
) -> Seen:
    """Read a picture with the pack of its language: guessed, found in what was read, read again."""
    first = spoken if spoken in installed else installed[0]
    glyphs, confidence = recogniser(picture, [first])
    found = language.of_page(glyphs.text)
    # Imported where it is needed: it brings the library, a tenth of the start of every worker.
    from search.health import DOUBTFUL

    others = [found, *(_OTHER_SCRIPTS if confidence < DOUBTFUL else ())]
    for code in dict.fromkeys(code for code in others if code in installed and code != first):
        again = recogniser(picture, [code])
        if again[1] > confidence:
            glyphs, confidence = again
    if not glyphs.text:
        return Seen(note=NO_WORDS)
    found = language.of_page(glyphs.text)
    missing = found and found not in installed and found == (spoken or found)
    note = f"read without tesseract's language pack for {found}" if missing else ""
    # A page of a few words is taken to be in the language of its study.
    return Seen(ReadBy.OCR, glyphs, round(confidence, 3), found or spoken, note)


def each(
    numbers: Sequence[int],
    spoken: str,
    looking: Callable[[int, str], Seen],
    spread: Callable[[Callable[[int], None], Iterable[int]], Iterable[None]] = map,
    heard: Heard = unheard,
) -> dict[int, Seen]:
    """Look at every page, the first alone until its language is known: the others are in it too.

    `heard` is told before each page how many of how many are done.
    """
    seen: dict[int, Seen] = {}

    def one(number: int) -> None:
        heard(len(seen), len(numbers))
        failures = sum(other.failed for other in list(seen.values()))
        given_up = failures >= _MOST_FAILURES
        seen[number] = Seen(note=GIVEN_UP) if given_up else looking(number, spoken)

    waiting = iter(numbers)
    while not spoken and (number := next(waiting, None)) is not None:
        one(number)
        spoken = seen[number].language
    for _ in spread(one, waiting):
        pass
    return seen


# From a worker to its parent, and back


def write(seen: Mapping[int, Seen], file: Path) -> None:
    """Hand over what was seen on each page: arrays and JSON, nothing that runs when loaded."""
    told = {
        number: {
            "read_by": one.read_by,
            "text": one.glyphs.text,
            "confidence": one.confidence,
            "language": one.language,
            "note": one.note,
        }
        for number, one in seen.items()
    }
    boxes = [np.empty((0, 4), np.float32), *(one.glyphs.boxes for one in seen.values())]
    with file.open("wb") as target:
        data = np.frombuffer(json.dumps(told).encode(), np.uint8)
        np.savez(target, told=data, boxes=np.concatenate(boxes))


def load(file: Path) -> dict[int, Seen]:
    """Read what `write` wrote."""
    with np.load(file, allow_pickle=False) as arrays:
        told: dict[str, dict[str, Any]] = json.loads(arrays["told"].tobytes())
        boxes = arrays["boxes"]
    ends = np.cumsum([len(one["text"]) for one in told.values()])[:-1].astype(int)
    return {
        int(number): Seen(
            ReadBy(one["read_by"]),
            Glyphs.placed(one["text"], places),
            one["confidence"],
            one["language"],
            one["note"],
        )
        for (number, one), places in zip(told.items(), np.split(boxes, ends), strict=True)
    }
