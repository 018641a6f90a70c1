"""What keeps a file from being read, as one sentence and a code, where several parts meet it."""

import errno
from typing import Final

from search.errors import Refused
from search.store import FULL

_GONE: Final = (errno.ENOENT, errno.ENOTDIR, errno.ESTALE)
_FORBIDDEN: Final = (errno.EACCES, errno.EPERM)


def refused(error: OSError) -> Refused:
    """The refusal of a file over which the system gave an error."""
    if error.errno in FULL:
        return disk_full()
    if error.errno in _GONE:
        return Refused("gone", "it is not there any more; see where it went and add it again")
    if error.errno in _FORBIDDEN:
        return Refused("forbidden", "you may not read it; change its rights or ask for a copy")
    if error.errno == errno.EFBIG:
        return Refused(
            "too-large", "what was read of it grew over 1 GB; split it and add the parts"
        )
    why = error.strerror or str(error)
    return Refused("unreadable", f"it can't be read or copied ({why}); copy it anew and try again")


def disk_full() -> Refused:
    """The refusal of a file for which there is no room."""
    return Refused(
        "disk-full", "the disk of the library is full; make room and add it again, nothing is lost"
    )


def asks_for_password() -> Refused:
    """The refusal of a file that is locked."""
    return Refused(
        "encrypted", "it asks for a password; add it again with --password or save a copy without"
    )


def wrong_password() -> Refused:
    """The refusal of a file that no password given has opened."""
    return Refused(
        "encrypted", "no password given opens it; add it again with the right one by --password"
    )
