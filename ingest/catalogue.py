"""What a study is, as a person writes it: the rows of a catalogue, read, chosen from, put back.

The bundled studies and a person's own folders have a `catalogue.csv`, a row a PDF; the real studies
that can be fetched are in `corpus/studies.csv`, a row a study. Both have columns out of COLUMNS.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest import cells, tables
from ingest.titles import folded, slug, stem, tidy
from search import paths
from search.errors import CatalogueError

NAME: Final = "catalogue.csv"
COLUMNS: Final = [
    "id",
    "file",
    "title",
    "subtitle",
    "years",
    "publisher",
    "organisations",
    "countries",
    "topics",
    "language",
    "licence",
    "source",
    "document",
    "kind",
    "brief",
    "note",
    "sha256",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `id` is the row's own, or the slug of its file's name.

    `file` is the PDF's path in the catalogue's folder, with "/", in composed Unicode, or "".
    `document` is the address to fetch the study from, `source` where it was seen; `kind` is one of
    cells.KINDS and says whose address that is; `brief` names the bundled brief on it.
    """

    id: str
    title: str = ""
    file: str = ""
    subtitle: str = ""
    year_from: int | None = None
    year_to: int | None = None
    publisher: str = ""
    organisations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = ""
    licence: str = ""
    source: str = ""
    document: str = ""
    kind: str = ""
    brief: str = ""
    note: str = ""
    sha256: str = ""


def read(path: Path) -> list[Entry]:
    """The entries of a catalogue file, in its order; empty rows are passed over.

    Raises CatalogueError with the file, the line, what came and what is wanted.
    """
    entries: list[Entry] = []
    seen: dict[tuple[str, str], int] = {}
    for row in tables.rows(path, COLUMNS):
        if not any(row.cells.values()):
            continue
        try:
            entry = entry_of(row.cells)
            _check_once(entry, row, seen)
        except ValueError as error:
            raise CatalogueError(f"{path}, line {row.line}: {error}.") from error
        entries.append(entry)
    return entries


def entries_by_file(folder: Path) -> dict[str, Entry]:
    """The entries of the folder's catalogue.csv by `Entry.file`, none where there is no such file.

    Entries that name no file (not downloaded yet) are left out. Raises CatalogueError.
    """
    path = folder / NAME
    entries = read(path) if paths.is_file(path) else []
    return {entry.file: entry for entry in entries if entry.file}


def record(folder: Path, entry: Entry, file: Path, sha256: str) -> Path:
    """Note in the folder's catalogue.csv that `file` in it holds the study; returns the catalogue.

    The row of the same id or file gets `file`, `sha256` and what its empty cells lack; where there
    is none a row is added, and where there is no catalogue it is made. Raises CatalogueError.
    """
    path = folder / NAME
    name = cells.file(file.name)

    def same(row: tables.Row) -> bool:
        written = unicodedata.normalize("NFC", row.cells.get("file", ""))
        return row.cells.get("id") == entry.id or written == name

    new = {**_written(entry), "file": name, "sha256": sha256}
    tables.put(path, COLUMNS, new, ("file", "sha256"), same)
    return path


def select(
    entries: Iterable[Entry],
    *,
    text: str = "",
    topics: Sequence[str] = (),
    countries: Sequence[str] = (),
    languages: Sequence[str] = (),
    year_from: int | None = None,
    year_to: int | None = None,
) -> list[Entry]:
    """The entries of which every filter that is not empty holds, in their order.

    Each word of `text` must be somewhere in the entry, in any case, with or without accents; of
    topics, countries and languages any one is enough; years match where periods overlap, and an
    entry without a year matches none. Raises CatalogueError for a code that can't be one.
    """
    words = folded(text).split()
    try:
        topic_set = {topic.strip().lower() for topic in topics}
        country_set = set(map(cells.country, countries))
        language_set = set(map(cells.language, languages))
    except ValueError as error:
        raise CatalogueError(f"The filter can't be used: {error}.") from error
    return [
        entry
        for entry in entries
        if _says(entry, words)
        and (not topic_set or not topic_set.isdisjoint(entry.topics))
        and (not country_set or not country_set.isdisjoint(entry.countries))
        and (not language_set or entry.language in language_set)
        and cells.overlap((entry.year_from, entry.year_to), (year_from, year_to))
    ]


def entry_of(row: Mapping[str, str]) -> Entry:
    """A row's cells, by column, as an entry; ValueError says what came and what is wanted."""
    text = {name: tidy(row.get(name, "")) for name in COLUMNS}
    file = cells.file(text["file"])
    if not file and not (text["id"] and text["title"]):
        raise ValueError("the row names no study; give a file, or an id and a title")
    year_from, year_to = cells.years(text["years"])
    return Entry(
        id=text["id"] or slug(stem(file)),
        title=text["title"],
        file=file,
        subtitle=text["subtitle"],
        year_from=year_from,
        year_to=year_to,
        publisher=text["publisher"],
        organisations=cells.several(text["organisations"]),
        countries=cells.countries(text["countries"]),
        topics=cells.topics(text["topics"]),
        language=cells.language(text["language"]),
        licence=text["licence"],
        source=text["source"],
        document=cells.address(text["document"]),
        kind=cells.kind(text["kind"]),
        brief=text["brief"],
        note=text["note"],
        sha256=cells.sha256(text["sha256"]),
    )


def _check_once(entry: Entry, row: tables.Row, seen: dict[tuple[str, str], int]) -> None:
    for name, value in (("id", row.cells.get("id", "")), ("file", entry.file)):
        first = seen.setdefault((name, value), row.line)
        if value and first != row.line:
            raise ValueError(f"the {name} {value!r} stands in line {first} already; keep one row")


def _written(entry: Entry) -> dict[str, str]:
    ends = dict.fromkeys(str(year) for year in (entry.year_from, entry.year_to) if year)
    return {
        "id": entry.id,
        "title": entry.title,
        "subtitle": entry.subtitle,
        "years": "-".join(ends),
        "publisher": entry.publisher,
        "organisations": "; ".join(entry.organisations),
        "countries": "; ".join(entry.countries),
        "topics": "; ".join(entry.topics),
        "language": entry.language,
        "licence": entry.licence,
        "source": entry.source,
        "document": entry.document,
        "kind": entry.kind,
        "brief": entry.brief,
        "note": entry.note,
    }


def _says(entry: Entry, words: Sequence[str]) -> bool:
    if not words:
        return True
    said = (entry.id, entry.title, entry.subtitle, entry.publisher, entry.note, entry.file)
    whole = folded(" ".join((*said, *entry.organisations, *entry.topics)))
    return all(word in whole for word in words)
