"""A study's pages to passages: whole sentences, under one heading, within the model's reach."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sentencex import get_sentence_boundaries

from ingest.clean import CleanPage
from ingest.document import Bookmark
from ingest.headings import Heading, headings
from ingest.kinds import kinds
from ingest.tokens import Tokens
from search.records import Kind, Passage, Span

# The model reads 256 tokens: two frame the text and the title and headings before it take 94 at
# most (CONTEXT_LETTERS in search/embed.py), so nothing that is quoted goes unread. Sizes from 96 to
# 192 were compared on the bundled questions (benchmarks/results/passages.md).
MOST_TOKENS: Final = 160
# A stretch with fewer (a lone number, a rule of dashes) is no passage: it could answer nothing.
_FEWEST_LETTERS: Final = 3

# The sources of a sentence, set after its stop: "[S2, S3]", "[12]", "¹²".
_LABEL: Final = r"[A-Z]{0,2}\d{1,3}[a-z]?"
_TAG: Final = re.compile(rf"\[{_LABEL}(?:\s?[,;–-]\s?{_LABEL})*\]|[¹²³⁰⁴-⁹]{{1,3}}")
_TAGS: Final = re.compile(rf"(?:\s*(?:{_TAG.pattern}))+[.,;]?\s*")
_ENTRY: Final = re.compile(r"^[^\S\n]*\[([A-Z]{0,2})(\d{1,3})[a-z]?\]", re.M)


def passages(
    study_id: str, pages: Sequence[CleanPage], outline: Sequence[Bookmark], tokens: Tokens
) -> list[Passage]:
    """All passages of a study, in reading order; each obeys the span law."""
    marks = headings(pages, outline)
    first = next(((mark.page - 1, mark.start) for mark in marks if mark.page <= len(pages)), None)
    matter = kinds([(clean.page.glyphs.text, clean.running) for clean in pages], first)
    path: tuple[str, ...] = ()
    found: list[Passage] = []
    for clean, stretches in zip(pages, matter, strict=True):
        here = [heading for heading in marks if heading.page == clean.page.number]
        for stretch, above in _stretches(clean, here, path):
            for part, kind in _by_kind(stretch, stretches):
                for span in _packed(clean, part, kind, tokens):
                    found.append(_passage(study_id, clean, span, above, kind))
        path = here[-1].path if here else path
    return found


def _passage(
    study_id: str, clean: CleanPage, span: Span, path: tuple[str, ...], kind: Kind
) -> Passage:
    text = clean.page.glyphs.text[span.start : span.end]
    return Passage(
        study_id=study_id,
        page=clean.page.number,
        start=span.start,
        end=span.end,
        text=text,
        heading=path,
        kind=kind,
        language=clean.language,
        label=clean.page.label,
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


def _by_kind(stretch: Span, stretches: Sequence[tuple[Span, Kind]]) -> Iterator[tuple[Span, Kind]]:
    """A stretch cut where another kind of matter begins."""
    start, kind = stretch.start, Kind.BODY
    for span, next_kind in stretches:
        if start < span.start < stretch.end:
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


# Sentences, packed up to the size


def _packed(clean: CleanPage, stretch: Span, kind: Kind, tokens: Tokens) -> Iterator[Span]:
    """Whole sentences together, as many as fit, the parts of about one size."""
    text = clean.page.glyphs.text
    sentences = _sentences(text[stretch.start : stretch.end], clean.language, kind)
    pieces = list(_pieces(text[stretch.start : stretch.end], sentences, tokens))
    total = sum(size for _, size in pieces)
    parts = -(-total // MOST_TOKENS) or 1
    goal = total / parts
    start = size = 0
    taken: list[Span] = []
    for place, (_, weight) in enumerate(pieces):
        if size and (size + weight > MOST_TOKENS or size + weight / 2 > goal):
            taken.append(Span(pieces[start][0].start, pieces[place - 1][0].end))
            start, size = place, 0
        size += weight
    if pieces:
        taken.append(Span(pieces[start][0].start, pieces[-1][0].end))
    for span in taken:
        trimmed = _trimmed(text, Span(stretch.start + span.start, stretch.start + span.end))
        if sum(map(str.isalpha, text[trimmed.start : trimmed.end])) >= _FEWEST_LETTERS:
            yield trimmed


def _sentences(text: str, code: str, kind: Kind) -> Iterator[Span]:
    """The sentences of a text, each with the tags that name its sources."""
    ends = {boundary["end_index"] for boundary in get_sentence_boundaries(code or "en", text)}
    entries = kind is Kind.REFERENCES or _numbered(text)
    for tags in _TAGS.finditer(text):
        within = {end for end in ends if tags.start() <= end <= tags.end()}
        # "[12] found that": here the tag is a word of the next sentence.
        if within and not text[tags.end() : tags.end() + 1].islower():
            ends = ends - within | {_tags_end(text, tags, entries)}
    edges = sorted({0, *ends, len(text)})
    yield from map(Span, edges, edges[1:])


def _tags_end(text: str, tags: re.Match[str], entries: bool) -> int:
    """Where the tags of the sentence before end: an entry's or a footnote's mark begins it."""
    for tag in _TAG.finditer(text, tags.start(), tags.end()):
        begins_line = not text[text.rfind("\n", 0, tag.start()) + 1 : tag.start()].strip()
        if begins_line and (entries or not tag[0].startswith("[")):
            return tag.start()
    return tags.end()


def _numbered(text: str) -> bool:
    """Whether lines of a text begin with "[1]", "[2]" and so on, as the entries of a list do."""
    labels = [(entry[1], int(entry[2])) for entry in _ENTRY.finditer(text)]
    return any(left == (mark, number - 1) for left, (mark, number) in pairwise(labels))


def _pieces(text: str, sentences: Iterable[Span], tokens: Tokens) -> Iterator[tuple[Span, int]]:
    """Sentences with their sizes in tokens; one that is too long is cut between words."""
    for sentence in sentences:
        places = tokens(text[sentence.start : sentence.end])
        cuts = list(_cuts(text[sentence.start : sentence.end], places))
        edges = [0, *(cut for cut, _ in cuts), sentence.end - sentence.start]
        sizes = [*(size for _, size in cuts), len(places) - sum(size for _, size in cuts)]
        for left, right, size in zip(edges, edges[1:], sizes, strict=False):
            yield Span(sentence.start + left, sentence.start + right), size


def _cuts(sentence: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where to cut a sentence that is too long, and how many tokens stand before each cut."""
    first = 0
    while (left := len(places) - first) > MOST_TOKENS:
        # Parts of about one size: cut at the most, the last one would be a few words.
        even = -(-left // -(-left // MOST_TOKENS))
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
    return sentence[at - 1].isspace() and _TAG.match(sentence, at) is None


def _trimmed(text: str, span: Span) -> Span:
    inner = text[span.start : span.end]
    left = len(inner) - len(inner.lstrip())
    return replace(span, start=span.start + left, end=span.start + max(left, len(inner.rstrip())))
