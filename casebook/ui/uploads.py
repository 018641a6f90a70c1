"""Files that came through the browser, added to the library."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Final

from casebook.session import Session
from ingest.build import Asked, Outcome, Progress
from search.errors import LibraryError

_LONGEST: Final = 120
_NOTHING_ELSE: Final = Asked()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    data: bytes | memoryview


def add(
    session: Session,
    uploads: Sequence[Upload],
    progress: Progress,
    asked: Asked = _NOTHING_ELSE,
) -> Iterator[Outcome]:
    """Add files, one outcome each, in their order; what was sent is not kept beside the library.

    A file is named by its contents too: another file of the same name is another study.
    """
    above = session.settings.home / "uploads"
    above.mkdir(exist_ok=True)
    # Of its own: somebody else may be sending the same file.
    folder = Path(tempfile.mkdtemp(dir=above))
    paths = [
        folder / hashlib.sha256(one.data).hexdigest()[:16] / _safe(one.name) for one in uploads
    ]
    try:
        for path, one in zip(paths, uploads, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one.data)
        yield from session.builder.add(paths, progress, asked)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        # Told on the page; the file itself is gone, and a reason for it helps nobody later. What
        # can't be forgotten now is by the next run, which finds no file.
        with suppress(LibraryError):
            for path in paths:
                session.library.accept(str(path))


def _safe(name: str) -> str:
    """A browser's file name without folders and without what a file system refuses."""
    last = PureWindowsPath(name).name
    shown = "".join(one for one in last if one.isprintable() and one not in '<>:"/\\|?*')
    stem = Path(shown).stem.strip(". ")[:_LONGEST] or "study"
    return f"{stem}.pdf"
