"""What a question demands of a passage by its quotes and its minus signs."""

import re
import unicodedata
from dataclasses import replace
from typing import Final

from search.asked import Asked
from search.records import Passage, Study
from search.stems import RAISED, WORD, code, stem
from search.stop_words import is_common

# A keyboard has one apostrophe and one dash; print has these.
_TYPED: Final = str.maketrans(dict.fromkeys("’ʼ´‘′", "'") | dict.fromkeys("‐‑‒–—−", "-"))
_RAISED: Final = re.compile(f"[{RAISED}]")
_CODE: Final = re.compile(r"(?<!\w)(eur|gbp|usd) ?(?=\d)")
_SIGNS: Final = {"eur": "€", "gbp": "£", "usd": "$"}
_APART: Final = re.compile(r"(?<=\d) (?=[%‰€$£])|(?<=[€$£]) (?=\d)")


def held(asked: Asked, passage: Passage) -> bool:
    """Whether a passage holds every phrase that it must, and nothing that it must not."""
    if not (asked.exact or asked.without):
        return True
    text = _plain(passage.text)
    if not all(_says(text, phrase) for phrase in asked.exact):
        return False
    shown = "\n".join((*passage.heading, passage.header, passage.text))
    return not any(_names(shown, passage.language, unwanted) for unwanted in asked.without)


def without_quotes(asked: Asked) -> Asked:
    """The question where no passage holds its phrases: their words are looked for instead."""
    return replace(asked, exact=(), unheld=asked.exact)


def bars(asked: Asked, study: Study) -> bool:
    """Whether a study's title holds what no hit may hold: each of its hits would show it."""
    return any(_names(study.title, study.language, unwanted) for unwanted in asked.without)


def tells(asked: Asked) -> bool:
    """Whether a question demands a phrase that has a word which is not common."""
    words = (word for phrase in asked.exact for word in WORD.findall(phrase))
    return any(not is_common(word, asked.language) for word in words)


def _says(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, at the ends of words, however it is spaced or cased."""
    wanted = _plain(phrase)
    if not wanted:
        return False
    # No word goes on before or after; a sign ends by itself: "€7.5" stands in "2014 €7.5 million".
    begun = r"(?<!\w)" if WORD.match(wanted) else ""
    ended = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.search(begun + re.escape(wanted) + ended, text) is not None


def _names(text: str, language: str, unwanted: str) -> bool:
    """Whether a text holds a phrase, or one word with whatever ending."""
    words = WORD.findall(unwanted)
    if len(words) != 1:
        return _says(_plain(text), unwanted)
    key = code(language)
    root = stem(words[0], key)
    return any(stem(word, key) == root for word in WORD.findall(text))


def _plain(text: str) -> str:
    """In one case, one form of each letter, apostrophe and dash, one space between words.

    Without footnotes' marks, and no space between a figure and its % or its currency: €7 is EUR 7.
    """
    typed = _RAISED.sub("", text.translate(_TYPED))
    spaced = " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
    return _APART.sub("", _CODE.sub(lambda code: _SIGNS[code[1]], spaced))
