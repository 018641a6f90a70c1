"""What parts the two halves of a word that is cut at a line's end: nothing, or a hyphen.

What a study spells decides first, then what its language knows, then how that language hyphenates.
"""

from collections import Counter
from typing import Final

from ingest.words import knows

# "Kunst- und Kulturpolitik": this hyphen ends a word on purpose.
_CONJUNCTIONS: Final = {
    "da": ("og", "eller"),
    "de": ("und", "oder", "bzw", "sowie"),
    "en": ("and", "or"),
    "fi": ("ja", "tai"),
    "nb": ("og", "eller"),
    "nl": ("en", "of"),
    "sv": ("och", "eller"),
}
_ANY_CONJUNCTION: Final = tuple(word for words in _CONJUNCTIONS.values() for word in words)
# Languages that write compounds as one word, and those that put a hyphen even after a prefix; a
# text whose language is not known keeps its hyphens too.
_ONE_WORD: Final = frozenset(["da", "de", "fi", "nb", "sv"])
_FREELY: Final = frozenset(["en", ""])
# Halves that a hyphen parts in every word: a pronoun after its verb ("aconseguir-los"), and
# "niet-doelgericht", "ex-minister".
_PRONOUNS: Final = {
    "ca": ("la", "les", "li", "lo", "los", "ho", "hi", "me", "ne", "nos", "se", "te", "us", "vos"),
    "pt": ("la", "las", "lhe", "lhes", "lo", "los", "me", "na", "nas", "no", "nos", "se", "te"),
}
_BEFORE: Final = {"nl": ("ex", "niet")}


def between(left: str, right: str, known: Counter[str], language: str, address: bool) -> str:
    """What stands between two halves: a hyphen, one that ends a word, or nothing.

    As the study spells the word most often; then a hyphen before a capital and after an acronym,
    then as the language spells it.
    """
    whole, hyphenated = (left + right).lower(), f"{left}-{right}".lower()
    if right.lower() in (_CONJUNCTIONS.get(language, ()) if language else _ANY_CONJUNCTION):
        return "- "
    if address or known[hyphenated] > known[whole]:
        return "-"
    acronym = left.isupper() and len(left) > 1
    capitals = acronym and right.isupper()
    if not capitals and (acronym or right[0].isupper()):
        return "-"
    if known[whole] > known[hyphenated]:
        return ""
    if known[hyphenated] or (language in _FREELY and _is_hyphenated(left, right, language)):
        return "-"
    if knows(whole, language):
        return ""
    return "-" if capitals or _is_compound(left.lower(), right.lower(), known, language) else ""


def _is_hyphenated(left: str, right: str, language: str) -> bool:
    """Whether a language writes two of its words with a hyphen.

    Of English words ("long-term", "well-being") its list often holds both spellings, and the page
    shows which is meant; other lists hold what nobody writes as well ("me-vrouw"), so that they are
    asked only about what they do not know whole.
    """
    return all(knows(part, language) for part in (f"{left}-{right}", left, right))


def _is_compound(left: str, right: str, known: Counter[str], language: str) -> bool:
    """Whether two halves that are never written together are a word with a hyphen.

    As read in samples of what 66 reports leave open: English hyphenates freely (self-employed),
    German writes compounds as one word, Catalan, Italian and Dutch hyphenate between two words.
    """
    if _is_hyphenated(left, right, language):
        return True
    if right in _PRONOUNS.get(language, ()):
        return knows(left, language)
    if left in _BEFORE.get(language, ()):
        return knows(right, language)
    if language in _ONE_WORD:
        return False
    if language in _FREELY:
        return right in known or (knows(left, language) and knows(right, language))
    return left in known and right in known


def is_word(word: str, known: Counter[str], language: str) -> bool:
    """Whether the study or its language spells a word so."""
    return word.lower() in known or knows(word, language)
