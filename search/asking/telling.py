"""Which language a question is in, told also from the words that the library knows of each.

A few keywords have too few letters for the letters alone. Words that the passages or the vocabulary
hold in one language and not in another tell more.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final

from search import language
from search.stop_words import is_common

# A longer question is a sentence: its letters tell. Of 714 questions in eleven languages 658 are
# told rightly up to eight words, 663 up to ten, and as many up to 30; before the stop words of
# German, French, Spanish, Portuguese, Dutch and Swedish (der, le, el, dos, het, och) were counted
# besides the function words, 628. Told wrongly: 13 before, 8, 6.
_FEW_WORDS: Final = 14
# At 0.9 fewer keyword questions are told wrongly than by letters alone, and more rightly
# (benchmarks/results/asking.md).
_SURE: Final = 0.9
# How much of a language's passages a word that was never met in it is taken to be in.
_UNMET: Final = 0.002
# A vocabulary's term is as good as being in a hundredth of the passages.
_TERM: Final = 0.01
_COMMON: Final = 0.1
_LEAST: Final = 1e-3

Share = Callable[[str, str], float]


def of_question(text: str, words: Sequence[str], languages: Sequence[str], share: Share) -> str:
    """The language of a question, "" where it can't be told.

    `share` gives the share of a language's passages that hold a word, 0 to 1.
    """
    sure = language.of_query(text)
    if not words or len(words) > _FEW_WORDS:
        return sure
    chances = language.chances(text)
    among = [one for one in dict.fromkeys((*languages, sure)) if one]
    sums = {
        one: math.log(max(chances.get(one, 0.0), _LEAST))
        + sum(math.log(max(share(word, one), _UNMET)) for word in words)
        for one in among
    }
    if not sums:
        return sure
    best = max(sums, key=lambda one: (sums[one], one))
    total = sum(math.exp(value - sums[best]) for value in sums.values())
    return best if 1 / total >= _SURE else ""


def share_of(word: str, one: str, held: int, passages: int, term: bool) -> float:
    """The share of a language's passages that a word is taken to be in."""
    told = max(_TERM if term else 0.0, _COMMON if is_common(word, one) else 0.0)
    return max(told, held / (passages + 50))
