"""Where a study's headings stand, and the path of headings that each belongs to.

The PDF's outline rules where its titles are found on their pages; type adds what is below them, and
does all where there is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.clean import CleanPage
from ingest.document import Bookmark
from ingest.matter.levels import Level, levels, number, without_title
from ingest.matter.lines import TextLine
from ingest.matter.typography import Candidate, candidates
from search.records import Kind

# An outline with fewer titles found, or with less than half of them, says little of its study.
_FEWEST_FOUND: Final = 3
_SHARE_FOUND: Final = 0.5
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a heading begins: page from 1, place in its text; `path` ends with it."""

    page: int
    start: int
    path: tuple[str, ...]


def headings(
    pages: Sequence[CleanPage],
    outline: Sequence[Bookmark],
    lines: Sequence[Sequence[TextLine]],
    kinds: Sequence[Sequence[Kind]],
) -> list[Heading]:
    """The headings of a study, in reading order; `lines` and their `kinds` are those of `pages`."""
    named, found = _named(pages, outline)
    typeset = without_title(candidates(lines, kinds))
    numbers = [clean.page.number for clean in pages]
    if found >= _FEWEST_FOUND and found >= _SHARE_FOUND * len(outline):
        return sorted([*named, *_below(named, typeset, numbers)], key=_place)
    return list(_paths(typeset, levels(typeset), numbers)) if len(typeset) > found else named


def _place(heading: Heading) -> tuple[int, int]:
    return heading.page, heading.start


# By the outline


def _named(pages: Sequence[CleanPage], outline: Sequence[Bookmark]) -> tuple[list[Heading], int]:
    """The titles of a PDF's outline where their pages show them, and how many do."""
    texts = {clean.page.number: clean.page.glyphs.text for clean in pages}
    found: list[Heading] = []
    path: tuple[str, ...] = ()
    after: dict[int, int] = {}
    below: dict[int, Heading] = {}
    shown = 0
    for bookmark in outline:
        number, path = bookmark.page, (*path[: bookmark.level], bookmark.title)
        text = texts.get(number, "")
        start = _find(text, bookmark.title, after.get(number, 0))
        if start is not None:
            shown += 1
            after[number] = start + 1
            below.pop(number, None)
        elif number in after:
            # Somewhere below the last one found: only the next page is its for certain.
            below[number] = Heading(number, len(text), path)
            continue
        found.append(Heading(number, start or 0, path))
    return sorted([*found, *below.values()], key=_place), shown


def _find(text: str, title: str, after: int) -> int | None:
    """Where lines hold a title alone, or else begin with it; its number may stand before it.

    A word of a sentence is no heading: "Sources" is not found in "the public sources used".
    """
    # To look for its letters first spares most expressions; each takes a millisecond to make.
    if _plain(title) not in _plain(text):
        return None
    words = r"\s*".join(re.escape(word) for word in title.split())
    line = rf"^[^\S\n]*(?:[\divxlc.]+\s+)?{words}(?:(?P<alone>[^\S\n]*$)|(?!\w))"
    found = list(re.compile(line, re.I | re.M).finditer(text, after))
    alone = [match for match in found if match["alone"] is not None]
    return next((match.start() for match in alone or found), None)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


# By type


def _below(
    named: Sequence[Heading], typeset: Sequence[Candidate], numbers: Sequence[int]
) -> Iterator[Heading]:
    """Headings set smaller than all that the outline names, each below the one before it."""
    places = {_place(heading) for heading in named}
    ranked = list(zip(typeset, levels(typeset), strict=True))
    deepest = max(
        (level for one, level in ranked if (numbers[one.page], one.start) in places), default=None
    )
    if deepest is None:
        return
    smaller = [(one, level) for one, level in ranked if level[0] > deepest[0]]
    for index, heading in enumerate(named):
        end = _place(named[index + 1]) if index + 1 < len(named) else (numbers[-1] + 1, 0)
        here = [
            (one, level)
            for one, level in smaller
            if _place(heading) < (numbers[one.page], one.start) < end
        ]
        for one in _paths([one for one, _ in here], [level for _, level in here], numbers):
            yield Heading(one.page, one.start, (*heading.path, *one.path))


def _paths(
    found: Sequence[Candidate], deep: Sequence[Level], numbers: Sequence[int]
) -> Iterator[Heading]:
    """Each heading below the last one of a higher level; a number names its own place."""
    path: list[tuple[str, Level]] = []
    for one, level in zip(found, deep, strict=True):
        path = [(title, other) for title, other in path if other < level]
        if own := number(one.title):
            path = list(_above(path, own))
        path.append((one.title[:_LONGEST_TITLE], level))
        yield Heading(numbers[one.page], one.start, tuple(title for title, _ in path))


def _above(path: Sequence[tuple[str, Level]], own: tuple[str, ...]) -> Iterator[tuple[str, Level]]:
    """A path up to where a number's own chapter ends, or before its equals begin."""
    for title, level in path:
        other = number(title)
        if other and (len(other) >= len(own) or own[: len(other)] != other):
            return
        yield title, level
