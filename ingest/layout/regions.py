"""Where tables may stand on a page: neighbouring lines whose fragments keep to the same columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mean
from typing import Final, TypeAlias

from ingest.layout.fragments import Fragment, Line, lines
from ingest.layout.gutters import Region, gutters

# Lines with two cells that a table has at least.
FEWEST: Final = 3
# Lines further apart than so many of their heights are two blocks.
_APART: Final = 2.2
# A first or last line that stands so many times as far off as any other is a running line.
_OFF: Final = 1.5
# A line that is nearer than so many of its heights may be of the same cell.
_NEAR: Final = 0.5
# A column of so many lines that the file gives in one piece is text beside a table.
_TEXT_LINES: Final = 5
_TEXT_WORDS: Final = 4.0
_DEPTH: Final = 4

Interval: TypeAlias = tuple[float, float]


def regions(whole: Sequence[Line], depth: int = _DEPTH) -> Iterator[Region]:
    """The regions of a page that may be tables, from its top."""
    if sum(len(line.parts) > 1 for line in whole) < FEWEST:
        return
    for block in _blocks(whole):
        region = _region(block)
        above = [line for line in whole if line.middle < block[0].middle]
        if region is None:
            if depth and len(block) > 2 * FEWEST:
                cut = _widest(block)
                yield from regions(block[:cut], depth - 1)
                yield from regions(block[cut:], depth - 1)
            continue
        beside = _beside(region) if depth else frozenset()
        if not beside:
            region.lines = _with_heads(region, above)
            yield region
            continue
        rest = [part for part in region.parts() if region.column(part) not in beside]
        yield from regions(lines(rest), depth - 1)


# Blocks: lines near each other, parted by two lines alone that reach over the blanks above


def _blocks(whole: Sequence[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    blanks: list[Interval] = []
    across = 0
    for line in whole:
        block = blocks[-1]
        if block and line.top - block[-1].bottom > _APART * _height(block[-1], line):
            block, blanks, across = [], [], 0
            blocks.append(block)
        block.append(line)
        if len(line.parts) > 1:
            common = _common(blanks, _blanks(line))
            blanks = common if any(map(_inner, common)) else _blanks(line)
            across = 0
        else:
            across += _covers(line.parts[0], blanks)
        if across > 1:
            del block[-2:]
            blocks.append([])
            blanks, across = [], 0
    return [trimmed for block in blocks if (trimmed := _trimmed(block))]


def _trimmed(block: Sequence[Line]) -> list[Line]:
    """A block from its first line with two fragments on; nothing where it has too few of them."""
    several = [place for place, line in enumerate(block) if len(line.parts) > 1]
    return list(block[several[0] :]) if len(several) >= FEWEST else []


def _height(*some: Line) -> float:
    return max(line.height for line in some)


def _blanks(line: Line) -> list[Interval]:
    edges = [0.0, *(edge for part in line.parts for edge in (part.left, part.right)), 1.0]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _inner(blank: Interval) -> bool:
    return blank[0] > 0 and blank[1] < 1


def _covers(part: Fragment, blanks: Sequence[Interval]) -> bool:
    return any(part.left < left and right < part.right for left, right in blanks)


def _common(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return [(left, right) for left, right in both if left < right]


def _widest(block: Sequence[Line]) -> int:
    """Where to cut a block: below the line that stands furthest from the next one."""
    gaps = [after.top - before.bottom for before, after in pairwise(block)]
    return 1 + max(range(len(gaps)), key=gaps.__getitem__)


# Columns


def _region(block: list[Line]) -> Region | None:
    """The columns of a block without the lines at its ends that are none of its own."""
    while len(block) >= FEWEST:
        region = Region(block, gutters(block))
        if not region.gutters:
            return None
        inside = _without_ends(region)
        if len(inside) == len(block):
            return Region([_cut(line, region) for line in block], region.gutters)
        block = _trimmed(inside)
    return None


def _cut(line: Line, region: Region) -> Line:
    """A line whose cells the file sets so near to each other that they were taken for one."""
    if not any(region.spans(part) for part in line.parts):
        return line
    return Line(
        [
            one
            for part in line.parts
            for one in (part.cut(region.gutters) if region.spans(part) else [part])
        ]
    )


def _without_ends(region: Region) -> list[Line]:
    own = region.lines
    stray = [len(line.parts) == 1 and region.spans(line.parts[0]) for line in own]
    first, last = 0, len(own)
    while first < last and stray[first]:
        first += 1
    while first < last and stray[last - 1]:
        last -= 1
    if last - first > FEWEST:
        gaps = [max(0.0, after.top - before.bottom) for before, after in pairwise(own[first:last])]
        far = max(_OFF * max(gaps[1:-1]), _height(*own))
        first += gaps[0] > far
        last -= gaps[-1] > far
    return own[first:last]


def _with_heads(region: Region, above: Sequence[Line]) -> list[Line]:
    """Its lines and those right above it that are lines of its head's cells, one beside none."""
    own = list(region.lines)
    first = min(part.order for part in region.parts())
    for line in reversed(above):
        part = line.parts[0]
        near = own[0].top - line.bottom < _NEAR * (line.bottom - line.top)
        if len(line.parts) > 1 or not near or region.spans(part) or part.order < first - 1:
            break
        own.insert(0, line)
        first = min(first, part.order)
    return own


def _beside(region: Region) -> frozenset[int]:
    """The columns that are text beside a table: in one piece of the file.

    They are lines of words, or stand beside columns that the file gives in many pieces.
    """
    pieces: dict[int, int] = {}
    words: dict[int, list[int]] = {}
    last = -1
    for part in region.parts():
        column = region.column(part)
        words.setdefault(column, []).append(len(part.bare.split()))
        pieces[column] = pieces.get(column, 0) + (column != last)
        last = column
    many = max(pieces.values()) >= FEWEST
    return frozenset(
        column
        for column, found in words.items()
        if pieces[column] == 1
        and len(found) >= _TEXT_LINES
        and (many or mean(found) >= _TEXT_WORDS)
    )
