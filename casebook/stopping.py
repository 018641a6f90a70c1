"""Ctrl-C and its like: the first ends a run in good order, a second one ends it at once."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from rich.console import Console

STOPPED: Final = 130
# One key press may arrive twice: from the terminal, and from what started the command.
_SAME_PRESS_SECONDS: Final = 0.5


class Stop:
    """Whether somebody asked for an end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._asked: float | None = None

    def heard(self, number: int, frame: FrameType | None) -> None:
        """The first signal raises KeyboardInterrupt, a second one ends the process."""
        if self._asked is None:
            self._asked = time.monotonic()
            raise KeyboardInterrupt
        if time.monotonic() - self._asked > _SAME_PRESS_SECONDS:
            self._console.show_cursor()
            os._exit(STOPPED)

    def check(self) -> None:
        """Raises KeyboardInterrupt once more: a library that was being imported may swallow it."""
        if self._asked is not None:
            raise KeyboardInterrupt


@contextmanager
def stoppable(console: Console) -> Iterator[Stop]:
    """Have SIGTERM end what is within as Ctrl-C does, by KeyboardInterrupt; a second one at once.

    Ending at once is safe at any moment, for the library is changed in transactions alone.
    """
    stop = Stop(console)
    if threading.current_thread() is not threading.main_thread():
        yield stop  # Signals are the main thread's.
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    held = {number: signal.signal(number, stop.heard) for number in numbers}
    try:
        yield stop
    finally:
        for number, before in held.items():
            signal.signal(number, before)
