"""Words that stand in any text, in nine languages."""

import csv
from pathlib import Path

import pytest

from search import common_words
from search.asking.vocabulary import LANGUAGES
from search.common_words import in_english
from search.function_words import is_function_word


@pytest.mark.parametrize(
    ("word", "language", "wanted"),
    [
        ("nicht", "de", "not"),
        ("Combien", "fr", "how many"),
        ("que\u0301", "es", "what"),
        ("perché", "it", "why"),
        ("només", "ca", "only"),
        ("missä", "fi", "where"),
        ("zonder", "nl", "without"),
        ("żeby", "pl", "that"),
        ("não", "pt", "not"),
        ("noch", "de", "still"),
        ("Firma", "de", ""),
        ("the", "en", ""),
        ("och", "sv", ""),
    ],
)
def test_a_common_word_is_put_into_english(word: str, language: str, wanted: str) -> None:
    assert in_english(word, language) == wanted
    assert is_function_word(word, language) or not wanted


def test_each_language_has_its_question_words_and_no_form_stands_in_a_row_twice() -> None:
    file = Path(common_words.__file__).with_name("common.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == LANGUAGES
    asking = {row["en"]: row for row in rows if row["en"] in ("what", "how", "who", "not", "and")}
    assert len(asking) == 5
    assert all(cell for row in asking.values() for cell in row.values())
    for row in rows:
        for cell in row.values():
            forms = cell.split("|")
            assert len(forms) == len(set(forms)), row
            assert all(" " not in form for form in forms) or cell == row["en"], row
