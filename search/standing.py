"""Where words that were judged or kept stand now: there, elsewhere, or gone with their study."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from search.judgements import Judgement, words_hash
from search.library import Library

# Text that was read anew, by a better reader or from another edition, is looked through so many
# pages around the place; whole passages that moved are found on any page.
_AROUND: Final = 2


class Standing(StrEnum):
    """What has become of a place."""

    THERE = "there"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


class Place(Protocol):
    """A span of a page, and the hash of the words that stood there, or its beginning."""

    @property
    def study_id(self) -> str:
        """Its study."""

    @property
    def page(self) -> int:
        """Its page, from 1."""

    @property
    def start(self) -> int:
        """Where it begins in the page's text."""

    @property
    def end(self) -> int:
        """Where it ends there."""

    @property
    def words(self) -> str:
        """The hash of its words or its beginning, "" where nobody noted it."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The place that a link names. `words` is the beginning of the hash; an old link has none."""

    study_id: str
    page: int
    start: int
    end: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the words of a place stand now, or where they stood when they are not found."""

    standing: Standing
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A judgement at the place where its words stand now, and how it got there."""

    judgement: Judgement
    standing: Standing


def standing(library: Library, judgements: Sequence[Judgement]) -> list[Placed]:
    """Where the words of each judgement stand now."""
    return [
        Placed(replace(one, page=at.page, start=at.start, end=at.end), at.standing)
        for one, at in zip(judgements, stood(library, judgements), strict=True)
    ]


def stood(library: Library, places: Sequence[Place]) -> list[Stood]:
    """Where the words of each place stand now: there, moved, changed, or gone with their study.

    Words that moved are looked for among the passages of their study and on the pages around.
    """
    pages: dict[str, dict[int, str] | None] = {}
    for id in {one.study_id for one in places}:
        held = library.study_ids("s.id = ?", id)
        pages[id] = {page.number: page.text for page in library.pages(id)} if held else None
    return [_stood(library, one, pages[one.study_id]) for one in places]


def _stood(library: Library, one: Place, pages: dict[int, str] | None) -> Stood:
    if pages is None:
        return Stood(Standing.GONE, one.page, one.start, one.end)
    text = pages.get(one.page, "")
    if not one.words:
        there = _whole(library, one, text)
        return Stood(Standing.THERE if there else Standing.CHANGED, one.page, one.start, one.end)
    if _said(one, text[one.start : one.end]):
        return Stood(Standing.THERE, one.page, one.start, one.end)
    moved = [p for p in library.passages_of(one.study_id) if _said(one, p.text)]
    if moved:
        near = min(moved, key=lambda passage: abs(passage.page - one.page))
        return Stood(Standing.MOVED, near.page, near.start, near.end)
    found = next(_shifted(one, pages), None)
    return found or Stood(Standing.CHANGED, one.page, one.start, one.end)


def _shifted(one: Place, pages: dict[int, str]) -> Iterator[Stood]:
    """Spans of the same length with the same words, the nearest page and place first."""
    length = one.end - one.start
    if length <= 0:
        return
    for number in sorted(pages, key=lambda number: abs(number - one.page)):
        if abs(number - one.page) > _AROUND:
            return
        text = pages[number]
        begins = range(max(len(text) - length + 1, 0))
        for start in sorted(begins, key=lambda at: abs(at - one.start)):
            end = start + length
            if _cuts(text, start) or _cuts(text, end):
                continue
            if _said(one, text[start:end]):
                yield Stood(Standing.MOVED, number, start, end)


def _said(one: Place, words: str) -> bool:
    """Whether these are a place's words."""
    return bool(words) and words_hash(words).startswith(one.words)


def _whole(library: Library, one: Place, text: str) -> bool:
    """Whether a place of which no words were noted can still be what was meant.

    It is a passage, or at least cuts no word in two: a text that was read anew mostly would.
    """
    place = 'p.study_id = ? AND p.page = ? AND p.start = ? AND p."end" = ?'
    if len(library.ids(place, one.study_id, one.page, one.start, one.end)):
        return True
    inside = one.start < one.end <= len(text)
    return inside and not _cuts(text, one.start) and not _cuts(text, one.end)


def _cuts(text: str, at: int) -> bool:
    """Whether a place is within a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
