"""What the API says of studies, pages and passages. These names are kept when records change."""

from pathlib import PureWindowsPath

from pydantic import BaseModel, ConfigDict

from casebook.api import links
from search import present, records
from search.records import Kind, ReadBy


class Model(BaseModel):
    """Frozen; what stands under a field describes it in the OpenAPI document."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Study(Model):
    """One document of the library."""

    id: str
    """Its name in every address."""
    title: str
    subtitle: str
    publisher: str
    """The body that issued it, empty where unknown."""
    organisations: list[str]
    """The bodies that ran or paid for what it is about."""
    year_from: int | None
    """The first year that it covers."""
    year_to: int | None
    """The last year that it covers."""
    countries: list[str]
    """ISO 3166-1 alpha-2 codes, or EU and WORLD."""
    topics: list[str]
    language: str
    """An ISO 639-1 code, empty where unknown."""
    licence: str
    source: str
    """Where it was published."""
    page_count: int
    file: str
    """The name of the file that it came from."""
    sha256: str
    """The hash of that file."""
    guesses: list[str]
    """Which of these facts nobody stated: they were read from the file, its pages or its name."""
    citation: str
    link: str
    """Its page in the app."""
    href: str
    """Its address in this API; its PDF is below it, at `/file`."""

    @classmethod
    def of(cls, study: records.Study) -> "Study":
        """A study as it is told."""
        return cls(
            id=study.id,
            title=study.title,
            subtitle=study.subtitle,
            publisher=study.publisher,
            organisations=list(study.organisations),
            year_from=study.year_from,
            year_to=study.year_to,
            countries=list(study.countries),
            topics=list(study.topics),
            language=study.language,
            licence=study.licence,
            source=study.source,
            page_count=study.page_count,
            # A Windows path takes either slash: no folder of the person's is told.
            file=PureWindowsPath(study.file).name,
            sha256=study.sha256,
            guesses=list(study.guesses),
            citation=present.citation(study),
            link=links.study_in_app(study.id),
            href=links.study(study.id),
        )


class Studies(Model):
    """Studies by title, as many as were asked for."""

    total: int
    """How many there are in all."""
    studies: list[Study]


class PageEntry(Model):
    """A page of a study, without its text."""

    number: int
    """From 1, as a PDF viewer counts."""
    label: str
    """The number that is printed on it ("iv", "12"), empty where none is."""
    name: str
    """Both as a reader cites them: "p. iv (PDF page 6)"."""
    read_by: ReadBy
    """From the file's text, by OCR, blank, or none: a picture that could not be read."""
    href: str

    @classmethod
    def of(cls, page: records.Page) -> "PageEntry":
        """A page as it is listed."""
        return cls(
            number=page.number,
            label=page.label,
            name=present.page_words(page.label, page.number),
            read_by=page.read_by,
            href=links.page(page.study_id, page.number),
        )


class StudyWithPages(Model):
    """A study and its pages in order."""

    study: Study
    pages: list[PageEntry]
    passages: int
    """How many passages of it can be found."""


class Page(Model):
    """A page: its words as they stand there, and how they were read."""

    study: str
    number: int
    label: str
    name: str
    text: str
    """Passages are stretches of this text, from `start` up to and without `end`."""
    read_by: ReadBy
    language: str
    width: float
    """In points, a 72nd of an inch."""
    height: float
    note: str
    """What went wrong when it was read, empty where nothing did."""
    confidence: float | None
    """How sure OCR was, from 0 to 1; null where OCR did not read it."""
    known: float | None
    """The share of its words that its language knows; null where that can't be said."""
    link: str
    picture: str

    @classmethod
    def of(cls, page: records.Page) -> "Page":
        """A page as it is told."""
        return cls(
            study=page.study_id,
            number=page.number,
            label=page.label,
            name=present.page_words(page.label, page.number),
            text=page.text,
            read_by=page.read_by,
            language=page.language,
            width=page.width,
            height=page.height,
            note=page.note,
            confidence=page.confidence,
            known=page.known,
            link=links.page_in_app(page.study_id, page.number),
            picture=f"{links.page(page.study_id, page.number)}.png",
        )


class Passage(Model):
    """A stretch of one page, word for word."""

    study: str
    page: int
    """Its page, from 1, as a PDF viewer counts."""
    label: str
    """The number printed on that page, empty where none is."""
    page_name: str
    """Both as a reader cites them: "p. iv (PDF page 6)"."""
    start: int
    end: int
    text: str
    """Exactly the characters `start` to `end` of the page's text."""
    header: str
    """The header row, where it is of a table."""
    heading: list[str]
    """The headings above it, the outermost first."""
    kind: Kind
    language: str
    confidence: float | None
    """How sure OCR was of its page, from 0 to 1; null where OCR did not read it."""

    @classmethod
    def of(cls, passage: records.Passage) -> "Passage":
        """A passage as it is told."""
        return cls(
            study=passage.study_id,
            page=passage.page,
            label=passage.label,
            page_name=present.page_name(passage),
            start=passage.start,
            end=passage.end,
            text=passage.text,
            header=passage.header,
            heading=list(passage.heading),
            kind=passage.kind,
            language=passage.language,
            confidence=passage.confidence,
        )
