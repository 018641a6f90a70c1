"""Embedding all anew: nobody waits for it, breaking it off loses nothing, nothing old stays."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from filelock import FileLock
from support import HashEmbedder, make_passage, put

from ingest.about.describing import edit
from ingest.reembedding import reembed
from search import late
from search.check import problems
from search.embed import Embedded
from search.embedding import vectors_of
from search.errors import LibraryBusy, LibraryError, ModelMismatch
from search.indexes import Indexes
from search.judgements import judged
from search.library import Library

TEXTS = {"a": ["one voucher", "two vouchers"], "b": ["a loan"], "c": ["a cluster", "a bridge"]}


class Acting(HashEmbedder):
    """Another model, during whose work something happens."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        super().__init__(32)
        self._acts = list(acts)
        self.given: list[str] = []

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        if self._acts:
            self._acts.pop(0)()
        self.given += texts
        return super().embed(texts, done)


@pytest.fixture
def full(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setattr("search.store._WAIT_SECONDS", 0.1)
    library.close()
    for id, texts in TEXTS.items():
        put(library, id, texts)
    return library


def rows(library: Library) -> list[tuple[object, ...]]:
    """The vectors and their model."""
    held = library._rows("SELECT * FROM vectors ORDER BY passage_id")
    return [(library.fingerprint,), *map(tuple, held)]


def is_embedded_anew(library: Library) -> None:
    """Every passage has what the other model makes of it as it is now."""
    model = HashEmbedder(32)
    assert library.fingerprint == model.fingerprint
    for study in library.studies():
        passages = library.passages_of(study.id)
        ids, vectors = library.vectors([one.id for one in passages])
        made = vectors_of(model, study, passages)
        starts = library.starts(ids.tolist())
        assert ids.tolist() == [one.id for one in passages]
        assert np.array_equal(vectors, made.vectors)
        assert tuple(library.tokens(ids.tolist()).values()) == made.tokens
        assert tuple(map(late.pack_starts, starts.values())) == made.starts
        assert [at for at in starts[ids[0]] if at >= 0] == [0, len(passages[0].text.split()[0]) + 1]
    assert list(problems(library, Indexes(library, "faiss"))) == []
    assert not (library.indexes / "reembedded").exists()


def test_every_passage_is_embedded_anew_and_heard_of(full: Library) -> None:
    heard: list[int] = []
    assert reembed(full, Acting(), heard.append) == sum(heard) == 5
    is_embedded_anew(full)


def test_others_write_meanwhile_and_nothing_of_it_keeps_an_old_vector(full: Library) -> None:
    other = Library(full.home)

    def judge() -> None:
        other.judge(judged("bridge?", make_passage("c", 2, "a bridge"), 1))

    def change() -> None:
        with other.writing(seconds=0):
            put(other, "d", ["more vouchers"])
            other.remove("b")
        edit(other, HashEmbedder(), "a", {"title": ("Better",)})

    model = Acting(judge, change)
    assert reembed(full, model) == 5
    assert (len(full.judgements()), full.study("a").title) == (1, "Better")
    assert [one.id for one in full.studies()] == ["a", "c", "d"]
    is_embedded_anew(full)
    other.close()


def test_what_is_broken_off_leaves_all_as_it_was_and_goes_on_the_next_time(full: Library) -> None:
    before = rows(full)

    def stop() -> None:
        raise KeyboardInterrupt

    first, second = Acting(lambda: None, stop), Acting()
    with pytest.raises(KeyboardInterrupt):
        reembed(full, first)
    assert rows(full) == before
    heard: list[int] = []
    assert reembed(full, second, heard.append) == sum(heard) == 5
    assert len(first.given) == 2
    assert len(second.given) == 3
    is_embedded_anew(full)


def test_a_damaged_file_of_the_time_before_is_not_believed(
    full: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = full.reembed

    def damaged(*given: object) -> None:
        for file in (full.indexes / "reembedded").iterdir():
            data = file.read_bytes()
            file.write_bytes(data.replace(data[200:204], b"\xff\xff\xff\xff"))
        # Whatever it was given, as it came.
        swap(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(full, "reembed", damaged)
    reembed(full, Acting())
    is_embedded_anew(full)


def test_a_title_embedded_by_the_model_before_is_refused(full: Library) -> None:
    class Slow(HashEmbedder):
        def embed(
            self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
        ) -> Embedded:
            reembed(full, Acting())
            return super().embed(texts, done)

    with pytest.raises(ModelMismatch):
        edit(full, Slow(), "a", {"title": ("Better",)})
    is_embedded_anew(full)


def test_only_one_does_it_at_a_time(full: Library) -> None:
    before = rows(full)
    with FileLock(full.home / "reembed.lock"), pytest.raises(LibraryBusy):
        reembed(full, Acting())
    assert rows(full) == before


def test_without_a_place_for_what_is_embedded_nothing_changes(full: Library) -> None:
    before = rows(full)
    (full.indexes / "reembedded").write_bytes(b"in the way")
    with pytest.raises(LibraryError, match=r"can't be kept in .*nothing was changed"):
        reembed(full, Acting())
    assert rows(full) == before
