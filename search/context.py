"""What the model reads of a passage: the words of its place before its own."""

import unicodedata
from itertools import accumulate
from typing import Final

from search.records import Passage, Study

# The model reads 256 tokens: two frame the text and a passage takes 160 at most (MOST_TOKENS in
# ingest/passages.py). A letter is one token at worst, so the context always fits in the rest.
CONTEXT_LETTERS: Final = 94


def in_context(study: Study, passage: Passage) -> str:
    """What the model reads of a passage: its study's title and headings first, then its words.

    A table's rows come with its header row, which their size allows for.

    A long title is cut, and upper headings left out, before the last heading is: the context never
    takes a place that the passage's own words need. Measured on the bundled questions:
    benchmarks/results/context.md.
    """
    same = study.title.casefold()
    *upper, last = [one for one in passage.heading if one.casefold() != same] or [""]
    last = _cut(last, CONTEXT_LETTERS)
    title = _cut(study.title, CONTEXT_LETTERS - _letters(f"–{last}"))
    place = [part for part in (title, last) if part]
    for heading in reversed(upper):
        if _letters(" – ".join((*place, heading))) <= CONTEXT_LETTERS:
            place.insert(1 if title else 0, heading)
    header = f"{passage.header}\n" if passage.header else ""
    return f"{' – '.join(place)}\n{header}{passage.text}"


def _cut(text: str, room: int) -> str:
    """The first words of a text that have so many letters at most."""
    words = text.split()
    taken = sum(size <= room for size in accumulate(map(_letters, words)))
    return " ".join(words[:taken])


def _letters(text: str) -> int:
    """The most tokens that a text can be: one for each sign that a decomposed form shows."""
    return sum(map(len, unicodedata.normalize("NFD", text).split()))
