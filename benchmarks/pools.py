"""What both retrievers bring for every question of a set, found once and fused many times."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.beir import Collection
from search import language
from search.embed import Embedder
from search.lexical import LexicalIndex
from search.vectors.faiss import FaissVectors

DEPTH: Final = 100


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of one question: the cosine of all, the BM25 score of those with a word.

    `ranked` are the ids that the dense retriever alone brought, best first; `asked` is the
    language that the question was taken for.
    """

    asked: str
    dense: dict[int, float]
    lexical: dict[int, float]
    ranked: tuple[int, ...]


def pools(collection: Collection, embedder: Embedder, cache: Path) -> dict[str, Pool]:
    """The pool of every question of a set; vectors are kept in the folder `cache`."""
    # Whole documents, longer than any passage: the model reads their first 256 tokens.
    texts = [f"{study.title}\n{passage.text}" for study, passage in collection.documents]
    vectors = encoded(texts, embedder, cache)
    questions = encoded(list(collection.questions.values()), embedder, cache)
    ids = np.array([passage.id for _, passage in collection.documents], np.int64)
    store = FaissVectors(vectors.shape[1])
    store.add(ids, vectors)
    spoken = sorted({passage.language for _, passage in collection.documents})
    found: dict[str, Pool] = {}
    with TemporaryDirectory() as folder:
        words = LexicalIndex(Path(folder))
        words.update((), ((study, [passage]) for study, passage in collection.documents))
        for (id, text), vector in zip(collection.questions.items(), questions, strict=True):
            asked = language.of_query(text)
            near = store.search(vector, DEPTH)
            shared = words.search(text, DEPTH, spoken, asked=asked)
            lexical = {match.id: match.score for match in shared}
            dense = {match.id: match.score for match in near}
            for only in lexical.keys() - dense.keys():
                dense[only] = float(vectors[only - 1] @ vector)
            ranked = tuple(match.id for match in near)
            found[id] = Pool(asked, dense, lexical, ranked)
    return found


def encoded(texts: Sequence[str], embedder: Embedder, cache: Path) -> NDArray[np.float32]:
    """The vectors of texts; what the same model has seen before comes from the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    file = cache / f"{embedder.fingerprint.replace(':', '-')}.npz"
    held: dict[str, NDArray[np.float32]] = {}
    if file.is_file():
        with np.load(file) as arrays:
            held = dict(zip(arrays["keys"].tolist(), arrays["vectors"], strict=True))
    keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in held}
    if new:
        held |= dict(zip(new, embedder.encode(list(new.values())), strict=True))
        np.savez(file, keys=np.array(list(held)), vectors=np.stack(list(held.values())))
    return np.stack([held[key] for key in keys])
