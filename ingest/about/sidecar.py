"""What a study is, as a file beside its PDF says: report.json or report.toml beside report.pdf.

It holds the catalogue's columns, or what reference managers export as CSL-JSON.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from ingest.catalogue import COLUMNS, Entry, entry_of
from ingest.cells import LANGUAGE_NAMES
from ingest.titles import tidy
from search import paths
from search.errors import CatalogueError

# A description is short; a file of data that happens to bear the name is not read whole.
_MOST_BYTES: Final = 1 << 20
_KINDS: Final = (".json", ".toml")
# What CSL-JSON has and a catalogue has not.
_CSL: Final = frozenset(
    ("type", "issued", "accessed", "URL", "DOI", "ISBN", "ISSN", "author", "editor", "abstract")
) | {"container-title", "collection-title", "title-short", "citation-key", "publisher-place"}
# One alone is as often written so.
_ALIASES: Final = {"year": "years", "country": "countries", "topic": "topics"}
_SEVERAL: Final = ("organisations", "countries", "topics")
_ELSEWHERE: Final = ("file", "sha256")


def beside(pdf: Path) -> Entry | None:
    """What the sidecar of a PDF says, None where there is none.

    Raises CatalogueError with the file, what came and what is wanted.
    """
    found = [path for path in map(pdf.with_suffix, _KINDS) if paths.is_file(path)]
    if not found:
        return None
    if len(found) > 1:
        raise CatalogueError(f"{found[0]} and {found[1].name} describe the same PDF; keep one.")
    [path] = found
    try:
        return entry_of(_cells(_loaded(path)) | {"file": pdf.name})
    except (ValueError, RecursionError) as error:
        said = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise CatalogueError(f"{path}: {said}.") from error
    except OSError as error:
        raise CatalogueError(f"{path} can't be read ({error.strerror}).") from error


def _loaded(path: Path) -> Mapping[str, Any]:
    data = path.read_bytes()[: _MOST_BYTES + 1]
    if len(data) > _MOST_BYTES:
        raise ValueError("it is larger than a description is; give it another name")
    try:
        text = data.decode("utf-8-sig")
        told = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except UnicodeDecodeError as error:
        raise ValueError("it is not in UTF-8; save it as UTF-8") from error
    except ValueError as error:
        kind = path.suffix.removeprefix(".").upper()
        raise ValueError(f"it can't be read as {kind} ({str(error).rstrip('.')})") from error
    # A reference manager exports a list, also of one.
    if isinstance(told, list) and len(told) == 1:
        told = told[0]
    if not isinstance(told, dict):
        raise ValueError("it holds no description; write one object with title, years, publisher")
    return told


def _cells(told: Mapping[str, Any]) -> dict[str, str]:
    if not _CSL.isdisjoint(told):
        return _of_csl(told)
    columns = [name for name in COLUMNS if name not in _ELSEWHERE]
    told = {_ALIASES.get(name, name): value for name, value in told.items()}
    unknown = [name for name in told if name not in columns]
    if unknown:
        raise ValueError(f"there is no field {unknown[0]!r}; the fields are {', '.join(columns)}")
    return {name: _cell(name, value) for name, value in told.items()}


def _cell(name: str, value: Any) -> str:
    if name in _SEVERAL and isinstance(value, list):
        return "; ".join(_cell("", one) for one in value)
    if isinstance(value, date):
        return str(value.year)
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"{name or 'a list'} has {json.dumps(value, default=str)[:60]}; write text")


def _of_csl(told: Mapping[str, Any]) -> dict[str, str]:
    """CSL-JSON, which has much that no catalogue has; only what both have is read."""
    return {
        "title": _cell("title", told.get("title")),
        "publisher": _cell("publisher", told.get("publisher")),
        "years": _issued(told.get("issued")),
        "language": _language(_cell("language", told.get("language"))),
        "source": _cell("URL", told.get("URL") or _doi(told.get("DOI"))),
        "licence": _cell("license", told.get("license")),
    }


def _doi(value: Any) -> str:
    return f"https://doi.org/{value}" if isinstance(value, str) and value.strip() else ""


def _issued(value: Any) -> str:
    """The years of a CSL date: its parts, or the first year of its words."""
    if isinstance(value, dict):
        years = [str(part[0]) for part in _parts(value.get("date-parts")) if part]
        if years:
            return "-".join(dict.fromkeys(years))
        value = value.get("raw") or value.get("literal") or value.get("string-literal") or ""
    text = _cell("issued", value)
    found = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    if text and not found:
        raise ValueError(f"issued is {text!r}; write a date with a year")
    return found.group() if found else ""


def _parts(value: Any) -> list[list[Any]]:
    return [one for one in value if isinstance(one, list)] if isinstance(value, list) else []


def _language(text: str) -> str:
    """A code of "en-GB" or of a language's name, as people write it in a reference manager."""
    bare = tidy(text).casefold()
    named = LANGUAGE_NAMES.get(bare)
    return named or re.split(r"[-_]", bare)[0]
