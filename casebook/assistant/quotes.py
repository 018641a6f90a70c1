"""What an assistant is told: words to quote, where they stand, and what was searched."""

from casebook import output
from casebook.api import links
from casebook.api.models import Model
from search import present, records
from search.records import Band, Hit, Kind, ReadBy
from search.scope import Coverage


class Quote(Model):
    """A passage: quote its words as they are, and cite it with its page."""

    rank: int
    study: str
    """The study's id, as the other tools take it."""
    title: str
    citation: str
    """Publisher, title, years, page and source, ready to be cited."""
    printed_page: str
    """The number printed on the page, empty where none is."""
    pdf_page: int
    """The page from 1, as a PDF viewer counts: what read_page takes."""
    quotation: str
    """The exact words of the page."""
    table_header: str
    """The header row, where the words are rows of a table."""
    band: Band | None
    """strong, partial or weak: how far it can be trusted to answer."""
    heading: list[str]
    """The headings above it, the outermost first."""
    kind: Kind
    language: str
    doubt: str
    """What OCR was not sure of; empty where the words are the file's own."""
    also_in: str
    """Where else the same words stand; empty where nowhere."""
    link: str
    """Opens the page in the Casebook app, the passage marked."""

    @classmethod
    def of(cls, hit: Hit, app: str) -> "Quote":
        """A hit as an assistant is told it; `app` is where the app listens."""
        passage = hit.passage
        return cls(
            rank=hit.rank,
            study=hit.study.id,
            title=hit.study.title,
            citation=present.citation(hit.study, passage),
            printed_page=passage.label,
            pdf_page=passage.page,
            quotation=passage.text,
            table_header=passage.header,
            band=hit.band,
            heading=list(passage.heading),
            kind=passage.kind,
            language=passage.language,
            doubt=present.doubt(passage),
            also_in=present.also(hit) if hit.also else "",
            link=app + links.passage_in_app(passage),
        )


class Found(Model):
    """What a question brought."""

    coverage: str
    """What was searched, and whether nothing was found: tell it to the person."""
    hits: list[Quote]


class PageRead(Model):
    """A page, word for word."""

    study: str
    title: str
    citation: str
    printed_page: str
    pdf_page: int
    pages: int
    """How many pages the study has."""
    text: str
    read_by: ReadBy
    """From the file's text, by OCR, blank, or none: a picture that could not be read."""
    note: str
    """What went wrong when it was read."""
    link: str
    coverage: str

    @classmethod
    def of(
        cls, study: records.Study, page: records.Page, app: str, covered: Coverage
    ) -> "PageRead":
        """A page as an assistant is told it."""
        place = records.Passage(study.id, page.number, 0, 0, "", label=page.label)
        return cls(
            study=study.id,
            title=study.title,
            citation=present.citation(study, place),
            printed_page=page.label,
            pdf_page=page.number,
            pages=study.page_count,
            text=page.text,
            read_by=page.read_by,
            note=page.note,
            link=app + links.page_in_app(study.id, page.number),
            coverage=output.coverage(covered, True),
        )


class Listed(Model):
    """A study."""

    study: str
    """Its id."""
    title: str
    citation: str
    years: str
    countries: list[str]
    topics: list[str]
    language: str
    pages: int
    link: str

    @classmethod
    def of(cls, study: records.Study, app: str) -> "Listed":
        """A study as an assistant is told it."""
        return cls(
            study=study.id,
            title=study.title,
            citation=present.citation(study),
            years=study.period,
            countries=list(study.countries),
            topics=list(study.topics),
            language=study.language,
            pages=study.page_count,
            link=app + links.study_in_app(study.id),
        )


class StudyList(Model):
    """Studies by title."""

    coverage: str
    """What the filters let through."""
    total: int
    studies: list[Listed]


class Covered(Model):
    """What the library can answer from, and what it can't."""

    coverage: str
    studies: int
    pages: int
    passages: int
    unread_pages: int
    """Pages without text, in the studies that the filters let through: no search finds them."""
    refused_files: int
    """Files that were never taken in."""
    health: str
    """Whether the whole library needs a look, in a sentence."""
