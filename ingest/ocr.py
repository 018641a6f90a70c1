"""Pictures of pages to text with boxes. The only file that knows tesseract, through pytesseract.

tesseract is a program of its own beside this process: call this file from a worker process only,
whose end is the end of both.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.glyphs import Glyphs
from search.errors import Refused

Data: TypeAlias = Mapping[str, Sequence[Any]]

ADVICE: Final = "install tesseract-ocr and its language packs"
# The languages that search/language.py tells apart, as tesseract names its packs.
_CODES: Final = "bg ca cs da de el en es et fi fr ga hr hu it lt lv nb nl pl pt ro sk sl sv"
_NAMES: Final = (
    "bul cat ces dan deu ell eng spa est fin fra gle hrv hun ita lit lav nor nld pol por ron slk "
    "slv swe"
)
_PACKS: Final = dict(zip(_CODES.split(), _NAMES.split(), strict=True))
# With this pack it turns a sideways page before reading it.
_ORIENTATION: Final = "osd"
# A line that is below this as a whole is an ornament or a piece of a photograph; of the words below
# it two in three are wrong (docs/decisions/ocr.md). Within a line nothing is left out: a hole would
# change what the line says.
_LEGIBLE: Final = 0.3
# A line higher than so many of its words is slanted, and its box would cover its neighbours.
_SLANTED: Final = 1.6


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its line, its confidence, and its box (left, top, right, bottom) in pixels."""

    text: str
    line: tuple[int, int, int]
    confidence: float
    box: NDArray[np.float64]


def available() -> bool:
    """Whether tesseract is there with a pack for at least one language."""
    return bool(languages())


def languages() -> tuple[str, ...]:
    """The ISO 639-1 codes of the installed packs, English first."""
    packs = _installed()
    codes = (code for code, pack in _PACKS.items() if pack in packs)
    return tuple(sorted(codes, key=lambda code: (code != "en", code)))


def require() -> None:
    """Raise Refused (code no-ocr) where it is not available."""
    if not available():
        raise Refused("no-ocr", f"There is no OCR on this machine; {ADVICE}.")


def recognise(picture: Image.Image, languages: Sequence[str]) -> tuple[Glyphs, float]:
    """The text of a picture in reading order, its boxes, and a confidence from 0 to 1.

    `languages` are codes of `languages()`. Nothing is corrected: the words are those that
    tesseract read. Raises Refused (code ocr) where it fails.
    """
    # Written without compression: the picture goes through a file, once.
    picture.format = "PPM"
    pytesseract = _pytesseract()
    layout = 1 if _ORIENTATION in _installed() else 3
    try:
        data = pytesseract.image_to_data(
            picture,
            lang="+".join(_PACKS[code] for code in languages),
            config=f"--psm {layout}",
            output_type=pytesseract.Output.DICT,
        )
    except (pytesseract.TesseractError, OSError) as error:
        raise Refused("ocr", f"tesseract failed ({str(error)[:200]})") from error
    return glyphs(data, *picture.size)


def _installed() -> frozenset[str]:
    if shutil.which("tesseract") is None:
        return frozenset()
    pytesseract = _pytesseract()
    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractError, OSError, UnicodeDecodeError):
        return frozenset()


def _pytesseract() -> Any:
    # Not above: it loads pandas where that is installed, half a second for every command.
    import pytesseract

    return pytesseract


# From tesseract's table of words to characters with boxes


def glyphs(data: Data, width: int, height: int) -> tuple[Glyphs, float]:
    """Words to text: a space between two, a line break between two lines; a box a character."""
    lines = [
        line
        for line in (list(line) for _, line in groupby(_words(data), lambda word: word.line))
        if _confidence(line) >= _LEGIBLE
    ]
    if not lines:
        return Glyphs.of(""), 0.0
    axis, forwards = _direction(lines)
    nowhere = np.full((1, 4), np.nan)
    texts: list[str] = []
    boxes: list[NDArray[np.float64]] = []
    for line in lines:
        for gap, word in zip(["\n", *" " * len(line)], line, strict=False):
            texts += gap, word.text
            boxes += nowhere, _divided(word, _across(line, word, axis), axis, forwards)
    placed = np.concatenate(boxes)[1:] / (width, height, width, height)
    words = [word for line in lines for word in line]
    return Glyphs.placed("".join(texts)[1:], placed.astype(np.float32)), _confidence(words)


def _words(data: Data) -> Iterator[Word]:
    names = ("block_num", "par_num", "line_num", "left", "top", "width", "height", "conf", "text")
    columns: list[Sequence[Any]] = [data.get(name, ()) for name in names]
    for block, paragraph, line, left, top, width, height, confidence, text in zip(
        *columns, strict=True
    ):
        words = str(text).split()
        if words and confidence >= 0:
            box = np.array([left, top, left + width, top + height], float)
            yield Word("".join(words), (block, paragraph, line), confidence / 100, box)


def _confidence(words: Sequence[Word]) -> float:
    """The mean over the characters."""
    sizes = [len(word.text) for word in words]
    return float(np.average([word.confidence for word in words], weights=sizes))


def _direction(lines: Sequence[Sequence[Word]]) -> tuple[int, bool]:
    """The axis along which most lines run, and whether forwards: a page may lie on its side."""
    steps = [
        (line[-1].box[[0, 1]] + line[-1].box[[2, 3]] - line[0].box[[0, 1]] - line[0].box[[2, 3]])
        for line in lines
    ]
    total = np.sum(steps, axis=0)
    axis = int(abs(total[1]) > abs(total[0]))
    return axis, bool(total[axis] >= 0)


def _across(line: Sequence[Word], word: Word, axis: int) -> tuple[float, float]:
    """How far a word reaches across its line: as far as the line, so that a mark is one bar."""
    low, high = 1 - axis, 3 - axis
    boxes = np.array([one.box for one in line])
    bottom, top = boxes[:, low].min(), boxes[:, high].max()
    if top - bottom > _SLANTED * (boxes[:, high] - boxes[:, low]).max():
        return float(word.box[low]), float(word.box[high])
    return float(bottom), float(top)


def _divided(
    word: Word, across: tuple[float, float], axis: int, forwards: bool
) -> NDArray[np.float64]:
    """A word's box, divided evenly over its characters."""
    edges = np.linspace(word.box[axis], word.box[2 + axis], len(word.text) + 1)
    parts = np.stack([edges[:-1], edges[1:]], axis=1)
    boxes = np.empty((len(word.text), 4))
    boxes[:, [axis, 2 + axis]] = parts if forwards else parts[::-1]
    boxes[:, [1 - axis, 3 - axis]] = across
    return boxes
