"""Names, counts and facts in words, safe to show whatever a study says of itself."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Final

from babel import Locale

from search.present import one_line
from search.records import Coverage, Span, Study

_OWN: Final = {"EU": "European Union", "WORLD": "World"}


def plain(text: str) -> str:
    """A text for Markdown that shows each of its characters."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", one_line(text))


def counted(number: int, one: str, several: str = "") -> str:
    """A number and its noun: "1 page", "1,204 pages", "2 studies"."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def country(code: str) -> str:
    """A country's name in English, its code where it has none."""
    return _OWN.get(code) or str(_english().territories.get(code, code))


def language(code: str) -> str:
    """A language's name in English, its code where it has none."""
    return capital(str(_english().languages.get(code, code)))


def facts(study: Study) -> str:
    """Period, which may be a guess, and countries in a line."""
    guessed = " (guessed)" if study.period and "year" in study.guesses else ""
    period, places = study.period + guessed, ", ".join(map(country, study.countries))
    return " · ".join(part for part in (period, places) if part)


def coverage(covered: Coverage) -> str:
    """What was searched, in a line."""
    parts = [counted(covered.studies, "study", "studies")]
    parts.append(counted(covered.pages, "page") + " searched")
    if covered.unread_pages:
        parts.append(counted(covered.unread_pages, "page") + " without text")
    return ", ".join(parts)


def quiet(text: str) -> str:
    """A line of small print as HTML."""
    return f'<p class="cb-quiet">{escape(text)}</p>'


def marked(text: str, words: Sequence[Span]) -> str:
    """A passage as HTML on one line, its words marked, everything in it escaped."""
    parts: list[str] = []
    at = 0
    for word in words:
        parts.append(escape(text[at : word.start]))
        parts.append(f"<mark>{escape(text[word.start : word.end])}</mark>")
        at = word.end
    return one_line("".join(parts) + escape(text[at:]))


@cache
def _english() -> Locale:
    return Locale("en", "GB")
