"""A study's pages to passages: whole sentences, under one heading, within the model's reach."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.clean import CleanPage
from ingest.document import Bookmark
from ingest.matter.headings import Heading, headings
from ingest.matter.kinds import kinds, stretches
from ingest.matter.lines import lines as lines_of
from ingest.matter.tabular import by_table, header_of, headers, rows
from ingest.sentences import TAG, sentences
from ingest.tokens import Tokens
from search.records import Kind, Passage, Span

# The model reads 256 tokens: two frame the text and the title and headings before it take 94 at
# most (CONTEXT_LETTERS in search/embed.py), so nothing that is quoted goes unread. Sizes from 96 to
# 192 were compared on the bundled questions (benchmarks/results/passages.md).
MOST_TOKENS: Final = 160
# A header that takes more than half of a passage leaves too little for the rows: it is left out.
_MOST_OF_A_HEADER: Final = MOST_TOKENS // 2
# What a heading of its own may stand straight above.
_LED: Final = (Kind.TABLE, Kind.CAPTION)
# A stretch with fewer (a lone number, a rule of dashes) is no passage: it could answer nothing.
_FEWEST_LETTERS: Final = 3


def passages(
    study_id: str, pages: Sequence[CleanPage], outline: Sequence[Bookmark], tokens: Tokens
) -> list[Passage]:
    """All passages of a study, in reading order; each obeys the span law."""
    lines = [lines_of(clean) for clean in pages]
    told = kinds(lines)
    marks = headings(pages, outline, lines, told)
    first = next(((mark.page - 1, mark.start) for mark in marks if mark.page <= len(pages)), None)
    matter = stretches(lines, told, first)
    path: tuple[str, ...] = ()
    found: list[Passage] = []
    for clean, turns in zip(pages, matter, strict=True):
        here = [heading for heading in marks if heading.page == clean.page.number]
        for stretch, above in _stretches(clean, here, path):
            parts = _led(clean, _parts(clean, stretch, turns), above)
            for part, kind in _together(clean, parts, tokens):
                for span, header in _packed(clean, part, kind, tokens):
                    found.append(_passage(study_id, clean, span, header, above, kind))
        path = here[-1].path if here else path
    return found


def _passage(
    study_id: str, clean: CleanPage, span: Span, header: Span, path: tuple[str, ...], kind: Kind
) -> Passage:
    text = clean.page.glyphs.text
    return Passage(
        study_id=study_id,
        page=clean.page.number,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        heading=path,
        kind=kind,
        language=clean.language,
        label=clean.page.label,
        header_start=header.start,
        header_end=header.end,
        header=text[header.start : header.end],
    )


# Stretches: a page without its running lines, cut at headings and where the kind of matter turns


def _stretches(
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


def _parts(
    clean: CleanPage, stretch: Span, turns: Sequence[tuple[Span, Kind]]
) -> Iterator[tuple[Span, Kind]]:
    """A stretch cut where the kind of matter turns, tables among it."""
    for turn, kind in _by_kind(stretch, turns):
        yield from by_table(clean, turn, kind)


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


def _together(
    clean: CleanPage, parts: Iterable[tuple[Span, Kind]], tokens: Tokens
) -> Iterator[tuple[Span, Kind]]:
    """Parts, a table and the text around it as one where both fit in a passage: each explains.

    The part is of the kind that most of it is.
    """
    held: tuple[Span, Kind] | None = None
    for part, kind in parts:
        if held is not None and {held[1], kind} <= {Kind.BODY, Kind.TABLE}:
            both = Span(held[0].start, part.end)
            if len(tokens(clean.page.glyphs.text[both.start : both.end])) <= MOST_TOKENS:
                held = both, max(held, (part, kind), key=lambda one: one[0].end - one[0].start)[1]
                continue
        if held is not None:
            yield held
        held = part, kind
    if held is not None:
        yield held


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


# Sentences or rows, packed up to the size


def _packed(
    clean: CleanPage, stretch: Span, kind: Kind, tokens: Tokens
) -> Iterator[tuple[Span, Span]]:
    """Whole sentences together, as many as fit, the parts of about one size; rows of a table.

    With each part comes the place of the header that it is read with, which takes of its size.
    """
    text = clean.page.glyphs.text
    heads = headers(clean, stretch, tokens, _MOST_OF_A_HEADER) if kind is Kind.TABLE else []
    most = MOST_TOKENS - max((size for _, size in heads), default=0)
    inner = text[stretch.start : stretch.end]
    wholes = (
        rows(inner)
        if kind is Kind.TABLE
        else sentences(inner, clean.language, kind is Kind.REFERENCES)
    )
    pieces = list(_pieces(inner, wholes, tokens, most))
    for part in _filled(pieces, most):
        place = Span(stretch.start + part.start, stretch.start + part.end)
        span = _trimmed(text, place, kind)
        counts = str.isalnum if kind is Kind.TABLE else str.isalpha
        if sum(map(counts, text[span.start : span.end])) >= _FEWEST_LETTERS:
            yield span, header_of(heads, span)


def _filled(pieces: Sequence[tuple[Span, int]], most: int) -> Iterator[Span]:
    total = sum(size for _, size in pieces)
    goal = total / (-(-total // most) or 1)
    start = size = 0
    for place, (_, weight) in enumerate(pieces):
        if size and (size + weight > most or size + weight / 2 > goal):
            yield Span(pieces[start][0].start, pieces[place - 1][0].end)
            start, size = place, 0
        size += weight
    if pieces:
        yield Span(pieces[start][0].start, pieces[-1][0].end)


def _pieces(
    text: str, wholes: Iterable[Span], tokens: Tokens, most: int
) -> Iterator[tuple[Span, int]]:
    """Sentences with their sizes in tokens; one that is too long is cut between words."""
    for sentence in wholes:
        places = tokens(text[sentence.start : sentence.end])
        cuts = list(_cuts(text[sentence.start : sentence.end], places, most))
        edges = [0, *(cut for cut, _ in cuts), sentence.end - sentence.start]
        sizes = [*(size for _, size in cuts), len(places) - sum(size for _, size in cuts)]
        for left, right, size in zip(edges, edges[1:], sizes, strict=False):
            yield Span(sentence.start + left, sentence.start + right), size


def _cuts(sentence: str, places: Sequence[tuple[int, int]], most: int) -> Iterator[tuple[int, int]]:
    """Where to cut a sentence that is too long, and how many tokens stand before each cut."""
    first = 0
    while (left := len(places) - first) > most:
        # Parts of about one size: cut at the most, the last one would be a few words.
        even = -(-left // -(-left // most))
        last = first + even
        # Back to the beginning of a word, unless the word alone is longer than a passage.
        while last > first + 1 and not _word_begins(sentence, places[last][0]):
            last -= 1
        if last == first + 1:
            last = first + even
        yield places[last][0], last - first
        first = last


def _word_begins(sentence: str, at: int) -> bool:
    """Whether a word stands here that may be parted from the one before; a tag may not."""
    return sentence[at - 1].isspace() and TAG.match(sentence, at) is None


def _trimmed(text: str, span: Span, kind: Kind) -> Span:
    """A span without blanks at its ends; a row may begin with the tab of an empty cell."""
    inner = text[span.start : span.end]
    left = len(inner) - len(inner.lstrip(" \n" if kind is Kind.TABLE else None))
    return replace(span, start=span.start + left, end=span.start + max(left, len(inner.rstrip())))
