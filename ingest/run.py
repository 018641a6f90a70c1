"""One run of `add`: what a person says of the files, and what its threads share."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from ingest import catalogue
from ingest.about import sidecar
from ingest.about.facts import Known
from ingest.catalogue import Entry
from ingest.outcomes import Progress
from search.errors import CatalogueError, Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of the files that they add.

    `entry` describes every file that the catalogue of its folder does not. `passwords` are tried
    on files that ask for one. The one file that is added takes the place of the study `replaces`.
    """

    entry: Entry | None = None
    passwords: tuple[str, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `add`: what its threads share."""

    progress: Progress
    catalogues: dict[Path, Entry]
    asked: Asked
    over: Event = field(default_factory=Event)

    def known(self, path: Path) -> Known:
        """What the catalogue of a file's folder says of it, or else who adds it; its sidecar."""
        row = self.catalogues.get(_composed(path), self.asked.entry)
        try:
            return Known(row, sidecar.beside(path))
        except CatalogueError as error:
            return Known(row, trouble=str(error))

    def looking(self, path: Path, done: int, total: int) -> None:
        """Pass it on; reading many pages by OCR takes long: end it when the run is given up."""
        if self.over.is_set():
            raise given_up()
        self.progress.looking(path, done, total)


def given_up() -> Refused:
    """What a file is told whose run was stopped: it is neither read nor kept in mind."""
    return Refused("given-up", "adding was stopped before it was read")


def catalogues(paths: Iterable[Path]) -> dict[Path, Entry]:
    """What the catalogue of each file's folder, or of the one above it, says of it."""
    folders = {path.parent for path in paths}
    return {
        _composed(folder / name): entry
        for folder in sorted(folders | {folder.parent for folder in folders})
        for name, entry in catalogue.entries_by_file(folder).items()
    }


def _composed(path: Path) -> Path:
    """A path in composed Unicode: some systems and archives take letters and accents apart."""
    return Path(unicodedata.normalize("NFC", str(path)))
