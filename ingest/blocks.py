"""A page without its running lines, cut at headings and where the kind of matter turns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.clean import CleanPage
from ingest.matter.headings import Heading
from ingest.matter.tabular import by_table
from search.records import Kind, Span

# What a heading of its own may stand straight above.
_LED: Final = (Kind.TABLE, Kind.CAPTION)


def blocks(
    clean: CleanPage, headings: Sequence[Heading], path: tuple[str, ...]
) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The text of a page without its running lines, cut where a heading begins."""
    text = clean.page.glyphs.text
    marks = sorted({heading.start for heading in headings})
    for span in _between(len(text), clean.running):
        start = last = span.start
        for mark in [*(m for m in marks if span.start < m < span.end), span.end]:
            above = ([heading.path for heading in headings if heading.start <= last] or [path])[-1]
            # A heading straight above another one goes with it: alone it would answer nothing.
            if mark == span.end or not _is_heading(text[last:mark], above):
                yield Span(start, mark), above
                start = mark
            last = mark


def _is_heading(text: str, path: tuple[str, ...]) -> bool:
    """Whether a text is the last heading of a path and nothing more, but for its number."""
    title = "".join(path[-1].split()).casefold() if path else ""
    words = "".join(text.split()).casefold()
    return words.endswith(title) and not re.search(r"[^\divxlc.]", words.removesuffix(title))


def parts(
    clean: CleanPage, block: Span, turns: Sequence[tuple[Span, Kind]], path: tuple[str, ...]
) -> Iterator[tuple[Span, Kind]]:
    """A block under a path of headings cut where the kind of matter turns, tables among it."""
    cut = (part for turn in _by_kind(block, turns) for part in by_table(clean, *turn))
    return _led(clean, cut, path)


def _led(
    clean: CleanPage, parts: Iterable[tuple[Span, Kind]], path: tuple[str, ...]
) -> Iterator[tuple[Span, Kind]]:
    """Parts, a heading straight above a table or a caption as the beginning of that."""
    lead: Span | None = None
    for part, kind in parts:
        text = clean.page.glyphs.text[part.start : part.end]
        if lead is not None and kind not in _LED:
            yield lead, Kind.BODY
            lead = None
        if kind is Kind.BODY and lead is None and _is_heading(text, path):
            lead = part
            continue
        yield Span(part.start if lead is None else lead.start, part.end), kind
        lead = None
    if lead is not None:
        yield lead, Kind.BODY


def _by_kind(stretch: Span, stretches: Sequence[tuple[Span, Kind]]) -> Iterator[tuple[Span, Kind]]:
    """A stretch cut where another kind of matter begins."""
    start, kind = stretch.start, Kind.BODY
    for span, next_kind in stretches:
        if start < span.start < stretch.end and next_kind is not kind:
            yield Span(start, span.start), kind
            start = span.start
        if span.start < stretch.end:
            kind = next_kind
    yield Span(start, stretch.end), kind


def _between(length: int, gaps: Sequence[Span]) -> Iterator[Span]:
    start = 0
    for gap in sorted(gaps, key=lambda gap: gap.start):
        if gap.start > start:
            yield Span(start, gap.start)
        start = max(start, gap.end)
    if start < length:
        yield Span(start, length)
