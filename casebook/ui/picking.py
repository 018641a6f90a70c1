"""A filter with one thing more or less, as an address: what the pictures and the chips lead to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import urlencode

from casebook.text.speech import number, say
from casebook.ui import address
from casebook.ui.instruments import instrument
from casebook.ui.words import capital, country, kind, language
from search.records import Filter, Query


@dataclass(frozen=True, slots=True)
class Force:
    """A filter in force: its name, and what is asked without it."""

    name: str
    without: Query


def of_country(asked: Query, code: str) -> Query:
    """The same question with a country, or without it where it is chosen."""
    chosen = asked.filter.countries
    others = tuple(one for one in chosen if one != code)
    return _narrowed(asked, countries=others if code in chosen else (*chosen, code))


def of_years(asked: Query, first: int, last: int) -> Query:
    """The same question within these years, or within any where they are chosen."""
    if (asked.filter.year_from, asked.filter.year_to) == (first, last):
        return _narrowed(asked, year_from=None, year_to=None)
    return _narrowed(asked, year_from=first, year_to=last)


def in_force(asked: Query) -> Iterator[Force]:
    """Every filter of a question, one value at a time."""
    narrowed = asked.filter
    names: dict[str, dict[str, str]] = {
        "topics": {one: capital(one) for one in narrowed.topics},
        "countries": {one: country(one) for one in narrowed.countries},
        "languages": {one: language(one) for one in narrowed.languages},
        "publishers": {one: one for one in narrowed.publishers},
        "instruments": {one: instrument(one) for one in narrowed.instruments},
        "kinds": {one.value: kind(one) for one in narrowed.kinds},
        "studies": {one: one for one in narrowed.studies},
    }
    for field, values in names.items():
        for value, name in values.items():
            left = tuple(one for one in getattr(narrowed, field) if one != value)
            yield Force(name, _narrowed(asked, **{field: left}))
    if years := _years(narrowed):
        yield Force(years, _narrowed(asked, year_from=None, year_to=None))


def href(asked: Query) -> str:
    """The address of a question, safe within HTML."""
    params = address.spoken() | address.of_query(asked)
    return f"./?{escape(urlencode(params, doseq=True))}"


def pick(of: str, to: str, name: str, held: int, chosen: bool) -> str:
    """A link beside a picture as HTML: what it narrows to, and how much of what is there has it."""
    now = ' aria-current="true"' if chosen else ""
    shown = f"{escape(name)} <b>{number(held)}</b>"
    return f'<li><a class="cb-go" data-of="{escape(of)}" href="{to}"{now}>{shown}</a></li>'


def _years(narrowed: Filter) -> str:
    first, last = narrowed.year_from, narrowed.year_to
    if first is None and last is None:
        return ""
    if last is None:
        return say("from {year}", year=str(first))
    if first is None:
        return say("to {year}", year=str(last))
    return str(first) if first == last else f"{first}–{last}"


def _narrowed(asked: Query, **changed: Any) -> Query:
    return replace(asked, filter=replace(asked.filter, **changed))
