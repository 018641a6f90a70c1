"""The real model: what it makes of texts; and models that have less to say."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from support import ask, make_passage, make_study, put
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from search import late
from search.embed import Embedded, SentenceEmbedder, model_folder
from search.embedding import vectors_of
from search.engine import Engine
from search.errors import ModelError
from search.library import Library
from search.settings import DEFAULT_MODEL

DIMENSION = 384
TEXTS = [
    "Innovation vouchers",
    "",
    "Förderung für kleine Unternehmen, 3.5 % je Jahr",
    "a loan " * 400,
    "what 😀 is 𒀀 [SEP] and [MASK]?",
    "   spaced\n\nout\t",
]


@pytest.fixture(scope="module")
def model() -> SentenceEmbedder:
    return SentenceEmbedder(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def embedded(model: SentenceEmbedder) -> Embedded:
    return model.embed(TEXTS)


def test_the_model_says_which_it_is(model: SentenceEmbedder) -> None:
    assert model.dimension == DIMENSION
    name, _, digest = model.fingerprint.partition(":")
    assert name == DEFAULT_MODEL
    assert len(digest.removesuffix("+english+placed")) == 16
    assert digest.endswith("+english+placed")
    assert SentenceEmbedder(DEFAULT_MODEL).fingerprint == model.fingerprint


def test_vectors_are_unit_vectors_in_the_order_of_the_texts(
    model: SentenceEmbedder, embedded: Embedded
) -> None:
    assert len(embedded) == len(TEXTS)
    assert embedded.vectors.shape == (len(TEXTS), DIMENSION)
    assert np.linalg.norm(embedded.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for text, vector in zip(TEXTS, embedded.vectors, strict=True):
        assert model.read(text).vector == pytest.approx(vector, abs=1e-4)


def test_the_size_of_each_batch_is_heard(model: SentenceEmbedder) -> None:
    heard: list[int] = []
    made = model.embed(["a voucher"] * 40, heard.append)
    assert (sum(heard), len(heard), len(made.tokens)) == (40, 2, 40)
    assert len(model.embed([])) == 0


@pytest.mark.parametrize("at", range(len(TEXTS)))
def test_tokens_stand_where_their_spans_say(
    model: SentenceEmbedder, embedded: Embedded, at: int
) -> None:
    text = TEXTS[at]
    read = model.read(text)
    assert len(read.tokens) == len(read.spans) == len(embedded.tokens[at]) * 4 // DIMENSION
    assert [read.spans] == model.spans([text])
    assert model.spans(TEXTS)[at] == read.spans
    assert np.linalg.norm(read.tokens, axis=1) == pytest.approx(np.ones(len(read.spans)), abs=1e-5)
    assert all(0 <= one.start < one.end <= len(text) for one in read.spans)
    starts = [one.start for one in read.spans]
    assert starts == sorted(starts)


def test_texts_read_together_are_read_as_each_alone(model: SentenceEmbedder) -> None:
    short, long = model.read_all(["a voucher", TEXTS[2]])
    for read, text in ((short, "a voucher"), (long, TEXTS[2])):
        alone = model.read(text)
        assert read.spans == alone.spans
        assert read.vector == pytest.approx(alone.vector, abs=1e-5)
        assert read.tokens == pytest.approx(alone.tokens, abs=1e-5)


def test_two_threads_may_read_at_once(model: SentenceEmbedder) -> None:
    texts = [
        f"a voucher of {number} euros" + " for a small firm" * (number % 7) for number in range(60)
    ]

    def read(number: int) -> tuple[int, ...]:
        pair = (texts[number], texts[-number])
        marked = model.spans([texts[number]])
        return (*(len(one.spans) for one in model.read_all(pair)), len(marked[0]))

    wanted = [read(number) for number in range(60)]
    model.__dict__.pop("_reading")
    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            assert list(threads.map(read, range(60))) == wanted


def test_special_tokens_are_none(model: SentenceEmbedder) -> None:
    def parts(text: str) -> list[str]:
        return [text[one.start : one.end] for one in model.read(text).spans]

    assert parts("Innovation vouchers") == ["Innovation", "vo", "ucher", "s"]
    assert parts("what [SEP] is 😀?") == ["what", "is", "?"]
    assert parts("") == []
    # The model reads 256 tokens, two of which frame the text.
    assert len(parts("loan " * 400)) == 254


def test_a_text_is_nearest_to_itself_token_by_token(
    model: SentenceEmbedder, embedded: Embedded
) -> None:
    read = model.read(TEXTS[2])
    question = late.asking(read.tokens, read.spans, [(0, len(TEXTS[2]))], [1.0])
    found = late.scores(question, dict(enumerate(embedded.tokens)))
    assert found.keys() == {0, 2, 3, 4, 5}
    assert max(found, key=lambda at: found[at]) == 2
    assert found[2] > 0.85


def test_meaning_is_near_across_words(model: SentenceEmbedder) -> None:
    asked = model.read("money for small firms").vector
    near, far = model.embed(["grants to little companies", "the weather in May"]).vectors @ asked
    assert near > 0.4 > 0.2 > far


def test_a_passage_is_read_in_its_context(model: SentenceEmbedder) -> None:
    study = make_study("s", title="The voucher scheme")
    passage = make_passage("s", 1, "It was paid.", heading=("Costs",))
    made = vectors_of(model, study, [passage])
    wanted = model.embed(["The voucher scheme – Costs\nIt was paid."])
    assert np.array_equal(made.vectors, wanted.vectors)
    assert made.tokens == wanted.tokens


# Other models


@pytest.mark.parametrize(
    ("files", "alone"),
    [
        ({"config.json": '{"vocab_size": 30522}'}, True),
        ({"config.json": '{"vocab_size": 250002}'}, False),
        ({"0_Transformer/config.json": '{"vocab_size": 119547}'}, False),
        ({"config.json": "{}", "1_Pooling/config.json": "[]", "modules.json": "?"}, True),
        ({"config.json": "no JSON"}, True),
        ({}, True),
    ],
)
def test_a_model_of_many_pieces_reads_many_languages(
    tmp_path: Path, files: dict[str, str], alone: bool
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    named = SentenceEmbedder(str(tmp_path))
    assert named.english_alone is alone
    assert named.fingerprint.endswith("+english+placed") is alone


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> SentenceEmbedder:
    """A model of four words that has no vector for a token in its place."""
    words = ["[UNK]", "a", "voucher", "loan"]
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(words)}, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.eye(len(words), dtype=np.float32)
    folder = tmp_path_factory.mktemp("models") / "static"
    made = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[made], device="cpu").save(str(folder))
    return SentenceEmbedder(str(folder))


@pytest.mark.parametrize("texts", [["a voucher"], ["loan", "a voucher", "zebra"]])
def test_a_model_without_tokens_gives_vectors_alone(
    static: SentenceEmbedder, texts: Sequence[str]
) -> None:
    rows = {"loan": [0, 0, 0, 1], "a voucher": [0, 0.5**0.5, 0.5**0.5, 0], "zebra": [1, 0, 0, 0]}
    made = static.embed(texts)
    assert made.vectors == pytest.approx(np.array([rows[text] for text in texts]))
    assert made.tokens == (b"",) * len(texts)
    read = static.read(texts[0])
    assert read.vector == pytest.approx(np.array(rows[texts[0]]))
    assert (read.tokens.shape, read.spans, static.spans(texts)) == ((0, 4), (), [()] * len(texts))


def test_the_engine_answers_with_a_model_without_tokens(
    static: SentenceEmbedder, library: Library
) -> None:
    put(library, "s", ["a voucher", "a loan", "zebra"], embedder=static)
    hits = ask(Engine(library, static), "a loan")
    assert [hit.passage.page for hit in hits] == [2, 1, 3]
    assert hits[0].dense.score == pytest.approx(1, abs=1e-6)


def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model folder .*gone; give all-MiniLM-L6-v2 or"):
        model_folder(str(tmp_path / "gone"))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="can't be loaded"):
        SentenceEmbedder(str(tmp_path)).read("a voucher")
