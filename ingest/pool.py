"""Worker processes that read PDFs, so that no file can take this one down."""

import contextlib
import queue
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeAlias

from ingest import damage, reading, scans, trouble
from ingest.heard import Heard, unheard
from ingest.layers import PICTURE_NOTE, Layer
from ingest.process import Crashed, Worker
from ingest.reading import Reading, spoken, unchanged
from ingest.scans import Seen
from ingest.scratch import Scratch
from search.errors import Refused
from search.records import Page, ReadBy
from search.settings import Settings

# What a request says of its file: where it is, what opens it, whether it has ended pdfium.
About: TypeAlias = dict[str, object]


class Pool:
    """Workers shared by threads; use it in a with statement."""

    def __init__(self, model: Path, settings: Settings) -> None:
        self.size = settings.workers
        self._ocr = settings.ocr
        self._scratch = Scratch(settings.home)
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self._workers = [Worker(model, settings) for _ in range(self.size)]
        for worker in self._workers:
            self._free.put(worker)
        self._busy: dict[Worker, Path] = {}

    def read(
        self,
        path: Path,
        language: str = "",
        looked: Heard = unheard,
        passwords: Sequence[str] = (),
        turned: Heard = unheard,
    ) -> Reading:
        """Read a PDF, and by OCR its pages without a text layer. Raises Refused.

        `language` is what it is known to be in. Each page that OCR reads has the time limit of a
        file for itself; `looked` is told before each how many of how many are done, `turned` how
        many pages of a long file are read. A file that ends the process of pdfium is read again by
        pypdf alone. `passwords` are tried where it asks for one; the reading carries the one that
        fits.
        """
        about: About = {"path": str(path), "passwords": list(passwords)}
        read = self._read(about, turned)
        missed = [page for page, _ in read.pages if page.read_by is ReadBy.NONE]
        unread = [page.number for page in missed]
        if not unread:
            return read
        if about.get("crashed") and len(unread) == len(read.pages):
            raise _ended()
        about["passwords"] = [read.password] if read.password else []
        layers = {page.number: _layer(page) for page in missed}
        seen = self._seen(about, layers, language or spoken(read), looked)
        if len(unread) == len(read.pages):
            _demand_something(seen)
        if (same := unchanged(read, seen)) is not None:
            return same
        with self._folder() as folder:
            scans.write(seen, folder / "seen")
            return self._read(about | {"seen": str(folder / "seen")})

    def picture(self, path: Path, page: int, width: int, password: str = "") -> bytes:
        """A page (from 1) as a PNG, `width` pixels wide. Raises Refused."""
        about: About = {"path": str(path), "passwords": [password] if password else []}
        with self._answer(about | {"do": "picture", "page": page, "width": width}) as file:
            return file.read_bytes()

    def _read(self, about: About, turned: Heard = unheard) -> Reading:
        try:
            with self._answer(about | {"do": "read"}, turned) as file:
                return reading.load(file)
        except Crashed:
            about["crashed"] = True
        with self._answer(about | {"do": "read"}) as file:
            return reading.load(file)

    def _seen(
        self, about: About, layers: Mapping[int, Layer], language: str, looked: Heard
    ) -> dict[int, Seen]:
        def look(page: int, language: str) -> Seen:
            asked = {"page": page, "layer": layers[page].value, "spoken": language}
            return self._look(about | asked | {"ocr": self._ocr})

        with ThreadPoolExecutor(self.size) as threads:
            return scans.each([*layers], language, look, threads.map, looked)

    def _look(self, request: About) -> Seen:
        try:
            with self._answer(request | {"do": "look"}) as file:
                (seen,) = scans.load(file).values()
                return seen
        except Refused as refused:
            return Seen(note=str(refused), failed=True)

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.stop()
        self._scratch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _folder(self) -> Iterator[Path]:
        """Raises Refused where what is done in it can't be written."""
        try:
            with self._scratch.folder() as folder:
                yield folder
        except OSError as error:
            raise trouble.refused(error) from error

    @contextlib.contextmanager
    def _answer(self, request: About, turned: Heard = unheard) -> Iterator[Path]:
        with self._folder() as folder:
            file = folder / "answer"
            worker = self._free.get()
            self._busy[worker] = Path(str(request["path"]))
            try:
                worker.ask(request | {"to": str(file)}, turned)
            except Crashed:
                if request["do"] == "read" and not request.get("crashed"):
                    raise
                raise _ended() from None
            finally:
                del self._busy[worker]
                self._free.put(worker)
            yield file

    def give_up(self, paths: Collection[Path]) -> None:
        """End what is being done to these files: who asked for it gets Refused (given-up)."""
        for worker, path in list(self._busy.items()):
            if path in paths:
                worker.give_up()


def _layer(page: Page) -> Layer:
    """What is known of the text of a page that was not read whole."""
    if not page.text:
        return Layer.EMPTY
    return Layer.PICTURE if page.note == PICTURE_NOTE else Layer.STAMP


def _ended() -> Refused:
    return Refused(
        "crashed",
        "the PDF reader ended on it, as it does where a file unpacks without end; save it anew as "
        "a PDF",
    )


def _demand_something(seen: Mapping[int, Seen]) -> None:
    """Raises Refused for a file of which no page has text, and none could be looked at."""
    if all(one.failed or one.note == scans.GIVEN_UP for one in seen.values()):
        raise _ended()
    if all(one.note == damage.NOTE for one in seen.values()):
        raise Refused(
            "damaged",
            "nothing on its pages can be unpacked, as after a transfer as text; copy it again from "
            "where it came",
        )
