"""Page numbers as printed, read from the margins, where a page's number goes up with the pages."""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ingest.clean import CleanPage
from ingest.document import RawPage
from ingest.labels import roman
from ingest.running import Line, many_at, margin_lines, pages_at, places, within
from search.records import Span

# A sequence is a numeral's style and how far it is ahead of the page's place in the file.
Sequenced: TypeAlias = tuple[str, int]

# Chosen on the even rows of benchmarks/labels: a page made smaller has its footer further in, and
# short parts that count from 1 again are found; benchmarks/results/labels.md has the others tried.
_MARGIN: Final = 0.17
_SUPPORT: Final = 3, 5
_MOST_DIGITS: Final = 4
# A number that alone is on its line and continues the others stands in this margin.
_ALONE: Final = 0.12
# Lines alike, each with a number as far from its page's, on so many pages, run wherever they are.
_FEWEST_ALIKE: Final = 4
_ROMANS: Final = {roman(number): number for number in range(1, 90)}
# "12 of 64", "12/64": what follows is the count of pages, a number that only looks like one.
_OF: Final = re.compile(r"(?<!\d)(\d{1,4})(?: ?/ ?| [^\W\d]{1,3} )(\d{1,4})(?!\d)")
_GAP: Final = re.compile(r"[\s|/]+")
_ABBREVIATED: Final = re.compile(r"^(?:pp?|pg|p[aá]g|s)\.(?=\d)", re.IGNORECASE)
_AROUND: Final = "-–—.,:;()[]•·"
_PREFIX: Final = re.compile(r".*\W(?=\w)")


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A numeral in a margin: its line, as it is printed, and the sequence it would belong to."""

    line: Line
    text: str
    sequence: Sequenced


def numbered(pages: Sequence[CleanPage]) -> list[CleanPage]:
    """The pages of a study with the labels that are printed on them or that the file states.

    The lines that print the numbers run across the pages.
    """
    raw = [one.page for one in pages]
    lines = margin_lines(raw, _MARGIN, 1 - _MARGIN)
    borne = _borne(raw, lines, _SUPPORT)
    labels = settled([page.label for page in raw], _texts(raw, borne))
    return [
        replace(one, page=replace(one.page, label=label), running=_with(one.running, lines))
        for one, label, lines in zip(pages, labels, _number_lines(raw, lines, borne), strict=True)
    ]


def _with(running: Sequence[Span], lines: Sequence[Line]) -> tuple[Span, ...]:
    return tuple(sorted({*running, *(line.span for line in lines)}, key=lambda span: span.start))


def settled(stated: Sequence[str], printed: Sequence[str]) -> list[str]:
    """One label a page: what it prints, with the prefix that the file states ("A-3").

    Where most pages print a number, one that prints none has no label: a reader who looks for the
    stated "i" finds it nowhere. Where most print none that can be read, what the file states fills
    in, unless the printed numbers deny it.
    """
    pairs = list(zip(stated, printed, strict=True))
    agreed = [_agree(*pair) for pair in pairs if all(pair)]
    if 2 * sum(agreed) < len(agreed):
        return list(printed)
    filled = 2 * len([seen for seen in printed if seen]) <= len(pairs)
    return [
        told if told and (_agree(told, seen) if seen else filled) else seen for told, seen in pairs
    ]


def _agree(stated: str, printed: str) -> bool:
    """Whether they are one number: "A-3" is printed as 3, and "iv" as IV."""
    return _plain(_PREFIX.sub("", stated)) == _plain(printed)


def _plain(label: str) -> str:
    return label.casefold().lstrip("0")


def printed(
    pages: Sequence[RawPage], margin: float = _MARGIN, support: tuple[int, int] = _SUPPORT
) -> list[str]:
    """The number printed on each page, blank where none is that its neighbours bear out.

    `support` is so many pages within so many that must carry a sequence at one height.
    """
    return _texts(pages, _borne(pages, margin_lines(pages, margin, 1 - margin), support))


def _texts(pages: Sequence[RawPage], borne: Mapping[int, _Numeral]) -> list[str]:
    return [borne[page.number].text if page.number in borne else "" for page in pages]


def _borne(
    pages: Sequence[RawPage], lines: Sequence[Sequence[Line]], support: tuple[int, int]
) -> dict[int, _Numeral]:
    """By page, the numeral in its margins' lines that most others bear out."""
    alike = places((line.key, line) for here in lines for line in here)
    numerals = [
        numeral
        for page, here in zip(pages, lines, strict=True)
        for line in here
        if many_at(line.height, alike[line.key], support[0])
        for numeral in _numerals(page, line)
    ]
    sequences = places((numeral.sequence, numeral.line) for numeral in numerals)
    best: dict[int, tuple[int, _Numeral]] = {}
    for numeral in numerals:
        seen = pages_at(numeral.line.height, sequences[numeral.sequence])
        strength = best[numeral.line.page][0] if numeral.line.page in best else 0
        if len(seen) > strength and within(seen, support):
            best[numeral.line.page] = len(seen), numeral
    return {page: numeral for page, (_, numeral) in best.items()}


def _number_lines(
    pages: Sequence[RawPage], lines: Sequence[Sequence[Line]], borne: Mapping[int, _Numeral]
) -> Iterator[tuple[Line, ...]]:
    """For each page the lines that print its number.

    One alone on its line may stand at any height. Others, as the foot of the last page of each
    chapter, are alike on some pages, and as far from their numbers.
    """
    numerals = [
        [numeral for line in here if line.inset < _ALONE for numeral in _numerals(page, line)]
        for page, here in zip(pages, lines, strict=True)
    ]
    alike = places(((one.line.key, one.sequence), one.line) for here in numerals for one in here)
    numbers = sorted(borne)
    for page, here in zip(pages, numerals, strict=True):
        at = bisect(numbers, page.number)
        near = {borne[number].sequence for number in numbers[max(0, at - 1) : at + 1]}
        yield tuple(
            one.line
            for one in ([borne[page.number]] if page.number in borne else here)
            if page.number in borne
            or (one.sequence in near and one.text.casefold() == one.line.text.strip(_AROUND))
            or many_at(one.line.height, alike[one.line.key, one.sequence], _FEWEST_ALIKE)
        )


def _numerals(page: RawPage, line: Line) -> Iterator[_Numeral]:
    """The numerals of a line, apart from a count of pages."""
    words = page.glyphs.text[line.span.start : line.span.end]
    for word in dict.fromkeys(_GAP.split(_OF.sub(_uncounted, words))):
        text = word.strip(_AROUND)
        if "." in text:
            text = _ABBREVIATED.sub("", text)
        read = _value(text)
        if read:
            style, value = read
            yield _Numeral(line, text, (style, value - page.number))


def _uncounted(match: re.Match[str]) -> str:
    """A number without the greater one that counts the pages."""
    return match[1] if int(match[1]) <= int(match[2]) else match[0]


def _value(text: str) -> tuple[str, int] | None:
    """A numeral's style and value."""
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return "arabic", int(text)
    style = "small" if text.islower() else "capital" if text.isupper() else ""
    value = _ROMANS.get(text.lower()) if style else None
    return (style, value) if value else None
