"""Bounds of a process that reads hostile files: no network, and limits on memory and output.

`python -m ingest.sandbox MODULE ARGUMENTS` leaves the network and then runs a module: a process
can leave it for good only before it has threads, and numpy brings some.
"""

import ctypes
import os
import runpy
import sys
from pathlib import Path
from typing import Any, Final

# linux/sched.h.
_NEW_NETWORK: Final = 0x40000000
_NEW_USER: Final = 0x10000000
# The largest reading of 66 policy reports took 3 MB; text without end is stopped here.
_MOST_OUTPUT: Final = 1 << 30


def limit(megabytes: int) -> None:
    """Bound this process's memory and output, where the system knows how."""
    try:
        import resource
    except ImportError:  # Windows: the parent's limit on time is the only one.
        return
    for what, most in (
        (resource.RLIMIT_AS, megabytes << 20),
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))


def refuse_sockets() -> None:
    """Have Python open no socket in this process from now on, on any system."""
    sys.addaudithook(_no_socket)


def _no_socket(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith("socket.") and event != "socket.gethostname":
        raise PermissionError("a process that reads PDFs has no network")


def leave_network() -> bool:
    """Take this process, and what it will start, off the network; whether the kernel did it.

    Linux only. Who is not root needs a user namespace for it, which some systems do not give; who
    is root goes without, for in one root could not read the files of others any more.
    """
    if not sys.platform.startswith("linux"):
        return False
    user, group = os.geteuid(), os.getegid()
    try:
        what = _NEW_NETWORK if user == 0 else _NEW_NETWORK | _NEW_USER
        if ctypes.CDLL(None).unshare(what) != 0:
            return False
        if user != 0:
            _stay(user, group)
    except (OSError, AttributeError):
        return False
    return True


def _stay(user: int, group: int) -> None:
    """Keep the name of who runs this in the new user namespace."""
    for file, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", file).write_text(text)


def main() -> None:
    """Leave the network and become the module that is named."""
    leave_network()
    module = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main()
