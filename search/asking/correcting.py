"""Which words of a question are met nowhere, and what was meant by them."""

from collections.abc import Iterable, Sequence
from typing import Final

from search.asking import spelling
from search.asking.gathering import is_word, runs
from search.asking.ledger import Ledger
from search.asking.vocabulary import Vocabulary
from search.function_words import LANGUAGES
from search.lemmas import is_listed
from search.stop_words import LISTED, is_common

# So many passages, and such a share of them, make a word one that people ask for.
_COMMON: Final = 3
_COMMON_SHARE: Final = 0.01
# Fewer words of a language don't tell which letters it puts together.
_FEWEST_WORDS: Final = 2000
# The common words of any language are right words, whatever the library's passages are in.
_LISTED: Final = LANGUAGES.union(LISTED)


def corrections(
    words: Iterable[str],
    asked: str,
    languages: Sequence[str],
    vocabulary: Vocabulary,
    ledger: Ledger,
) -> dict[str, str]:
    """Which of the words of a question in the language `asked` are put right, and to what."""
    known = _Known(asked, languages, vocabulary, ledger)
    taken = {word: known.nearest(word) for word in words if known.is_strange(word)}
    return {word: _in_case(right, word) for word, right in taken.items() if right}


class _Known:
    """The words of a library and a vocabulary, for a question in a language."""

    def __init__(
        self, asked: str, languages: Sequence[str], vocabulary: Vocabulary, ledger: Ledger
    ) -> None:
        self._asked = asked
        self._vocabulary = vocabulary
        self._ledger = ledger
        known = dict.fromkeys((*languages, *vocabulary.index.languages, asked))
        self._spoken = (asked,) if asked else tuple(known)
        passages = ledger.passages()
        most = max(passages.get(one, 0) for one in self._spoken)
        self._common = max(_COMMON, round(_COMMON_SHARE * most))

    def is_strange(self, word: str) -> bool:
        """Whether a word is met nowhere, neither in a passage nor in the vocabulary.

        In another language than the question's it counts as it is written: what a language's
        stemmer makes of words of others is often a stem that it has.
        """
        index = self._vocabulary.index
        ledger = self._ledger
        if not is_word(word) or ledger.has(word) or ledger.abbreviates(word) or index.has(word):
            return False
        if any(is_common(word, one) for one in _LISTED):
            return False
        return not (self._spoken_with(word) or index.made_of_terms(word, self._asked))

    def nearest(self, word: str) -> str:
        """The word that was meant, "" where none is near enough.

        Nor where a dictionary of its language lists the other, too: donors are no doors.
        """
        rarity = max(self._rarity(word, one) for one in self._spoken)
        taken = spelling.nearest(word, self._asked, self._like, rarity, self._common)
        listed = taken and any(is_listed(word, one) for one in self._spoken_with(taken))
        return "" if listed else taken

    def _spoken_with(self, word: str) -> list[str]:
        """The languages that the question may be in and that have a word."""
        held, holds = self._ledger.held, self._vocabulary.index.holds
        return [one for one in self._spoken if held(word, one) or holds(word, one)]

    def _rarity(self, word: str, language: str) -> float:
        """The share of a language's words that hold a word's rarest run of letters."""
        held, known = self._ledger.runs(word, language), self._vocabulary.runs(language)
        total = held[""] + known[""]
        rarest = min(held[run] + known[run] for run in runs(word))
        return rarest / total if total >= _FEWEST_WORDS else 0.0

    def _like(self, first: str, shortest: int, longest: int) -> dict[str, dict[str, int]]:
        found = self._ledger.like(first, shortest, longest)
        for word, told in self._vocabulary.like(first, shortest, longest).items():
            # The field's own words are asked for, however few passages hold them.
            held = found.get(word, {})
            found[word] = held | {one: self._common + held.get(one, 0) for one in told}
        return found


def _in_case(taken: str, typed: str) -> str:
    return taken[:1].upper() + taken[1:] if typed[:1].isupper() else taken
