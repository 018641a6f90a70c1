"""What the ledger keeps of one study: its words by language, and the acronyms it introduces."""

import json
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from search.asking.acronyms import Acronym, introduced, is_acronym
from search.asking.plain import folded
from search.records import Passage, Study
from search.stems import WORD

# In the place of a word: how many passages there are of a language.
EVERY = ""
# In the place of a language: the word stands in capitals, as an acronym does.
CAPITALS = "*"


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many passages of a study hold each word of each language, and its acronyms."""

    words: Counter[tuple[str, str]]
    acronyms: tuple[Acronym, ...]


def gather(study: Study, passages: Iterable[Passage]) -> Gathered:
    """The words and acronyms of a study."""
    words: Counter[tuple[str, str]] = Counter()
    acronyms: dict[Acronym, None] = {}
    titled: set[tuple[str, str]] = set()
    for passage in passages:
        words.update((word, passage.language) for word in {EVERY, *_words(passage.text)})
        words.update((word, CAPITALS) for word in _acronyms(passage.text))
        titled.update((word, passage.language) for word in _words(" ".join(passage.heading)))
        acronyms.update(dict.fromkeys(introduced(passage.text)))
    titled.update((word, study.language) for word in _words(study.title))
    words.update(titled - words.keys())
    return Gathered(words, tuple(acronyms))


def _words(text: str) -> set[str]:
    """The words of a text in small letters, without numbers and acronyms."""
    return {small(word) for word in WORD.findall(text) if is_word(word)}


def _acronyms(text: str) -> set[str]:
    """The acronyms of a text that are letters alone, in small letters: PSOP may be typed psop."""
    found = (word for word in WORD.findall(text) if len(word) > 2 and word.isalpha())
    return {small(word) for word in found if is_acronym(word)}


def is_word(word: str) -> bool:
    """Whether something is a word that can be spelt: letters alone, and not all capitals."""
    spelt = 3 <= len(word) <= 40 and unicodedata.normalize("NFC", word).isalpha()
    return spelt and not is_acronym(word) and not word.isupper()


def small(word: str) -> str:
    """A word in composed small letters."""
    return unicodedata.normalize("NFC", word.lower())


def runs(word: str) -> frozenset[str]:
    """The runs of three letters of a word, its beginning and its end marked."""
    marked = f"^{folded(word)}$"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))


def pack(words: Counter[tuple[str, str]]) -> bytes:
    """Counted words as bytes."""
    rows = [[word, language, held] for (word, language), held in words.items()]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def unpack(data: bytes) -> list[tuple[str, str, int]]:
    """Counted words from bytes: word, language, passages. Raises ValueError where damaged."""
    try:
        rows = json.loads(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError("the words of a study are damaged") from error
    return [(word, language, held) for word, language, held in rows]
