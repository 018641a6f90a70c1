"""Files that are written whole or not at all."""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from search.errors import CasebookError


@contextlib.contextmanager
def written(file: Path) -> Iterator[IO[bytes]]:
    """A file that has its whole content or is as it was. Raises CasebookError."""
    try:
        if file.exists() and not file.is_file():
            with file.open("wb") as target:  # A pipe or a device; a folder is an error.
                yield target
            return
        final = file.resolve()
        part = final.with_name(f".{uuid.uuid4().hex}.part")
        try:
            with part.open("wb") as target:
                yield target
                target.flush()
                os.fsync(target.fileno())
            part.replace(final)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CasebookError(f"{file} can't be written ({error.strerror}).") from error
