"""What the words of a line say of whether it is a heading: its number, its length, its end."""

import re
from typing import Final

from search.stems import RAISED

_MOST_WORDS: Final = 24
_MOST_WORDS_AT_BODY_SIZE: Final = 14
_MOST_LETTERS: Final = 160
_CAPITALS_LETTERS: Final = 5

_DIVISION: Final = (
    r"chapter|part|section|annex|appendix|kapitel|teil|abschnitt|anhang|hoofdstuk|deel|bijlage|"
    r"chapitre|partie|annexe|cap[ií]tulo|cap[ií]tol|parte|anexo|sección|título|títol|"
    r"capitolo|allegato|luku|liite|kapittel|vedlegg|bilaga|del"
)
_NUMBER: Final = re.compile(
    rf"^\s*(?:(?:{_DIVISION})\s+(?:\d{{1,2}}|[A-Z]|[IVX]+)\b"
    r"|(?P<number>(?:\d{1,2}|[A-H])(?:\.\d{1,2}){1,4})[.:)]?\s+\S"
    r"|\d{1,2}[.:]?\s+\S|[IVX]{1,5}[.:)]\s+\S)",
    re.I,
)
_LIST_ITEM: Final = re.compile(r"^\s*(?:[•●▪■□➢►▶✓✔‣◦❖–—*·o-]\s|\(?[a-z]\)|\([ivx\d]+\))")
_UNFINISHED: Final = re.compile(r"[,;–—-]\s*$")
_STOP: Final = re.compile(rf"[.:;…][\"'”’»)\]\d{RAISED}\s]*$")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_ODD: Final = re.compile(r"https?:|www\.|@|©|\d\s?%|^\W*(?:isbn|issn|doi)\b|\.{4,}|…{2,}", re.I)
_OPENING: Final = frozenset("“„«»\"'‘(")


def depth(title: str) -> int:
    """How deep a title's number is: 2 for "2.1", 0 where it has none."""
    match = _NUMBER.match(title)
    if match is None:
        return 0
    return match["number"].count(".") + 1 if match["number"] else 1


def in_capitals(text: str) -> bool:
    """Whether a text is set in capitals throughout."""
    return text == text.upper() != text.lower() and (
        sum(map(str.isalpha, text)) >= _CAPITALS_LETTERS
    )


def plain(title: str) -> str:
    """The letters and digits of a title, to compare it with how it is written elsewhere."""
    return "".join(filter(str.isalnum, title)).casefold()


def worded(line: str) -> bool:
    """Whether a line is short enough for a heading and holds a word."""
    return len(line) <= _MOST_LETTERS and _WORD.search(line) is not None


def reads_as_title(title: str, larger: bool, bold: bool) -> bool:
    """Whether the words are those of a heading, set in larger or in bold type."""
    letters = sum(map(str.isalpha, title))
    if len(title.split()) > (_MOST_WORDS if larger else _MOST_WORDS_AT_BODY_SIZE):
        return False
    number = _NUMBER.match(title)
    if letters < 0.5 * (len(title) - (number.end() if number else 0)) or letters < 4:
        return False
    if _LIST_ITEM.match(title) or _UNFINISHED.search(title) or _ODD.search(title):
        return False
    beginning = next(letter for letter in title if letter.isalpha())
    if beginning.islower() or title.count('"') % 2 or title[0] in _OPENING:
        return False
    return not _STOP.search(title) or ((larger or bold) and depth(title) > 0)
