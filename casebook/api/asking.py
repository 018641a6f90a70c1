"""A request's parameters, made into a query. They are named as in the app's addresses."""

from typing import Annotated, Final

from fastapi import Query as FromQuery
from pydantic import BaseModel, ConfigDict, Field

from casebook.narrowing import narrowed, spelt
from search import records
from search.library import Library
from search.records import Filter, Kind, Mode

MOST_HITS: Final = 100
MOST_CHARACTERS: Final = 10_000
# More values than that are no choice of a person, and a URL takes few more.
_VALUES: Final = 200
_MOST_STUDIES: Final = 1000

_Values = Annotated[list[str], Field(default_factory=list, max_length=_VALUES)]
_Year = Annotated[int | None, Field(ge=0, le=9999)]


class Narrowing(BaseModel):
    """Filters: each given must hold; of several values of one, any is enough."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    study: _Values
    """Only in these studies (their ids)."""
    topic: _Values
    """Only studies on one of these topics."""
    country: _Values
    """Only studies of one of these countries: ISO 3166-1 alpha-2 (AT, UK or GB), EU, WORLD."""
    language: _Values
    """Only passages in one of these languages (en, de)."""
    publisher: _Values
    """Only studies that one of these bodies published, ran or paid for."""
    since: _Year = None
    """Only studies of this year or later."""
    until: _Year = None
    """Only studies of this year or earlier."""
    kind: Annotated[list[Kind], Field(default_factory=list, max_length=_VALUES)]
    """Only passages of one of these kinds."""
    instrument: _Values
    """Only passages that name one of these instruments of policy (voucher, tax-relief)."""

    def filter(self, library: Library) -> Filter:
        """The filter, as the library spells its values. Raises CatalogueError."""
        years = (self.since, self.until)
        chosen = narrowed(
            self.study,
            self.topic,
            self.country,
            self.language,
            self.publisher,
            years,
            self.kind,
            self.instrument,
        )
        return spelt(library, chosen)


class Question(Narrowing):
    """A question with its filters."""

    q: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, pattern=r"\S")]
    """The question in plain language; "words in quotes" must be there, -word must not."""
    k: Annotated[int, Field(ge=1, le=MOST_HITS)] = 10
    """How many hits at most."""
    by_study: bool = False
    """The best passage of each study alone."""
    mode: Mode = Mode.HYBRID
    """Which retrievers answer: by meaning (dense), by words (lexical), or both."""

    def query(self, library: Library) -> records.Query:
        """The query. Raises CatalogueError."""
        return records.Query(self.q, self.k, self.filter(library), self.mode, self.by_study)


class Listing(Narrowing):
    """Which studies to list."""

    offset: Annotated[int, Field(ge=0, le=10**9)] = 0
    """How many to leave out at the beginning."""
    limit: Annotated[int, Field(ge=1, le=_MOST_STUDIES)] = 100
    """How many to list at most."""


Filters = Annotated[Narrowing, FromQuery()]
Asked = Annotated[Question, FromQuery()]
Listed = Annotated[Listing, FromQuery()]
