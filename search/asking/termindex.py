"""Where the terms of a vocabulary stand in a text: the longest first, and within compounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from search.asking.endings import Root, root, roots, stems_of
from search.asking.gathering import small
from search.asking.plain import folded
from search.lemmas import is_listed_small, lemma
from search.stems import WORD
from search.stop_words import is_common

# Languages that write a notion and what is said of it as one word.
COMPOUNDING: Final = ("de", "fi", "nl")
# What stands between the parts: Innovations-gutschein, Ausgaben-n-plan, luova-n-ala.
_LINKS: Final = {"de": ("", "s", "n", "en", "es", "e"), "nl": ("", "s", "e", "en"), "fi": ("", "n")}
# Shorter parts are in too many words that mean something else: Rat in Beratung. Where both parts
# are known, they may be shorter.
SHORTEST_ALONE: Final = 6
_SHORTEST_PART: Final = 4
# Of the 5,000 commonest words of nine languages those that are met by a stem of three letters alone
# mean another thing for the most part: Catalan només (only) has the stem of nom (name). So do
# names: Milano, mille.
_SHORT_STEM: Final = 3
_NOUNS_IN_CAPITALS: Final = ("de",)
_MOST_KEPT: Final = 1 << 15


class Term(NamedTuple):
    """A term as a vocabulary gives it."""

    notion: str
    own: bool
    language: str
    text: str


class Entry(NamedTuple):
    """A term as it is compared; `first` of its notion's in its language."""

    notion: str
    own: bool
    roots: tuple[Root, ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A term that was met: its notion, and the words of the text from `start` to `end`.

    `first` where it is what its language calls the notion first of all.
    """

    notion: str
    own: bool
    language: str
    start: int
    end: int
    first: bool = False


class TermIndex:
    """Terms by language and stems."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._entries: dict[str, dict[tuple[str, ...], list[Entry]]] = {}
        self._words: dict[str, set[str]] = {}
        self._texts: list[str] = []
        self._written: dict[str, dict[str, list[Entry]]] = {}
        self._reach: dict[str, dict[str, int]] = {}
        # Passages are looked through word by word, and most words are in many of them.
        self._alone = lru_cache(_MOST_KEPT)(self._by_itself)
        named: set[tuple[str, str]] = set()
        for term in terms:
            made = roots(term.text, term.language)
            if not all(stems_of(made)) or not made:
                continue
            entry = Entry(term.notion, term.own, made, (term.notion, term.language) not in named)
            named.add((term.notion, term.language))
            held = self._entries.setdefault(term.language, {})
            held.setdefault(stems_of(made), []).append(entry)
            self._texts.append(term.text)
            self._words.setdefault(term.language, set()).update(stems_of(made))
            if len(made) == 1:
                written = self._written.setdefault(term.language, {})
                written.setdefault(folded(term.text), []).append(entry)
            reach = self._reach.setdefault(term.language, {})
            reach[made[0].stem] = max(reach.get(made[0].stem, 1), len(made))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are terms of, in the vocabulary's order."""
        return tuple(self._entries)

    @cached_property
    def _forms(self) -> set[str]:
        return {small(word) for text in self._texts for word in WORD.findall(text)}

    def has(self, word: str) -> bool:
        """Whether a word stands in a term of any language as it is written."""
        return small(word) in self._forms

    def holds(self, word: str, language: str) -> bool:
        """Whether a word stands in a term of a language, in any of its forms."""
        return root(word, language).stem in self._words.get(language, ())

    def made_of_terms(self, word: str, language: str) -> bool:
        """Whether a word is a compound of words that terms have, and of nothing else."""
        return language in COMPOUNDING and bool(self._split(word, language, SHORTEST_ALONE))

    def find(
        self, text: str, language: str, lemmas: bool = False, phrases: bool = False
    ) -> list[Found]:
        """The notions that a text in a language holds, from left to right, none within another.

        With `lemmas` a word means what the form means that a dictionary lists it under, where that
        is a term, and what the field's terms of its stem mean: stems also meet other words' (Polish
        działa, works, and the cannon's). With `phrases` terms of several words alone are met.
        """
        words = WORD.findall(text)
        asked = [root(word, language) for word in words]
        found: list[Found] = []
        at = 0
        while at < len(words):
            length, entries = self._longest_at(asked, at, language)
            if not entries:
                length = 1
                entries = [] if phrases else self._alone(words[at], language, lemmas)
            found += [Found(e.notion, e.own, language, at, at + length, e.first) for e in entries]
            at += length
        return list(dict.fromkeys(found))

    def _longest_at(self, asked: Sequence[Root], at: int, language: str) -> tuple[int, list[Entry]]:
        """The longest term of several words that stands at a place."""
        reach = self._reach.get(language, {}).get(asked[at].stem, 0)
        for length in range(min(reach, len(asked) - at), 1, -1):
            here = asked[at : at + length]
            if entries := _agreeing(self._entries[language].get(stems_of(here), ()), here):
                return length, entries
        return 0, []

    def _by_itself(self, word: str, language: str, lemmas: bool) -> list[Entry]:
        """What a word means that begins no longer term; one that stands in any text means none."""
        if is_common(word, language):
            return []
        made = root(word, language)
        entries = _agreeing(self._entries.get(language, {}).get((made.stem,), ()), [made])
        if lemmas and (listed := self._listed(word, language)):
            entries = [*listed, *(one for one in entries if one.own)]
        elif lemmas and self._is_chance(word, made, language):
            entries = []
        if not entries and language in COMPOUNDING:
            entries = self._parts(word, language)
        return entries

    def _listed(self, word: str, language: str) -> list[Entry]:
        """The notions whose term a dictionary lists a word under, however it is bent."""
        known = language in self._written
        return self._start(folded(lemma(word, language)), language) if known else []

    def _is_chance(self, word: str, made: Root, language: str) -> bool:
        """Whether a word has a term's stem and nothing else of it: a short stem, or a name."""
        if self._start(folded(word), language):
            return False
        name = word.istitle() and not is_listed_small(word, language)
        return len(made.stem) <= _SHORT_STEM or (name and language not in _NOUNS_IN_CAPITALS)

    # Compounds

    def _parts(self, word: str, language: str) -> list[Entry]:
        """The notions within a compound: all of its parts, or the field's of which one is a part.

        A general word counts only where the whole compound is made of known ones.
        """
        if whole := self._split(word, language):
            return whole
        typed, made = folded(word), root(word, language)
        lengths = range(len(typed) - 3, SHORTEST_ALONE - 1, -1)
        starts = (self._start(typed[:length], language) for length in lengths)
        cuts = range(3, len(made.stem) - SHORTEST_ALONE + 1)
        ends = (self._end(made, cut, language) for cut in cuts)
        found = [*next(filter(None, starts), []), *next(filter(None, ends), [])]
        return [entry for entry in found if entry.own]

    def _split(self, word: str, language: str, least: int = _SHORTEST_PART) -> list[Entry]:
        """What the two parts of a compound mean, with a link between them or without."""
        typed, made = folded(word), root(word, language)
        for cut in range(least, len(made.stem) - least + 1):
            if not (end := self._end(made, cut, language)):
                continue
            for link in _LINKS[language]:
                if typed[:cut].endswith(link):
                    begin = self._start(typed[: cut - len(link)], language)
                    if begin:
                        return [*begin, *end]
        return []

    def _start(self, part: str, language: str) -> list[Entry]:
        """The notions of a word as it is written."""
        return self._written.get(language, {}).get(part, [])

    def _end(self, made: Root, cut: int, language: str) -> list[Entry]:
        """The notions of the end of a word, whatever its ending."""
        held = self._entries.get(language, {}).get((made.stem[cut:],), ())
        return _agreeing(held, (Root(made.stem[cut:], made.written[cut:]),)) if held else []


def _agreeing(entries: Iterable[Entry], typed: Sequence[Root]) -> list[Entry]:
    """The entries that are meant: with the accents that were typed, if any were.

    The field's go before general ones.
    """
    held = [e for e in entries if _written(e.roots) == _written(typed)]
    if not held:
        pairs = [(e, zip(e.roots, typed, strict=True)) for e in entries]
        held = [e for e, words in pairs if all(mine.agrees(one) for mine, one in words)]
    return [e for e in held if e.own] or held


def _written(words: Sequence[Root]) -> list[str]:
    return [word.written for word in words]
