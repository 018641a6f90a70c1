"""Why a passage matched: which of its words are terms that were also searched."""

from collections.abc import Iterator, Sequence
from typing import Final

from search.asked import Asked
from search.asking.acronyms import is_acronym
from search.asking.endings import roots, stems_of, term_stems
from search.asking.plain import folded
from search.asking.termindex import COMPOUNDING
from search.records import Span
from search.stems import WORD

# A shorter term is in too many longer words.
_SHORTEST_PART: Final = 6


def also_spans(text: str, language: str, asked: Asked) -> tuple[Span, ...]:
    """Where a passage's text, in a language, has a term that a question also searched, in order.

    A term of several words is one span; where two overlap, the longer counts.
    """
    words = list(WORD.finditer(text))
    held = stems_of(roots(text, language))
    places = sorted(
        (
            place
            for term in searched(asked, language)
            for place in _places(term, language, [word.group() for word in words], held)
        ),
        key=lambda place: (place[0], -place[1]),
    )
    spans: list[Span] = []
    end = 0
    for first, after in places:
        if first >= end:
            spans.append(Span(words[first].start(), words[after - 1].end()))
            end = after
    return tuple(spans)


def searched(asked: Asked, language: str) -> tuple[str, ...]:
    """Everything that a question also looks for in passages of a language."""
    terms = [
        term
        for one in asked.also
        for held in one.terms
        if held.language == language
        for term in held.terms
    ]
    return tuple(dict.fromkeys((*terms, *(one.added for one in asked.spelled_out))))


def _places(
    term: str, language: str, words: Sequence[str], held: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    """The first word of each place of a term, and the word after its last."""
    made = term_stems(term, language)
    if not made or not all(made):
        return
    if is_acronym(term):
        # A stemmer takes the ending of SMEs for a part of the word.
        for at, word in enumerate(words):
            if word == f"{term}s" or term == f"{word}s":
                yield at, at + 1
    for at in range(len(held) - len(made) + 1):
        if held[at : at + len(made)] == made:
            yield at, at + len(made)
    if len(made) == 1 and language in COMPOUNDING and len(made[0]) >= _SHORTEST_PART:
        part = folded(term)
        for at, (word, stem) in enumerate(zip(words, held, strict=True)):
            if folded(word).startswith(part) or stem.endswith(made[0]):
                yield at, at + 1
