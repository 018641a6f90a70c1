"""What is known of a study, put together from all that know something of it.

A person's edit comes first, then the catalogue, the sidecar, what the file and its pages show, and
the file's name. `Study.origins` says of each field which it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from ingest.about.front import Guessed
from ingest.catalogue import Entry
from ingest.titles import readable, slug, stem
from search.records import Origin, Study

# The fields that can be described, by the names that `Study.origins` and people use.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "year": ("year_from", "year_to"),
    "publisher": ("publisher",),
    "organisations": ("organisations",),
    "countries": ("countries",),
    "topics": ("topics",),
    "language": ("language",),
    "licence": ("licence",),
    "source": ("source",),
}
# A row that is silent about these leaves what is known: every study has them.
_KEPT: Final = ("title", "language")
_STATED: Final = (Origin.PERSON, Origin.CATALOGUE, Origin.SIDECAR)

Values: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What stands beside a file: its catalogue row and its sidecar, or why that is not used."""

    row: Entry | None = None
    sidecar: Entry | None = None
    trouble: str = ""

    @property
    def language(self) -> str:
        """The language that either names."""
        return next((one.language for one in (self.row, self.sidecar) if one and one.language), "")


def study(
    known: Known,
    guessed: Guessed,
    *,
    file: str,
    sha256: str,
    page_count: int,
    study_id: str = "",
    language: str = "",
) -> Study:
    """What is known of a PDF. `language` is the one that was detected.

    The title falls back to the file's name made readable. The id is `study_id`, or the slug of the
    file's name.
    """
    plain = Study(study_id or slug(stem(file)), readable(file), file, sha256, page_count)
    named = _put(plain, "title", (plain.title,), Origin.NAME)
    return retold(reread(named, guessed, language), known)


def reread(study: Study, guessed: Guessed, language: str) -> Study:
    """A study with what its file shows, wherever nobody has stated more."""
    read = dict(guessed.origins)
    values = {field: (_values(guessed, field), read[field]) for field in read}
    if language:
        values["language"] = ((language,), Origin.TEXT)
    held = dict(study.origins)
    for field, (value, origin) in values.items():
        if held.get(field, Origin.TEXT) not in _STATED and (
            field in held or not _has(study, field)
        ):
            study = _put(study, field, value, origin)
    return study


def retold(study: Study, known: Known) -> Study:
    """A study as its catalogue row and its sidecar describe it by now.

    What a person edited stays. What the row once said and says no more is the sidecar's to say;
    where that is silent too it is forgotten, but for the title and the language.
    """
    layers = {Origin.CATALOGUE: known.row, Origin.SIDECAR: known.sidecar}
    for field in FIELDS:
        study = _retold(study, field, layers)
    return study


def carried(old: Study, new: Study) -> Study:
    """A study with what a person edited of the one that it replaces."""
    for field, origin in old.origins:
        if origin is Origin.PERSON:
            new = _put(new, field, _values(old, field), origin)
    return new


def edited(study: Study, changes: Mapping[str, Values]) -> Study:
    """A study as a person corrects it: by field, the values of what FIELDS names."""
    for field, values in changes.items():
        study = _put(study, field, values, Origin.PERSON)
    return study


def _retold(study: Study, field: str, layers: Mapping[Origin, Entry | None]) -> Study:
    held = dict(study.origins).get(field)
    if held is Origin.PERSON:
        return study
    for origin, entry in layers.items():
        if entry is not None and _has(entry, field):
            return _put(study, field, _values(entry, field), origin)
        if origin is held and entry is None:
            # Added from another folder, where nothing describes it.
            return study
    if held in layers and field not in _KEPT:
        return _put(study, field, _blank(field), None)
    return study


def _put(study: Study, field: str, values: Values, origin: Origin | None) -> Study:
    origins = {name: held for name, held in study.origins if name != field}
    if origin is not None:
        origins[field] = origin
    ordered = tuple((name, origins[name]) for name in FIELDS if name in origins)
    told = dict(zip(FIELDS[field], values, strict=True))
    return replace(study, **told, origins=ordered)


def _values(one: Study | Entry | Guessed, field: str) -> Values:
    return tuple(getattr(one, name) for name in FIELDS[field])


def _has(one: Study | Entry | Guessed, field: str) -> bool:
    return any(value not in ("", (), None) for value in _values(one, field))


def _blank(field: str) -> Values:
    return tuple(Study.__dataclass_fields__[name].default for name in FIELDS[field])
