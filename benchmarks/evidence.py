"""Evidence on the boxes of one passage: their place, the ink in them, the words pdfium finds there.

The words come from pdfium's geometric look-up (the characters within a rectangle), which knows
nothing of the characters' order from which the boxes were made.
"""

import ctypes
import functools
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray
from PIL import Image

from casebook.session import Session
from search import present
from search.boxes import Box, Boxes
from search.errors import Refused
from search.records import Passage, Span

_WIDTH = 1400
# A character's darkest and lightest pixel differ by more than the noise of a JPEG.
_INK = 24
_NEAR = 2e-4
_GRID = 1_000_000
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the boxes of a passage."""

    KINDS: ClassVar = (
        *("unplaced", "partly unplaced", "off the page", "not covered", "no ink"),
        *("words not found", "other words marked", "no picture"),
    )
    what: str
    passage: Passage
    detail: str


@dataclass(slots=True)
class Evidence:
    """What was found on one passage; counts of its characters that are no space."""

    passage: Passage
    placed: bool = True
    letters: int = 0
    boxed: int = 0
    inside: int = 0
    covered: int = 0
    inked: int = 0
    words: int = 0
    words_found: int = 0
    others: int = 0
    findings: list[Finding] = field(default_factory=list)

    def note(self, what: str, detail: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(what, self.passage, detail))


def weigh(session: Session, passage: Passage) -> Evidence:
    """All evidence on one passage."""
    told = Evidence(passage)
    page = session.library.boxes(passage.study_id, passage.page)
    seen = [place for place, letter in enumerate(passage.text) if not letter.isspace()]
    boxes = page[passage.start : passage.end][seen]
    told.letters = len(boxes)
    has = np.asarray(np.isfinite(boxes).all(axis=1))
    if not has.any():
        told.placed = False
        told.note("unplaced", passage.text[:60])
        return told
    _in_place(told, boxes, has, "".join(passage.text[place] for place in seen))
    span = Span(passage.start, passage.end)
    lines = present.boxes(session.library, passage.study_id, passage.page, span)
    told.covered = int(_covered(boxes[has], lines).sum())
    if told.covered < told.boxed:
        told.note("not covered", f"{told.boxed - told.covered} of {told.letters} characters")
    file = session.library.file(session.library.study(passage.study_id))
    _on_paper(told, session, file, boxes[has])
    _by_look_up(told, file, lines)
    return told


def _in_place(told: Evidence, boxes: Boxes, has: NDArray[np.bool_], text: str) -> None:
    told.boxed = int(has.sum())
    if not has.all():
        bare = "".join(letter for letter, placed in zip(text, has, strict=True) if not placed)
        told.note("partly unplaced", f"{len(bare)} of {len(text)}: {bare[:40]!r}")
    left, top, right, bottom = boxes[has].T
    # The library keeps boxes within the page: one that lay beyond it has no width or height left.
    within = (left >= 0) & (top >= 0) & (right <= 1) & (bottom <= 1)
    within &= (right > left) & (bottom > top)
    told.inside = int(within.sum())
    if told.inside < told.boxed:
        flat = "".join(np.array(list(text))[has][~within].tolist())
        told.note("off the page", f"{len(flat)} of {len(text)}: {flat[:40]!r}")


def _covered(boxes: Boxes, lines: list[Box]) -> NDArray[np.bool_]:
    if not lines:
        return np.zeros(len(boxes), bool)
    edges = np.array([(line.left, line.top, line.right, line.bottom) for line in lines])
    near = boxes[:, None, :2] >= edges[None, :, :2] - _NEAR
    far = boxes[:, None, 2:] <= edges[None, :, 2:] + _NEAR
    within = np.asarray(np.concatenate([near, far], axis=2).all(axis=2))
    return np.asarray(within.any(axis=1))


# Ink


def _on_paper(told: Evidence, session: Session, file: Path, boxes: Boxes) -> None:
    try:
        picture = _picture(session, file, told.passage.page)
    except Refused as refused:
        told.note("no picture", str(refused))
        return
    told.inked = sum(_inked(picture, box) for box in boxes)
    if told.inked < 0.98 * len(boxes):
        told.note("no ink", f"{len(boxes) - told.inked} of {len(boxes)} characters")


@functools.lru_cache(maxsize=8)
def _picture(session: Session, file: Path, page: int) -> NDArray[np.uint8]:
    data = session.pool.picture(file, page, _WIDTH)
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def _inked(picture: NDArray[np.uint8], box: NDArray[np.float32]) -> bool:
    height, width = picture.shape[:2]
    left, right = int(box[0] * width), int(np.ceil(box[2] * width)) + 1
    top, bottom = int(box[1] * height), int(np.ceil(box[3] * height)) + 1
    area = picture[top:bottom, left:right].reshape(-1, 3).astype(int)
    return bool(len(area) and (area.max(axis=0) - area.min(axis=0)).max() > _INK)


# Words


def _by_look_up(told: Evidence, file: Path, lines: list[Box]) -> None:
    inside = _squeezed("".join(_texts_within(file, told.passage.page, lines)))
    # The row of names over a passage of a table is marked with it.
    whole = _squeezed(told.passage.header + told.passage.text)
    words = [_squeezed(word) for word in _WORD.findall(told.passage.text)]
    words = [word for word in words if word]
    missing = [word for word in words if word not in inside]
    told.words, told.words_found = len(words), len(words) - len(missing)
    told.others = (Counter(inside) - Counter(whole)).total()
    if len(missing) > 0.05 * len(words):
        told.note("words not found", f"{len(missing)} of {len(words)}: {missing[:6]}")
    if told.others > 0.1 * len(whole) + 3:
        told.note("other words marked", f"{told.others} letters beside {len(whole)}")


def _squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _texts_within(file: Path, number: int, lines: list[Box]) -> list[str]:
    document = _document(file)
    page = document[number - 1]
    text = page.get_textpage()
    try:
        return [text.get_text_bounded(*_on_page(page, line)) for line in lines]
    finally:
        text.close()
        page.close()


@functools.lru_cache(maxsize=1)
def _document(file: Path) -> Any:
    return pypdfium2.PdfDocument(file)


def _on_page(page: Any, box: Box) -> tuple[float, float, float, float]:
    """The middle half of a line as left, bottom, right, top in the page's own coordinates.

    Where lines stand close their boxes overlap, and a look-up in all of one finds parts of two.
    """
    trim = (box.bottom - box.top) / 4
    corners = [
        _own(page, across, down)
        for across, down in ((box.left, box.top + trim), (box.right, box.bottom - trim))
    ]
    (one, other), (third, fourth) = zip(*corners, strict=True)
    return min(one, other), min(third, fourth), max(one, other), max(third, fourth)


def _own(page: Any, across: float, down: float) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    place = round(across * _GRID), round(down * _GRID)
    raw.FPDF_DeviceToPage(page.raw, 0, 0, _GRID, _GRID, 0, *place, x, y)
    return x.value, y.value
