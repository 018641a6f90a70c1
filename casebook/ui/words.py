"""Names, counts and facts in words, safe to show whatever a study says of itself."""

import re
import textwrap
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Final, Literal

from casebook.text import speech
from casebook.text.speech import say, say_of
from search.present import one_line
from search.records import Kind, Span, Study
from search.scope import Coverage
from search.told import told

# The world's number in the list of regions that Babel names.
_NUMBERED: Final = {"WORLD": "001"}
_FIELDS: Final = {
    "title": told("title"),
    "subtitle": told("subtitle"),
    "year": told("year"),
    "publisher": told("publisher"),
    "organisations": told("organisations"),
    "country": told("country"),
    "countries": told("countries"),
    "topics": told("topics"),
    "language": told("language"),
    "licence": told("licence"),
    "source": told("source"),
}
_KINDS: Final = {
    Kind.BODY: told("Text"),
    Kind.TABLE: told("Table"),
    Kind.CONTENTS: told("Contents"),
    Kind.REFERENCES: told("References"),
    Kind.CAPTION: told("Caption"),
    Kind.FOOTNOTE: told("Footnote"),
    Kind.BOILERPLATE: told("Boilerplate"),
}


def plain(text: str) -> str:
    """A text for Markdown that shows each of its characters."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", one_line(text))


def counted(number: int, one: str, several: str = "") -> str:
    """A number and its noun in English: "1 page", "1,204 pages", "2 studies"."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def country(code: str) -> str:
    """A country's name, its code where it has none."""
    return capital(str(speech.locale().territories.get(_NUMBERED.get(code, code), code)))


def language(code: str) -> str:
    """A language's name, its code where it has none."""
    return capital(str(speech.locale().languages.get(code, code)))


def field(name: str) -> str:
    """What a fact about a study is called, within a sentence."""
    return speech.again(_FIELDS.get(name, name))


def kind(of: Kind) -> str:
    """What a kind of passage is called."""
    return speech.again(_KINDS[of])


def facts(study: Study) -> str:
    """Period, which may be a guess, and countries in a line."""
    period = study.period
    if period and "year" in study.guesses:
        period = say("{year} (guessed)", year=period)
    places = ", ".join(map(country, study.countries))
    return " · ".join(part for part in (period, places) if part)


def coverage(covered: Coverage) -> str:
    """What was searched, in a line."""
    parts = [
        say_of("{n} study", "{n} studies", covered.studies),
        say_of("{n} page searched", "{n} pages searched", covered.pages),
    ]
    if covered.unread_pages:
        parts.append(
            say_of("{n} page without text", "{n} pages without text", covered.unread_pages)
        )
    return ", ".join(parts)


def day(moment: str) -> str:
    """The day of a moment (ISO 8601) as a reader writes it: "22 November 2026"."""
    return speech.day(datetime.fromisoformat(moment).date())


def listed(words: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """Words as a sentence has them: "a", "a and b", "a, b and c"."""
    return speech.listed(words, last)


def quoted(words: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """The same, each in quotation marks."""
    return listed([say("“{quote}”", quote=word) for word in words], last)


def shortened(text: str, most: int = 80) -> str:
    """A text's beginning, at the end of a word where it is cut."""
    return textwrap.shorten(text, most, placeholder=" …")


def quiet(text: str) -> str:
    """A line of small print as HTML."""
    return f'<p class="cb-quiet">{escape(text)}</p>'


def marked(text: str, words: Sequence[Span], near: Span | None = None) -> str:
    """A passage as HTML on one line, everything in it escaped.

    Its words are marked, and the sentence that is `near`est to the question is underlined.
    """
    if near is None or near.end <= near.start:
        return one_line(_pieces(text, words, Span(0, len(text))))
    nearest = _pieces(text, words, near)
    return one_line(
        _pieces(text, words, Span(0, near.start))
        + (f'<span class="cb-near">{nearest}</span>' if nearest.strip() else nearest)
        + _pieces(text, words, Span(near.end, len(text)))
    )


def within(span: Span | None, start: int, end: int) -> Span | None:
    """What of a span lies between two places, counted from the first; None for nothing."""
    if span is None or span.end <= start or span.start >= end:
        return None
    return Span(max(span.start, start) - start, min(span.end, end) - start)


def _pieces(text: str, words: Sequence[Span], part: Span) -> str:
    """A part of a text as HTML, what of the words is in it marked."""
    pieces: list[str] = []
    at = part.start
    for word in words:
        start, end = max(word.start, part.start), min(word.end, part.end)
        if start < end:
            pieces.append(escape(text[at:start]))
            pieces.append(f"<mark>{escape(text[start:end])}</mark>")
            at = end
    return "".join(pieces) + escape(text[at : part.end])
