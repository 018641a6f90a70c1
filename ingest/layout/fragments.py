"""A page's characters as fragments, runs that stand together on a line, and lines of fragments.

Only their boxes tell, so that a page of OCR is cut as one of a text layer is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.glyphs import Glyphs

Numbers: TypeAlias = NDArray[Any]

# Blanks between two words of one cell are a third of a letter's height wide, in justified lines
# rarely more than it; between two cells they are wider.
_WIDE: Final = 1.0
# A thousand is set off from hundreds by less than a blank.
_WIDE_IN_FIGURES: Final = 0.4
# A letter is about half as wide as its line is high.
_HEIGHT_IN_WIDTHS: Final = 2.0
# What opens an item of a list, and stands apart from its first word.
_BULLET: Final = re.compile(r"[•▪●◦■□➢►❖‣∙·]")
_ITEM: Final = re.compile(r"[–—*o-]|[(\[]?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)\]]")
_ITEM_APART: Final = 4.0
# Lines overlap where type is set tight or raised.
_SAME_LINE: Final = 0.5


@dataclass(slots=True)
class Fragment:
    """The characters `start` to `end` of a text and the box around them; `em` is its type's size.

    `order` is its place among the fragments as the file gives them, `bare` what it says, `spaces`
    are its wider blanks: from where to where, and the character behind each.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    em: float
    order: float
    bare: str
    spaces: tuple[tuple[float, float, int], ...] = ()

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2

    def cut(self, places: Sequence[float]) -> Iterator["Fragment"]:
        """Its parts on either side of the wider blanks that stand at one of these places."""
        rest = self
        for left, right, at in self.spaces:
            if any(left < place + self.em / 2 and place - self.em / 2 < right for place in places):
                bare = rest.bare[: at - rest.start].rstrip()
                yield replace(rest, end=rest.start + len(bare), right=left, bare=bare)
                bare = rest.bare[at - rest.start :]
                rest = replace(rest, start=at, left=right, bare=bare, order=rest.order + 1 / 64)
        yield rest


@dataclass(slots=True)
class Line:
    """Fragments that stand side by side, from left to right; `height` is their median one."""

    parts: list[Fragment]
    top: float = field(init=False)
    bottom: float = field(init=False)
    height: float = field(init=False)

    def __post_init__(self) -> None:
        first = self.parts[0]
        self.top, self.bottom, self.height = first.top, first.bottom, first.bottom - first.top
        if len(self.parts) > 1:
            self.parts.sort(key=lambda part: part.left)
            self.top = min(part.top for part in self.parts)
            self.bottom = max(part.bottom for part in self.parts)
            self.height = median(part.bottom - part.top for part in self.parts)

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


def fragments(glyphs: Glyphs, beside: int = 0) -> list[Fragment]:
    """The fragments of a page as the file gives them; characters without a place are in none.

    There are none where fewer than `beside` of them stand beside another.
    """
    codes = np.frombuffer(glyphs.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    seen = np.flatnonzero((codes > 32) & glyphs.has_place)
    if not len(seen):
        return []
    left, top, right, bottom = glyphs.boxes.take(seen, axis=0).T.astype(float, order="C")
    height = np.maximum(bottom - top, 1e-6)
    # Widths and heights are shares of different lengths: what a letter's are to each other tells.
    sizes = height * _median((right - left) / height) * _HEIGHT_IN_WIDTHS
    middle = (top + bottom) / 2
    lines = np.cumsum(codes == 10)[seen]
    gap = left[1:] - right[:-1]
    size = np.minimum(sizes[1:], sizes[:-1])
    digit = (codes[seen] >= 48) & (codes[seen] <= 57)
    wide = np.where(digit[1:] & digit[:-1], _WIDE_IN_FIGURES, _WIDE)
    cuts = (lines[1:] != lines[:-1]) | (gap > wide * size) | (gap < -size)
    cuts |= np.abs(np.diff(middle)) > _SAME_LINE * np.maximum(height[1:], height[:-1])
    starts = np.concatenate(([0], np.flatnonzero(cuts) + 1))
    ends = np.concatenate((starts[1:], [len(seen)])) - 1
    least = [np.minimum.reduceat(edge, starts) for edge in (left, top)]
    most = [np.maximum.reduceat(edge, starts) for edge in (right, bottom, sizes)]
    if _beside(least[1], most[1]) < beside:
        return []
    columns = (seen[starts], seen[ends] + 1, *least, *most)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    found = [
        Fragment(start, end, left, top, right, bottom, em, order, glyphs.text[start:end])
        for order, (start, end, left, top, right, bottom, em) in enumerate(rows)
    ]
    wide = np.flatnonzero(~cuts & (gap > _WIDE_IN_FIGURES * size))
    spaces = zip(
        right[wide].tolist(), left[wide + 1].tolist(), seen[wide + 1].tolist(), strict=True
    )
    owners = np.searchsorted(starts, wide, "right") - 1
    for owner, space in zip(owners.tolist(), spaces, strict=True):
        found[owner].spaces = (*found[owner].spaces, space)
    return found


def _median(values: Numbers) -> float:
    """The median, by a sort: numpy's own takes ten times as long for a page's letters."""
    ranked = np.sort(values)
    return float(ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def _beside(top: Numbers, bottom: Numbers) -> int:
    """How many fragments stand beside another at most, told without making lines of them."""
    middle, height = (top + bottom) / 2, bottom - top
    order = np.lexsort((height, middle))
    reach = _SAME_LINE * np.maximum(height[order[1:]], height[order[:-1]])
    return int(np.count_nonzero(np.diff(middle[order]) < reach))


def lines(parts: list[Fragment]) -> list[Line]:
    """Fragments put together where they stand at one height, from the page's top."""
    found: list[list[Fragment]] = []
    level = reach = -1.0
    for part in sorted(parts, key=lambda part: part.middle):
        height = part.bottom - part.top
        if found and part.middle - level < _SAME_LINE * min(height, reach):
            found[-1].append(part)
        else:
            found.append([part])
            level, reach = part.middle, height
    return [Line(_with_bullets(line)) for line in found]


def _with_bullets(line: list[Fragment]) -> list[Fragment]:
    """A line's fragments, what opens an item of a list made one with its first words."""
    if len(line) == 1:
        return line
    whole: list[Fragment] = []
    for part in sorted(line, key=lambda part: part.left):
        if whole and _opens(whole[-1], part):
            mark = whole.pop()
            part = replace(
                mark, end=part.end, right=part.right, em=part.em, bare=mark.bare + " " + part.bare
            )
        whole.append(part)
    return whole


def _opens(mark: Fragment, part: Fragment) -> bool:
    if part.order != mark.order + 1 or part.left - mark.right > _ITEM_APART * part.em:
        return False
    item = _ITEM.fullmatch(mark.bare) and part.bare[0].isalpha()
    return bool(item or _BULLET.fullmatch(mark.bare))
