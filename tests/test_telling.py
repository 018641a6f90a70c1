"""Which language a question is in, told from the words that the library knows of each."""

import pytest
from asking_support import VOCABULARY, filled

from search.asking.telling import share_of
from search.asking.understanding import understand
from search.library import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library in four languages."""
    return filled(tmp_path_factory.mktemp("told"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("el papel de los bancos", "es"),
        ("de los clusters de Manchester", "es"),
        ("der Cluster von Manchester", "de"),
        ("Region der Firma", "de"),
        ("le voucher", "fr"),
        ("chi paga i voucher", ""),
        ("Cluster in der Region", ""),
    ],
)
def test_articles_and_prepositions_tell_the_language_of_a_few_words(
    library: Library, text: str, language: str
) -> None:
    assert understand(text, library, library.languages(), VOCABULARY).language == language


@pytest.mark.parametrize(
    "text",
    [
        "voucher winners drawn by lot in the Czech Republic",
        "What is the minimum wage for farm workers in Denmark?",
    ],
)
def test_a_sentence_of_a_dozen_words_is_told_by_them_too(library: Library, text: str) -> None:
    """By the letters alone they are Polish and Finnish."""
    assert understand(text, library, library.languages(), VOCABULARY).language == "en"


def test_a_common_word_counts_as_in_a_tenth_of_the_passages() -> None:
    assert share_of("och", "sv", 0, 0, term=False) == 0.1
    assert share_of("dos", "pt", 0, 0, term=False) == 0.1
    assert share_of("dos", "de", 0, 0, term=True) == 0.01
    assert share_of("och", "de", 5, 950, term=False) == 0.005
    assert share_of("der", "de", 500, 950, term=False) == 0.5
