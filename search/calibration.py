"""The scale of confidence, drawn from a library's own words without a judgement.

Questions of words drawn at random from the general vocabulary have no answer: what they reach is
nothing. Every other telling word of a sentence makes a question that its own passage answers, and
the passages of other studies do not.
"""

import contextlib
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from search.asking.vocabulary import Vocabulary
from search.closest import sentences
from search.confidence import Scale
from search.function_words import is_function_word
from search.records import Passage
from search.signs import words_of

# So many meaningless ones, and so many made of sentences.
_MEANINGLESS: Final = 80
_QUESTIONS: Final = 40
_WORDS: Final = 5
# So many standard deviations above their mean; a quantile of so few wanders more. Over the bundled
# corpus 1 of 96 answerable questions is refused (docs/decisions/confidence.md).
_ABOVE: Final = 1.8
# The way of drawing; a scale that was drawn in another way is drawn again.
_FORM: Final = 5
_SEED: Final = 20261122
# A library that has grown or shrunk by less keeps its scale.
_CHANGED: Final = 0.1
# Nothing is known of so small a library.
UNKNOWN: Final = Scale(0.0, 1.5)
_FEWEST: Final = 20


@dataclass(frozen=True, slots=True)
class Reached:
    """What a question comes to: its best hits together, the best one, the best of other studies.

    Others than the one that the question was made of.
    """

    evidence: float
    best: float
    others: float


Reach: TypeAlias = Callable[[str, str], Reached]


def drawn(reach: Reach, vocabulary: Vocabulary, passages: Sequence[Passage]) -> Scale:
    """The scale of a library.

    `reach(question, study)` is what a question comes to that was made of a study, "" for none.
    """
    chance = random.Random(_SEED)
    general = sorted(notion.name for notion in vocabulary.notions.values() if not notion.own)
    if len(general) < _WORDS or len(passages) < _FEWEST:
        return UNKNOWN
    spoken = Counter(passage.language for passage in passages).most_common(1)[0][0]
    nothing = []
    for _ in range(_MEANINGLESS):
        words = (_term(vocabulary, name, spoken) for name in chance.sample(general, _WORDS))
        nothing.append(reach(" ".join(words), "").evidence)
    known = [
        (found.best, found.others)
        for passage in chance.sample(list(passages), min(_QUESTIONS, len(passages)))
        if (question := _question(passage, chance)) and (found := reach(question, passage.study_id))
    ]
    low = float(np.mean(nothing) + _ABOVE * np.std(nothing))
    if not known:
        return Scale(low, low)
    own, others = np.median(np.array(known), axis=0)
    return Scale(low, max(low, float(own + others) / 2))


def kept(file: Path, key: str, size: int, make: Callable[[], Scale]) -> Scale:
    """The scale that a file holds for a key and a library of about this size.

    Made, and written there, where it holds another.
    """
    try:
        held = json.loads(file.read_text("utf-8"))
        same = held["form"] == _FORM and held["key"] == key
        if same and abs(int(held["size"]) - size) <= _CHANGED * size:
            return Scale(float(held["nothing"]), float(held["strong"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # Deleted or damaged: it is made again.
    scale = make()
    with contextlib.suppress(OSError):  # A folder that can't be written costs time, nothing else.
        told = {"form": _FORM, "key": key, "size": size} | asdict(scale)
        file.write_text(json.dumps(told), "utf-8")
    return scale


def _term(vocabulary: Vocabulary, name: str, language: str) -> str:
    terms = vocabulary.notions[name].terms
    return next(iter(terms.get(language) or terms["en"]))


def _question(passage: Passage, chance: random.Random) -> str:
    """Every other telling word of one of its sentences; "" where it has too few."""
    parts = sentences(passage.text)
    part = chance.choice(parts) if parts else None
    words = words_of(passage.text[part.start : part.end]) if part else []
    telling = [w for w in words if len(w) > 3 and not is_function_word(w, passage.language)]
    return " ".join(telling[::2]) if len(telling) >= _WORDS else ""
