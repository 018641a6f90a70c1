"""One cell of a catalogue, read.

Each function takes its text; ValueError says what came and what is wanted, to follow "line 3: ".
"""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from ingest.titles import tidy
from search.told import told

KINDS: Final = ("official", "mirror", "secondary", "mentioned")
_YEARS: Final = re.compile(r"(\d{4})(?:\s*[-–—/]\s*(\d{4}))?")
_EARLIEST, _LATEST = 1800, 2100
# What people and the EU write for the ISO codes; the rest of Casebook knows Bokmål as nb.
_COUNTRY: Final = {"UK": "GB", "EL": "GR"}
_LANGUAGE: Final = {"no": "nb"}
# What stands in reference managers instead of a code.
LANGUAGE_NAMES: Final = {
    "catalan": "ca", "català": "ca", "czech": "cs", "danish": "da", "dansk": "da", "german": "de",
    "deutsch": "de", "greek": "el", "english": "en", "spanish": "es", "español": "es",
    "estonian": "et", "finnish": "fi", "suomi": "fi", "french": "fr", "français": "fr",
    "irish": "ga", "croatian": "hr", "hungarian": "hu", "italian": "it", "italiano": "it",
    "lithuanian": "lt", "latvian": "lv", "norwegian": "nb", "norsk": "nb", "dutch": "nl",
    "nederlands": "nl", "polish": "pl", "polski": "pl", "portuguese": "pt", "português": "pt",
    "romanian": "ro", "slovak": "sk", "slovenian": "sl", "swedish": "sv", "svenska": "sv",
}  # fmt: skip


def several(text: str) -> tuple[str, ...]:
    """The values between semicolons, each once."""
    values = (tidy(value) for value in text.split(";"))
    return tuple(dict.fromkeys(value for value in values if value))


def years(text: str) -> tuple[int | None, int | None]:
    """The first and the last year of "2009-2013", "2012" or ""."""
    if not text:
        return None, None
    found = _YEARS.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not _EARLIEST <= first <= last <= _LATEST:
        wanted = told("years is {text}; write 2012, 2009-2013 or nothing", text=repr(text))
        raise ValueError(wanted)
    return first, last


def topics(text: str) -> tuple[str, ...]:
    """Topics are free text, compared in lower case."""
    return several(text.lower())


def country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code, by its form alone, EU or WORLD; UK is GB and EL is GR."""
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}|WORLD", code):
        wanted = told(
            "countries has {text}; write two-letter codes such as AT; GB, or EU or WORLD, with "
            "semicolons between",
            text=repr(text),
        )
        raise ValueError(wanted)
    return _COUNTRY.get(code, code)


def countries(text: str) -> tuple[str, ...]:
    """The country codes between semicolons, each once."""
    return tuple(dict.fromkeys(map(country, several(text))))


def language(text: str) -> str:
    """An ISO 639-1 code, by its form alone, or ""; no is nb."""
    code = text.strip().lower()
    if code and not re.fullmatch(r"[a-z]{2}", code):
        wanted = told(
            "language is {text}; write a two-letter code such as en or de", text=repr(text)
        )
        raise ValueError(wanted)
    return _LANGUAGE.get(code, code)


def file(text: str) -> str:
    """A path inside the catalogue's folder, with "/", in composed Unicode (a Mac's is not)."""
    name = unicodedata.normalize("NFC", text.strip().replace("\\", "/")).removeprefix("./")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", name):
        raise ValueError(f"file is {text!r}; write a file's name in the catalogue's own folder")
    return name


def address(text: str) -> str:
    """An http or https address, or ""."""
    try:
        parts = urlsplit(text)
        good = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and not re.search(r"\s", text)
        )
    except ValueError:
        good = False
    if text and not good:
        raise ValueError(f"document is {text!r}; write an address that begins with https://")
    return text


def kind(text: str) -> str:
    """Whose address the document's is: one of KINDS, or ""."""
    if text and text.lower() not in KINDS:
        raise ValueError(f"kind is {text!r}; write one of {', '.join(KINDS)}")
    return text.lower()


def sha256(text: str) -> str:
    """64 hexadecimal digits, or ""."""
    if text and not re.fullmatch(r"[0-9a-f]{64}", text.lower()):
        raise ValueError(f"sha256 is {text!r}; write 64 hexadecimal digits or nothing")
    return text.lower()


def overlap(period: tuple[int | None, int | None], asked: tuple[int | None, int | None]) -> bool:
    """Whether a period has a year of those asked; one that is not known has none of any."""
    (begin, end), (first, last) = period, asked
    if first is None and last is None:
        return True
    if begin is None or end is None:
        return False
    return (first is None or end >= first) and (last is None or begin <= last)
