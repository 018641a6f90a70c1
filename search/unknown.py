"""Where the studies say themselves that what is asked is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from search import present
from search.asked import Asked, Unknown
from search.covering import covered
from search.ignorance import asks_a_figure, has_figure, says_unknown
from search.places import countries
from search.records import Hit, Kind, Span
from search.signs import words_of

# Who types keywords takes whatever is there, a row of a table too; who asks a question, with its
# mark, gets the nearest. So much nearer must what is not known be to keywords: at 0 there are 15
# wrong notices and 13 right ones, at 0.1 9 and 12, at 0.3 6 and 7 (docs/decisions/confidence.md).
_LEAD: Final = 0.1
# The sentences of a passage and how near each is to the question.
Near: TypeAlias = Sequence[tuple[Span, float]]


def unknown(
    asked: Asked, telling: Mapping[str, float], hits: Sequence[Hit], near: Sequence[Near]
) -> Unknown | None:
    """The sentence nearest to a question where it says that this is not known, None where not.

    Nearest of all hits' sentences: by its tokens and by the share of the question's words, weighted
    by what they are `telling`, that it holds together with its title and headings. Only a sentence
    with a figure can answer who asks for one. A table answers, but never says that something is not
    known: "not visible" there is of one cell.
    """
    said = [*_said(hits, near)]
    if not any(ignorant for *_, ignorant in said):
        return None
    figure = asks_a_figure(asked.text, asked.language)
    lead = 0.0 if "?" in asked.text else _LEAD
    named = frozenset(countries(words_of(asked.text), language=asked.language).values())
    best: Unknown | None = None
    highest = 0.0
    for hit, span, nearness, ignorant in said:
        words = hit.passage.text[span.start : span.end]
        if ignorant and named and not named & _places(hit, words):
            continue
        if figure and not ignorant and not has_figure(words):
            continue
        part = replace(hit.passage, text=words)
        value = nearness + covered(asked, telling, hit.study, part).share - lead * ignorant
        if value > highest:
            highest, best = value, Unknown(hit, _told(hit, span)) if ignorant else None
    return best


def _places(hit: Hit, words: str) -> frozenset[str]:
    """The countries that a sentence, its study's title and its catalogue entry speak of."""
    spoken = countries(words_of(f"{hit.study.title} {hit.study.subtitle} {words}"))
    return frozenset([*hit.study.countries, *spoken.values()])


def _told(hit: Hit, span: Span) -> Span:
    """A sentence without the heading that it may begin with."""
    start = max(span.start, present.body_start(hit.passage))
    return Span(start, span.end) if start < span.end else span


def _said(hits: Sequence[Hit], near: Sequence[Near]) -> Iterator[tuple[Hit, Span, float, bool]]:
    """Every sentence of the hits, how near it is, and whether it says that something is unknown."""
    for hit, sentences in zip(hits, near, strict=True):
        passage = hit.passage
        text = passage.kind is not Kind.TABLE
        for span, nearness in sentences:
            words = passage.text[span.start : span.end]
            yield hit, span, nearness, text and says_unknown(words, passage.language)
