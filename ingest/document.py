"""A PDF as its readers give it: pages with placed characters, and what the file says of itself."""

from dataclasses import dataclass

from ingest.glyphs import Glyphs


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a PDF's outline: `level` from 0, `page` from 1."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the file gives it; `width` and `height` in points as it is shown.

    `pictured` says whether anything but its text may be drawn on it, `blank` that nothing is, and
    that none of it is damaged. `covered` is the share of it under pictures, told where it has few
    words.
    """

    number: int
    label: str
    glyphs: Glyphs
    width: float
    height: float
    note: str = ""
    pictured: bool = True
    blank: bool = False
    covered: float = 0.0


@dataclass(frozen=True, slots=True)
class Stated:
    """What a PDF says of itself; `made` is the year of the file, not always of what is in it."""

    title: str = ""
    publisher: str = ""
    made: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF's pages and what it says of itself; `attached` documents within it are not read."""

    pages: tuple[RawPage, ...]
    outline: tuple[Bookmark, ...] = ()
    stated: Stated = Stated()
    attached: int = 0
