"""Whatever a person typed or pasted, made into text that is safe to read, show and look for."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from search.stems import RAISED

# So many words are remembered: those of one question are asked for 400 times.
_FOLDED: Final = 1 << 15
# A pasted text says in its first pages what it is about; the model reads the first 250 words.
_LONGEST: Final = 6000
# Marks that say which way to write or where not to break: nothing of them is seen or meant.
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def plain(text: str) -> str:
    """A text on one line in composed letters: without control characters or half characters.

    What is pasted from a page loses its ligatures, full-width letters and footnotes' marks: 5¹ is
    no 51.
    """
    whole = text[: 2 * _LONGEST].encode("utf-8", "ignore").decode()
    kept = "".join(_seen(letter) for letter in unicodedata.normalize("NFC", whole))
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(line) <= _LONGEST:
        return line
    return line[:_LONGEST].rpartition(" ")[0] or line[:_LONGEST]


def _seen(letter: str) -> str:
    if letter.isascii() and letter.isprintable():
        return letter
    if letter in _UNSEEN or _RAISED.match(letter) or unicodedata.bidirectional(letter) in _TURNS:
        return ""
    if unicodedata.category(letter).startswith("C"):
        return " "
    return unicodedata.normalize("NFKC", letter) if _is_drawn(letter) else letter


def _is_drawn(letter: str) -> bool:
    """Whether a character is only a way to draw others: ﬁ is fi, Ａ is A; but … and ½ stay."""
    kind = unicodedata.decomposition(letter).split(" ")[0]
    return kind in _WIDTHS or (kind == "<compat>" and letter.isalpha())


_WIDTHS: Final = frozenset(["<wide>", "<narrow>", "<font>"])
_RAISED: Final = re.compile(f"[{RAISED}]")
_TURNS: Final = frozenset(["LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"])


@lru_cache(_FOLDED)
def folded(word: str) -> str:
    """A word in lower case and without accents, as it is compared with others."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
