"""Every passage embedded anew by another model, while everybody else goes on reading and writing.

What the model makes of a study waits in a file beside the indexes, named by the words that it read,
until one transaction takes all of them. Broken off before, the library is as it was, and the next
time goes on from the files.
"""

import hashlib
import json
import shutil
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.embed import Embedded, Embedder
from search.embedding import Reading, embedded, readings
from search.errors import LibraryError
from search.library import Library
from search.records import Study
from search.store import PATIENCE


def reembed(
    library: Library, embedder: Embedder, done: Callable[[int], None] = lambda count: None
) -> int:
    """Embed every passage anew; returns how many. Raises LibraryError, LibraryBusy.

    `done` hears of so many more.
    """
    anew = _Anew(library, embedder)
    with library.writing(what="reembed"):
        for study in library.studies():
            anew.prepare(study, done)
        with library.writing(seconds=PATIENCE):
            # What came or was corrected while the others were embedded.
            for study in library.studies():
                anew.prepare(study)
            total = library.count("passages")
            library.reembed(map(anew.of, library.studies()), embedder.fingerprint)
        anew.drop()
    return total


class _Anew:
    """What a model makes of the studies of a library, each in its file."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self._folder = library.indexes / "reembedded"

    def prepare(self, study: Study, done: Callable[[int], None] = lambda count: None) -> None:
        """Embed a study, unless it has been."""
        _, read = self._read(study)
        file = self._file(read)
        if file.exists():
            done(len(read))
            return
        made = embedded(self._embedder, read, done)
        try:
            _save(file, made)
        except OSError as error:
            raise LibraryError(
                f"What was embedded can't be kept in {self._folder} ({error}); check its rights "
                "and its free space, nothing was changed."
            ) from error

    def of(self, study: Study) -> tuple[str, list[int], Embedded]:
        """A study, the ids of its passages as they are now, and what the model makes of them."""
        ids, read = self._read(study)
        try:
            made = _load(self._file(read))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            made = embedded(self._embedder, read)
        return study.id, ids, made

    def drop(self) -> None:
        """Delete every file."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read(self, study: Study) -> tuple[list[int], list[Reading]]:
        """The ids of a study's passages, and what the model reads of them."""
        passages = self._library.passages_of(study.id)
        return [one.id for one in passages], readings(self._embedder, study, passages)

    def _file(self, read: list[Reading]) -> Path:
        texts = [(one.text, one.gloss.text) for one in read]
        key = json.dumps([self._embedder.fingerprint, texts]).encode()
        return self._folder / f"{hashlib.sha256(key).hexdigest()}.npz"


def _save(file: Path, made: Embedded) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{uuid.uuid4().hex}.part")
    try:
        with part.open("wb") as target:
            np.savez(
                target, vectors=made.vectors, **_arrays(tokens=made.tokens, starts=made.starts)
            )
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _load(file: Path) -> Embedded:
    with np.load(file, allow_pickle=False) as arrays:
        return Embedded(arrays["vectors"], _parts(arrays, "tokens"), _parts(arrays, "starts"))


def _arrays(**named: Sequence[bytes]) -> dict[str, Any]:
    """The bytes of each name one after the other, and where each ends."""
    whole = {name: np.frombuffer(b"".join(parts), np.uint8) for name, parts in named.items()}
    ends = {f"{name}_ends": np.cumsum([0, *map(len, parts)]) for name, parts in named.items()}
    return {**whole, **ends}


def _parts(arrays: Mapping[str, NDArray[Any]], name: str) -> tuple[bytes, ...]:
    whole = arrays[name].tobytes()
    return tuple(whole[at:end] for at, end in pairwise(arrays[f"{name}_ends"].tolist()))
