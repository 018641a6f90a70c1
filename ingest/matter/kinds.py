"""What the lines of a page are: running text, contents, a list of references, and so on.

Judged by a line's own signs and by its neighbours, over the lines that `benchmarks/labels` marks.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise
from typing import Final

from ingest.matter.captions import captions
from ingest.matter.footnotes import footnotes
from ingest.matter.lines import TextLine
from ingest.matter.notices import notices
from ingest.matter.signs import Searched, signed
from ingest.matter.titlepages import title_ends, titled
from search.records import Kind, Span

# Lines on either side that are looked at: a wrapped entry takes two or three.
_AROUND: Final = 3
# Shares of the lines around that must look the part (benchmarks/results/kinds.md).
_CONTENTS: Final = 0.4
_REFERENCES: Final = 0.55
_REFERENCES_BELOW_HEADING: Final = 0.2
_FEWEST_LINES: Final = 3
# So many pages of a volume may come before those of a part of it.
_BEFORE: Final = 100

_LEADER: Final = re.compile(r"\.(?:\s?\.){4}|……|_(?:\s?_){4}")
_ENTRY: Final = re.compile(r"^(?=.*[^\W\d_]{3})(.{3,90}?)[\s.…]+(\d{1,3}|[ivxl]{1,6})\s*$")
_HEADING: Final = re.compile(
    r"^\W*[\divx.]*\W*(?:list of |annotated )?(?:references|bibliograph\w*|works cited|sources|"
    r"literature|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|référen\w+|referen[cz]i\w*|"
    r"bronnen|literatuur|lähteet|kirjallisuus|källor|litteratur|kilder|bibliograf\w+|fonti|fuentes|"
    r"endnotes|notes)\b[\w\s/&,]{0,24}:?\s*$",
    re.IGNORECASE,
)
_HEADING_WORDS: Final = (
    *("references", "bibliogra", "works cited", "sources", "literatu", "quellen", "référen"),
    *("referen", "bronnen", "lähteet", "kirjallisuus", "källor", "litteratu", "kilder", "fonti"),
    *("fuentes", "endnotes", "notes"),
)
_SENTENCE_WORDS: Final = 14
# What may turn out to be a caption: a list of figures is one of contents.
_CAPTIONED: Final = frozenset([Kind.BODY, Kind.REFERENCES, Kind.TABLE])


def kinds(pages: Sequence[Sequence[TextLine]]) -> list[list[Kind]]:
    """The kind of every line of each page, but for title matter."""
    found = []
    below = False
    for lines, notes in zip(pages, footnotes(pages), strict=True):
        # Notes and tables are full of years and names: they say nothing of the lines around.
        apart = dict.fromkeys(notes, Kind.FOOTNOTE)
        apart |= {place: Kind.TABLE for place, line in enumerate(lines) if line.table}
        rest = [line.text for place, line in enumerate(lines) if place not in apart]
        marks, below = _marked(rest, below, len(pages) + _BEFORE)
        told = iter(_sure(marks))
        here = [apart.get(place) or next(told) for place in range(len(lines))]
        for place in captions(lines):
            if here[place] in _CAPTIONED:
                here[place] = Kind.CAPTION
        found.append(here)
    return notices(pages, found)


def stretches(
    pages: Sequence[Sequence[TextLine]],
    marks: Sequence[Sequence[Kind]],
    first: tuple[int, int] | None = None,
) -> list[list[tuple[Span, Kind]]]:
    """For each page the stretches of one kind, in order.

    `first` is the place of the study's first heading: its page, counted from 0, and its start.
    """
    found = [_stretches(*page) for page in zip(pages, marks, strict=True)]
    for place, end in enumerate(title_ends(pages, first) if first else ()):
        found[place] = list(titled(found[place], end))
    return found


def _marked(lines: Sequence[str], below: bool, last: int) -> tuple[list[Kind], bool]:
    """The kind of each line, and whether a list of references goes on at the page's end.

    No page has a number above `last`: a row of a table may end with one.
    """
    entries = [entry if entry is None or entry <= last else None for entry in map(_entry, lines)]
    ordered = _ordered(entries)
    contents = [bool(_LEADER.search(line)) or place in ordered for place, line in enumerate(lines)]
    page = Searched(lines)
    signs = [min(2, count) / 2 for count in signed(page)]
    cited = [bool(sign) for sign in signs]
    headed = {at for at in page.holding(_HEADING_WORDS) if _HEADING.match(lines[at])}
    marks = []
    listing, citing, signing = _shares(contents), _shares(cited), _shares(signs)
    for place in range(len(lines)):
        heading = place in headed and not contents[place]
        if heading:
            below = True
        if listing[place] >= _CONTENTS:
            marks.append(Kind.CONTENTS)
            continue
        dense = citing[place]
        if below and not heading and dense < _REFERENCES_BELOW_HEADING:
            below = False
        listed = below or (dense >= _REFERENCES and signing[place] >= _REFERENCES / 2)
        marks.append(Kind.REFERENCES if listed else Kind.BODY)
    return marks, below


def _entry(line: str) -> int | None:
    """The page number that a line ends with, if it is short enough for an entry."""
    if not line.rstrip()[-1:].isdecimal() or len(line.split()) > _SENTENCE_WORDS:
        return None
    match = _ENTRY.match(line)
    return int(match[2]) if match and match[2].isdigit() else None


def _ordered(entries: Sequence[int | None]) -> set[int]:
    """Places of entries in runs of page numbers that never fall: rows of a table do not."""
    places = [place for place, number in enumerate(entries) if number is not None]
    kept: set[int] = set()
    run: list[int] = places[:1]
    for left, right in pairwise(places):
        before, after = entries[left] or 0, entries[right] or 0
        if right - left > 3 or after < before:
            kept.update(run if len(run) > 3 else ())
            run = []
        run.append(right)
    kept.update(run if len(run) > 3 else ())
    return {place for place in kept if len({entries[other] for other in kept}) > 2}


def _shares(values: Sequence[float]) -> list[float]:
    """The mean of the values around each."""
    sums = [0.0, *accumulate(values)]
    edges = [
        (max(0, place - _AROUND), min(len(values), place + _AROUND + 1))
        for place in range(len(values))
    ]
    return [(sums[last] - sums[first]) / (last - first) for first, last in edges]


def _sure(marks: Sequence[Kind]) -> list[Kind]:
    """The kinds without those of too few lines."""
    runs = [list(run) for _, run in groupby(marks)]
    return [kind if len(run) >= _FEWEST_LINES else Kind.BODY for run in runs for kind in run]


def _stretches(lines: Sequence[TextLine], marks: Sequence[Kind]) -> list[tuple[Span, Kind]]:
    found = []
    for kind, group in groupby(zip(lines, marks, strict=True), key=lambda pair: pair[1]):
        spans = [line.span for line, _ in group]
        found.append((Span(spans[0].start, spans[-1].end), kind))
    return found
