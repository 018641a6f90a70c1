"""Which of a question's telling words a passage holds, in whatever form, and which it lacks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from search.asked import Asked
from search.function_words import is_function_word
from search.records import Passage, Study
from search.signs import words_of
from search.stems import code, stem

# Words that begin alike are kin: Tampereen and Tampere, Britain and British.
_ALIKE: Final = 4
_YEAR: Final = 4
_OF_A_COUNTRY: Final = ("ish", "ch", "ese", "ian", "ean")


@dataclass(frozen=True, slots=True)
class Cover:
    """The share of a question that a passage covers, by what its words tell, and the words held."""

    share: float
    held: frozenset[str]


def covered(asked: Asked, weights: Sequence[float], study: Study, passage: Passage) -> Cover:
    """What a passage, with its title and headings, covers of a question.

    `weights` is what each word of `asked.meaning` tells. A word is held in its own form, as a term
    that was also searched, or in a form that begins as it does.
    """
    key = code(passage.language)
    text = " ".join((study.title, *passage.heading, passage.header, passage.text))
    there = {stem(word, key) for word in words_of(text)}
    begun = {root[:_ALIKE] for root in there if len(root) >= _ALIKE}
    bridged = _bridged(asked, passage.language, there)
    total = reached = 0.0
    held = set()
    for word, weight in zip(words_of(asked.meaning), weights, strict=True):
        root = stem(word, key)
        if root in there or word.lower() in bridged or root[:_ALIKE] in begun:
            held.add(word)
        if not is_function_word(word, asked.language):
            total += weight
            reached += weight if word in held else 0.0
    return Cover(reached / total if total else 0.0, frozenset(held))


def unmet(asked: Asked, held: Collection[str]) -> tuple[str, ...]:
    """The names and years of a question of which no word is among those held.

    A name is a run of capitals within the question. German nouns are no names, nor is what is said
    of a country: the French poles stand under France.
    """
    words = words_of(asked.text)
    runs: list[list[str]] = []
    for at, word in enumerate(words):
        if word.isdigit() and len(word) == _YEAR:
            runs.append([word])
        elif not (at and _is_name(word, asked)):
            continue
        elif runs and at and words[at - 1] in runs[-1]:
            runs[-1].append(word)
        else:
            runs.append([word])
    named = (run for run in runs if not all(w.lower().endswith(_OF_A_COUNTRY) for w in run))
    lost = (run for run in named if not any(word in held for word in run))
    return tuple(dict.fromkeys(" ".join(run) for run in lost))


def _is_name(word: str, asked: Asked) -> bool:
    shouted = asked.text.isupper() or asked.language == "de"
    return word[0].isupper() and not shouted and not is_function_word(word, asked.language)


def _bridged(asked: Asked, language: str, there: set[str]) -> set[str]:
    """The words of a question that a passage holds as another term."""
    key = code(language)
    return {
        word.lower()
        for notion in asked.also
        for terms in notion.terms
        if terms.language == language
        and any(all(stem(w, key) in there for w in words_of(term)) for term in terms.terms)
        for word in notion.words
    }
