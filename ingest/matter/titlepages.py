"""Title matter: what stands before a study's first heading and before its first paragraph."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ingest.matter.lines import TextLine
from search.records import Kind, Span

# A cover, an inner title and an imprint; slides or tables may go on before a first heading.
_TITLE_PAGES: Final = 4
# What a paragraph of prose holds at least: a notice on a title page takes two lines.
_PARAGRAPH_LETTERS: Final = 200
# A word, but no address of mail or of the web.
_WORD: Final = re.compile(r"\W*([^\W\d_])[^@/.:]*[.:]?")
_TITLE_WORDS: Final = 5
_TITLED: Final = frozenset([Kind.BODY, Kind.TABLE])
_STOP: Final = re.compile(r"[.!?…。][\"'”’»)\]]*(?:\s?\[[^\]\n]{1,20}\])*\s*$")


def title_ends(pages: Sequence[Sequence[TextLine]], first: tuple[int, int]) -> Iterator[int]:
    """For each of the first pages, where its title matter ends; the last of them has prose.

    `first` is the place of the first heading: its page, counted from 0, and its start.
    """
    for place, page in enumerate(pages[: min(first[0] + 1, _TITLE_PAGES)]):
        lines = [line for line in page if place < first[0] or line.span.start < first[1]]
        prose = _prose([line.text for line in lines])
        end = first[1] if place == first[0] else max((line.span.end for line in lines), default=0)
        yield end if prose is None else lines[prose].span.start
        if prose is not None:
            return


def _prose(lines: Sequence[str]) -> int | None:
    """The first line of prose: of a paragraph that is long, or that fills half of the lines."""
    begun = [_small(line.split()[0]) for line in lines]
    flows = [
        within or next_within or _unfinished(line) or bool(_STOP.search(line))
        for within, next_within, line in zip(begun, [*begun[1:], False], lines, strict=False)
    ]
    letters = [sum(map(str.isalpha, line)) for line in lines]
    at = 0
    for flow, group in groupby(flows):
        start, at = at, at + len(list(group))
        stops = [place for place in range(start, at) if _STOP.search(lines[place])]
        if flow and stops:
            size = sum(letters[start : stops[-1] + 1])
            if size >= min(_PARAGRAPH_LETTERS, sum(letters) / 2):
                return start
    return None


def _unfinished(line: str) -> bool:
    """Whether a line of some words ends with a small one, as it may before a noun in German."""
    words = line.split()
    return len(words) > _TITLE_WORDS and _small(words[-1])


def _small(word: str) -> bool:
    """Whether a word begins with a small letter, or is of a script without capitals."""
    match = _WORD.fullmatch(word)
    return match is not None and not match[1].isupper()


def titled(stretches: Sequence[tuple[Span, Kind]], end: int) -> Iterator[tuple[Span, Kind]]:
    """The stretches of a page whose text and tables up to a place are title matter."""
    for span, kind in stretches:
        if kind not in _TITLED or span.start >= end:
            yield span, kind
            continue
        yield Span(span.start, min(span.end, end)), Kind.BOILERPLATE
        if span.end > end:
            yield Span(end, span.end), kind
