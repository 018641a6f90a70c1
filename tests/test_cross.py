"""A cross-encoder: its scores, and why it is left out where it can't be used."""

import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from api_support import stocked, white
from app_support import Hashed, opened, said, use
from fastapi.testclient import TestClient
from support import HashEmbedder, ask, put
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    PreTrainedTokenizerFast,
)

import casebook.session
from casebook import cli
from casebook.api.server import create
from casebook.api.source import Source
from casebook.assistant.server import Tools
from casebook.session import Session
from search import rereading
from search.asked import Asked
from search.cross import CrossReranker, Verdict
from search.embed import model_folder
from search.engine import Engine
from search.library import Library
from search.records import Hit, Kind, Mode, Query
from search.settings import DEFAULT_MODEL, Settings

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "voucher", "loan", "grant", "good"]
SIZE = len(WORDS)


def tiny(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder that gives a pair the more, the more often it holds "good"."""
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=SIZE,
        hidden_size=SIZE,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=SIZE,
        max_position_embeddings=64,
    )
    config.num_labels = labels
    folder.mkdir(parents=True)
    model = BertForSequenceClassification(config)
    eye, layer = torch.eye(SIZE), "bert.encoder.layer.0"
    held = {name: torch.zeros_like(part) for name, part in model.state_dict().items()}
    # Attention without a query is even: each token takes in the mean of all.
    for name in (
        "bert.embeddings.word_embeddings",
        f"{layer}.attention.self.value",
        f"{layer}.attention.output.dense",
        "bert.pooler.dense",
    ):
        held[f"{name}.weight"] = eye
    for name in (
        "bert.embeddings",
        f"{layer}.attention.output",
        f"{layer}.output",
    ):
        held[f"{name}.LayerNorm.weight"] = torch.ones(SIZE)
    held["classifier.weight"][0, WORDS.index("good")] = 1
    model.load_state_dict(held)
    model.save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder


def tokenizer() -> PreTrainedTokenizerFast:
    made = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, "[UNK]"))
    made.pre_tokenizer = Whitespace()
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", WORDS.index("[CLS]")), ("[SEP]", WORDS.index("[SEP]"))],
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=made,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def filled(library: Library) -> Library:
    put(
        library,
        "s",
        [
            "voucher voucher loan.",
            "voucher loan grant.",
            "voucher good loan.",
            "good good voucher.",
        ],
    )
    return library


def unusable(name: object) -> str:
    return (
        f"Not reranked: {name} is no cross-encoder that can be loaded here; give a folder that "
        "holds one, in the setting reranker."
    )


# What it says


def test_each_text_has_a_score_that_others_do_not_move(folder: Path) -> None:
    texts = ["loan grant", "good loan", "good good good loan", "loan grant"]
    reranker = CrossReranker(str(folder))
    found = reranker.verdict("voucher", texts)
    assert found.skipped == ""
    first, second, third, again = found.scores
    assert first == again < second < third
    assert CrossReranker(str(folder)).verdict("voucher", texts[2:3]).scores == (third,)
    assert reranker.verdict("voucher", []) == Verdict()


def test_more_than_the_model_reads_is_cut(folder: Path) -> None:
    assert len(CrossReranker(str(folder)).verdict("loan " * 900, ["good " * 900]).scores) == 1


# Where it can't be used


@pytest.mark.parametrize("name", ["/nowhere/at all", "somebody/some-reranker", ""])
def test_what_is_not_there_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    reranker = CrossReranker(name)
    for _ in range(2):
        assert reranker.verdict("voucher", ["loan"]) == Verdict(skipped=unusable(name))


def test_another_kind_of_model_is_none(tmp_path: Path) -> None:
    three = tiny(tmp_path / "three", labels=3)
    embeds = tmp_path / "embeds"
    BertModel.from_pretrained(str(three)).save_pretrained(embeds)
    (tmp_path / "empty").mkdir()
    for name in (three, embeds, tmp_path / "empty", model_folder(DEFAULT_MODEL)):
        assert CrossReranker(str(name)).verdict("a", ["b"]) == Verdict(skipped=unusable(name))


def test_a_broken_model_is_none(tmp_path: Path) -> None:
    broken = tiny(tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"damaged")
    assert CrossReranker(str(broken)).verdict("a", ["b"]).skipped == unusable(broken)


def test_a_score_that_is_no_number_is_none(tmp_path: Path) -> None:
    odd = tiny(tmp_path / "odd")
    model = BertForSequenceClassification.from_pretrained(str(odd))
    with torch.no_grad():
        model.classifier.bias.fill_(float("nan"))
    model.save_pretrained(odd)
    assert CrossReranker(str(odd)).verdict("a", ["b"]).skipped == unusable(odd)


def test_what_takes_too_long_is_left_out_and_said(folder: Path) -> None:
    slow = CrossReranker(str(folder), seconds=0)
    said = f"Not reranked: {folder} took longer than 0 seconds."
    assert slow.verdict("voucher", ["loan"]) == Verdict(skipped=said)
    assert slow.verdict("voucher", []) == Verdict()


def test_what_was_read_before_takes_no_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reranker = CrossReranker(str(folder), seconds=1)
    found = reranker.verdict("voucher", ["loan", "good"])
    monkeypatch.setattr("time.monotonic", iter([0.0, 9.0]).__next__)
    assert reranker.verdict("voucher", ["good", "loan"]).scores == found.scores[::-1]


# In a search


def test_the_best_hits_are_put_in_its_order(filled: Library, folder: Path) -> None:
    plain = Engine(filled, HashEmbedder())
    again = Engine(filled, HashEmbedder(), reranker=CrossReranker(str(folder)))
    before, after = ask(plain, "voucher loan"), ask(again, "voucher loan")
    assert pages(before)[-1] == 4
    assert pages(after) == [4, 3, *(page for page in pages(before) if page < 3)]
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert [hit.rank for hit in after] == [1, 2, 3, 4]
    answer = again.answer(Query("voucher loan"))
    assert (pages(answer.hits), answer.skipped) == (pages(after), "")


def pages(hits: Sequence[Hit]) -> list[int]:
    return [hit.passage.page for hit in hits]


@pytest.mark.parametrize("mode", [Mode.DENSE, Mode.LEXICAL])
def test_one_retriever_alone_is_asked_alone(filled: Library, folder: Path, mode: Mode) -> None:
    plain = Engine(filled, HashEmbedder())
    again = Engine(filled, HashEmbedder(), reranker=CrossReranker(str(folder)))
    assert ask(again, "voucher loan", mode=mode) == ask(plain, "voucher loan", mode=mode)


def test_without_it_hits_stay_as_they_are_and_it_is_said(filled: Library) -> None:
    plain = Engine(filled, HashEmbedder()).answer(Query("voucher loan"))
    engine = Engine(filled, HashEmbedder(), reranker=CrossReranker("/nowhere"))
    answer = engine.answer(Query("voucher loan"))
    assert (answer.hits, answer.skipped) == (plain.hits, unusable("/nowhere"))
    assert plain.skipped == ""
    assert engine.answer(Query("  ")).skipped == ""


class Backwards:
    """Likes the last text best."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def verdict(self, question: str, texts: Sequence[str]) -> Verdict:
        self.asked.append(len(texts))
        return Verdict(tuple(float(at) for at in range(len(texts))))


def test_the_first_ones_alone_are_read_again(library: Library) -> None:
    put(library, "s", [f"voucher {'loan ' * at} number{at}." for at in range(30)])
    reranker = Backwards()
    plain = ask(Engine(library, HashEmbedder()), "voucher", k=30)
    again = ask(Engine(library, HashEmbedder(), reranker=reranker), "voucher", k=30)
    most = rereading.MOST
    assert reranker.asked == [most]
    assert pages(again)[most:] == pages(plain)[most:]
    assert set(pages(again)[:most]) == set(pages(plain)[:most])
    fewer = ask(Engine(library, HashEmbedder(), reranker=reranker), "voucher", k=3)
    assert pages(fewer) == pages(again)[:3]


def test_what_names_everything_stays_demoted(library: Library) -> None:
    put(library, "s", ["voucher loan grant. It was paid.", "voucher loan. It was not."])
    passages = library.passages(library.ids().tolist())
    first, second = passages
    listed = {**passages, second: replace(passages[second], kind=Kind.CONTENTS)}
    scores, _ = rereading.reread(
        Backwards(), library, Asked("loan"), {first: 1.0, second: 0.8}, [first, second], listed
    )
    assert scores == {second: pytest.approx(0.5), first: 0.8}


# What the front doors say


def test_every_front_door_says_that_nothing_was_reranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(tmp_path).close()
    monkeypatch.setattr(casebook.session, "SentenceEmbedder", Hashed)
    with Session(Settings(tmp_path, reranker="/nowhere")) as session:
        api = TestClient(create(Source(lambda: session, lambda: session, white)))
        told = api.get("/api/v1/search", params={"q": "turbine"}).json()
        assert told["skipped"] == unusable("/nowhere")
        found = Tools(session, "http://localhost").search_studies("turbine")
        assert found.coverage.startswith(unusable("/nowhere"))
        assert [hit.study for hit in found.hits] == [hit["study"]["id"] for hit in told["hits"]]


def test_the_command_says_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stocked(tmp_path).close()
    monkeypatch.setattr(casebook.session, "SentenceEmbedder", Hashed)
    for name, value in {"HOME": str(tmp_path), "RERANKER": "/nowhere"}.items():
        monkeypatch.setenv(f"CASEBOOK_{name}", value)
    monkeypatch.setenv("COLUMNS", "200")
    for options in ([], ["--json"]):
        with pytest.raises(SystemExit) as ended:
            cli.app(["search", "Each turbine paid a levy", *options])
        assert ended.value.code == 0
        assert unusable("/nowhere") in " ".join(capsys.readouterr().out.split())


def test_the_app_says_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stocked(tmp_path).close()
    use(monkeypatch, tmp_path)
    monkeypatch.setenv("CASEBOOK_RERANKER", "/nowhere")
    assert unusable("/nowhere") in said(opened({"q": "Each turbine paid a levy"}))
