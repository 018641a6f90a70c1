"""The app's sentences in the language of who reads them.

English stands in the code, as the argument of `say` and `say_of`; `<language>.po` beside this file
has the others. `tools/messages.py` keeps those files in step with the code.
"""

import gettext
import io
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from search.told import Told

ENGLISH: Final = "en"
# Each by its own name, as its readers look for it.
LANGUAGES: Final = {
    ENGLISH: "English",
    "de": "Deutsch",
    "fr": "Français",
    "it": "Italiano",
    "es": "Español",
    "ca": "Català",
    "fi": "Suomi",
    "nl": "Nederlands",
}
_HERE: Final = Path(__file__).parent
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def speak(language: str) -> None:
    """Say what follows, in this thread, in this language; in English where it is not known."""
    _spoken.set(language if language in LANGUAGES else ENGLISH)


def spoken() -> str:
    """The language that is spoken."""
    return _spoken.get()


def chosen(wanted: str | None) -> str:
    """The language for what a browser asks for, such as "de-AT"; English where it is not known."""
    code = (wanted or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else ENGLISH


def locale() -> Locale:
    """The ways of writing numbers, days and names of the language that is spoken."""
    return Locale("en", "GB") if spoken() == ENGLISH else Locale(spoken())


def say(form: str, **parts: object) -> str:
    """A sentence of this form: `say("No study is called {name}.", name=name)`."""
    return _catalogue(spoken()).gettext(form).format_map(_again(parts))


def say_of(one: str, several: str, n: int, **parts: object) -> str:
    """A sentence about a number of things: `say_of("{n} page", "{n} pages", 1204)`."""
    form = _catalogue(spoken()).ngettext(one, several, n)
    return form.format_map({"n": number(n), **_again(parts)})


def again(sentence: str) -> str:
    """A sentence that another part of Casebook told in English; other texts stay as they are."""
    if not isinstance(sentence, Told):
        return sentence
    if sentence.number is None:
        return say(sentence.form, **sentence.parts)
    return say_of(sentence.form, sentence.several, sentence.number, **_others(sentence.parts))


def number(value: float) -> str:
    """A number as the language writes it: "1,204", "1.204", "1 204"."""
    return format_decimal(value, locale=locale())


def day(when: date) -> str:
    """A day as the language writes it: "22 November 2026"."""
    return format_date(when, "long", locale=locale())


def _others(parts: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in parts.items() if name != "n"}


def _again(parts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: again(value) if isinstance(value, str) else value for name, value in parts.items()
    }


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    path = _HERE / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        read = read_po(file, language)
    packed = io.BytesIO()
    write_mo(packed, read)
    packed.seek(0)
    return gettext.GNUTranslations(packed)
