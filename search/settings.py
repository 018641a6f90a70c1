"""One frozen object of settings, read here from casebook.toml and the environment."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path

from search import paths
from search.errors import SettingsError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# Settings that name a folder; in a file they are relative to it.
_PLACES = frozenset(["home", "cache"])
# Settings that may be "", which is none.
_OPTIONAL = frozenset(["reranker"])


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the library lives and what reads and ranks it.

    `home` holds the library, its copies of the PDFs and the indexes. `model` is a
    sentence-transformers model: the bundled default, or a folder. `vectors` names the vector engine
    (faiss or memory). `reranker` is a cross-encoder that reads the best hits again: a folder, or
    the name of one in the local cache of models; none where it is "". `parse_seconds` and
    `parse_megabytes` bound the reading of one PDF, or of one page by OCR; `workers` is how many are
    read at a time. `ocr` reads pages without a text layer. `cache` keeps what takes long to make
    and is the same for every library: unpacked word lists.
    """

    home: Path
    model: str = DEFAULT_MODEL
    vectors: str = "faiss"
    reranker: str = ""
    workers: int = 1
    parse_seconds: int = 120
    parse_megabytes: int = 2048
    ocr: bool = True
    cache: Path = field(default_factory=lambda: user_cache_path("casebook", appauthor=False))


def load(start: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read casebook.toml (in `start` or above it), then CASEBOOK_… variables, which win.

    Raises SettingsError for an unknown name, a value of the wrong type or an unreadable file.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {"home": user_data_path("casebook", appauthor=False)}
    file = _find((start or Path.cwd()).resolve())
    if file is not None:
        values |= _from_file(file)
    values |= _from_environment(environment)
    return _build(values)


def _find(start: Path) -> Path | None:
    places = [folder / "casebook.toml" for folder in (start, *start.parents)]
    return next((place for place in places if paths.is_file(place)), None)


def _from_file(file: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} can't be read as settings ({error}); correct it.") from error
    for name in _PLACES & values.keys():
        values[name] = file.parent / _place(name, values[name])
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    names = {f"CASEBOOK_{field.name.upper()}": field.name for field in fields(Settings)}
    found: dict[str, object] = {
        name: environment[key]
        for key, name in names.items()
        if environment.get(key) or (name in _OPTIONAL and key in environment)
    }
    for name in _PLACES & found.keys():
        found[name] = _place(name, found[name]).resolve()
    return found


def _place(name: str, value: object) -> Path:
    """A folder as it was written, "~" and "~user" spelt out."""
    try:
        return Path(str(value)).expanduser()
    except RuntimeError as error:
        raise SettingsError(
            f"The setting {name} is {str(value)!r}, in the folder of a user that is not here; "
            "name another folder."
        ) from error


def _build(values: Mapping[str, object]) -> Settings:
    types = {field.name: field.type for field in fields(Settings)}
    chosen: dict[str, Any] = {}
    for name, value in values.items():
        if name not in types:
            wanted = ", ".join(sorted(types))
            raise SettingsError(f"There is no setting {name!r}; the settings are {wanted}.")
        chosen[name] = _READERS[types[name]](name, value)
    return Settings(**chosen)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not (value.strip() or name in _OPTIONAL):
        raise SettingsError(f"The setting {name} is {value!r}; give a text in quotes.")
    return value


def _path(name: str, value: object) -> Path:
    return Path(str(value))


def _count(name: str, value: object) -> int:
    number = int(str(value)) if str(value).isdecimal() else 0
    if number < 1:
        raise SettingsError(f"The setting {name} is {value!r}; give a whole number from 1 up.")
    return number


def _choice(name: str, value: object) -> bool:
    choices = {"true": True, "false": False}
    if (word := str(value).lower()) not in choices:
        raise SettingsError(f"The setting {name} is {value!r}; give true or false.")
    return choices[word]


_READERS: dict[object, Callable[[str, object], object]] = {
    str: _text,
    Path: _path,
    int: _count,
    bool: _choice,
}
