"""A question as the word index is asked it: what may be met, in which field, and what it counts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import tantivy

from search.asked import Also
from search.asking.termindex import COMPOUNDING, SHORTEST_ALONE
from search.figures import Figure, parted
from search.rarity import Rarity
from search.signs import pairs_of, runs_of, words_of
from search.stems import code, stem
from search.stop_words import without_stop_words

# More words than this are a pasted text; its first ones say what it is about.
MOST_WORDS: Final = 256
# Runs of letters find what was mistyped or inflected; in a long text the words themselves do.
_MOST_FOR_RUNS: Final = 32
# What a match counts beside one of a word in the passage itself (docs/decisions/ranking.md).
_HEAD: Final = 0.5
_RUN: Final = 0.3
_PAIR: Final = 0.25
_ALSO: Final = 1.0
_SYNONYM: Final = 0.5
# A sign is no word: who asks for £4,000 also looks for GBP 4,000.
_CURRENCIES: Final = {"€": "EUR", "£": "GBP", "$": "USD"}


class Clauses:
    """Makes the clauses of one question in the language `asked`, "" where it is not known."""

    def __init__(
        self, schema: tantivy.Schema, rarity: Rarity, asked: str, also: Sequence[Also]
    ) -> None:
        self._schema = schema
        self._rarity = rarity
        self._asked = asked
        self._also = also
        self._found: dict[str, Mapping[tuple[str, ...], list[tantivy.Query]]] = {}

    def of(self, text: str, languages: Iterable[str]) -> tantivy.Query:
        """What passages in these languages may hold of a text; each counts by its rarity."""
        words = words_of(text)[:MOST_WORDS]
        apart, found = parted(text)
        signs = [code for sign, code in _CURRENCIES.items() if found and sign in text]
        telling = [*without_stop_words(apart[:MOST_WORDS], self._asked), *signs]
        parts = [
            part
            for key in sorted({code(language) for language in languages})
            for part in (
                *self._words(telling, key),
                *self._figures(found, key),
                *self._bridges(key),
                *self._runs(telling, key),
                *self._pairs(words, key),
            )
        ]
        return _any(parts) if parts else tantivy.Query.empty_query()

    def roots(self, words: Sequence[str], key: str) -> dict[str, str]:
        """Stems to look for under a key, with the word of each.

        In another language than the question's, its common words are left out: "die" and "war" say
        nothing in German and mislead in English.
        """
        own = code(self._asked) if self._asked else key
        kept = [w for w in words if key == own or self._rarity.tells(f"{own}:{stem(w, own)}", own)]
        found = {stem(word, key): word for word in reversed(kept)}
        return {root: word for root, word in reversed(found.items()) if root}

    def _words(self, words: Sequence[str], key: str) -> list[tantivy.Query]:
        bridges = self._bridged(key)
        made = []
        for root, word in self.roots(words, key).items():
            own = [
                term
                for field, counts in (("body", 1.0), ("head", _HEAD))
                for term in self._term(field, f"{key}:{root}", key, counts)
            ]
            others = bridges.get((word.lower(),), [])
            made += [_best([*([_any(own)] if own else ()), *others])] if others else own
        return made

    def _figures(self, found: Sequence[Figure], key: str) -> list[tantivy.Query]:
        """A figure as one word, however its thousands are parted there."""
        made = []
        for figure in found:
            counts = float(len(figure.groups))
            ways = self._term("body", f"{key}:{figure.digits}", key, counts)
            pairs = pairs_of(figure.groups, key)
            terms = [self._term("pairs", pair, key, counts / len(pairs)) for pair in pairs]
            if pairs and all(terms):
                held = [term for (term,) in terms]
                ways.append(_all(held) if len(held) > 1 else held[0])
            made += [_best(ways)] if ways else []
        return made

    def _bridges(self, key: str) -> list[tantivy.Query]:
        """What is also looked for of several words at once."""
        return [_best(terms) for words, terms in self._bridged(key).items() if len(words) != 1]

    def _bridged(self, key: str) -> Mapping[tuple[str, ...], list[tantivy.Query]]:
        """For words of the question, the terms under a key that mean the same."""
        if key not in self._found:
            self._found[key] = self._also_under(key)
        return self._found[key]

    def _also_under(self, key: str) -> Mapping[tuple[str, ...], list[tantivy.Query]]:
        found: dict[tuple[str, ...], list[tantivy.Query]] = {}
        counts = _SYNONYM if key == code(self._asked) else _ALSO
        for notion in self._also:
            words = tuple(word.lower() for word in notion.words)
            for terms in notion.terms:
                if code(terms.language) == key:
                    made = (self._together(term, key, counts) for term in terms.terms)
                    found.setdefault(words, []).extend(filter(None, made))
        return {words: terms for words, terms in found.items() if terms}

    def _together(self, term: str, key: str, counts: float) -> tantivy.Query | None:
        """All words of a term in one passage, each for its share."""
        roots = [stem(word, key) for word in words_of(term)]
        if not all(roots):
            return None
        shares = [self._term("body", f"{key}:{r}", key, counts / len(roots)) for r in roots]
        if not roots or not all(shares):
            return None
        held = [term for (term,) in shares]
        return _all(held) if len(held) > 1 else held[0]

    def _runs(self, words: Sequence[str], key: str) -> list[tantivy.Query]:
        if len(words) > _MOST_FOR_RUNS:
            return []
        kept = [*self.roots(words, key).values()]
        runs = dict.fromkeys(runs_of(kept, key))
        return [term for run in runs for term in self._term("runs", run, key, _RUN)]

    def _pairs(self, words: Sequence[str], key: str) -> list[tantivy.Query]:
        if self._asked and key != code(self._asked):
            return []
        pairs = dict.fromkeys(pairs_of(words, key))
        return [term for pair in pairs for term in self._term("pairs", pair, key, _PAIR)]

    def _term(self, field: str, sign: str, key: str, counts: float) -> list[tantivy.Query]:
        """What looks for a sign; nothing where no passage holds it, as for half of all of them."""
        if not self._rarity.holding(field, sign):
            return []
        term = tantivy.Query.term_query(self._schema, field, sign, "freq")
        rarer = self._rarity.evened(field, sign, key)
        return [tantivy.Query.boost_query(term, counts * rarer)]


def naming(schema: tantivy.Schema, terms: Iterable[tuple[str, str]]) -> tantivy.Query:
    """Whether a passage in a term's language names it, or its headings or its study's title do.

    Of several words every two that follow each other stand together in the passage itself. One word
    of a language of compounds may be the end of one, a long one its beginning: a Kreditinstitut is
    no Kredit.
    """
    single: dict[str, None] = {}
    compounds: dict[str, dict[str, None]] = {}
    parts = []
    for language, term in terms:
        key, words = code(language), words_of(term)
        roots = [stem(word, key) for word in words]
        if len(roots) == 1 and roots[0]:
            single[f"{key}:{roots[0]}"] = None
            if language in COMPOUNDING and len(roots[0]) >= SHORTEST_ALONE:
                compounds.setdefault(key, {})[roots[0]] = None
        elif roots and all(roots):
            parts.append(_each(schema, "pairs", pairs_of(words, key)))
    for key, held in compounds.items():
        starts = "|".join(root for root in held if len(root) > SHORTEST_ALONE) or "-"
        # Any letter of any script would make an automaton that costs 17 ms; these have no accents.
        pattern = f"{key}:(({starts})[a-z]*|[a-z]*({'|'.join(held)}))"
        parts.append(tantivy.Query.regex_query(schema, "body", pattern))
    for field in ("body", "head"):
        parts.append(tantivy.Query.term_set_query(schema, field, list(single)))
    return tantivy.Query.const_score_query(_any(parts), 0.0)


def _each(schema: tantivy.Schema, field: str, signs: Sequence[str]) -> tantivy.Query:
    return _all([tantivy.Query.term_query(schema, field, sign, "freq") for sign in signs])


def _any(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _all(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def _best(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.disjunction_max_query(list(parts)) if len(parts) > 1 else parts[0]
