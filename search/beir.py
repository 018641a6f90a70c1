"""A retrieval set in BEIR's form: a folder with corpus.jsonl, queries.jsonl and qrels/*.tsv.

The form is that of Thakur and others, "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of
Information Retrieval Models" (NeurIPS 2021).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.errors import QuestionsError

_SPLIT: Final = "test"
# A file of BEIR's has three columns, one of TREC's four, the second without a meaning.
_BEIR, _TREC = 3, 4


@dataclass(frozen=True, slots=True)
class Document:
    """A document: `language` where the file says it, "" where not."""

    id: str
    title: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A set: documents, the questions of one split, and the grades of each question's documents.

    Only questions with a row in the qrels are in it. `digest` tells this set and split from others.
    """

    name: str
    split: str
    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    languages: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    digest: str


def is_one(folder: Path) -> bool:
    """Whether a folder looks like a set."""
    return (folder / "corpus.jsonl").is_file()


def read(folder: Path, split: str = "") -> Collection:
    """A set and one split of it: `test` or the only one where none is named.

    Raises QuestionsError.
    """
    file = _split(folder, split)
    qrels = _qrels(file)
    documents = tuple(
        Document(id, _text(row, "title"), _text(row, "text"), _language(row))
        for id, row in _rows(folder / "corpus.jsonl").items()
    )
    asked = _queries(folder, file.stem)
    missing = [id for id in qrels if id not in asked]
    if missing:
        raise QuestionsError(
            f"{file} judges the question {missing[0]!r}, which queries.jsonl lacks; "
            "give the questions and the qrels of one set."
        )
    lost = {name for grades in qrels.values() for name in grades} - {one.id for one in documents}
    if lost:
        raise QuestionsError(
            f"{file} judges the document {min(lost)!r}, which corpus.jsonl lacks; "
            "give the corpus and the qrels of one set."
        )
    used = {id: row for id, row in asked.items() if id in qrels}
    return Collection(
        folder.resolve().name,
        file.stem,
        documents,
        {id: _text(row, "text") for id, row in used.items()},
        {id: _language(row) for id, row in used.items()},
        qrels,
        hashlib.sha256(file.read_bytes()).hexdigest()[:16],
    )


def _split(folder: Path, split: str) -> Path:
    files = sorted((folder / "qrels").glob("*.tsv"))
    names = [file.stem for file in files]
    wanted = split or (_SPLIT if _SPLIT in names or len(names) != 1 else names[0])
    if wanted not in names:
        there = ", ".join(names) or "none"
        raise QuestionsError(
            f"{folder / 'qrels'} has no split {wanted!r} ({wanted}.tsv); there is {there}."
        )
    return files[names.index(wanted)]


def _queries(folder: Path, split: str) -> dict[str, dict[str, Any]]:
    """The questions, with those of a split that has a file of its own."""
    own = folder / f"queries_{split}.jsonl"
    return _rows(folder / "queries.jsonl") | (_rows(own) if own.is_file() else {})


def _rows(file: Path) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for line, row in records(file):
        id = row.get("_id")
        if not isinstance(id, str | int):
            raise QuestionsError(f"{file}, line {line}: there is no _id; give each record one.")
        if str(id) in rows:
            raise QuestionsError(f"{file}, line {line}: the _id {id!r} is taken already.")
        rows[str(id)] = row
    return rows


def records(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of a file of JSON Lines, each with its line. Raises QuestionsError."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise QuestionsError(f"{file}, line {number}: this is no record in braces.")
                yield number, row
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{file} can't be read ({error}); give JSON Lines, UTF-8.") from error
    except json.JSONDecodeError as error:
        raise QuestionsError(f"{file}, line {number}: no JSON ({error}).") from error


def _text(row: Mapping[str, Any], name: str) -> str:
    # JSON may spell half a character, which no database takes.
    return str(row.get(name) or "").encode("utf-8", "replace").decode()


def _language(row: Mapping[str, Any]) -> str:
    about = row.get("metadata")
    stated = row.get("language") or (about.get("language") if isinstance(about, dict) else "")
    return str(stated or "").lower()[:2]


def _qrels(file: Path) -> dict[str, dict[str, int]]:
    """Grades by question and document; a first line of names is passed over."""
    qrels: dict[str, dict[str, int]] = {}
    try:
        rows = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{file} can't be read ({error}); give qrels in UTF-8.") from error
    for line, row in enumerate(rows, start=1):
        cells = row.split("\t") if "\t" in row else row.split()
        if not cells or (line == 1 and not _is_grade(cells[-1])):
            continue
        if len(cells) not in (_BEIR, _TREC) or not _is_grade(cells[-1]):
            raise QuestionsError(
                f"{file}, line {line}: wanted a question's id, a document's id and a grade, "
                "with tabs between."
            )
        qrels.setdefault(cells[0].strip(), {})[cells[-2].strip()] = int(cells[-1])
    if not qrels:
        raise QuestionsError(f"{file} judges nothing; give it a line a judged document.")
    return qrels


def _is_grade(cell: str) -> bool:
    return cell.strip().removeprefix("-").isdecimal()
