"""A saved search asked again: which of its hits are new since it was last looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from search.engine import Engine
from search.judgements import words_hash
from search.records import Double, Hit, Query
from search.saved import Saved, saved


@dataclass(frozen=True, slots=True)
class News:
    """The hits of a saved search today.

    `new` are those of studies that have come since; `changed` those of studies that were read
    anew since, by words that had not been found then; `also` places of new studies that say the
    same as a hit that is not new. `now` is the search as it is to be kept once this was seen.
    """

    hits: tuple[Hit, ...]
    new: tuple[Hit, ...]
    changed: tuple[Hit, ...]
    also: tuple[Double, ...]
    now: Saved


def first(engine: Engine, name: str, query: Query, now: datetime | None = None) -> Saved:
    """A search for keeping, with what it finds today."""
    generation = engine.library.generation
    return saved(name, query, _hits(engine, query), generation, now)


def news(engine: Engine, one: Saved, now: datetime | None = None) -> News:
    """What has come to a saved search since it was last looked at."""
    # Asked for first: what is added during the search counts as new the next time.
    generation = engine.library.generation
    hits = _hits(engine, one.query)
    before = engine.library.before(one.generation)
    seen = {(place.study_id, place.words) for place in one.seen}
    unseen = [hit for hit in hits if (hit.study.id, words_hash(hit.passage.text)) not in seen]
    new = tuple(hit for hit in unseen if hit.study.id not in before.studies)
    again = [hit for hit in unseen if hit.study.id in before.studies]
    changed = tuple(hit for hit in again if hit.passage.id > before.last_id)
    also = tuple(
        double
        for hit in hits
        if hit not in new
        for double in hit.also
        if double.study.id not in before.studies
    )
    return News(tuple(hits), new, changed, also, saved(one.name, one.query, hits, generation, now))


def _hits(engine: Engine, query: Query) -> Sequence[Hit]:
    """None where no passage holds a phrase that is waited for."""
    found = engine.unjudged(query)
    return () if found.asked.unheld else found.hits
