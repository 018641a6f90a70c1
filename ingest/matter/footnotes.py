"""Footnotes: lines at the foot of a page in smaller type, the first of which begins with a mark."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.matter.lines import TextLine, body_size

_MARK: Final = re.compile(
    r"^\s*(?:\(?(?P<number>\d{1,3})(?!\d)[.):]?|[*†‡§¹²³⁰⁴-⁹]{1,4}|[a-e][.)]?(?=\s))"
    r"\s*(?=[\"'“„‘«(\[]?(?:[^\W\d_]{2}|[^\W\d_]\.?\s))"
)
_LONE: Final = re.compile(r"\s*(?:\d{1,3}|[*†‡§]{1,3})\s*")
# Shares of the body's size: notes are set smaller; the lines of one page's notes are set alike.
_SMALLER: Final = 0.94
_ALIKE: Final = 0.07
_SMALLEST: Final = 0.5
_FEWEST_LETTERS: Final = 12
_LETTERS: Final = 0.45
# Notes that go on from the page before stand at the foot with no mark of their own.
_FOOT: Final = 0.6
# How far a number may be ahead of the last one: some notes stand in tables, or are not found.
_AHEAD: Final = 4


def footnotes(pages: Sequence[Sequence[TextLine]]) -> list[set[int]]:
    """For each page the places of the lines that are its footnotes."""
    body = body_size(pages)
    found: list[set[int]] = []
    last, size = 0, 0.0
    for lines in pages:
        here: set[int] = set()
        for first, end in _small(lines, body) if body else ():
            block = lines[first:end]
            numbers = _numbers(block)
            goes_on = bool(size) and abs(block[0].size - size) <= _ALIKE * size
            if _is_notes(block, numbers, last, goes_on) and _at_foot(lines, first, end, body):
                here |= set(range(first, end))
                last = max([number for number in numbers if number], default=last)
        size = next((lines[place].size for place in sorted(here)), 0.0)
        found.append(here)
    return found


def _small(lines: Sequence[TextLine], body: float) -> Iterator[tuple[int, int]]:
    """The first and last places of runs of small lines, set alike."""
    edges = [0]
    for place, (above, below) in enumerate(pairwise(lines), 1):
        alike = abs(above.size - below.size) <= _ALIKE * body or _is_mark(above, below, body)
        alike = alike and not (above.table or below.table)
        if not alike or below.top < above.top - (above.bottom - above.top):
            edges.append(place)
    edges.append(len(lines))
    for first, end in pairwise(edges):
        if end == first or lines[first].table:
            continue
        if _SMALLEST * body <= lines[first].size <= _SMALLER * body:
            yield _from_mark(lines, first, end), end


def _is_mark(above: TextLine, below: TextLine, body: float) -> bool:
    """Whether one of two lines is a raised mark, which the reader puts on a line of its own."""
    lone = any(_LONE.fullmatch(line.text) for line in (above, below))
    return lone and max(above.size, below.size) <= _SMALLER * body


def _from_mark(lines: Sequence[TextLine], first: int, end: int) -> int:
    """Where in a run the notes begin: at its first mark that is set as one, or with the run."""
    marked = [place for place in range(first, end) if _MARK.match(lines[place].text)]
    return next((place for place in marked if lines[place].raised), first)


def _numbers(block: Sequence[TextLine]) -> list[int]:
    """The numbers of the notes of a block; 0 for a mark that is none."""
    marks = [(line, match) for line in block if (match := _MARK.match(line.text))]
    return [int(match["number"] or 0) for line, match in marks]


def _is_notes(block: Sequence[TextLine], numbers: Sequence[int], last: int, goes_on: bool) -> bool:
    text = "".join(line.text for line in block)
    letters = sum(map(str.isalpha, text))
    if letters < max(_FEWEST_LETTERS, _LETTERS * len(text)):
        return False
    mark = _MARK.match(block[0].text)
    if mark is None:
        return goes_on and (bool(numbers) or block[-1].bottom > 1 - (1 - _FOOT) / 3)
    number = int(mark["number"] or 0)
    if block[0].raised or not mark["number"]:
        return True
    return number == 1 or last < number <= last + _AHEAD


def _at_foot(lines: Sequence[TextLine], first: int, end: int, body: float) -> bool:
    """Whether text of the body stands above these lines, and nothing but small lines below."""
    block = lines[first:end]
    top, bottom = min(line.top for line in block), max(line.bottom for line in block)
    left, right = min(line.left for line in block), max(line.right for line in block)
    others = [
        line
        for place, line in enumerate(lines)
        if not first <= place < end and line.left < right and line.right > left
    ]
    below = any(
        line.top >= bottom - (line.bottom - line.top) / 2 and line.size > _SMALLER * body
        for line in others
    )
    return not below and any(line.bottom <= top + (bottom - top) / 2 for line in others)
