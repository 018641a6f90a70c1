"""Questions drawn from a library's own passages: telling words of a sentence, and headings."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search.closest import sentences
from search.function_words import is_function_word
from search.library import Library
from search.records import Kind, Passage
from search.signs import words_of

SEED: Final = 20261122
_FEWEST: Final = 5
_NUMBER: Final = re.compile(r"^(?:[\d.]+|[A-Z]\.[\d.]*|[IVX]+\.)\s+")
_ASKED: Final = {
    "ca": "Què es diu sobre {}?",
    "de": "Was steht im Bericht über {}?",
    "en": "What is said about {}?",
    "es": "¿Qué se dice sobre {}?",
    "fr": "Que dit-on de {} ?",
    "it": "Che cosa si dice su {}?",
    "nl": "Wat staat er over {}?",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question, from which passage it was drawn, and how."""

    text: str
    source: Passage
    way: str


def questions(library: Library, count: int, seed: int = SEED) -> list[Drawn]:
    """Half of them the telling words of a body sentence, half the heading of a passage.

    Each passage, and each heading, is drawn once at most; fewer where the library has no more.
    """
    chance = random.Random(seed)
    ids = library.ids("p.kind = ?", Kind.BODY).tolist()
    chance.shuffle(ids)
    made: dict[str, list[Drawn]] = {"sentence": [], "heading": []}
    wanted = {"sentence": count - count // 2, "heading": count // 2}
    seen: set[str] = set()
    for first in range(0, len(ids), count):
        some = library.passages(ids[first : first + count])
        for passage in (some[id] for id in ids[first : first + count]):
            way = min(made, key=lambda name: len(made[name]) / max(1, wanted[name]))
            text = _sentence(passage, chance) if way == "sentence" else _heading(passage)
            if text and text not in seen and len(made[way]) < wanted[way]:
                seen.add(text)
                made[way].append(Drawn(text, passage, way))
        if sum(map(len, made.values())) == count:
            break
    return [one for each in made.values() for one in each]


def _sentence(passage: Passage, chance: random.Random) -> str:
    """Every other telling word of one of its sentences; "" where it has too few."""
    parts = sentences(passage.text)
    if not parts:
        return ""
    part = chance.choice(parts)
    telling = _telling(words_of(passage.text[part.start : part.end]), passage.language)
    return " ".join(telling[::2]) if len(telling) >= _FEWEST else ""


def _heading(passage: Passage) -> str:
    """Its nearest heading, without its number, put as a question; "" without a telling word."""
    heading = _NUMBER.sub("", passage.heading[-1]).strip(" .:?¿") if passage.heading else ""
    if not _telling(words_of(heading), passage.language):
        return ""
    return _ASKED.get(passage.language, "{}?").format(heading)


def _telling(words: Sequence[str], language: str) -> list[str]:
    return [word for word in words if len(word) > 3 and not is_function_word(word, language)]
