"""Worker processes that read PDFs, so that no file can take this one down."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, Self

from ingest import reading, scans
from ingest.reading import Reading, spoken
from ingest.scans import Seen
from search.errors import Refused, WorkerError
from search.records import ReadBy
from search.settings import Settings

# A worker is replaced after so many files, so that what a file leaves behind can't add up.
_FILES_A_WORKER: Final = 50


class Crashed(Exception):
    """A worker ended on a file."""


class Worker:
    """One process under limits. It is started when it is first asked, and again after a crash."""

    def __init__(self, model: Path, settings: Settings) -> None:
        self._command = [
            *(sys.executable, "-m", "ingest.worker"),
            *(str(model), str(settings.parse_megabytes)),
        ]
        self._seconds = settings.parse_seconds
        self._process: subprocess.Popen[str] | None = None
        self._asked = 0

    def ask(self, request: dict[str, object]) -> None:
        """Have a request done. Raises Refused (code timeout after the time limit) or Crashed."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Timer(self._seconds, _kill, [process])
        late.start()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            in_time = late.is_alive()
            late.cancel()
        if not line:
            self.stop()
            if not in_time:
                raise Refused("timeout", f"reading it took longer than {self._seconds} s")
            raise Crashed
        told = json.loads(line)
        if told:
            raise Refused(told["code"], told["reason"])

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

    def _started(self) -> subprocess.Popen[str]:
        if self._asked >= _FILES_A_WORKER:
            self.stop()
        self._asked += 1
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

    def _await_ready(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        if not process.stdout.readline():
            self.stop()
            raise WorkerError(
                "The process that reads PDFs can't be started; install Casebook anew, and see "
                f"what {' '.join(self._command[:3])} says."
            )


class Pool:
    """Workers shared by threads; use it in a with statement."""

    def __init__(self, model: Path, settings: Settings) -> None:
        self.size = settings.workers
        self._ocr = settings.ocr
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self._workers = [Worker(model, settings) for _ in range(self.size)]
        for worker in self._workers:
            self._free.put(worker)

    def read(
        self,
        path: Path,
        language: str = "",
        heard: Callable[[int, int], None] = lambda done, total: None,
    ) -> Reading:
        """Read a PDF, and by OCR its pages without a text layer. Raises Refused.

        `language` is what it is known to be in. Each page that OCR reads has the time limit of a
        file for itself; `heard` is told before each how many of how many are done. A file that ends
        the process of pdfium is read again by pypdf alone.
        """
        read = self._read(path)
        unread = [page.number for page, _ in read.pages if page.read_by is ReadBy.NONE]
        if not unread:
            return read
        seen = self._seen(path, unread, language or spoken(read), heard)
        if all(one.read_by is ReadBy.NONE and not one.note for one in seen.values()):
            return read
        with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
            scans.write(seen, Path(folder, "seen"))
            return self._read(path, seen=str(Path(folder, "seen")))

    def picture(self, path: Path, page: int, width: int) -> bytes:
        """A page (from 1) as a PNG, `width` pixels wide. Raises Refused."""
        request = {"do": "picture", "path": str(path), "page": page, "width": width}
        with self._answer(request, retry=False) as file:
            return file.read_bytes()

    def _read(self, path: Path, **seen: str) -> Reading:
        with self._answer({"do": "read", "path": str(path), **seen}, retry=True) as file:
            return reading.load(file)

    def _seen(
        self, path: Path, pages: Sequence[int], language: str, heard: Callable[[int, int], None]
    ) -> dict[int, Seen]:
        def look(page: int, language: str) -> Seen:
            return self._look(path, page, language)

        with ThreadPoolExecutor(self.size) as threads:
            return scans.each(pages, language, look, threads.map, heard)

    def _look(self, path: Path, page: int, language: str) -> Seen:
        asked = {"page": page, "spoken": language, "ocr": self._ocr}
        try:
            with self._answer({"do": "look", "path": str(path), **asked}, retry=False) as file:
                return scans.load(file)[page]
        except Refused as refused:
            return Seen(note=str(refused), failed=True)

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _answer(self, request: dict[str, object], retry: bool) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
            file = Path(folder) / "answer"
            worker = self._free.get()
            try:
                _ask(worker, request | {"to": str(file)}, retry)
            finally:
                self._free.put(worker)
            yield file


def _ask(worker: Worker, request: dict[str, object], retry: bool) -> None:
    try:
        worker.ask(request)
    except Crashed:
        if not retry:
            raise Refused(
                "crashed", "the PDF reader ended on it; its page can't be drawn"
            ) from None
        try:
            worker.ask(request | {"crashed": True})
        except Crashed:
            raise Refused(
                "crashed", "both PDF readers ended on it; save it anew as a PDF"
            ) from None


def _kill(process: subprocess.Popen[str]) -> None:
    """End a worker, and what it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """This process's environment with its import path, so that the worker finds its modules.

    tesseract is kept to one thread: several make it slower.
    """
    path = os.pathsep.join(path for path in sys.path if path)
    return os.environ | {"PYTHONPATH": path, "OMP_THREAD_LIMIT": "1"}
