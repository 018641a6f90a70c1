"""A question set over PDFs: JSON Lines with a question, its document and the pages that answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search import paths
from search.beir import records
from search.errors import QuestionsError

_DOCUMENT: Final = ("document", "doc", "file")


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """A question, the name of the PDF that it is asked of, and the pages (from 1) that answer it.

    No pages: nothing in the document answers it. `lost` is one whose pages no document can have
    (0): published sets hold some.
    """

    id: str
    text: str
    document: str
    pages: tuple[int, ...]
    language: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class PageSet:
    """A question file and its PDFs by name; `digest` tells it from others."""

    name: str
    questions: tuple[PageQuestion, ...]
    files: Mapping[str, Path]
    digest: str


def read(path: Path, pdfs: Path | None = None) -> PageSet:
    """A question file, or a folder with questions.jsonl; its PDFs are in `pdfs/` or beside it.

    Raises QuestionsError.
    """
    file = path / "questions.jsonl" if paths.is_folder(path) else path
    questions: dict[str, PageQuestion] = {}
    for line, row in records(file):
        question = _question(row, f"{file}, line {line}", line)
        if question.id in questions:
            raise QuestionsError(f"{file}, line {line}: the id {question.id!r} is taken already.")
        questions[question.id] = question
    if not questions:
        raise QuestionsError(f"{file} asks nothing; give it a line a question.")
    names = sorted({question.document for question in questions.values()})
    found = _files(file, pdfs, names)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    return PageSet(file.parent.resolve().name, tuple(questions.values()), found, digest)


def _question(row: Mapping[str, Any], where: str, line: int) -> PageQuestion:
    text = row.get("question")
    document = next((row[name] for name in _DOCUMENT if row.get(name)), None)
    pages = row.get("pages")
    if not isinstance(text, str) or not text.strip() or not isinstance(document, str):
        raise QuestionsError(f"{where}: wanted a question and a document (a PDF's file name).")
    if not isinstance(pages, list) or not all(type(page) is int for page in pages):
        raise QuestionsError(f"{where}: wanted pages, a list of page numbers from 1 up.")
    id = str(row.get("id") or row.get("_id") or line)
    there = tuple(page for page in pages if page > 0)
    lost = bool(pages) and not there
    return PageQuestion(id, text, document, there, str(row.get("language") or ""), lost)


def _files(file: Path, pdfs: Path | None, names: list[str]) -> dict[str, Path]:
    folders = [pdfs] if pdfs else [file.parent / "pdfs", file.parent]
    found = {
        name: next((place for one in folders if paths.is_file(place := one / name)), None)
        for name in names
    }
    missing = [name for name, place in found.items() if place is None]
    if missing:
        raise QuestionsError(
            f"{file} asks of {missing[0]}, which is not in {folders[0]}"
            f"{f' (nor are {len(missing) - 1} others)' if missing[1:] else ''}; "
            "name the folder of its PDFs with --pdfs."
        )
    return {name: place for name, place in found.items() if place is not None}
