"""What a question demands of a passage by its quotes and its minus signs."""

import re
import unicodedata

from search.asked import Asked
from search.records import Passage
from search.stems import WORD, code, stem
from search.stop_words import is_common


def held(asked: Asked, passage: Passage) -> bool:
    """Whether a passage holds every phrase that it must, and nothing that it must not."""
    if not (asked.exact or asked.without):
        return True
    text = _plain(passage.text)
    if not all(_says(text, phrase) for phrase in asked.exact):
        return False
    return not any(_names(passage, text, unwanted) for unwanted in asked.without)


def tells(asked: Asked) -> bool:
    """Whether a question demands a phrase that has a word which is not common."""
    words = (word for phrase in asked.exact for word in WORD.findall(phrase))
    return any(not is_common(word, asked.language) for word in words)


def _says(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, at the ends of words, however it is spaced or cased."""
    wanted = _plain(phrase)
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None


def _names(passage: Passage, text: str, unwanted: str) -> bool:
    """Whether a passage holds a phrase, or one word with whatever ending."""
    words = WORD.findall(unwanted)
    if len(words) != 1:
        return _says(text, unwanted)
    key = code(passage.language)
    root = stem(words[0], key)
    return any(stem(word, key) == root for word in WORD.findall(passage.text))


def _plain(text: str) -> str:
    """In one case, one form of each letter, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
