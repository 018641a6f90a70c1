"""An embedder that keeps what it has embedded in a file: measuring again is then quick."""

import contextlib
import hashlib
import re
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from search.embed import Embedded, Embedder, Read
from search.records import Span

Vector: TypeAlias = NDArray[np.float32]


class Remembered:
    """The vectors of another embedder, kept in a folder by its fingerprint and a name.

    Within the file a vector is kept by the hash of the very text that the model read, so that no
    change of what comes before a passage can bring back an older vector. The file may be deleted
    at any moment.
    """

    def __init__(self, embedder: Embedder, cache: Path, name: str) -> None:
        self._embedder = embedder
        model = re.sub(r"[^\w.-]", "-", embedder.fingerprint)
        self.file = cache / "embeddings" / model / f"{name}.npz"
        self._held, self._read = _load(self.file)
        self._new = 0

    @property
    def fingerprint(self) -> str:
        """That of the embedder behind it."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """Components of a vector."""
        return self._embedder.dimension

    @property
    def english_alone(self) -> bool:
        """What the embedder behind it says."""
        return self._embedder.english_alone

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        """Vectors and tokens; only texts that were not seen before are embedded."""
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}
        if new:
            made = self._embedder.embed(list(new.values()), done)
            tokens = made.tokens or (b"",) * len(made)
            self._held |= dict(zip(new, zip(made.vectors, tokens, strict=True), strict=True))
            self._new += len(new)
        done(len(texts) - len(new))
        if not texts:
            return Embedded(np.zeros((0, self.dimension), np.float32))
        held = [self._held[key] for key in keys]
        tokens = tuple(own for _, own in held)
        return Embedded(np.stack([vector for vector, _ in held]), tokens if any(tokens) else ())

    def read(self, text: str) -> Read:
        """One text, read closely."""
        key = _key(text)
        if key not in self._read:
            self._read[key] = self._embedder.read(text)
            self._new += 1
        return self._read[key]

    def read_all(self, texts: Sequence[str]) -> tuple[Read, ...]:
        """Several texts, read closely."""
        return tuple(map(self.read, texts))

    def spans(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Where the tokens of each text stand in it."""
        return self._embedder.spans(texts)

    def save(self) -> None:
        """Write the file anew, whole or not at all, where something has come to it."""
        if not self._new:
            return
        part = self.file.with_name(f".{uuid.uuid4().hex}.npz")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(part, **_texts(self._held), **_reads(self._read, self.dimension))
            part.replace(self.file)
            self._new = 0
        except (OSError, ValueError):
            # A cache that can't be written costs time the next time, and nothing else.
            with contextlib.suppress(OSError):
                part.unlink()


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _texts(held: Mapping[str, tuple[Vector, bytes]]) -> dict[str, Any]:
    tokens = [own for _, own in held.values()]
    return {
        "keys": np.array(list(held), str),
        "vectors": np.array([vector for vector, _ in held.values()], np.float32),
        "tokens": np.frombuffer(b"".join(tokens), np.uint8),
        "ends": np.cumsum([len(own) for own in tokens], dtype=np.int64),
    }


def _reads(held: Mapping[str, Read], dimension: int) -> dict[str, Any]:
    spans = [(span.start, span.end) for one in held.values() for span in one.spans]
    empty = np.zeros((0, dimension), np.float32)
    return {
        "read_keys": np.array(list(held), str),
        "read_vectors": np.array([one.vector for one in held.values()], np.float32),
        "read_tokens": np.concatenate([empty, *(one.tokens for one in held.values())]),
        "read_ends": np.cumsum([len(one.tokens) for one in held.values()], dtype=np.int64),
        "spans": np.array(spans, np.int64).reshape(len(spans), 2),
        "span_ends": np.cumsum([len(one.spans) for one in held.values()], dtype=np.int64),
    }


def _load(file: Path) -> tuple[dict[str, tuple[Vector, bytes]], dict[str, Read]]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            made = {name: arrays[name] for name in arrays.files}
        whole = made["tokens"].tobytes()
        tokens = [whole[part] for part in _parts(made["ends"])]
        held = dict(
            zip(made["keys"].tolist(), zip(made["vectors"], tokens, strict=True), strict=True)
        )
        rows = [made["read_tokens"][part] for part in _parts(made["read_ends"])]
        spans = [
            tuple(Span(*span) for span in made["spans"][part].tolist())
            for part in _parts(made["span_ends"])
        ]
        reads = map(Read, made["read_vectors"], rows, spans)
        return held, dict(zip(made["read_keys"].tolist(), reads, strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}, {}


def _parts(ends: NDArray[np.int64]) -> list[slice]:
    return list(map(slice, [0, *ends.tolist()], ends.tolist()))
