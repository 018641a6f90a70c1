"""Folders for what a worker hands over, beside the library: nothing of it piles up elsewhere."""

import contextlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# Every request makes the folder of its pool younger; the longest that a file may take is 20
# minutes, and OCR asks page by page.
_LEFT_BEHIND_SECONDS: Final = 24 * 3600.0


class Scratch:
    """A place for folders that live as long as one request, in a library's folder.

    Where that can't be written (a library to look at only) it is the system's temporary folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home / "scratch"
        self._own = self._home / uuid.uuid4().hex
        with contextlib.suppress(OSError):
            _sweep(self._home)

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder of its own."""
        with tempfile.TemporaryDirectory(prefix="casebook-", dir=self._place()) as folder:
            yield Path(folder)

    def close(self) -> None:
        """Delete what is left."""
        shutil.rmtree(self._own, ignore_errors=True)
        # Another pool's may be there.
        with contextlib.suppress(OSError):
            self._home.rmdir()

    def _place(self) -> Path | None:
        try:
            self._own.mkdir(parents=True, exist_ok=True)
        except PermissionError:
            return None
        return self._own if os.access(self._own, os.W_OK) else None


def _sweep(home: Path) -> None:
    """Delete what pools left whose process was killed."""
    for folder in home.iterdir():
        if time.time() - folder.stat().st_mtime > _LEFT_BEHIND_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
