"""One process that reads PDFs, as its parent sees it: asked, waited for, ended in time."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ingest.heard import Heard, unheard
from search.errors import Refused, WorkerError
from search.settings import Settings

# A worker is replaced after so many files, so that what a file leaves behind can't add up.
_FILES_A_WORKER: Final = 50
# To look at a page leaves little behind; a file may have thousands to look at.
_LOOKS_A_FILE: Final = 20
# A file has the time limit once for so many of its pages: 15 times what the slowest of 66 policy
# reports needed. Ten times at most, so that no file holds a run for good.
_PAGES_A_LIMIT: Final = 1000
_MOST_LIMITS: Final = 10


class Crashed(Exception):
    """A worker ended on a file."""


class Worker:
    """One process under limits. It is started when it is first asked, and again after a crash."""

    def __init__(self, model: Path, settings: Settings) -> None:
        self._command = [
            *(sys.executable, "-m", "ingest.sandbox", "ingest.worker"),
            *(str(model), str(settings.parse_megabytes), str(settings.cache / "words")),
        ]
        self._seconds = settings.parse_seconds
        self._process: subprocess.Popen[str] | None = None
        self._asked = 0
        self._given_up = False

    def ask(self, request: Mapping[str, object], heard: Heard = unheard) -> None:
        """Have a request done. Raises Refused (code timeout after the time limit) or Crashed."""
        self._given_up = False
        process = self._started(_LOOKS_A_FILE if request["do"] == "read" else 1)
        clock = _Clock(process, self._seconds)
        try:
            told = _asked(process, request, clock, heard)
        finally:
            clock.stop()
        if told is None:
            self.stop()
            if self._given_up:
                raise Refused("given-up", "reading it was given up")
            if clock.struck:
                raise Refused("timeout", f"reading it took longer than {clock.seconds} s")
            raise Crashed
        if told:
            raise Refused(told["code"], told["reason"])

    def give_up(self) -> None:
        """End the process, from another thread: what it was asked for is refused."""
        self._given_up = True
        if (process := self._process) is not None:
            _kill(process)

    def stop(self) -> None:
        """End the process."""
        process, self._process, self._asked = self._process, None, 0
        if process is None:
            return
        _kill(process)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()

    def _started(self, weight: int) -> subprocess.Popen[str]:
        if self._asked >= _FILES_A_WORKER * _LOOKS_A_FILE:
            self.stop()
        self._asked += weight
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env=_environment(),
                # A group of its own, so that what it starts ends with it.
                start_new_session=True,
            )
            self._await_ready(self._process)
        return self._process

    def _await_ready(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        if not process.stdout.readline():
            self.stop()
            raise WorkerError(
                "The process that reads PDFs can't be started; install Casebook anew, and see "
                f"what {' '.join(self._command[:4])} says."
            )


class _Clock:
    """Ends a process after some seconds, of which a long file is given more."""

    def __init__(self, process: "subprocess.Popen[str]", seconds: int) -> None:
        self.seconds = self._share = seconds
        self._process = process
        self._started = time.monotonic()
        self._timer = self._set()

    def pages(self, count: int) -> None:
        """A file has so many pages."""
        limits = min(_MOST_LIMITS, max(1, -(-count // _PAGES_A_LIMIT)))
        self.seconds = max(self.seconds, self._share * limits)
        self._timer.cancel()
        self._timer = self._set()

    @property
    def struck(self) -> bool:
        """Whether the time was up."""
        return time.monotonic() - self._started >= self.seconds

    def stop(self) -> None:
        """End nothing any more."""
        self._timer.cancel()

    def _set(self) -> threading.Timer:
        left = self._started + self.seconds - time.monotonic()
        timer = threading.Timer(max(0.0, left), _kill, [self._process])
        timer.daemon = True
        timer.start()
        return timer


def _asked(
    process: "subprocess.Popen[str]", request: Mapping[str, object], clock: _Clock, heard: Heard
) -> dict[str, str] | None:
    """What a process answers, nothing where it ended; on its way it may tell of pages."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        while line := process.stdout.readline():
            told: dict[str, str] = json.loads(line)
            if "pages" not in told:
                return told
            done, total = int(told["done"]), int(told["pages"])
            if not done:
                clock.pages(total)
            heard(done, total)
    except (BrokenPipeError, json.JSONDecodeError):
        # It ended before it was asked, or in the midst of a line.
        pass
    return None


def _kill(process: "subprocess.Popen[str]") -> None:
    """End a worker, and what it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """This process's environment with its import path, so that the worker finds its modules.

    tesseract is kept to one thread: several make it slower. numpy too: a worker does no algebra,
    and each thread's stack counts against its limit on memory.
    """
    path = os.pathsep.join(path for path in sys.path if path)
    one = dict.fromkeys(("OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"), "1")
    return os.environ | {"PYTHONPATH": path} | one
