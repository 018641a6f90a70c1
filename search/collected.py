"""What stands at the places of a basket now: the page's own words, whatever was indexed anew."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from search.baskets import Kept
from search.library import Library
from search.records import Kind, Page, Passage, Study
from search.standing import Standing, Stood, stood
from search.told import told


@dataclass(frozen=True, slots=True)
class Collected:
    """A place of a basket, what has become of it, and the passage where its words stand now.

    `study` is None where it is gone, `passage` also where the words are not found any more.
    """

    kept: Kept
    standing: Standing
    study: Study | None
    passage: Passage | None

    @property
    def lost(self) -> str:
        """Why there are no words to quote, "" where there are."""
        study, page = self.kept.study_id, str(self.kept.page)
        if self.standing is Standing.GONE:
            return told("the study {study} is no longer in the library", study=study)
        if self.standing is Standing.CHANGED:
            return told(
                "its words are no longer on page {page} of {study} in the file, nor near it",
                page=page,
                study=study,
            )
        return ""


def collected(library: Library, places: Sequence[Kept]) -> list[Collected]:
    """What stands at each place, of one state of the library."""
    with library.reading():
        now = stood(library, places)
        pairs = list(zip(places, now, strict=True))
        ids = {one.study_id for one, at in pairs if at.standing is not Standing.GONE}
        held = {id: _Held(library, id) for id in ids}
    return [_one(one, at, held.get(one.study_id)) for one, at in pairs]


class _Held:
    """A study with its pages and its passages by page."""

    def __init__(self, library: Library, id: str) -> None:
        self.study = library.study(id)
        self.pages = {page.number: page for page in library.pages(id)}
        self.passages: defaultdict[int, list[Passage]] = defaultdict(list)
        for passage in library.passages_of(id):
            self.passages[passage.page].append(passage)


def _one(kept: Kept, at: Stood, held: _Held | None) -> Collected:
    if held is None:
        return Collected(kept, at.standing, None, None)
    if at.standing is Standing.CHANGED:
        return Collected(kept, at.standing, held.study, None)
    passage = _passage(held.pages[at.page], at, held.passages[at.page])
    return Collected(kept, at.standing, held.study, passage)


def _passage(page: Page, at: Stood, passages: Sequence[Passage]) -> Passage:
    """The library's passage at a place, or the words there under the heading that they are in."""
    for one in passages:
        if (one.start, one.end) == (at.start, at.end):
            return one
    over = max(passages, key=lambda one: _shared(one, at), default=None)
    near = over if over is not None and _shared(over, at) > 0 else None
    return Passage(
        page.study_id,
        page.number,
        at.start,
        at.end,
        page.text[at.start : at.end],
        heading=near.heading if near else (),
        kind=near.kind if near else Kind.BODY,
        language=near.language if near else page.language,
        label=page.label,
        confidence=page.confidence,
        header_start=near.header_start if near else 0,
        header_end=near.header_end if near else 0,
        header=near.header if near else "",
    )


def _shared(passage: Passage, at: Stood) -> int:
    return min(passage.end, at.end) - max(passage.start, at.start)
