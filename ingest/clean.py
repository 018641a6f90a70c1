"""A study's pages made readable: repaired words, and the running lines that are not its text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import RawPage
from ingest.glyphs import repaired
from ingest.joining import joined, vocabulary
from ingest.layout.columns import ordered
from ingest.layout.grids import tabulated
from ingest.running import running
from search import language
from search.records import Span


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page with repaired text, its language, and the spans of it that are running lines."""

    page: RawPage
    language: str
    running: tuple[Span, ...]


def clean(pages: Sequence[RawPage]) -> list[CleanPage]:
    """Repair the words of every page and find the lines that run across them."""
    fixed = [replace(page, glyphs=tabulated(ordered(repaired(page.glyphs)))) for page in pages]
    known = vocabulary([page.glyphs.text for page in fixed])
    spoken: list[str] = []
    for page in fixed:
        before = next((code for code in reversed(spoken) if code), "")
        spoken.append(language.of_page(page.glyphs.text, before))
    whole = [
        replace(page, glyphs=joined(page.glyphs, known, code))
        for page, code in zip(fixed, spoken, strict=True)
    ]
    return [CleanPage(*parts) for parts in zip(whole, spoken, running(whole), strict=True)]
