"""Which words a language knows, by the lists of search/lemmas.py.

Unpacking one takes a second, so a list is kept on disk as the sorted hashes of its words, which
every worker maps into its memory.
"""

import re
import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.lemmas import forms
from search.stems import RAISED

# Of 32 bits each; one is found in them in a fifth of the time that numpy takes for it.
Hashes: TypeAlias = memoryview

# English stands in reports of every language: titles of references, names of programmes.
_EVERYWHERE: Final = "en"
WORD: Final = re.compile(rf"[^\W\d_{RAISED}]{{3,}}")
# What no dictionary holds, and no reader takes for words of the language.
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_ADDRESSED: Final = ("@", "http", "www.")
# A share of fewer words says little: a title page of names, the labels of a figure.
FEWEST: Final = 20
_MOST_HELD: Final = 1 << 16
_PAGES_HELD: Final = 1 << 10
_folders: Final[list[Path]] = []


def keep_in(folder: Path) -> None:
    """Where lists are kept from now on; until then, and where that can't be written, in memory."""
    _folders[:] = [folder]
    _hashes.cache_clear()


@lru_cache(_MOST_HELD)
def knows(word: str, language: str) -> bool:
    """Whether a word is one of a language, written in any case."""
    hashes = _hashes(language)
    return bool(word) and any(_holds(hashes, _hash(form)) for form in _forms(word))


def _holds(hashes: Hashes, wanted: int) -> bool:
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted


def _forms(word: str) -> Iterator[str]:
    """A word as it is and as lists write it: in small letters, or with a first capital."""
    yield word
    yield word.lower() if word[0].isupper() else word.capitalize()
    if word.isupper():
        yield word.capitalize()


def _hash(word: str) -> int:
    """32 bits: of what no list of a million words holds, one in 4,000 passes for known."""
    return crc32(word.encode("utf-8", "replace"))


@cache
def _hashes(language: str) -> Hashes:
    """The hashes of a list's words, ascending; none for a language without a list."""
    files = [folder / f"{language}.npy" for folder in _folders]
    for file in files:
        with suppress(OSError, ValueError):
            kept: Hashes = np.load(file, mmap_mode="r").data
            return kept
    if not (words := forms(language)):
        return np.empty(0, np.uint32).data
    hashes = np.sort(np.fromiter(map(_hash, words), np.uint32, len(words)))
    for file in files:
        _write(file, hashes)
    return hashes.data


def _write(file: Path, hashes: NDArray[np.uint32]) -> None:
    part = file.with_suffix(f".{uuid.uuid4().hex}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as target:
            np.save(target, hashes)
        part.replace(file)
    except OSError:
        # Read-only or full: it is in memory all the same.
        with suppress(OSError):
            part.unlink(missing_ok=True)


# A page is asked about when its layer is judged, and again for its record.
@lru_cache(_PAGES_HELD)
def share(text: str, language: str) -> float | None:
    """The share of a text's words that its language or English knows.

    None where its language is not known or there are too few words to say.
    """
    if not language or not len(_hashes(language)):
        return None
    words = found(text)
    if words.total() < FEWEST:
        return None
    return count(words, language) / words.total()


def count(words: Counter[str], language: str) -> int:
    """How many of these words a language or English knows."""
    return sum(times for word, times in words.items() if _known(word, language))


def found(text: str) -> Counter[str]:
    """The words of a text, three letters and more, without addresses."""
    addressed = any(sign in text for sign in _ADDRESSED)
    return Counter(WORD.findall(_ADDRESS.sub(" ", text) if addressed else text))


@lru_cache(_MOST_HELD)
def _known(word: str, language: str) -> bool:
    return knows(word, language) or knows(word, _EVERYWHERE)
