"""What a person types to narrow a search, as a filter that the library can answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest import cells
from search.errors import CatalogueError
from search.instruments import INSTRUMENTS
from search.library import Library
from search.records import Filter, Kind


def narrowed(
    studies: Sequence[str] | None,
    topics: Sequence[str] | None,
    countries: Sequence[str] | None,
    languages: Sequence[str] | None,
    publishers: Sequence[str] | None,
    years: tuple[int | None, int | None],
    kinds: Sequence[Kind] | None = None,
    instruments: Sequence[str] | None = None,
) -> Filter:
    """A filter of what was typed: UK is GB, case does not matter. Raises CatalogueError."""
    since, until = years
    if since is not None and until is not None and since > until:
        raise CatalogueError(f"No year is from {since} on and up to {until}; swap the two.")
    try:
        return Filter(
            studies=tuple(studies or ()),
            topics=tuple(topic.strip().lower() for topic in topics or ()),
            countries=tuple(map(cells.country, countries or ())),
            languages=tuple(map(cells.language, languages or ())),
            publishers=tuple(publishers or ()),
            year_from=since,
            year_to=until,
            kinds=tuple(kinds or ()),
            instruments=tuple(map(_instrument, instruments or ())),
        )
    except ValueError as error:
        raise CatalogueError(f"The filter can't be used: {error}.") from error


def spelt(library: Library, filter: Filter) -> Filter:
    """A filter with publishers spelt as the library spells them.

    Raises CatalogueError for a value that no study has, with those that there are.
    """
    held = library.studies()
    bodies = {
        name.casefold(): name
        for study in held
        for name in (study.publisher, *study.organisations)
        if name
    }
    wanted = [name.casefold() for name in filter.publishers]
    _check("id", filter.studies, [study.id for study in held])
    _check("topic", filter.topics, [topic for study in held for topic in study.topics])
    _check("country", filter.countries, [code for study in held for code in study.countries])
    _check("publisher", wanted, bodies)
    return replace(filter, publishers=tuple(bodies[name] for name in wanted))


def _instrument(typed: str) -> str:
    """An instrument's name: "Tax relief" is tax-relief. Raises ValueError."""
    name = "-".join(typed.lower().split())
    if name not in INSTRUMENTS:
        raise ValueError(f"no instrument is called {typed!r}; there is {', '.join(INSTRUMENTS)}")
    return name


def _check(what: str, wanted: Iterable[str], there: Iterable[str]) -> None:
    known = sorted(set(there))
    for value in wanted:
        if value not in known:
            told = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
            raise CatalogueError(f"No study has the {what} {value!r}; there is {told or 'none'}.")
