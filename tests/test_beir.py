"""Retrieval sets in BEIR's form: what is read, what is refused, what becomes of a document."""

import json
from pathlib import Path

import pytest
from support import HashEmbedder

from casebook.scratch import cut, fill
from search import beir
from search.beir import Document
from search.errors import QuestionsError
from search.library import Library


def words(text: str) -> list[tuple[int, int]]:
    """A token a word."""
    places, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        places.append((at, at + len(word)))
        at += len(word)
    return places


def made(folder: Path, qrels: str = "q1\td1\t1\n", name: str = "test") -> Path:
    """A set of two documents and two questions."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    documents = [
        {"_id": "d1", "title": "Vouchers", "text": "A voucher paid 4000 pounds."},
        {"_id": "d2", "title": "", "text": "Ein Darlehen.", "language": "de"},
    ]
    queries = [{"_id": "q1", "text": "voucher?"}, {"_id": "q2", "text": "zebra?"}]
    for file, rows in (("corpus", documents), ("queries", queries)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{file}.jsonl").write_text(text, "utf-8")
    (folder / "qrels" / f"{name}.tsv").write_text(f"query-id\tcorpus-id\tscore\n{qrels}", "utf-8")
    return folder


def test_a_set_is_read_with_the_questions_that_are_judged(tmp_path: Path) -> None:
    read = beir.read(made(tmp_path / "tiny", "q1\td1\t2\nq1\td2\t0\n"))
    assert (read.name, read.split) == ("tiny", "test")
    assert read.queries == {"q1": "voucher?"}
    assert read.qrels == {"q1": {"d1": 2, "d2": 0}}
    assert read.documents == (
        Document("d1", "Vouchers", "A voucher paid 4000 pounds."),
        Document("d2", "", "Ein Darlehen.", "de"),
    )


def test_the_split_is_the_one_named_or_test_or_the_only_one(tmp_path: Path) -> None:
    folder = made(tmp_path, "q2\td2\t1\n", "train")
    assert beir.read(folder).split == "train"
    made(tmp_path, "q1\td1\t1\n", "test")
    assert beir.read(folder).split == "test"
    assert beir.read(folder, "train").queries == {"q2": "zebra?"}
    with pytest.raises(QuestionsError, match=r"no split 'dev' \(dev.tsv\); there is test, train"):
        beir.read(folder, "dev")


def test_questions_of_a_split_may_have_a_file_of_their_own(tmp_path: Path) -> None:
    folder = made(tmp_path, "q9\td2\t1\n", "train")
    (folder / "queries_train.jsonl").write_text('{"_id": "q9", "text": "nine?"}\n', "utf-8")
    assert beir.read(folder).queries == {"q9": "nine?"}


def test_qrels_in_the_form_of_trec_are_read(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "qrels" / "test.tsv").write_text("q1 0 d1 3\nq2 0 d2 -1\n", "utf-8")
    assert beir.read(folder).qrels == {"q1": {"d1": 3}, "q2": {"d2": -1}}


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("queries.jsonl", '{"_id": "q1"\n', r"queries.jsonl, line 1: no JSON"),
        ("queries.jsonl", "[1]\n", r"line 1: this is no record"),
        ("queries.jsonl", '{"text": "x"}\n', r"line 1: there is no _id"),
        ("queries.jsonl", '{"_id": "1"}\n{"_id": 1}\n', r"line 2: the _id 1 is taken already"),
        ("queries.jsonl", '{"_id": "q5"}\n', r"judges the question 'q1', which queries.jsonl"),
        ("corpus.jsonl", '{"_id": "d5"}\n', r"judges the document 'd1', which corpus.jsonl lacks"),
        ("qrels/test.tsv", "a\tb\tc\n", r"test.tsv judges nothing"),
        ("qrels/test.tsv", "q1\td1\t1\nq2\td2\n", r"line 2: wanted a question's id"),
    ],
)
def test_a_set_of_another_form_is_refused_in_a_sentence(
    tmp_path: Path, file: str, text: str, said: str
) -> None:
    folder = made(tmp_path)
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(QuestionsError, match=said):
        beir.read(folder)


def test_a_short_document_is_one_passage_and_a_long_one_is_cut() -> None:
    short = cut(Document("s", "Title", " A few words. "), "en", words, whole=False)
    assert [(one.start, one.end, one.text) for one in short.passages] == [(0, 12, "A few words.")]
    text = " ".join(f"Sentence number {at} stands here." for at in range(60))
    long = Document("l", "Title", text)
    parts = cut(long, "en", words, whole=False).passages
    assert len(parts) == 2
    assert " ".join(one.text for one in parts) == text
    assert all(text[one.start : one.end] == one.text for one in parts)
    assert [one.text for one in cut(long, "en", words, whole=True).passages] == [text]


def test_a_document_without_text_has_its_title_for_it_and_an_empty_one_no_passage() -> None:
    titled = cut(Document("t", "Only a title", " "), "", words, whole=False)
    assert [one.text for one in titled.passages] == ["Only a title"]
    assert cut(Document("e", "", ""), "", words, whole=False).passages == ()


def test_documents_are_filled_in_once(library: Library, embedder: HashEmbedder) -> None:
    english = "The programme paid a grant to every small firm in the region and its suburbs."
    documents = [Document("a b", "T", english), Document("x", "", "kurz", "de")]
    done: list[int] = []
    spoken = fill(library, documents, embedder, words, done=done.append)
    assert spoken == {"a b": "en", "x": "de"}
    assert done == [2]
    assert [study.id for study in library.studies()] == ["x", "a b"]
    generation = library.generation
    assert fill(library, documents, embedder, words) == spoken
    assert library.generation == generation
    other = [documents[0], Document("x", "", "länger", "de")]
    fill(library, other, embedder, words)
    assert [one.text for one in library.passages_of("x")] == ["länger"]
    assert library.count("studies") == 2
