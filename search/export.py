"""A library as rows that leave the house: its passages, its studies, and what was not read.

The same content gives the same rows in the same order, whatever the history of its library: they
hold neither keys of the database nor times.
"""

from collections.abc import Generator
from dataclasses import dataclass

from search.health import StudyHealth, health
from search.library import Library
from search.records import Kind, Page, Passage, ReadBy, Study
from search.tally import IN_PART

_UNREAD_PAGES = (
    "EXISTS (SELECT 1 FROM pages g WHERE g.study_id = s.id "
    f"AND (g.read_by = 'none' OR instr(g.note, '{IN_PART}') = 1))"
)


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage: the words of its page from `start` to `end`, and how that page was read.

    `header` is the header row of the table that it is of.
    """

    study: str
    title: str
    page: int
    label: str
    start: int
    end: int
    kind: Kind
    language: str
    heading: tuple[str, ...]
    header_start: int
    header_end: int
    header: str
    text: str
    read_by: ReadBy
    confidence: float | None


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study: what is known of it, where each fact came from, and how its pages were read."""

    study: str
    title: str
    subtitle: str
    file: str
    sha256: str
    publisher: str
    organisations: tuple[str, ...]
    year_from: int | None
    year_to: int | None
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    language: str
    licence: str
    source: str
    origins: tuple[str, ...]
    pages: int
    pages_with_text: int
    pages_by_ocr: int
    blank_pages: int
    pages_without_text: int
    passages: int
    languages: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A file that was refused, or one page of a study that has no text, or only a part of it."""

    file: str
    study: str
    page: int | None
    label: str
    code: str
    reason: str


def passages(library: Library) -> Generator[PassageRow, None, None]:
    """Every passage by study, page and place, of one state of the library; a study at a time."""
    with library.reading():
        for id in sorted(library.study_ids("TRUE")):
            study, read_by = library.study(id), library.how_read(id)
            for passage in sorted(library.passages_of(id), key=_place):
                yield _passage(study, passage, read_by[passage.page])


def studies(library: Library) -> Generator[StudyRow, None, None]:
    """Every study, by id."""
    for one in sorted(health(library).studies, key=lambda one: one.study.id):
        yield _study(one)


def unread(library: Library) -> Generator[UnreadRow, None, None]:
    """Every file that was refused, by its path, then every page not read whole, by its study."""
    with library.reading():
        for refusal in library.refusals():
            yield UnreadRow(refusal.file, "", None, "", refusal.code, refusal.reason)
        for id in sorted(library.study_ids(_UNREAD_PAGES)):
            file = library.study(id).file
            for page in library.pages(id):
                if code := _lost(page):
                    yield UnreadRow(file, id, page.number, page.label, code, page.note)


def _lost(page: Page) -> str:
    """The code of what was not read of a page, "" where nothing is lost."""
    if page.read_by is ReadBy.NONE:
        return "no-text"
    return "in-part" if page.note.startswith(IN_PART) else ""


def _place(passage: Passage) -> tuple[int, int, int]:
    return passage.page, passage.start, passage.end


def _passage(study: Study, passage: Passage, read_by: ReadBy) -> PassageRow:
    return PassageRow(
        study=study.id,
        title=study.title,
        page=passage.page,
        label=passage.label,
        start=passage.start,
        end=passage.end,
        kind=passage.kind,
        language=passage.language,
        heading=passage.heading,
        header_start=passage.header_start,
        header_end=passage.header_end,
        header=passage.header,
        text=passage.text,
        read_by=read_by,
        confidence=passage.confidence,
    )


def _study(one: StudyHealth) -> StudyRow:
    study = one.study
    return StudyRow(
        study=study.id,
        title=study.title,
        subtitle=study.subtitle,
        file=study.file,
        sha256=study.sha256,
        publisher=study.publisher,
        organisations=study.organisations,
        year_from=study.year_from,
        year_to=study.year_to,
        countries=study.countries,
        topics=study.topics,
        language=study.language,
        licence=study.licence,
        source=study.source,
        origins=tuple(f"{fact}: {origin}" for fact, origin in sorted(study.origins)),
        pages=one.pages,
        pages_with_text=one.text,
        pages_by_ocr=one.ocr,
        blank_pages=one.blank,
        pages_without_text=len(one.unread),
        passages=one.passages,
        languages=one.languages,
        missing=one.missing,
    )
