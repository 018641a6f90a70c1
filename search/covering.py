"""Which of a question's telling words a passage holds, in whatever form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from search.asked import Asked
from search.figures import figures, within
from search.function_words import is_function_word
from search.places import countries
from search.records import Passage, Study
from search.signs import words_of
from search.stems import WORD, code, stem

# Words that begin alike are kin: Tampereen and Tampere, Britain and British.
_ALIKE: Final = 4


@dataclass(frozen=True, slots=True)
class Cover:
    """The share of a question that a passage covers, by what its words tell, and the words held.

    `elsewhere` where the question names a country and the passage is of none that it names.
    """

    share: float
    held: frozenset[str]
    elsewhere: bool = False


def covered(asked: Asked, telling: Mapping[str, float], study: Study, passage: Passage) -> Cover:
    """What a passage, with its title and headings, covers of a question.

    `telling` is what each word of `asked.meaning` tells. A word is held in its own form, as a term
    that was also searched, or in a form that begins as it does; a country's name by what is said of
    it, too, and where the study is of that country. Where more is asked than a country, that must
    be covered: what stands in Denmark is not about its wages.
    """
    key = code(passage.language)
    said = (study.title, study.subtitle, *passage.heading, passage.header, passage.text)
    spoken = words_of(" ".join(said))
    there = {stem(word, key) for word in spoken}
    words = words_of(asked.meaning)
    named = countries(words, language=asked.language)
    placed = {*study.countries, *countries(spoken).values()} if named else set()
    begun = {root[:_ALIKE] for root in there if len(root) >= _ALIKE}
    bridged = _bridged(asked, passage.language, there)
    held = set()
    figured = _figured(asked.meaning, said)
    for at, word in enumerate(words):
        root = stem(word, key)
        met = root in there or word.lower() in bridged or root[:_ALIKE] in begun
        if figured.get(at, met or named.get(at) in placed):
            held.add(word)
    asking = [at for at, word in enumerate(words) if not is_function_word(word, asked.language)]
    asking = [at for at in asking if at not in named] or asking
    total = sum(telling[words[at]] for at in asking)
    reached = sum(telling[words[at]] for at in asking if words[at] in held)
    elsewhere = bool(named) and not placed & {*named.values()}
    return Cover(reached / total if total else 0.0, frozenset(held), elsewhere)


def _figured(question: str, said: Iterable[str]) -> dict[int, bool]:
    """Of the words of a question that are of a figure, by place, whether the figure was said."""
    asked = figures(question)
    if not asked:
        return {}
    there = {one.digits for part in said for one in figures(part)}
    at = ((at, within(word.start(), asked)) for at, word in enumerate(WORD.finditer(question)))
    return {place: one.digits in there for place, one in at if one}


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
