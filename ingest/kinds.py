"""What the lines of a page are: running text, contents, a list of references, or title matter.

Judged by a line's own signs and by its neighbours, over the lines that `benchmarks/labels` marks.
Title matter is what stands before a study's first heading and before its first paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from search.records import Kind, Span

# Lines on either side that are looked at: a wrapped entry takes two or three.
_AROUND: Final = 3
# Shares of the lines around that must look the part (benchmarks/results/kinds.md).
_CONTENTS: Final = 0.4
_REFERENCES: Final = 0.55
_REFERENCES_BELOW_HEADING: Final = 0.2
_FEWEST_LINES: Final = 3

_LEADER: Final = re.compile(r"(?:\.\s?){5,}|…{2,}|(?:_\s?){5,}")
_ENTRY: Final = re.compile(r"^(?=.*[^\W\d_]{3})(.{3,90}?)[\s.…]+(\d{1,3}|[ivxl]{1,6})\s*$")
_HEADING: Final = re.compile(
    r"^\W*[\divx.]*\W*(?:list of |annotated )?(?:references|bibliograph\w*|works cited|sources|"
    r"literature|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|référen\w+|referen[cz]i\w*|"
    r"bronnen|literatuur|lähteet|kirjallisuus|källor|litteratur|kilder|bibliograf\w+|fonti|fuentes|"
    r"endnotes|notes)\b[\w\s/&,]{0,24}:?\s*$",
    re.IGNORECASE,
)
_SIGNS: Final = tuple(
    re.compile(sign, flags)
    for sign, flags in (
        (r"https?://|www\.\w|\bdoi\b|\b10\.\d{4,}/", re.IGNORECASE),
        (r"\((?:19|20)\d\d[a-z]?\)|[,.;(] ?(?:19|20)\d\d[a-z]?[.,;)]", 0),
        (
            r"\b(?:et al|ibid|op\. cit|eds?\.|hrsg|dir\.|pp?\. ?\d|pàg\. ?\d|S\. ?\d|vol\.|núm\.)",
            re.I,
        ),
        (r"\bavailable (?:at|from|online)|\b(?:retrieved|accessed|consulted)\b", re.I),
        (r"\b(?:abgerufen|disponible)\b", re.I),
        (r"[^\W\d_]{2,}, (?:[^\W\d_]\.[ -]?)+|\b(?:[^\W\d_]\.){2,}", 0),
        (r"\b(?:isbn|issn|working paper|discussion ?paper|press|verlag|journal|review)\b", re.I),
        (r"^\s*(?:\[\d+\]|\d{1,3}\s+(?=[^\W\d_]\w+, ))", 0),
    )
)
_SENTENCE_WORDS: Final = 14

# A cover, an inner title and an imprint; slides or tables may go on before a first heading.
_TITLE_PAGES: Final = 4
# What a paragraph of prose holds at least: a notice on a title page takes two lines.
_PARAGRAPH_LETTERS: Final = 200
# A word, but no address of mail or of the web.
_WORD: Final = re.compile(r"\W*([^\W\d_])[^@/.:]*[.:]?")
_TITLE_WORDS: Final = 5
_STOP: Final = re.compile(r"[.!?…。][\"'”’»)\]]*(?:\s?\[[^\]\n]{1,20}\])*\s*$")


def kinds(
    pages: Sequence[tuple[str, Sequence[Span]]], first: tuple[int, int] | None = None
) -> list[list[tuple[Span, Kind]]]:
    """For each page (its text and its running lines) the stretches of one kind, in order.

    `first` is the place of the study's first heading: its page, counted from 0, and its start.
    """
    found = []
    below = False
    for text, running in pages:
        lines = _lines(text, running)
        marks, below = _marked([text[line.start : line.end] for line in lines], below)
        found.append(_stretches(lines, marks))
    for place, end in enumerate(_title_ends(pages, first) if first else ()):
        found[place] = list(_titled(found[place], end))
    return found


def _lines(text: str, running: Sequence[Span]) -> list[Span]:
    lines = []
    start = 0
    skipped = {span.start for span in running}
    for line in text.split("\n"):
        if line.strip() and start not in skipped:
            lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    return lines


def _marked(lines: Sequence[str], below: bool) -> tuple[list[Kind], bool]:
    """The kind of each line, and whether a list of references goes on at the page's end."""
    entries = [_entry(line) for line in lines]
    ordered = _ordered(entries)
    contents = [bool(_LEADER.search(line)) or place in ordered for place, line in enumerate(lines)]
    signs = [min(2, sum(bool(sign.search(line)) for sign in _SIGNS)) / 2 for line in lines]
    cited = [bool(sign) for sign in signs]
    marks = []
    for place, line in enumerate(lines):
        heading = bool(_HEADING.match(line)) and not contents[place]
        if heading:
            below = True
        if _share(contents, place) >= _CONTENTS:
            marks.append(Kind.CONTENTS)
            continue
        dense = _share(cited, place)
        if below and not heading and dense < _REFERENCES_BELOW_HEADING:
            below = False
        listed = below or (dense >= _REFERENCES and _share(signs, place) >= _REFERENCES / 2)
        marks.append(Kind.REFERENCES if listed else Kind.BODY)
    return marks, below


def _entry(line: str) -> int | None:
    """The page number that a line ends with, if it is short enough for an entry."""
    match = _ENTRY.match(line)
    if match is None or len(line.split()) > _SENTENCE_WORDS or not match[2].isdigit():
        return None
    return int(match[2])


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


def _share(values: Sequence[float], place: int) -> float:
    around = values[max(0, place - _AROUND) : place + _AROUND + 1]
    return sum(around) / len(around)


def _stretches(lines: Sequence[Span], marks: Sequence[Kind]) -> list[tuple[Span, Kind]]:
    runs = [list(run) for _, run in groupby(marks)]
    sure = [kind if len(run) >= _FEWEST_LINES else Kind.BODY for run in runs for kind in run]
    stretches = []
    for kind, group in groupby(zip(lines, sure, strict=True), key=lambda pair: pair[1]):
        spans = [span for span, _ in group]
        stretches.append((Span(spans[0].start, spans[-1].end), kind))
    return stretches


# Title matter


def _title_ends(
    pages: Sequence[tuple[str, Sequence[Span]]], first: tuple[int, int]
) -> Iterator[int]:
    """For each of the first pages, where its title matter ends; the last of them has prose."""
    for place, (text, running) in enumerate(pages[: min(first[0] + 1, _TITLE_PAGES)]):
        end = first[1] if place == first[0] else len(text)
        lines = [line for line in _lines(text, running) if line.start < end]
        prose = _prose([text[line.start : line.end] for line in lines])
        yield end if prose is None else lines[prose].start
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


def _titled(stretches: Sequence[tuple[Span, Kind]], end: int) -> Iterator[tuple[Span, Kind]]:
    """The stretches of a page whose running text up to a place is title matter."""
    for span, kind in stretches:
        if kind is not Kind.BODY or span.start >= end:
            yield span, kind
            continue
        yield Span(span.start, min(span.end, end)), Kind.BOILERPLATE
        if span.end > end:
            yield Span(end, span.end), kind
