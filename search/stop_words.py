"""Which words of a language say nothing of a text. Knows tantivy for its lists alone."""

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

import tantivy

from search.function_words import is_function_word
from search.stems import SNOWBALL

# The languages that tantivy has a list of stop words for.
LISTED: Final = ("da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "sv")
# Participles on the lists that are nouns of this field, too.
_NOUNS: Final = frozenset([("es", "estado"), ("es", "estados"), ("pt", "estado")])


def without_stop_words(words: Sequence[str], language: str) -> Sequence[str]:
    """The words of a text in a language; all of them where it has no other words.

    Without them BM25 gains 2 to 10 points of nDCG@10 across languages and 1.6 within French, and
    loses none that could be told (benchmarks/results/fusion.md).
    """
    return [w for w in words if _is_name(w) or not is_stop_word(w, language)] or words


def is_common(word: str, language: str) -> bool:
    """Whether a word is marked in no passage, for it stands in any."""
    listed = is_stop_word(word, language) or is_function_word(word, language)
    return listed and not _is_name(word)


@lru_cache(1 << 16)
def is_stop_word(word: str, language: str) -> bool:
    """Whether a word is on a language's list."""
    if language not in LISTED or (language, word.lower()) in _NOUNS:
        return False
    return not _analyzer(language).analyze(unicodedata.normalize("NFC", word))


def _is_name(word: str) -> bool:
    """Capitals are a name: the WHO is no "who"."""
    return len(word) > 1 and word.isupper()


@cache
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    """What leaves nothing of a stop word."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    builder = builder.filter(tantivy.Filter.lowercase())
    return builder.filter(tantivy.Filter.stopword(SNOWBALL[language])).build()
