"""The tables of a cleaned page: where they stand, their rows, and what a row's header is."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ingest.clean import CleanPage
from ingest.glyphs import Glyphs, Mark
from ingest.tokens import Tokens
from search.records import Kind, Span


def by_table(clean: CleanPage, part: Span, kind: Kind) -> Iterator[tuple[Span, Kind]]:
    """A part of a page cut where a table begins or ends; a table in other matter goes with it."""
    if kind is not Kind.BODY:
        yield part, kind
        return
    edges = {part.start, part.end}
    tables = _runs(clean.page.glyphs, Mark.TABLE)
    edges.update(at for run in tables for at in (run.start, run.end))
    for start, end in pairwise(sorted(at for at in edges if part.start <= at <= part.end)):
        inside = any(run.start <= start < run.end for run in tables)
        yield Span(start, end), Kind.TABLE if inside else kind


def rows(text: str) -> Iterator[Span]:
    """The rows of a table's text, each with its line break."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield Span(start, end)
        start = end


def headers(clean: CleanPage, part: Span, tokens: Tokens, most: int) -> list[tuple[Span, int]]:
    """The headers of the table that a part belongs to, of so many tokens at most, with their sizes.

    A table of labels beside texts has as many headers as labels.
    """
    glyphs = clean.page.glyphs
    table = [
        run for run in _runs(glyphs, Mark.TABLE) if run.start < part.end and part.start < run.end
    ]
    found = [
        (run, len(tokens(glyphs.text[run.start : run.end])))
        for run in _runs(glyphs, Mark.HEADER)
        if table and table[0].start <= run.start < table[0].end
    ]
    return [(run, size) for run, size in found if size <= most]


def header_of(found: list[tuple[Span, int]], passage: Span) -> Span:
    """The last header above a passage, nothing where the passage begins with one."""
    above = [run for run, _ in found if run.end <= passage.start]
    begins = any(run.start <= passage.start < run.end for run, _ in found)
    return above[-1] if above and not begins else Span(0, 0)


def _runs(glyphs: Glyphs, mark: Mark) -> list[Span]:
    """The stretches of a page that bear a mark."""
    bearing = glyphs.marks & int(mark)
    # So it is on nine pages of ten.
    if not bearing.any():
        return []
    marked = np.concatenate(([False], bearing > 0, [False]))
    edges = np.flatnonzero(np.diff(marked)).tolist()
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
