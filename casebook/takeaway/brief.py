"""What is taken home of a basket: its quotations, their sources, and what had to be left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import words
from search import present
from search.baskets import DEFAULT, Kept
from search.collected import Collected, collected
from search.library import Library
from search.records import Filter, Passage, Study
from search.scope import coverage

_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in the page's own words, with its number in the brief."""

    number: int
    kept: Kept
    study: Study
    passage: Passage

    @property
    def page(self) -> str:
        """The page as printed, and its place in the file where that differs."""
        return speech.again(present.page_name(self.passage))

    @property
    def citation(self) -> str:
        """Publisher. Title (years), page. Source."""
        return present.one_line(present.citation(self.study, self.passage, self.page))

    @property
    def title(self) -> str:
        """What stands above it."""
        return f"{self.number}. {present.one_line(self.study.title)}, {self.page}"

    @property
    def doubt(self) -> str:
        """How sure the reading of its words is, "" where they are the page's own."""
        return speech.again(present.doubt(self.passage))

    @property
    def words(self) -> str:
        """The page's own words; headings that they begin with are told as its section."""
        return self.passage.text[present.body_start(self.passage) :]

    @property
    def section(self) -> str:
        """The headings that it stands under."""
        return " › ".join(map(present.one_line, self.passage.heading))


@dataclass(frozen=True, slots=True)
class Source:
    """A study that is quoted, with the pages, as a list of sources and a reference manager want it.

    `key` stays as long as the study does and is plain ASCII.
    """

    study: Study
    pages: tuple[str, ...]

    @property
    def key(self) -> str:
        """The citation key: the study's id, other letters than ASCII's by their numbers."""
        plain = "-_."
        return "".join(
            sign if sign.isascii() and (sign.isalnum() or sign in plain) else f"u{ord(sign):x}"
            for sign in self.study.id
        )

    @property
    def title(self) -> str:
        """Title and subtitle."""
        parts = (self.study.title, self.study.subtitle)
        return ": ".join(present.one_line(part) for part in parts if part)

    @property
    def bodies(self) -> tuple[str, ...]:
        """Who issued it, or who ran or paid for what it is about; names are never cut."""
        named = (self.study.publisher,) if self.study.publisher else self.study.organisations
        return tuple(map(present.one_line, named))

    @property
    def years(self) -> tuple[int, ...]:
        """The year, or the first and the last."""
        ends = (self.study.year_from, self.study.year_to)
        return tuple(dict.fromkeys(year for year in ends if year is not None))

    @property
    def url(self) -> str:
        """Where it is on the web, "" where that is not known."""
        found = self.study.source.strip()
        if not found.startswith(_WEB):
            return ""
        odd = {sign for sign in found if sign in '<>"{}\\^`|' or sign.isspace()}
        return "".join(f"%{ord(sign):02X}" if sign in odd else sign for sign in found)

    @property
    def about(self) -> str:
        """The pages that are quoted, and the licence."""
        licence = present.one_line(self.study.licence)
        said = say("Quoted: {pages}.", pages="; ".join(self.pages))
        return f"{said} {say('Licence: {licence}.', licence=licence)}" if licence else said

    @property
    def note(self) -> str:
        """The same, and a source that is no web address."""
        source = "" if self.url else present.one_line(self.study.source)
        return f"{self.about} {say('Source: {source}.', source=source)}" if source else self.about

    @property
    def citation(self) -> str:
        """Publisher. Title (years)., without its web address."""
        study = replace(self.study, source="") if self.url else self.study
        return present.one_line(present.citation(study))


@dataclass(frozen=True, slots=True)
class Brief:
    """A basket to be written: `left_out` says in a sentence each which places have no words."""

    title: str
    made: date
    coverage: str
    quotes: tuple[Quote, ...]
    left_out: tuple[str, ...]

    @property
    def dated(self) -> str:
        """The day as a reader writes it."""
        return speech.day(self.made)

    @property
    def by_question(self) -> dict[str, list[Quote]]:
        """The quotations by the question that brought them, "" for none, the first first."""
        grouped: dict[str, list[Quote]] = {}
        for quote in self.quotes:
            grouped.setdefault(quote.kept.question, []).append(quote)
        return grouped

    @property
    def sources(self) -> tuple[Source, ...]:
        """The studies that are quoted, by title, each with its pages in order."""
        pages: dict[str, dict[int, str]] = {}
        studies = {quote.study.id: quote.study for quote in self.quotes}
        for quote in self.quotes:
            pages.setdefault(quote.study.id, {})[quote.passage.page] = quote.page
        order = sorted(studies.values(), key=lambda study: (study.title.casefold(), study.id))
        return tuple(
            Source(study, tuple(name for _, name in sorted(pages[study.id].items())))
            for study in order
        )


def brief(library: Library, basket: str, title: str = "", today: date | None = None) -> Brief:
    """A basket as it is taken home today. Raises LibraryError where there is none of that name."""
    found = collected(library, library.basket(basket))
    searched = words.coverage(coverage(library, Filter()))
    kept = found[0].kept.basket
    name = present.one_line(title) or (say("Collected passages") if kept == DEFAULT else kept)
    return Brief(name, today or date.today(), f"{searched}.", _quotes(found), _left_out(found))


def _quotes(found: Sequence[Collected]) -> tuple[Quote, ...]:
    whole = [(one.kept, one.study, one.passage) for one in found]
    there = [(kept, study, passage) for kept, study, passage in whole if study and passage]
    return tuple(Quote(number, *one) for number, one in enumerate(there, 1))


def _left_out(found: Sequence[Collected]) -> tuple[str, ...]:
    return tuple(_missing(one) for one in found if one.lost)


def _missing(one: Collected) -> str:
    kept = one.kept
    said = say(
        "A passage of page {page} in the file of {study} is left out: {lost}.",
        page=str(kept.page),
        study=kept.study_id,
        lost=one.lost,
    )
    note = present.one_line(kept.note)
    return f"{said} {say('Its note: {note}', note=note)}" if note else said
