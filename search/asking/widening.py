"""What a question also searches: the vocabulary's notions in it, and its acronyms spelled out."""

from collections.abc import Iterable, Sequence
from typing import Final

from search.asked import Also, SpelledOut, Terms
from search.asking.acronyms import Acronym, is_acronym
from search.asking.endings import root, roots, stems_of, term_stems
from search.asking.gathering import is_word
from search.asking.ledger import Ledger, key
from search.asking.termindex import Found
from search.asking.vocabulary import Notion, Vocabulary
from search.function_words import is_function_word
from search.stems import WORD, stem
from search.stop_words import is_common

# A longer text is pasted: its general words are many, and the meaning bridges them.
_LONG: Final = 40
_MOST_NOTIONS: Final = 24
_MOST_FORMS: Final = 2
_MOST_WORDS: Final = 256
# "small and medium-sized" is "small or medium-sized".
_SMALL: Final = 3


def notions(text: str, asked: str, languages: Sequence[str], known: Vocabulary) -> tuple[Also, ...]:
    """The notions of a text in the language `asked`, with their terms in the library's languages.

    A notion of the field gives its synonyms too; a general one only terms in other languages.
    """
    found = {one.notion: one for one in reversed(_met(text, asked, known))}
    own_only = len(WORD.findall(text)) > _LONG
    made = (
        _also(known.notions[name], one, text, asked or one.language, languages)
        for name, one in reversed(found.items())
        if one.own or not own_only
    )
    return tuple(one for one in made if one.terms)[:_MOST_NOTIONS]


def _met(text: str, asked: str, known: Vocabulary) -> list[Found]:
    found = known.index.find(text, asked, lemmas=True)
    if asked in known.index.languages:
        # In a question of one language a term of several words of another one is meant as such.
        others = _elsewhere(text, asked, known, phrases=True)
        return found + [one for one in others if one.own]
    others = _elsewhere(text, asked, known)
    return [one for one in others if one.own or _only(one, others)]


def _elsewhere(text: str, asked: str, known: Vocabulary, phrases: bool = False) -> list[Found]:
    words = WORD.findall(text)
    return [
        one
        for language in known.index.languages
        if language != asked
        for one in known.index.find(text, language, phrases=phrases)
        # Swedish "av" is no Catalan "aval".
        if not all(is_common(word, asked) for word in words[one.start : one.end])
    ]


def _only(one: Found, others: Iterable[Found]) -> bool:
    """Whether no language means another thing by these words."""
    return all(
        one.notion == other.notion or other.end <= one.start or one.end <= other.start
        for other in others
    )


def _also(notion: Notion, found: Found, text: str, asked: str, languages: Sequence[str]) -> Also:
    terms = (
        Terms(language, _unsaid(notion.terms.get(language, ()), text, language))
        for language in sorted({one for one in languages if one != asked or notion.own})
    )
    words = tuple(WORD.findall(text)[found.start : found.end])
    said = tuple(one for one in terms if one.terms)
    return Also(notion.label(asked), said, notion.own, words)


def _unsaid(terms: Sequence[str], text: str, language: str) -> tuple[str, ...]:
    """The terms that a text does not hold itself, one of each stem."""
    held = stems_of(roots(text, language))
    fresh = {term_stems(term, language): term for term in reversed(terms)}
    return tuple(term for made, term in reversed(fresh.items()) if not _holds(held, made))


def _holds(held: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(held[at : at + len(part)] == part for at in range(len(held) - len(part) + 1))


# Acronyms


def spelled_out(text: str, asked: str, ledger: Ledger) -> tuple[SpelledOut, ...]:
    """The acronyms of a text with their full forms in the library, and the other way round."""
    words = WORD.findall(text)[:_MOST_WORDS]
    shorts = [token for token in _tokens(text) if _is_short(token, asked, ledger)]
    found = [
        SpelledOut(short, one.full)
        for short in dict.fromkeys(shorts)
        for one in _different(ledger.full(short))[:_MOST_FORMS]
        if not _said(one.full, words)
    ]
    said = {key(short) for short in shorts}
    for one in ledger.begun(words):
        if _said(one.full, words) and key(one.short) not in said:
            said.add(key(one.short))
            found.append(SpelledOut(one.full, one.short))
    return tuple(found)


def _different(forms: Iterable[Acronym]) -> list[Acronym]:
    """The first of the full forms that differ only in endings and small words."""
    kept: dict[frozenset[str], Acronym] = {}
    for form in forms:
        words = (stem(word, "en") for word in WORD.findall(form.full) if len(word) > _SMALL)
        kept.setdefault(frozenset(words), form)
    return list(kept.values())


def _tokens(text: str) -> list[str]:
    """What stands between spaces, without the punctuation around it: R&D, Horizon-2020."""
    return [token.strip(".,;:!?()[]'’\"") for token in text.split()[:_MOST_WORDS]]


def _is_short(token: str, asked: str, ledger: Ledger) -> bool:
    """Whether a token is an acronym; in small letters only where the library has no such word."""
    if is_acronym(token):
        return True
    if not (token.islower() and is_word(token)) or is_function_word(token, asked):
        return False
    return not ledger.has(token)


def _said(full: str, words: Sequence[str]) -> bool:
    spoken = tuple(root(word, "").stem for word in words)
    return _holds(spoken, tuple(root(word, "").stem for word in WORD.findall(full)))
