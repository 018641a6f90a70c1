"""A study's pages to passages: whole sentences, under one heading, within the model's reach."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from ingest.blocks import blocks, parts
from ingest.clean import CleanPage
from ingest.document import Bookmark
from ingest.matter.headings import headings
from ingest.matter.kinds import kinds, stretches
from ingest.matter.lines import TextLine
from ingest.matter.lines import lines as lines_of
from ingest.matter.tabular import header_of, headers, rows
from ingest.sentences import TAG, sentences
from ingest.tokens import Tokens
from search.records import Kind, Passage, Span

# The model reads 256 tokens: two frame the text and the title and headings before it take 94 at
# most (CONTEXT_LETTERS in search/context.py), so nothing that is quoted goes unread. Sizes from 96
# to 192 were compared on the bundled questions (benchmarks/results/passages.md).
MOST_TOKENS: Final = 160
# A header that takes more than half of a passage leaves too little for the rows: it is left out.
_MOST_OF_A_HEADER: Final = MOST_TOKENS // 2
# A stretch with fewer (a lone number, a rule of dashes) is no passage: it could answer nothing.
_FEWEST_LETTERS: Final = 3


def passages(
    study_id: str,
    pages: Sequence[CleanPage],
    outline: Sequence[Bookmark],
    tokens: Tokens,
    lines: Sequence[Sequence[TextLine]] = (),
) -> list[Passage]:
    """All passages of a study, in reading order; each obeys the span law.

    `lines` are those of each page, where they are known.
    """
    lines = lines or [lines_of(clean) for clean in pages]
    told = kinds(lines)
    marks = headings(pages, outline, lines, told)
    first = next(((mark.page - 1, mark.start) for mark in marks if mark.page <= len(pages)), None)
    matter = stretches(lines, told, first)
    path: tuple[str, ...] = ()
    found: list[Passage] = []
    for clean, turns in zip(pages, matter, strict=True):
        here = [heading for heading in marks if heading.page == clean.page.number]
        for stretch, above in blocks(clean, here, path):
            for part, kind in _together(clean, parts(clean, stretch, turns, above), tokens):
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
        letters = islice(filter(counts, text[span.start : span.end]), _FEWEST_LETTERS)
        if len(list(letters)) == _FEWEST_LETTERS:
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
        if len(places) <= most:
            yield sentence, len(places)
            continue
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
    return Span(span.start + left, span.start + max(left, len(inner.rstrip())))
