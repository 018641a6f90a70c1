"""What stands at a path; behind a folder that may not be entered, nothing does."""

import os
from pathlib import Path

# Before Python 3.14, Path's own methods raise PermissionError there.


def is_file(path: Path) -> bool:
    """Whether a file, or a link to one, is there."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether a folder, or a link to one, is there."""
    return os.path.isdir(path)  # noqa: PTH112


def exists(path: Path) -> bool:
    """Whether anything is there."""
    return os.path.exists(path)  # noqa: PTH110
