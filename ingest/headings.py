"""Where a study's headings stand, and the path of headings that each belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clean import CleanPage
from ingest.document import Bookmark


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a heading begins: page from 1, place in its text; `path` ends with it."""

    page: int
    start: int
    path: tuple[str, ...]


def headings(pages: Sequence[CleanPage], outline: Sequence[Bookmark]) -> list[Heading]:
    """The titles of a PDF's outline, found again in the text of the pages that they point to."""
    texts = {clean.page.number: clean.page.glyphs.text for clean in pages}
    found: list[Heading] = []
    path: tuple[str, ...] = ()
    after: dict[int, int] = {}
    below: dict[int, Heading] = {}
    for bookmark in outline:
        number, path = bookmark.page, (*path[: bookmark.level], bookmark.title)
        text = texts.get(number, "")
        start = _find(text, bookmark.title, after.get(number, 0))
        if start is not None:
            after[number] = start + 1
            below.pop(number, None)
        elif number in after:
            # Somewhere below the last one found: only the next page is its for certain.
            below[number] = Heading(number, len(text), path)
            continue
        found.append(Heading(number, start or 0, path))
    return sorted([*found, *below.values()], key=lambda heading: (heading.page, heading.start))


def _find(text: str, title: str, after: int) -> int | None:
    """Where lines hold a title alone, or else begin with it; its number may stand before it.

    A word of a sentence is no heading: "Sources" is not found in "the public sources used".
    """
    words = r"\s*".join(re.escape(word) for word in title.split())
    for end in (r"[^\S\n]*$", r"(?!\w)"):
        line = re.compile(rf"^[^\S\n]*(?:[\divxlc.]+\s+)?{words}{end}", re.I | re.M)
        if match := line.search(text, after):
            return match.start()
    return None
