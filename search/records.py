"""What Casebook's parts pass to each other: frozen records, on the standard library alone.

A `Study` holds `Page`s, a page holds `Passage`s; a `Query` with its `Filter` becomes `Hit`s.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class ReadBy(StrEnum):
    """How a page's text was read: by OCR where it is a picture; a blank page has none to read."""

    TEXT_LAYER = "text"
    OCR = "ocr"
    BLANK = "blank"
    NONE = "none"


class Kind(StrEnum):
    """What a passage is made of."""

    BODY = "body"
    TABLE = "table"
    CONTENTS = "contents"
    REFERENCES = "references"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"


class Origin(StrEnum):
    """Where a fact about a study came from, the most trusted first; `FILE` is its metadata."""

    PERSON = "person"
    CATALOGUE = "catalogue"
    SIDECAR = "sidecar"
    FILE = "file"
    PAGE = "page"
    NAME = "name"
    TEXT = "text"


class Mode(StrEnum):
    """Which retrievers answer a query."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


class Band(StrEnum):
    """How far a passage can be trusted to answer: no share of anything, only three steps."""

    STRONG = "strong"
    PARTIAL = "partial"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Study:
    """One document of the library.

    `id` is the name of its place (a slug of the file's name), never a hash of its text.
    `year_from` and `year_to` are the year or the period that it covers. `publisher` issued the
    document; `organisations` ran or paid for what it is about. `countries` are ISO 3166-1 alpha-2
    codes, or EU and WORLD; `language` is an ISO 639-1 code; both may be empty. `origins` says
    where each came from; `year` there stands for both years.
    """

    id: str
    title: str
    file: str
    sha256: str
    page_count: int
    subtitle: str = ""
    publisher: str = ""
    organisations: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = ""
    licence: str = ""
    source: str = ""
    origins: tuple[tuple[str, Origin], ...] = ()

    @property
    def guesses(self) -> tuple[str, ...]:
        """The fields that nobody stated: read from the file, its first pages or its name."""
        guessed = (Origin.FILE, Origin.PAGE, Origin.NAME)
        return tuple(field for field, origin in self.origins if origin in guessed)

    @property
    def period(self) -> str:
        """The year or the years as a reader writes them, "" where unknown."""
        ends = [str(year) for year in (self.year_from, self.year_to) if year is not None]
        return "–".join(dict.fromkeys(ends))


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was read.

    `number` counts from 1 as a PDF viewer does; `label` is what is printed ("iv", "12"), or "".
    `width` and `height` are in points, as the page is shown. `note` says what went wrong.
    `confidence` is that of OCR in its own words, from 0 to 1. `known` is the share of its words
    that its language knows, from 0 to 1; None where that can't be said.
    """

    study_id: str
    number: int
    label: str
    text: str
    read_by: ReadBy
    language: str = ""
    width: float = 0.0
    height: float = 0.0
    note: str = ""
    confidence: float | None = None
    known: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one page: `page_text[start:end] == text`, always.

    `id` is the library's key, 0 until it is stored. `heading` is the path of headings above it.
    `label` is its page's printed label, `confidence` that of OCR where OCR read its page. A passage
    of a table has its header row, `header`, at `header_start` to `header_end` of the same page.
    """

    study_id: str
    page: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...] = ()
    kind: Kind = Kind.BODY
    language: str = ""
    label: str = ""
    id: int = 0
    confidence: float | None = None
    header_start: int = 0
    header_end: int = 0
    header: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages may answer: every field that is not empty must hold.

    Within a field any value is enough. `publishers` match a study's publisher or one of its
    organisations; a study matches the years when its period overlaps them. `instruments` are
    values of `search.instruments`: a passage, its headings or its study's title names one.
    """

    studies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    kinds: tuple[Kind, ...] = ()
    instruments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question: `k` hits at most, one a study when `by_study`."""

    text: str
    k: int = 10
    filter: Filter = field(default_factory=Filter)
    mode: Mode = Mode.HYBRID
    by_study: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A retriever's word on one passage; higher is better."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one retriever saw a hit: its rank from 1 and its score, None where it did not.

    A score without a rank is of a hit that another retriever brought.
    """

    rank: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage's text, from its beginning."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Double:
    """A passage that says the same as a hit, of the same study or another one."""

    study: Study
    passage: Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer, whole: the passage, its study, and why it is here.

    `score` is fused and orders the hits of one query; it is no probability and is never shown as
    one. `dense.score` is a cosine, `lexical.score` a BM25 score, `late` the mean cosine of the
    question's tokens. `sentence` is the stretch of the passage nearest to the question; `band` is
    None where nothing was judged.
    """

    rank: int
    score: float
    study: Study
    passage: Passage
    dense: Evidence
    lexical: Evidence
    words: tuple[Span, ...] = ()
    also: tuple[Double, ...] = ()
    late: float | None = None
    sentence: Span | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken in, and why."""

    file: str
    code: str
    reason: str
