"""From what a person names (files, folders, patterns) to the PDFs meant and a copy of each."""

import contextlib
import glob
import hashlib
import os
import stat
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest import trouble
from search import paths
from search.errors import LibraryError, Refused
from search.library import Library
from search.records import Study

_BLOCK: Final = 1 << 20
_LEFT_BEHIND_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Copy:
    """The library's copy of a file, not yet under its final name, and the sha256 of its bytes."""

    path: Path
    sha256: str


def found(names: Iterable[str]) -> list[Path]:
    """The files meant by paths of files, folders (with all below) and patterns, each once.

    A named file is taken whatever it is called; from a folder only `*.pdf`. Links to folders are
    not followed, so that a loop of them ends. Raises Refused for a name that means nothing.
    """
    files: dict[Path, None] = {}
    for name in names:
        # Not Path.glob: a pattern may be absolute, and may climb.
        pattern = glob.glob(name)  # noqa: PTH207
        matches = [Path(name)] if os.path.lexists(name) else sorted(map(Path, pattern))
        if not matches:
            raise Refused("not-found", f"There is nothing at {name}; check the path.")
        for match in matches:
            for file in _pdfs_below(match) if paths.is_folder(match) else [match]:
                files[file.absolute()] = None
    return list(files)


def _pdfs_below(folder: Path) -> Iterator[Path]:
    """The PDFs below a folder, then the folders that can't be listed: they are refused as files."""
    closed: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
    for base, folders, names in walk:
        folders.sort()
        yield from (Path(base, name) for name in sorted(names) if name.lower().endswith(".pdf"))
    yield from closed


def text_of(path: Path) -> str:
    """A path as text that can be kept and exported, even where its bytes are no letters."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def digest(file: Path) -> str:
    """The sha256 of a file's bytes. Raises Refused where it can't be read."""
    try:
        _demand_file(file)
        return _sha256(file)
    except OSError as error:
        raise trouble.refused(error) from error


def gone(file: Path) -> bool:
    """Whether a file is there no more; one behind a folder that may not be entered may be."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


@contextlib.contextmanager
def copied(file: Path, library: Library) -> Iterator[Copy]:
    """A copy in the library's folder: what is read is what is kept, even if the file changes.

    The copy goes when it has not been `kept`. Raises Refused where the file can't be read, where it
    changes meanwhile, and where there is no room.
    """
    path = library.files / f"{uuid.uuid4().hex}.new"
    digest = hashlib.sha256()
    try:
        _demand_file(file)
        with file.open("rb") as source, path.open("wb") as target:
            before = os.fstat(source.fileno())
            # No further than it was long: one that grows as fast as it is read has no end.
            while target.tell() <= before.st_size and (block := source.read(_BLOCK)):
                digest.update(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
            _demand_same(before, file.stat(), target.tell())
        yield Copy(path, digest.hexdigest())
    except OSError as error:
        raise trouble.refused(error) from error
    finally:
        path.unlink(missing_ok=True)


def _demand_file(file: Path) -> None:
    if not stat.S_ISREG(file.stat().st_mode):
        # Opening a pipe would wait for ever.
        raise Refused("not-a-file", "it is a folder or a device and can't be read as a file")


def _demand_same(before: os.stat_result, after: os.stat_result, copied: int) -> None:
    """Half of one state of a file and half of another are no study."""
    states = {(one.st_size, one.st_mtime_ns) for one in (before, after)}
    if len(states) > 1 or copied != after.st_size:
        raise Refused("changing", "it changed while it was read; add it again when it is finished")


def whole(library: Library, study: Study) -> bool:
    """Whether the library's own copy of a study's PDF is there, to the byte."""
    kept = library.file(study)
    return kept.is_file() and _sha256(kept) == study.sha256


def mend(library: Library, study: Study, copy: Copy) -> None:
    """Put a copy in the place of the library's own, where that is gone or damaged."""
    if not whole(library, study):
        copy.path.replace(library.file(study))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def placed(copy: Copy, library: Library, study: Study) -> Iterator[None]:
    """A copy under its final name, as long as its study comes to be."""
    final = library.file(study)
    try:
        copy.path.replace(final)
    except OSError as error:
        raise trouble.refused(error) from error
    try:
        yield
    except BaseException:
        with contextlib.suppress(LibraryError):
            drop(library, study.sha256)
        raise


def drop(library: Library, sha256: str) -> None:
    """Delete the library's copy of a file, unless a study has it, be it one that is kept aside."""
    kept = {one.sha256 for one in library.removed()}
    if sha256 not in kept and library.study_of(sha256) is None:
        library.file_of(sha256).unlink(missing_ok=True)


def sweep(library: Library) -> None:
    """Delete copies that an interrupted run left behind."""
    kept = {library.file(study).name for study in library.studies()}
    kept |= {library.file_of(one.sha256).name for one in library.removed()}
    for path in library.files.iterdir():
        with contextlib.suppress(FileNotFoundError):
            age = time.time() - path.stat().st_mtime
            if path.name not in kept and age > _LEFT_BEHIND_SECONDS:
                path.unlink()
