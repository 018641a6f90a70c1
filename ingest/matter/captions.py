"""Captions: the lines that name a figure or a table, and those below it that name its source."""

import re
from collections.abc import Sequence
from typing import Final

from ingest.matter.lines import TextLine
from ingest.named import begins_caption
from search.stems import RAISED

_SOURCE: Final = re.compile(
    r"^\W{0,3}(?:(?:data )?sources?|quellen?|fuentes?|fonts?|fonti|fonte|bron(?:nen)?|lähteet|"
    r"lähde|källa|kilde|notes?|nota|anmerkung(?:en)?|hinweis|huomautus|opmerking|noot)\s?:\s*\S",
    re.I,
)
_ENDED: Final = re.compile(rf"[.!?:;][\"'”’»)\]\d{RAISED}]*\s*$")
_MOST_LINES: Final = 5
# Shares of a line's height: what stands closer wraps, what stands further away is another block.
_WRAPS: Final = 0.35
_APART: Final = 0.3
_SAME: Final = 0.04
# A line that ends so far before the next one was not full.
_SHORT: Final = 0.12


def captions(lines: Sequence[TextLine]) -> set[int]:
    """The places of a page's lines that are captions, with the lines that they wrap into."""
    found: set[int] = set()
    for place, line in enumerate(lines):
        if place in found or line.table:
            continue
        source = _SOURCE.match(line.text) is not None
        if source or (begins_caption(line.text) and _begins(lines, place)):
            found.add(place)
            last = place
            while last - place < _MOST_LINES and _goes_on(lines, last):
                last += 1
                found.add(last)
    return found


def _begins(lines: Sequence[TextLine], place: int) -> bool:
    """Whether a line begins a block: what stands above has ended, or stands away."""
    if not place:
        return True
    above, line = lines[place - 1], lines[place]
    apart = line.top - above.bottom >= _APART * (line.bottom - line.top) or above.top > line.top
    other = abs(above.size - line.size) > _SAME * line.size or above.bold != line.bold
    return bool(_ENDED.search(above.text)) or (line.size > 0 and (apart or other))


def _goes_on(lines: Sequence[TextLine], place: int) -> bool:
    """Whether a line of a caption wraps into the next one, set alike and close below."""
    if place + 1 >= len(lines):
        return False
    line, below = lines[place], lines[place + 1]
    tall = line.bottom - line.top
    return (
        line.size > 0
        and not below.table
        and abs(line.size - below.size) <= _SAME * line.size
        and line.bold == below.bold
        and -tall < below.top - line.bottom < _WRAPS * tall
        and line.right > below.right - _SHORT
        and not begins_caption(below.text)
        and not _SOURCE.match(below.text)
        and not _ENDED.search(line.text)
    )
