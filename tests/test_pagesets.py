"""Question sets over PDFs: what is read and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from search.errors import QuestionsError
from search.pagesets import PageQuestion, read


def asked(folder: Path, *rows: dict[str, Any]) -> Path:
    """A question file whose PDF, a.pdf, is in the folder pdfs."""
    (folder / "pdfs").mkdir(parents=True, exist_ok=True)
    (folder / "pdfs" / "a.pdf").write_bytes(b"")
    file = folder / "questions.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


GOOD: dict[str, Any] = {"id": "1", "question": "What?", "document": "a.pdf", "pages": [3, 5]}


def test_questions_are_read_with_their_files(tmp_path: Path) -> None:
    file = asked(tmp_path, GOOD, {"question": "Who?", "doc": "a.pdf", "pages": []})
    made = read(tmp_path)
    assert made.questions == (
        PageQuestion("1", "What?", "a.pdf", (3, 5)),
        PageQuestion("2", "Who?", "a.pdf", ()),
    )
    assert made.files == {"a.pdf": tmp_path / "pdfs" / "a.pdf"}
    assert read(file) == made


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": " "}, r"line 1: wanted a question and a document"),
        ({"document": None}, r"line 1: wanted a question and a document"),
        ({"pages": ["3"]}, r"line 1: wanted pages, a list of page numbers from 1 up"),
        ({"pages": "3"}, r"line 1: wanted pages"),
        ({"pages": [True]}, r"line 1: wanted pages"),
        ({"document": "b.pdf"}, r"asks of b.pdf, which is not in .*pdfs; name the folder"),
    ],
)
def test_a_row_of_another_form_is_refused(tmp_path: Path, row: dict[str, Any], said: str) -> None:
    with pytest.raises(QuestionsError, match=said):
        read(asked(tmp_path, GOOD | row))


def test_an_empty_file_and_an_id_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="asks nothing"):
        read(asked(tmp_path))
    with pytest.raises(QuestionsError, match="line 2: the id '1' is taken already"):
        read(asked(tmp_path, GOOD, GOOD))


def test_a_page_that_no_document_can_have_is_left_out(tmp_path: Path) -> None:
    asked(tmp_path, GOOD | {"pages": [0]}, GOOD | {"id": "2", "pages": [0, 4]})
    first, second = read(tmp_path).questions
    assert (first.pages, first.lost) == ((), True)
    assert (second.pages, second.lost) == ((4,), False)
