"""Retrieval sets in BEIR's form: a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.records import Passage, Study

# Set to the languages of its questions and of its passages.
LANGUAGES: Final = {
    "scifact": ("en", "en"),
    "xquad_en": ("en", "en"),
    "xquad_de": ("de", "de"),
    "xquad_es": ("es", "es"),
    "tydi_fi": ("fi", "fi"),
    "cnil_fr": ("fr", "fr"),
    "xquad_de-en": ("de", "en"),
    "xquad_es-en": ("es", "en"),
    "xquad_en-de": ("en", "de"),
}


@dataclass(frozen=True, slots=True)
class Collection:
    """A set: its documents as a study of one passage each, its questions, and what answers them.

    `qrels` holds, for each question, the grade of each relevant passage id.
    """

    name: str
    documents: tuple[tuple[Study, Passage], ...]
    questions: Mapping[str, str]
    qrels: Mapping[str, Mapping[int, int]]


def read(data: Path, name: str) -> Collection:
    """One set of a data folder; only the questions that have a qrel."""
    folder = data / name
    language = LANGUAGES[name][1]
    rows = list(_lines(folder / "corpus.jsonl"))
    ids = {row["_id"]: id for id, row in enumerate(rows, start=1)}
    qrels = _qrels(folder / "qrels" / "test.tsv", ids)
    asked = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
    return Collection(
        name,
        tuple(document(ids[row["_id"]], row["title"], row["text"], language) for row in rows),
        {id: text for id, text in asked.items() if id in qrels},
        qrels,
    )


def together(sets: Sequence[Collection]) -> Collection:
    """Sets as one library of many languages; ids of questions get the name of their set."""
    documents: list[tuple[Study, Passage]] = []
    questions: dict[str, str] = {}
    qrels: dict[str, dict[int, int]] = {}
    places: dict[str, int] = {}
    for one in sets:
        for study, passage in one.documents:
            if passage.text not in places:
                places[passage.text] = len(documents) + 1
                documents.append(
                    document(places[passage.text], study.title, passage.text, passage.language)
                )
        for id, text in one.questions.items():
            questions[f"{one.name}/{id}"] = text
            qrels[f"{one.name}/{id}"] = {
                places[one.documents[held - 1][1].text]: grade
                for held, grade in one.qrels[id].items()
            }
    return Collection("together", tuple(documents), questions, qrels)


def document(id: int, title: str, text: str, language: str) -> tuple[Study, Passage]:
    """A document as a study of one passage, its title as the study's."""
    study = Study(id=f"d{id}", title=title, file=f"d{id}.pdf", sha256="", page_count=1)
    return study, Passage(study.id, 1, 0, len(text), text, language=language, id=id)


def _lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _qrels(file: Path, ids: Mapping[str, int]) -> dict[str, dict[int, int]]:
    qrels: dict[str, dict[int, int]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0:
                qrels.setdefault(row["query-id"], {})[ids[row["corpus-id"]]] = int(row["score"])
    return qrels
