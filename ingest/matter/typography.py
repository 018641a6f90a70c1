"""Headings as they are set: larger, bold or in capitals, numbered or alone, with text below.

A line is one only where its page shows so beyond doubt: a wrong path is worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.matter.lines import TextLine, body_size
from ingest.matter.titlewords import depth, in_capitals, plain, reads_as_title, worded
from search.records import Kind
from search.stems import RAISED

# The thresholds were set on half of the files of benchmarks/headings.py; see its results. Sizes are
# shares of the body's, distances shares of the heading's height.
_LARGER: Final = 1.1
_SLIGHTLY_LARGER: Final = 1.04
_MUCH_LARGER: Final = 1.25
_SAME: Final = 0.06
_SMALLEST: Final = 0.75
# Words further apart than this are cells.
_CELLS: Final = 2.0
_MOST_LINES: Final = 4
# Prose begins below a heading, so far away at most, with so many letters in its first lines.
_REACH: Final = 5.0
_PROSE_LETTERS: Final = 45
# A list or a table may be below one that is set larger.
_LIST_LETTERS: Final = 20
_PROSE_LINES: Final = 3
_PROSE_SIZE: Final = 0.12
# A line that stands closer than this to the one above, which goes on, is a part of it.
_APART: Final = 0.55
# A line that ends so close to the margin may fill its paragraph's line.
_MARGIN: Final = 0.05
# A line that wraps stands so close to the next.
_LEADING: Final = 0.7

_HEADED: Final = frozenset([Kind.BODY, Kind.REFERENCES, Kind.BOILERPLATE])
_FOLLOWING: Final = _HEADED | {Kind.TABLE}
_ENDED: Final = re.compile(rf"[.!?:][\"'”’»)\]\d{RAISED}]*\s*$")
_STOPPED: Final = re.compile(r"[.;…][\"'”’»)\]]*\s*$")
_LISTED: Final = re.compile(r"^(\s*[\d.]*\s*)(.*?)[\s.…_]*(?:\d{1,3}|[ivxl]{1,6})?\s*$")


@dataclass(frozen=True, slots=True)
class Look:
    """How a heading is set, and how deep its number is (0 without one)."""

    size: float
    bold: bool
    capitals: bool
    depth: int

    def like(self, other: "Look") -> bool:
        """Whether two headings are set alike."""
        same = abs(self.size - other.size) <= _SAME * self.size
        return same and (self.bold, self.capitals) == (other.bold, other.capitals)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A heading: its page's place from 0, where it begins in its text, its title and look."""

    page: int
    start: int
    title: str
    look: Look


def candidates(
    pages: Sequence[Sequence[TextLine]], matter: Sequence[Sequence[Kind]]
) -> list[Candidate]:
    """The headings of a study's pages, in reading order.

    One of a chapter that opens on a page of its own has no text below; it is told by its look.
    """
    body = body_size(pages)
    if not body:
        return []
    heavy = _heavy(pages, body)
    listed = _listed(pages, matter)
    found = [
        (Candidate(place, start, title, look), sure)
        for place, (lines, kinds) in enumerate(zip(pages, matter, strict=True))
        for start, title, look, sure in _Page(lines, kinds, body, heavy, listed).headings()
    ]
    sure = [one for one, known in found if known]
    return [one for one, known in found if known or _like_others(one, sure, body)]


def _like_others(one: Candidate, sure: Sequence[Candidate], body: float) -> bool:
    return (
        one.look.size >= _MUCH_LARGER * body
        and one.page > sure[0].page
        and any(other.look.like(one.look) for other in sure)
        if sure
        else False
    )


class _Page:
    """The lines of a page, and what of them stands out."""

    def __init__(
        self,
        lines: Sequence[TextLine],
        kinds: Sequence[Kind],
        body: float,
        heavy: bool,
        listed: set[str],
    ) -> None:
        self.lines, self.kinds, self.body = lines, kinds, body
        self.heavy, self.listed = heavy, listed

    def headings(self) -> Iterator[tuple[int, str, Look, bool]]:
        """The start, title and look of each heading, and whether its place leaves no doubt."""
        groups = list(self._groups())
        inside = {place for first, last in groups for place in range(first, last + 1)}
        for first, last in groups:
            title = " ".join(" ".join(line.text for line in self.lines[first : last + 1]).split())
            line = self.lines[first]
            look = Look(line.size, line.bold and not self.heavy, in_capitals(title), depth(title))
            if not reads_as_title(title, look.size >= self.body * _LARGER, look.bold):
                continue
            if self._parted(first, last, look):
                sure = plain(title) in self.listed or self._has_text(last, inside)
                yield line.span.start, title, look, sure

    def _groups(self) -> Iterator[tuple[int, int]]:
        """The first and last places of lines that stand out, wrapped ones together."""
        places = [place for place in range(len(self.lines)) if self._stands_out(place)]
        first = None
        for left, right in pairwise([*places, -1]):
            first = left if first is None else first
            if right == left + 1 and self._goes_on(left, right):
                continue
            yield first, left
            first = None

    def _stands_out(self, place: int) -> bool:
        line = self.lines[place]
        if line.table or self.kinds[place] not in _HEADED or line.size < self.body * _SMALLEST:
            return False
        set_apart = line.size >= self.body * _SLIGHTLY_LARGER or (line.bold and not self.heavy)
        if not set_apart and not in_capitals(line.text) and depth(line.text) < 2:
            return False
        return worded(line.text) and (line.gap < _CELLS or depth(line.text) > 0)

    def _goes_on(self, left: int, right: int) -> bool:
        """Whether a line wraps into the next one, which is set alike."""
        above, below = self.lines[left], self.lines[right]
        gap = (below.top - above.bottom) / (above.bottom - above.top)
        return (
            abs(above.size - below.size) <= _SAME * above.size
            and above.bold == below.bold
            and (in_capitals(above.text) == in_capitals(below.text) or len(below.text) < 8)
            and -0.5 < gap < _LEADING
            and not depth(below.text)
            and not _STOPPED.search(above.text)
        )

    def _parted(self, first: int, last: int, look: Look) -> bool:
        """Whether it stands away from what is above and below, or these do not go on through it."""
        line = self.lines[last]
        tall = line.bottom - line.top
        below = self.lines[last + 1] if last + 1 < len(self.lines) else None
        under = below is not None and below.top >= line.top and below.left < line.right
        space = below.top - line.bottom if below is not None and under else 1.0
        if below is not None and under and space < tall and below.text.lstrip()[:1].islower():
            return False
        if look.size >= self.body * _LARGER:
            return True
        away = self._away(first)
        slightly = self.body * _SLIGHTLY_LARGER <= look.size
        if look.size < self.body * (1 - _SAME) or not (look.bold or look.capitals or slightly):
            return away >= _APART * tall and space >= _APART / 2 * tall
        full = below is not None and under and line.right > below.right - _MARGIN
        if full and space < _APART * tall and not look.depth:
            return False
        ended = bool(first and _ENDED.search(self.lines[first - 1].text))
        return away >= _APART * tall or (ended and (look.bold or look.capitals))

    def _away(self, first: int) -> float:
        """How far a line stands below the one above it, a page where that is elsewhere."""
        if not first:
            return 1.0
        above, line = self.lines[first - 1], self.lines[first]
        if above.top > line.top or above.right <= line.left or above.left >= line.right:
            return 1.0
        return line.top - above.bottom

    def _has_text(self, last: int, inside: set[int]) -> bool:
        """Whether prose begins below, straight or under headings further down."""
        heading = self.lines[last]
        at = last + 1
        while at in inside and at - last <= 2 * _MOST_LINES:
            at += 1
        following = [
            place
            for place in range(at, min(at + _PROSE_LINES, len(self.lines)))
            if place not in inside and self.kinds[place] in _FOLLOWING
        ]
        if not following:
            return False
        text = [self.lines[place] for place in following]
        below = text[0]
        tall = heading.bottom - heading.top
        larger = heading.size >= self.body * _LARGER
        listed = self.kinds[following[0]] is not Kind.BODY
        least = _SMALLEST if larger and listed else 1 - _PROSE_SIZE
        letters = sum(sum(map(str.isalpha, line.text)) for line in text)
        return (
            -tall < below.top - self.lines[at - 1].bottom <= _REACH * tall
            and below.left < heading.right
            and below.right > heading.left
            and least * self.body <= below.size <= self.body * (1 + _PROSE_SIZE)
            and (larger or not any(line.table for line in text))
            and letters >= (_LIST_LETTERS if larger else _PROSE_LETTERS)
        )


def _heavy(pages: Sequence[Sequence[TextLine]], body: float) -> bool:
    """Whether the body itself is set in bold, so that bold says nothing."""
    sizes = {False: 0, True: 0}
    low, high = body - _SAME * body, body + _SAME * body
    for lines in pages:
        for line in lines:
            if low <= line.size <= high:
                sizes[line.bold] += len(line.text)
    return sizes[True] > sizes[False]


def _listed(pages: Sequence[Sequence[TextLine]], matter: Sequence[Sequence[Kind]]) -> set[str]:
    """The titles that the study's own contents name, with their numbers and without."""
    found = set()
    for lines, kinds in zip(pages, matter, strict=True):
        for line, kind in zip(lines, kinds, strict=True):
            if kind is Kind.CONTENTS and (match := _LISTED.match(line.text)):
                found |= {plain(match[2]), plain(match[1] + match[2])}
    return {title for title in found if len(title) > 3}
