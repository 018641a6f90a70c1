"""The app's sentences in the language of who reads them.

English stands in the code, as the argument of `say` and `say_of`; `<language>.po` beside this file
has the others. `tools/messages.py` keeps those files in step with the code.
"""

import gettext
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from search.told import Figure, Told

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
_spoken: ContextVar[str] = ContextVar("spoken")
# Who is asked for the language in a thread in which none was set; nobody where this is empty.
_askable: Final[list[Callable[[], str]]] = []


def speak(language: str) -> None:
    """Say what follows, in this thread, in this language; in English where it is not known."""
    _spoken.set(language if language in LANGUAGES else ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what follows in this language, and afterwards go on as before."""
    before = _spoken.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(before)


def otherwise(how: Callable[[], str]) -> None:
    """Ask this for the language in threads in which none was set."""
    _askable[:] = [how]


def spoken() -> str:
    """The language that is spoken."""
    return _spoken.get(None) or next((how() for how in _askable), ENGLISH)


def chosen(wanted: str | None) -> str:
    """The language for a code such as "de-AT", "" where it is not known."""
    code = (wanted or "").strip().replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else ""


def preferred(accepted: str | None) -> str:
    """The first known language of what a browser accepts ("pt, es;q=0.8"), "" where none is."""
    ranges = [part.split(";") for part in (accepted or "").split(",")]
    ranked = sorted(ranges, key=lambda one: -_weight(one[1:]))
    return next((found for one in ranked if _weight(one[1:]) and (found := chosen(one[0]))), "")


def locale() -> Locale:
    """The ways of writing numbers, days and names of the language that is spoken."""
    return _locale(spoken())


def say(form: str, **parts: object) -> str:
    """A sentence of this form: `say("No study is called {name}.", name=name)`."""
    return catalogue(spoken()).gettext(form).format_map(_again(parts))


def say_of(one: str, several: str, n: int, **parts: object) -> str:
    """A sentence about a number of things: `say_of("{n} page", "{n} pages", 1204)`."""
    form = catalogue(spoken()).ngettext(one, several, n)
    return form.format_map({**_again(parts), "n": number(n)})


def again(sentence: str) -> str:
    """A sentence that another part of Casebook told in English; other texts stay as they are."""
    if isinstance(sentence, Figure):
        return number(sentence.value, sentence.decimals)
    if not isinstance(sentence, Told):
        return sentence
    if sentence.number is None:
        return say(sentence.form, **sentence.parts)
    return say_of(sentence.form, sentence.several, sentence.number, **_others(sentence.parts))


def of_error(error: Exception) -> str:
    """What an error says."""
    (first, *rest) = error.args or ("",)
    return again(first) if isinstance(first, Told) and not rest else str(error)


def number(value: float, decimals: int | None = None) -> str:
    """A number as the language writes it: "1,204", "1.204", "1 204"."""
    form = None if decimals is None else f"#,##0.{'0' * decimals}".rstrip(".")
    return format_decimal(value, form, locale=locale())


def share(value: float) -> str:
    """A share of a whole as the language writes it: "45%", "45 %"."""
    return format_percent(value, locale=locale())


def day(when: date) -> str:
    """A day as the language writes it: "22 November 2026"."""
    return format_date(when, "long", locale=locale())


def listed(words: Sequence[str], style: Literal["and", "or"] = "and") -> str:
    """Words as a sentence has them: "a", "a and b", "a, b and c"."""
    kind: Literal["standard", "or"] = "or" if style == "or" else "standard"
    return format_list(words, kind, locale=locale()) if words else ""


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The sentences of a language; English has none of its own."""
    path = _HERE / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    packed = io.BytesIO()
    with path.open("rb") as file:
        write_mo(packed, read_po(file, language))
    packed.seek(0)
    return gettext.GNUTranslations(packed)


@cache
def _locale(language: str) -> Locale:
    return Locale("en", "GB") if language == ENGLISH else Locale(language)


def _weight(qualities: Sequence[str]) -> float:
    try:
        return next((float(one.strip()[2:]) for one in qualities if one.strip()[:2] == "q="), 1.0)
    except ValueError:
        return 0.0


def _others(parts: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in parts.items() if name != "n"}


def _again(parts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: again(value) if isinstance(value, str) else value for name, value in parts.items()
    }
