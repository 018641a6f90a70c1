"""An embedder that remembers: same vectors, embedded once, whatever becomes of its file."""

from pathlib import Path

import numpy as np
from support import HashEmbedder

from search.remembered import Remembered

TEXTS = ["a voucher", "a loan", "a voucher"]


def test_vectors_are_those_of_the_embedder_and_embedded_once(tmp_path: Path) -> None:
    inner = HashEmbedder()
    first = Remembered(inner, tmp_path, "set")
    done: list[int] = []
    wanted = HashEmbedder().embed(TEXTS).vectors
    assert np.array_equal(first.embed(TEXTS, done.append).vectors, wanted)
    assert (inner.calls, sum(done)) == (1, 3)
    first.save()
    assert (first.fingerprint, first.dimension) == ("hash:64", 64)
    again = Remembered(inner, tmp_path, "set")
    made = again.embed([*TEXTS, "a loan"]).vectors
    assert np.array_equal(made, HashEmbedder().embed([*TEXTS, "a loan"]).vectors)
    assert inner.calls == 1
    assert again.embed([]).vectors.shape == (0, 64)


def test_another_model_and_another_set_know_nothing_of_it(tmp_path: Path) -> None:
    first = Remembered(HashEmbedder(), tmp_path, "set")
    first.embed(TEXTS)
    first.save()
    for other in (
        Remembered(inner := HashEmbedder(32), tmp_path, "set"),
        Remembered(same := HashEmbedder(), tmp_path, "other"),
    ):
        other.embed(TEXTS)
    assert (inner.calls, same.calls) == (1, 1)


def test_a_damaged_file_counts_as_none_and_one_that_cant_be_written_is_no_error(
    tmp_path: Path,
) -> None:
    inner = HashEmbedder()
    first = Remembered(inner, tmp_path, "set")
    first.embed(TEXTS)
    first.save()
    first.file.write_bytes(first.file.read_bytes()[:100])
    second = Remembered(inner, tmp_path, "set")
    assert np.array_equal(second.embed(TEXTS).vectors, HashEmbedder().embed(TEXTS).vectors)
    assert inner.calls == 2
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    third = Remembered(inner, blocked, "set")
    third.embed(TEXTS)
    third.save()
    assert blocked.read_bytes() == b""


def test_tokens_are_kept_with_their_vectors(tmp_path: Path) -> None:
    inner = HashEmbedder()
    first = Remembered(inner, tmp_path, "set")
    wanted = HashEmbedder().embed(TEXTS)
    assert first.embed(TEXTS).tokens == wanted.tokens
    first.save()
    again = Remembered(inner, tmp_path, "set").embed(TEXTS)
    assert again.tokens == wanted.tokens
    assert np.array_equal(again.vectors, wanted.vectors)
    assert inner.calls == 1
    assert first.spans(["a voucher"]) == inner.spans(["a voucher"])


def test_what_was_read_closely_is_kept(tmp_path: Path) -> None:
    inner = HashEmbedder()
    first = Remembered(inner, tmp_path, "set")
    texts = ["what is a voucher?", "", "a loan"]
    wanted = [HashEmbedder().read(text) for text in texts]
    for text in texts:
        first.read(text)
    first.save()
    calls = inner.calls
    again = Remembered(inner, tmp_path, "set")
    for text, want in zip(texts, wanted, strict=True):
        held = again.read(text)
        assert np.array_equal(held.vector, want.vector)
        assert np.array_equal(held.tokens, want.tokens)
        assert held.spans == want.spans
    assert inner.calls == calls
