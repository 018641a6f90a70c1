"""Two texts that say the same: told from their words, and found without comparing all with all.

A text is taken as its runs of three words. MinHash (datasketch) makes of these a few numbers,
`bands`, of which texts that share most of their runs share at least one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from search.records import Passage

_WORD: Final = re.compile(r"\w+")
_RUN: Final = 3
# Below it a fifth of the words or more is another text (benchmarks/results/doubles.md).
_ALIKE: Final = 0.8
# A shorter passage is a label or a cell: what it says stands in its surroundings.
_FEWEST_WORDS: Final = 8
_PERMUTATIONS: Final = 128
# Rows of a band: 21 bands of 6 bring 99.8 % of the pairs at 0.8; 32 of 4 bring 98.8 % at 0.6.
_PASSAGE_ROWS: Final = 6
_STUDY_ROWS: Final = 4
# A word more of these turns what is said around.
_TURNING: Final = frozenset(
    word
    for words in (
        "not no never nor neither without cannot",
        "nicht kein keine keinen keiner keinem nie ohne weder niet geen nooit zonder",
        "ne pas non jamais sans aucun aucune ni nunca ningún ninguna sin não nem sem nenhum",
        "né mai senza nessun nessuna sense cap fără",
        "ikke ingen inte aldrig ei eivät nem soha nélkül",
        "nie żaden bez není nejsou nebyl nema nije не без няма nėra",
        "δεν μην όχι χωρίς",
    )
    for word in words.split()
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a passage is compared: its words as printed, its runs of words, its bands.

    A passage that is too short to be the double of any other has no bands.
    """

    words: tuple[str, ...]
    runs: frozenset[str]
    bands: tuple[int, ...] = ()


def runs(words: Sequence[str]) -> frozenset[str]:
    """Every run of three words of a text; the whole of a shorter one."""
    last = max(1, len(words) - _RUN + 1)
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(last)) if words else (
        frozenset()
    )  # fmt: skip


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The runs that both have, as a share of those that either has (Jaccard)."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def plain(passage: Passage) -> Sketch:
    """A passage for comparing, without its bands. The header row of a table is part of it."""
    words = tuple(_WORD.findall(f"{passage.header}\n{passage.text}"))
    return Sketch(words, runs([word.casefold() for word in words]))


def sketches(passages: Iterable[Passage]) -> list[Sketch]:
    """Passages for comparing, each with its bands."""
    made = [plain(passage) for passage in passages]
    long = [sketch.runs if len(sketch.words) >= _FEWEST_WORDS else None for sketch in made]
    bands = iter(_bands([runs for runs in long if runs is not None], _PASSAGE_ROWS))
    return [
        sketch if runs is None else Sketch(sketch.words, sketch.runs, next(bands))
        for sketch, runs in zip(made, long, strict=True)
    ]


def of_study(passages: Iterable[Sketch]) -> tuple[frozenset[str], tuple[int, ...]]:
    """The runs of a whole study and its bands; none where it has no words."""
    whole = frozenset().union(*(passage.runs for passage in passages))
    return whole, _bands([whole], _STUDY_ROWS)[0] if whole else ()


def same(one: Sketch, other: Sketch) -> bool:
    """Whether two passages say the same: most runs of words, and every name and number within.

    At either end one of the two may go on; where they differ between, it is in small words only.
    """
    if likeness(one.runs, other.runs) < _ALIKE:
        return False
    return not any(map(_telling, _differing(one.words, other.words)))


def _differing(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    """The words in which two texts differ, but not those by which only one begins or ends."""
    matcher = SequenceMatcher(
        None, [word.casefold() for word in one], [word.casefold() for word in other], False
    )
    codes = matcher.get_opcodes()
    for place, (change, start, end, start_other, end_other) in enumerate(codes):
        at_an_end = place in (0, len(codes) - 1) and change != "replace"
        if change != "equal" and not at_an_end:
            yield from one[start:end]
            yield from other[start_other:end_other]


def _telling(word: str) -> bool:
    """Whether a word more or less says something else: a number, a name, a negation."""
    return word[0].isupper() or word in _TURNING or any(letter.isdigit() for letter in word)


def _bands(texts: Sequence[frozenset[str]], rows: int) -> list[tuple[int, ...]]:
    """The bands of texts, each a number of 63 bits that also tells its place among them."""
    # Imported at first use: it brings SciPy, and a search needs none of it.
    from datasketch import MinHash

    encoded = ([run.encode() for run in sorted(text)] for text in texts)
    # Named, for the bands are kept: another scheme or seed would find nothing of what is there.
    made = MinHash.bulk(encoded, num_perm=_PERMUTATIONS, seed=1, scheme="affine32")
    return [tuple(_folded(one.hashvalues, rows)) for one in made]


def _folded(values: "np.ndarray[tuple[int], np.dtype[np.uint32]]", rows: int) -> Iterator[int]:
    for place, at in enumerate(range(0, len(values) - rows + 1, rows)):
        held = place.to_bytes(2, "big") + values[at : at + rows].astype("<u4").tobytes()
        yield int.from_bytes(hashlib.blake2b(held, digest_size=8).digest(), "big") >> 1
