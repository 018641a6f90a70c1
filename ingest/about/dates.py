"""The year or the period that a study's first pages print."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, TypeAlias

from babel import Locale, UnknownLocaleError

from search.records import Origin

Years: TypeAlias = tuple[int | None, int | None]

_EARLIEST: Final = 1950
_YEAR: Final = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_PERIOD: Final = re.compile(rf"{_YEAR}(?:\s*[-–—/]\s*{_YEAR})?")
_NUMBERS: Final = re.compile(rf"(?<!\d)\d{{1,2}}[./-](?:\d{{1,2}}[./-])?{_YEAR}|{_YEAR}-\d\d\b")
_ISSUED: Final = re.compile(
    r"©|\(c\)|\bcopyright\b|\b(?:published|publi[éck]|edi[tcz]i|auflage|ausgabe|stand:|erschienen|"
    r"veröffentlicht|uitgave|édition|released?\b|citation|utgiv|udgiv|wydan|vydán|julkais)",
    re.IGNORECASE,
)
# What stands with more words than these, or with numbers, is a part of a sentence or of a table.
_OTHER_WORDS: Final = 3
_ISSUE_WORDS: Final = 14
_SHORT_LINE: Final = 6
# A page with more letters is no cover.
_COVER_LETTERS: Final = 600
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_date(line: str, languages: Sequence[str] = ("en",)) -> bool:
    """Whether a line is a date and nothing else."""
    found = _date(line, _months(tuple(languages)))
    rest = line.replace(found.group(), " ") if found else line
    return bool(_PERIOD.search(line)) and len(_WORD.findall(_PERIOD.sub(" ", rest))) <= 1


def has_day(line: str) -> bool:
    """Whether a line has a date of a day or a month in it, as far as English tells."""
    return _date(line, _months(("en",))) is not None or is_date(line)


def years(
    pages: Sequence[Sequence[str]], title: str, made: int | None, language: str, latest: int
) -> tuple[Years, Origin | None]:
    """The year that the lines of the first pages show, and where that was found.

    A date of issue is believed most, then a year or a period of the title or on a cover, then the
    year in which the file was `made`. None is later than `latest`.
    """
    months = _months((language, "en") if language else ("en",))
    for found in (_issued(pages, months), _in_line(title), _on_cover(pages)):
        for first, last in found:
            if _EARLIEST <= first <= latest:
                return (first, max(first, last)), Origin.PAGE
    if made is not None and _EARLIEST <= made <= latest:
        return (made, made), Origin.FILE
    return (None, None), None


def _issued(pages: Sequence[Sequence[str]], months: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The years of lines that are a date, or that say when something was issued."""
    for lines in pages:
        cover = sum(map(len, lines)) <= _COVER_LETTERS
        for line in lines:
            found = _date(line, months)
            issue = _ISSUED.search(line)
            if found is None and issue:
                found = re.search(_YEAR, line)
            if found is None:
                continue
            rest = line.replace(found.group(), " ")
            alone = cover or not re.search(r"\d", rest)
            if len(_WORD.findall(rest)) <= (_ISSUE_WORDS if issue else _OTHER_WORDS * alone):
                year = int(re.findall(_YEAR, found.group())[0])
                yield year, year


def _in_line(line: str) -> Iterator[tuple[int, int]]:
    for found in _PERIOD.finditer(line):
        first, last = int(found[1]), int(found[2] or found[1])
        if first <= last:
            yield first, last


def _on_cover(pages: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    for lines in pages:
        if sum(map(len, lines)) <= _COVER_LETTERS:
            for line in lines:
                if len(_WORD.findall(line)) <= _SHORT_LINE:
                    yield from _in_line(line)


def _date(line: str, months: re.Pattern[str]) -> re.Match[str] | None:
    """A month with its year, or a date in numbers."""
    return months.search(line) or _NUMBERS.search(line)


@cache
def _months(languages: tuple[str, ...]) -> re.Pattern[str]:
    """A month of these languages, with a day perhaps, and its year."""
    names = sorted({name for code in languages for name in _names(code)}, key=len, reverse=True)
    month = "|".join(map(re.escape, names))
    return re.compile(
        rf"(?:\d{{1,2}}\W{{0,2}}\s*(?:de |d['’]|of )?)?(?<!\w)(?:{month})\b\.?\s*,?\s*"
        rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s*,\s*)?(?:de |del |of )?{_YEAR}",
        re.IGNORECASE,
    )


def _names(code: str) -> Iterator[str]:
    try:
        months = Locale(code).months
    except UnknownLocaleError:
        return
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for name in months[form][width].values():
                # "de març" in Catalan, "Dec." in any.
                bare = name.removeprefix("de ").removeprefix("d’").rstrip(".")
                if not bare.isdigit():
                    yield bare
