"""What a study's first pages and its file say that it is: guesses, each with where it came from.

They are shown as guesses. What they get right is measured on the title pages that
benchmarks/labels/metadata.csv holds: benchmarks/results/metadata.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ingest.about import covers, dates, imprint
from ingest.clean import CleanPage
from ingest.document import Stated
from ingest.matter.lines import TextLine, body_size
from ingest.matter.lines import lines as lines_of
from ingest.titles import folded, tidy
from search.records import Origin

# A cover, a title page and an imprint; on the pages after them other titles are set large.
_TITLE_PAGES: Final = 3
_IMPRINT_PAGES: Final = 2
# So many show what size the text is set in.
_BODY_PAGES: Final = 40
# So many of a stated title's words must stand on the first pages for it to be believed.
_STANDING: Final = 0.8
_WORD: Final = re.compile(r"[^\W_]{2,}")


@dataclass(frozen=True, slots=True)
class Guessed:
    """Facts about a study as its file shows them, "" and None where it shows none."""

    title: str = ""
    subtitle: str = ""
    publisher: str = ""
    year_from: int | None = None
    year_to: int | None = None
    origins: tuple[tuple[str, Origin], ...] = ()


def guess(
    pages: Sequence[CleanPage],
    stated: Stated,
    latest: int | None = None,
    lines: Sequence[Sequence[TextLine]] = (),
) -> Guessed:
    """What the first pages and the file show; no year is later than `latest`, else this one.

    `lines` are those of each page, where they are known.
    """
    set_lines = lines[:_BODY_PAGES] or [lines_of(page) for page in pages[:_BODY_PAGES]]
    body = body_size(set_lines)
    first = [
        covers.Cover(rows, page.page.height)
        for rows, page in zip(set_lines, pages[:_TITLE_PAGES], strict=False)
    ]
    texts = [page.page.glyphs.text for page in pages[:_TITLE_PAGES]]
    title, subtitle, titled = _title(covers.title(first, body), stated, texts)
    front = [text.split("\n") for text in texts[:_IMPRINT_PAGES]]
    # What is printed may be of the year after the file's.
    latest = min(latest or datetime.now(UTC).year, (stated.made or 9998) + 1)
    years, dated = dates.years(front, f"{title} {subtitle}", stated.made, _spoken(pages), latest)
    publisher = stated.publisher or imprint.publisher(front)
    published = Origin.FILE if stated.publisher else Origin.PAGE
    known = {
        "title": titled if title else None,
        "subtitle": Origin.PAGE if subtitle else None,
        "publisher": published if publisher else None,
        "year": dated,
    }
    origins = tuple((field, origin) for field, origin in known.items() if origin)
    return Guessed(title, subtitle, publisher, *years, origins=origins)


def _title(shown: tuple[str, str], stated: Stated, texts: Sequence[str]) -> tuple[str, str, Origin]:
    """The file's title where the first pages bear it out, else theirs, else the file's."""
    title, subtitle = map(tidy, shown)
    if stated.title and (_stands(stated.title, texts) or not title):
        same = folded(stated.title) == folded(title)
        return stated.title, subtitle if same else "", Origin.FILE
    return title, subtitle, Origin.PAGE


def _stands(title: str, texts: Sequence[str]) -> bool:
    words = set(_WORD.findall(folded(title)))
    there = set(_WORD.findall(folded(" ".join(texts))))
    return bool(words) and len(words & there) >= _STANDING * len(words)


def _spoken(pages: Sequence[CleanPage]) -> str:
    codes = [page.language for page in pages if page.language]
    return max(sorted(set(codes)), key=codes.count, default="")
