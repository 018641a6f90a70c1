"""The title that a page shows: the largest lines of it that are no heading and no body's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.about import dates, imprint
from ingest.matter.lines import TextLine

# Set on the even rows of benchmarks/labels/metadata.csv; benchmarks/results/metadata.md.
_LARGER: Final = 1.15
_ALIKE: Final = 0.8
_GAP: Final = 1.3
_MOST_LETTERS, _MOST_WORDS = 250, 36
_SUBTITLE_ROWS: Final = 3
_ONE_WORD_LARGER: Final = 1.4
_TOP_ROWS: Final = 4
# A page with more letters is no cover.
COVER_LETTERS: Final = 600

_HEADINGS: Final = re.compile(
    r"(?:\d+\.?\s*)?(?:(?:table of )?contents|inhalt(?:sverzeichnis)?|inhoud(?:sopgave)?|index|"
    r"sommaire|table des mati[eè]res|[ií]ndice(?: general)?|[ií]ndex|sum[aá]ri[ou]?|sommario|"
    r"spis treści|sisällys(?:luettelo)?|indhold(?:sfortegnelse)?|innhold|innehåll|obsah|tartalom|"
    r"cuprins|sisukord|introduc\w+|introduzione|einleitung|inleiding|executive summary|summary|"
    r"zusammenfassung|samenvatting|r[eé]sum[eé]|resumen|abstract|foreword|vorwort|voorwoord|"
    r"avant-propos|pr[oó]logo|preface|preamble|präambel|acknowledge?ments?|overview|impressum|"
    r"imprint|about .+|colofon|disclaimer|glossar\w*|(?:list of )?abbreviations|background|"
    r"background and \w+|chapter \w+|kapitel \w+|draft|final (?:report|version|draft))\W*",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"^\W*(?:title|titel|titre|t[ií]tulo|t[ií]tol|titolo)(?: of the \w+)?\s*:\s*(?=\w)", re.I
)
_LABEL: Final = re.compile(r"^[^\W\d_][\w /]{2,40}:\s")
_ODD: Final = re.compile(
    r"https?:|www\.|@|©|\b(?:isbn|issn|doi|pid)\b|PID_|\.{4,}|…{2,}|_{4,}|"
    r"^\W*(?:written|prepared|report prepared|authors?|by|von|par|por|door|verfasst) ",
    re.IGNORECASE,
)
_VERSION: Final = re.compile(
    r"^\W*(?:final|draft|revised|first|second|third)?\s*(?:version|draft|edition|report)?"
    r"\s*[\d.]*\W*$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# What tells a subtitle from a name or a place: a word in small letters, a dash, a year.
_SUBTITLE: Final = re.compile(r"(?:^|\s)[^\W\d_A-Z]\w+|\s[-–—]|:|\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Cover:
    """The lines of one of the first pages, and its height in points."""

    lines: Sequence[TextLine]
    height: float


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side in one size; `top` and `bottom` in points."""

    text: str
    size: float
    top: float
    bottom: float
    right: float


def title(pages: Sequence[Cover], body: float) -> tuple[str, str]:
    """The title and the subtitle of the first page that shows one, "" where none does.

    `body` is the size of the study's text, 0 where nothing has a size.
    """
    if not body:
        return "", ""
    rows = [list(_rows(page)) for page in pages]
    for page in rows:
        if found := _named(page) or _largest(page, body):
            return found
    return next(filter(None, (_top(page, body) for page in rows[:1])), ("", ""))


def _named(rows: Sequence[_Row]) -> tuple[str, str] | None:
    """What stands behind "Title:"."""
    for place, row in enumerate(rows):
        if cue := _TITLE.match(row.text):
            below = [one for one in _below(rows, place) if _same_size(row, one)]
            wrapped = [one.text for one in below if not _LABEL.match(one.text)]
            return " ".join((row.text[cue.end() :], *wrapped[: _SUBTITLE_ROWS - 1])), ""
    return None


def _largest(rows: Sequence[_Row], body: float) -> tuple[str, str] | None:
    """The largest lines that can be a title, with those beneath that can be its subtitle."""
    left = [row for row in rows if row.size >= _LARGER * body and not _ODD.search(row.text)]
    states = []
    while left:
        size = max(row.size for row in left)
        block = next(group for group in _blocks(left) if any(row.size == size for row in group))
        lines = _stripped(block)
        text = " ".join(row.text for row in lines)
        if _is_title(text, size, body):
            if not imprint.is_body(text):
                return text, _subtitle(rows, rows.index(lines[-1]), body)
            states.append(text)
        left = [row for row in left if row not in block]
    # A note on a country has its name for a title.
    return next(((text, "") for text in states if imprint.is_state(text)), None)


def _blocks(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows of much the same size, one close beneath the other."""
    block: list[_Row] = []
    for row in rows:
        if block and not (_close(block[-1], row) and _alike(block, row)):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _alike(block: Sequence[_Row], row: _Row) -> bool:
    sizes = [*(one.size for one in block), row.size]
    return min(sizes) >= _ALIKE * max(sizes)


def _close(above: _Row, below: _Row) -> bool:
    return below.top - above.bottom <= _GAP * max(above.size, below.size)


def _stripped(block: Sequence[_Row]) -> Sequence[_Row]:
    """Without the body that stands above it, and the date and the version that end it."""
    start, end = 0, len(block)
    while end > 1 and (_VERSION.match(block[end - 1].text) or dates.is_date(block[end - 1].text)):
        end -= 1
    while start < end - 1 and imprint.is_body(block[start].text):
        start += 1
    return block[start:end]


def _is_title(text: str, size: float, body: float) -> bool:
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    if not 4 <= letters <= _MOST_LETTERS or len(words) > _MOST_WORDS:
        return False
    if len(words) == 1 and size < _ONE_WORD_LARGER * body:
        return False
    odd = _HEADINGS.fullmatch(text.strip()) or _VERSION.match(text) or text[:1] in ".,;:)"
    return not odd and not dates.is_date(text)


def _subtitle(rows: Sequence[_Row], last: int, body: float) -> str:
    below = _below(rows, last)
    text = " ".join(row.text for row in below)
    if not below or len(below) > _SUBTITLE_ROWS or below[0].size < 0.95 * body:
        return ""
    odd = any(_ODD.search(row.text) for row in below) or dates.has_day(text)
    if odd or len(_WORD.findall(text)) < 2 or len(text) > _MOST_LETTERS or imprint.is_body(text):
        return ""
    return text if _SUBTITLE.search(text) else ""


def _below(rows: Sequence[_Row], last: int) -> list[_Row]:
    """The rows of one size that stand close beneath a row."""
    found: list[_Row] = []
    for above, row in pairwise(rows[last:]):
        if not _close(above, row) or (found and not _same_size(found[0], row)):
            break
        found.append(row)
    return found


def _same_size(first: _Row, second: _Row) -> bool:
    return abs(first.size - second.size) <= 0.06 * first.size


def _top(rows: Sequence[_Row], body: float) -> tuple[str, str] | None:
    """A few short lines of the text's size that stand apart: at the top of a page, or on a cover.

    The text of an article reaches its right edge; a title ends before it.
    """
    left = [row for row in rows if _WORD.search(row.text)]
    cover = sum(len(row.text) for row in left) <= COVER_LETTERS
    widest = max((row.right for row in left), default=0.0)
    for block in _tight(left):
        text = " ".join(row.text for row in _stripped(block))
        short = len(block) <= _TOP_ROWS and block[0].size >= 0.95 * body
        short = short and (cover or all(row.right < 0.95 * widest for row in block))
        odd = any(_ODD.search(row.text) for row in block) or text.endswith((".", ";", ",", ":"))
        if short and not odd and _is_title(text, body, body) and not imprint.is_body(text):
            return text, ""
        if not cover:
            break
    return None


def _tight(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    block: list[_Row] = []
    for row in rows:
        if block and row.top - block[-1].bottom > 0.5 * row.size:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _rows(page: Cover) -> Iterator[_Row]:
    """The rows of a page from above: lines side by side in one size are one row."""
    placed = [line for line in page.lines if line.size and not line.table and line.text.strip()]
    placed.sort(key=lambda line: (line.top + line.bottom, line.left))
    row: list[TextLine] = []
    for line in placed:
        if row and not _beside(row[-1], line):
            yield _row(row, page.height)
            row = []
        row.append(line)
    if row:
        yield _row(row, page.height)


def _beside(left: TextLine, right: TextLine) -> bool:
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    apart = right.left >= left.right - 0.01 or left.left >= right.right - 0.01
    alike = abs(left.size - right.size) <= 0.1 * left.size
    return alike and apart and shared > 0.6 * min(left.bottom - left.top, right.bottom - right.top)


def _row(parts: Sequence[TextLine], height: float) -> _Row:
    ordered = sorted(parts, key=lambda line: line.left)
    return _Row(
        " ".join(" ".join(line.text for line in ordered).split()),
        max(line.size for line in ordered),
        min(line.top for line in ordered) * height,
        max(line.bottom for line in ordered) * height,
        max(line.right for line in ordered),
    )
