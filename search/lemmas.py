"""What dictionaries list a word under: wirkte under wirken. The only file that knows simplemma.

Its lists cover the languages of search/language.py (docs/decisions/text-quality.md). Opening one
takes 0.1 to 1.2 s, once, and up to 50 MB (Finnish, Polish).
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries import StreamDictionaryFactory

# Names of a list that differ from the language's code.
_NAMED: Final = {"hr": "hbs"}
_MOST_KEPT: Final = 1 << 16
_LANGUAGES_KEPT: Final = 32


def forms(language: str) -> Mapping[str, str]:
    """Every word of a language's list with its lemma; none for a language without a list.

    Nothing is kept of it.
    """
    return _forms(language, _factory())


@lru_cache(_MOST_KEPT)
def is_listed(word: str, language: str) -> bool:
    """Whether a word stands in a language's list, written in any case."""
    listed = _forms(language, _kept())
    return bool(listed.get(word) or listed.get(word.lower()) or listed.get(word.capitalize()))


def is_listed_small(word: str, language: str) -> bool:
    """Whether a word stands in a language's list in small letters: a name does not."""
    return bool(_forms(language, _kept()).get(word.lower()))


@lru_cache(_MOST_KEPT)
def lemma(word: str, language: str) -> str:
    """The form that a dictionary lists a word under, "" where none is found.

    Without the pronouns that hang on it: Spanish devolverlo is listed under devolver.
    """
    try:
        return _strategy().get_lemma(word, _NAMED.get(language, language)) or ""
    except ValueError:
        return ""


def _forms(language: str, lists: "StreamDictionaryFactory") -> Mapping[str, str]:
    try:
        return lists.get_dictionary(_NAMED.get(language, language))
    except ValueError:
        return {}


def _factory() -> "StreamDictionaryFactory":
    # Imported where a list is asked for: it takes a tenth of the start of every worker.
    from simplemma.strategies.dictionaries import StreamDictionaryFactory

    return StreamDictionaryFactory(_LANGUAGES_KEPT)


_kept = cache(_factory)


@cache
def _strategy() -> "DefaultStrategy":
    from simplemma.strategies import DefaultStrategy

    return DefaultStrategy(dictionary_factory=_kept())
