"""`casebook evaluate`, `diagnose`, `judge`, `judgements`: tiny sets, from files to figures."""

import json
import re
from pathlib import Path
from typing import Any

import pdfs
import pytest
from support import HashEmbedder
from test_beir import made as beir_set
from test_cli import Model, Run, added, folder, prepared, run

__all__ = ["added", "folder", "prepared", "run"]

CSV = "id,language,type,question,studies,expected\n"


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of the command."""
    monkeypatch.setenv("CASEBOOK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def row(shown: str, name: str) -> list[str]:
    """The cells of a row of a printed table."""
    [line] = [line for line in shown.splitlines() if re.match(rf"\s*{re.escape(name)}\s", line)]
    return line.split(name, 1)[1].split()


# A folder in BEIR's form


@pytest.fixture
def retrieval(tmp_path: Path) -> Path:
    """A set whose first question is answered, and whose second meets no word."""
    return beir_set(tmp_path / "tiny", "q1\td1\t1\nq2\td2\t1\n")


def test_a_retrieval_set_is_asked_in_a_library_of_its_own(
    run: Run, retrieval: Path, cached: Path, tmp_path: Path
) -> None:
    shown = run("evaluate", retrieval, "--mode", "lexical")
    assert shown.code == 0
    assert row(shown.out, "all") == ["2", "50.0", "50.0", "50.0", "50.0", "50.0"]
    assert row(shown.out, "? → de") == ["1", *["0.0"] * 5]
    assert not (tmp_path / "home").exists()
    assert not list(tmp_path.glob("casebook-*"))
    told = run("evaluate", retrieval, "--mode", "lexical", "--json").json
    assert [one["found"] for one in told["answers"]] == [["d1"], []]
    assert told["answers"][0]["measures"]["nDCG@10"] == 1
    assert told["about"]["set"] == "tiny"
    assert (told["about"]["studies"], told["about"]["passages"]) == (2, 2)


def test_a_second_run_embeds_no_document_anew(
    run: Run, retrieval: Path, cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run("evaluate", retrieval, "--json").json
    assert len(list(cached.rglob("*.npz"))) == 1
    texts: list[str] = []
    real = HashEmbedder.encode

    def encode(self: Model, given: list[str], *more: Any) -> Any:
        texts.extend(given)
        return real(self, given, *more)

    monkeypatch.setattr(Model, "encode", encode)
    assert run("evaluate", retrieval, "--json").json == first
    assert set(texts) <= {"voucher?", "zebra?"}


def test_a_named_library_is_kept_and_used_again(
    run: Run, retrieval: Path, cached: Path, tmp_path: Path
) -> None:
    first = run("evaluate", retrieval, "--library", tmp_path / "kept", "--json").json
    assert (tmp_path / "kept" / "library.db").exists()
    assert run("evaluate", retrieval, "--library", tmp_path / "kept", "--json").json == first


def test_runs_are_kept_and_compared(
    run: Run, retrieval: Path, cached: Path, tmp_path: Path
) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    run("evaluate", retrieval, "--mode", "lexical", "--keep", a)
    run("evaluate", retrieval, "--mode", "dense", "--keep", b)
    assert (a / "run.trec").read_text() == "q1 Q0 d1 1 1 casebook\n"
    assert json.loads((a / "run.json").read_text())["mode"] == "lexical"
    shown = run("evaluate", "--compare", a, b)
    assert (shown.code, shown.err) == (0, "")
    assert row(shown.out, "R@10")[:4] == ["2", "50.00", "100.00", "+50.00"]
    assert row(shown.out, "R@10")[-2:] == ["1", "0"]
    told = run("evaluate", "--compare", a, a, "--json").json
    assert {one["p"] for one in told["comparison"]} == {1.0}
    assert {one["difference"] for one in told["comparison"]} == {0.0}
    assert told["notes"] == []


def test_every_failure_is_diagnosed_when_asked(run: Run, retrieval: Path, cached: Path) -> None:
    shown = run("evaluate", retrieval, "--mode", "lexical", "--diagnose")
    assert "q2 “zebra?”\n    Gold passage (d2, PDF page 1) not among 100 hits: " in shown.out
    assert shown.out.endswith("1 failure: 1 words.\n")
    told = run("evaluate", retrieval, "--mode", "lexical", "--diagnose", "--json").json
    assert [(one["id"], one["cause"]) for one in told["failures"]] == [("q2", "words")]


# PDFs


@pytest.fixture
def paged(tmp_path: Path) -> Path:
    """Two PDFs, a file that is none, and questions on their pages."""
    home = tmp_path / "set"
    for subject in ("voucher", "cluster"):
        often = " harbour" * (3 if subject == "voucher" else 1)
        pages = [f"The {subject}a page{often}.", "Another page of other words."]
        pdfs.saved(home / "pdfs", pdfs.paged(pages), f"{subject}.pdf")
    pdfs.saved(home / "pdfs", b"<html>", "bad.pdf")
    rows = [
        {"id": "1", "question": "vouchera", "document": "voucher.pdf", "pages": [1]},
        {"id": "2", "question": "harbour", "document": "cluster.pdf", "pages": [1]},
        {"id": "3", "question": "zebra", "document": "cluster.pdf", "pages": []},
        {"id": "4", "question": "vouchera", "document": "bad.pdf", "pages": [1]},
        {"id": "5", "question": "lion", "document": "voucher.pdf", "pages": [0]},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (home / "questions.jsonl").write_text(text, "utf-8")
    return home


def test_a_pdf_set_is_added_and_measured_by_page(run: Run, paged: Path, cached: Path) -> None:
    told = run("evaluate", paged, "--mode", "lexical", "--json").json
    assert list(told["parts"]) == ["given", "not-given"]
    given, anywhere = told["parts"]["given"], told["parts"]["not-given"]
    assert [one["found"][:1] for one in given["answers"]] == [
        ["voucher#1"],
        ["cluster#1"],
        [],
        [],
        [],
    ]
    assert anywhere["answers"][1]["found"][0] == "voucher#1"
    assert given["groups"][0]["questions"] == 3
    assert given["groups"][0]["means"]["Success@1"] == pytest.approx(2 / 3)
    assert anywhere["groups"][0]["means"]["Success@1"] == pytest.approx(1 / 3)
    assert given["without_answer"] == {"questions": 2, "without_hits": 2}
    assert told["notes"] == [
        "1 file refused, whose questions count as failed: bad.pdf.",
        "1 question with no page that a document can have, taken as without an answer: 5.",
    ]
    shown = run("evaluate", paged, "--mode", "lexical")
    assert "Document not given:" in shown.out
    assert "hit@10" in shown.out
    left = "2 questions without an answer here, left out of the means; 2 of them got no hits."
    assert left in shown.out


def test_both_ways_to_ask_a_pdf_set_are_kept_apart(
    run: Run, paged: Path, cached: Path, tmp_path: Path
) -> None:
    keep = tmp_path / "keep"
    run("evaluate", paged / "questions.jsonl", "--keep", keep, "--diagnose")
    told = run("evaluate", "--compare", keep / "not-given", keep / "given", "--json").json
    assert [one["measure"] for one in told["comparison"]] == [
        "Success@1",
        "Success@5",
        "Success@10",
        "RR@10",
    ]
    assert told["notes"] == []
    shown = run("evaluate", "--compare", keep, keep)
    assert shown.code == 1
    assert "it holds the runs given, not-given: name one" in shown.err


# A question CSV and what is no set


def test_a_csv_has_its_pairs_of_languages_and_types(
    run: Run, added: None, tmp_path: Path, cached: Path
) -> None:
    rows = "1,de,fact,voucher programme,voucher,\n2,en,theme,voucher programme,voucher,\n"
    path = pdfs.saved(tmp_path, (CSV + rows).encode(), "questions.csv")
    shown = run("evaluate", path)
    assert row(shown.out, "theme")[:2] == ["1", "100.0"]
    assert row(shown.out, "de → en")[:2] == ["1", "100.0"]


def test_a_folder_without_a_set_is_refused(run: Run, tmp_path: Path) -> None:
    shown = run("evaluate", tmp_path)
    assert (shown.code, shown.err.count("\n")) == (1, 1)
    assert "is no question set; a folder needs corpus.jsonl" in shown.err


# Diagnosing and judging


def test_diagnose_says_why(run: Run, added: None, tmp_path: Path) -> None:
    shown = run("diagnose", "voucher programme", "--expect", "voucher", "--expect", "cluster:7")
    assert shown.out.splitlines()[0].startswith(
        "Gold passage (voucher, PDF page 1) is found at rank 1: dense 1, words 1; shares “voucher”"
    )
    said = "Gold passage (cluster, PDF page 7) is not there: the study has 1 pages."
    assert shown.out.splitlines()[1] == said
    shown = run("diagnose", "voucher", "--expect", "voucher:1", "--study", "cluster")
    assert shown.out == "Gold passage (voucher, PDF page 1) is left out by the filter.\n"
    told = run("diagnose", "voucher", "--expect", "voucher:1", "--json").json
    assert [(one["cause"], one["rank"]) for one in told] == [("found", 1)]


def test_a_judged_hit_is_listed_measured_and_forgotten(run: Run, added: None, cached: Path) -> None:
    question = "Which voucher programme paid?"
    said = "voucher, PDF page 1: grade 1 of 3 kept.\n"
    assert run("judge", question, 1, "--up").out == said
    assert run("judge", question, "cluster:1", "--down").out.endswith("grade 0 of 3 kept.\n")
    assert run("judge", question, "voucher:1:0-5", "--grade", 3).code == 0
    told = run("judgements", "--json").json
    assert [(one["study_id"], one["start"], one["grade"], one["standing"]) for one in told] == [
        ("cluster", 0, 0, "there"),
        ("voucher", 0, 3, "there"),
        ("voucher", 0, 1, "there"),
    ]
    assert run("judgements").out.endswith("3 judgements.\n")
    measured = run("evaluate", "--judgements", "--json").json
    assert measured["groups"][0]["questions"] == 1
    assert measured["groups"][0]["means"]["RR@10"] == 1
    shown = run("judge", question, "voucher:1:0-5", "--forget")
    assert shown.out == "voucher, PDF page 1: 1 judgement forgotten.\n"
    assert len(run("judgements", "--json").json) == 2
    run("remove", "voucher")
    assert [one["standing"] for one in run("judgements", "--json").json] == ["there", "gone"]
    shown = run("evaluate", "--judgements")
    assert shown.out.splitlines()[-1] == "1 judgement of a study that is gone, left out."


def test_judgements_are_exported_as_a_set_that_evaluate_takes(
    run: Run, added: None, cached: Path, tmp_path: Path
) -> None:
    run("judge", "voucher programme", 1, "--up")
    shown = run("judgements", "--qrels", tmp_path / "out")
    assert shown.err == f"{tmp_path / 'out'}: 1 question, 1 judged place.\n"
    told = run("evaluate", tmp_path / "out", "--json").json
    assert told["groups"][0]["means"]["RR@10"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("voucher", "1"), 2, "say one of --up, --down, --grade and --forget"),
        (("voucher", "1", "--up", "--grade", "2"), 2, "say one of"),
        ((" ", "1", "--up"), 2, "name a question"),
        (("voucher", "x", "--up"), 2, "wanted a rank, STUDY:PAGE"),
        (("voucher", "99", "--up"), 1, "There is no hit 99; the question has 2."),
        (("voucher", "nobody:1", "--up"), 1, "The library holds no study 'nobody'"),
        (("voucher", "voucher:9", "--up"), 1, "There are no words at voucher:9"),
    ],
)
def test_a_judgement_of_nothing_is_refused(
    run: Run, added: None, arguments: tuple[str, ...], code: int, said: str
) -> None:
    shown = run("judge", *arguments)
    assert shown.code == code
    assert said in " ".join(shown.err.split())


def test_evaluate_says_that_nobody_has_judged(run: Run, added: None) -> None:
    shown = run("evaluate", "--judgements")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("Nobody has judged a hit yet")
    assert run("evaluate", "x.csv", "--judgements").code == 2
