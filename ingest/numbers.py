"""Page numbers as printed, read from the margins, where a page's number goes up with the pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ingest.clean import CleanPage, Line, Places, margin_lines, pages_at, places
from ingest.document import RawPage
from ingest.labels import roman

# A sequence is a numeral's style and how far it is ahead of the page's place in the file.
Sequenced: TypeAlias = tuple[str, int]

# Chosen on the even rows of benchmarks/labels: a page made smaller has its footer further in, and
# short parts that count from 1 again are found; benchmarks/results/labels.md has the others tried.
_MARGIN: Final = 0.17
_SUPPORT: Final = 3, 5
_MOST_DIGITS: Final = 4
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
    """The pages of a study with the labels that are printed on them or that the file states."""
    raw = [one.page for one in pages]
    labels = settled([page.label for page in raw], printed(raw))
    return [
        replace(one, page=replace(one.page, label=label))
        for one, label in zip(pages, labels, strict=True)
    ]


def settled(stated: Sequence[str], printed: Sequence[str]) -> list[str]:
    """One label a page: what it prints, else what the file states, unless most pages deny that."""
    pairs = list(zip(stated, printed, strict=True))
    agreed = [_agree(*pair) for pair in pairs if all(pair)]
    if 2 * sum(agreed) < len(agreed):
        return list(printed)
    return [told if told and (not seen or _agree(told, seen)) else seen for told, seen in pairs]


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
    lines = [(page, line) for page in pages for line in margin_lines(page, margin)]
    alike = places((line.key, line) for _, line in lines)
    numerals = [
        numeral
        for page, line in lines
        if len(pages_at(line.height, alike[line.key])) >= support[0]
        for numeral in _numerals(page, line)
    ]
    sequences = places((numeral.sequence, numeral.line) for numeral in numerals)
    best: dict[int, tuple[int, str]] = {}
    for numeral in numerals:
        borne = pages_at(numeral.line.height, sequences[numeral.sequence])
        strength, _ = best.get(numeral.line.page, (0, ""))
        if len(borne) > strength and _runs(borne, support):
            best[numeral.line.page] = len(borne), numeral.text
    return [best.get(page.number, (0, ""))[1] for page in pages]


def _runs(borne: Places, support: tuple[int, int]) -> bool:
    """Whether so many of these pages stand within so many."""
    most, within = support
    return bool((borne[most - 1 :] - borne[: 1 - most] < within).any())


def _numerals(page: RawPage, line: Line) -> Iterator[_Numeral]:
    """The numerals of a line, apart from a count of pages."""
    words = page.glyphs.text[line.span.start : line.span.end]
    for word in dict.fromkeys(_GAP.split(_OF.sub(_uncounted, words))):
        text = _ABBREVIATED.sub("", word.strip(_AROUND))
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
