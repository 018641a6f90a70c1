"""Which characters of a page are set in bold type.

A font is asked for at the ends and the middle of a line, and at each word only where these differ:
0.2 ms a page, where asking for every character took 3 ms (docs/decisions/structure.md).
"""

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import pypdfium2.raw as raw

from ingest.calls import handle, quick
from ingest.glyphs import Mark, Marks

# Fonts often state no weight, or that of the regular one; their names rarely lie. The last ones
# are TeX's.
_NAMES: Final = re.compile(
    rb"bold|black|heavy|semi|demi|[-,_]bd|(?:CM|SF|EC)(?:SS)?BX|LMRoman\d+-Bold|Rom\w*-Medi\b", re.I
)
_BOLD: Final = 600
# The flag ForceBold of a font's descriptor (ISO 32000-1, table 123).
_FORCED: Final = 1 << 18
_LONGEST_NAME: Final = 96
_MOST_OF_A_NAME: Final = ctypes.c_ulong(_LONGEST_NAME)
_FONT: Final = quick(raw.FPDFText_GetFontInfo, ctypes.c_ulong)
_WEIGHT: Final = quick(raw.FPDFText_GetFontWeight)
_LINE: Final = re.compile(r"[^\r\n]*\S")
_WORD: Final = re.compile(r"\S+\s*")


def weights(page: Any, text: str) -> Marks:
    """The marks of a text page's characters: `Mark.BOLD` where the type is bold."""
    marks = np.zeros(len(text), np.uint8)
    whole = handle(page)
    name, flags, most = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int(), _MOST_OF_A_NAME
    to_name, to_flags = ctypes.byref(name), ctypes.byref(flags)

    def bold(place: int) -> bool:
        size = _FONT(whole, place, to_name, most, to_flags)
        if size and (flags.value & _FORCED or _is_bold(name.value)):
            return True
        return bool(_WEIGHT(whole, place) >= _BOLD)

    for line in _LINE.finditer(text):
        start, middle, end = _probes(line)
        ends = {bold(start), bold(middle), bold(end)}
        if ends == {True}:
            marks[start : end + 1] = Mark.BOLD
        elif len(ends) > 1:
            for word in _words(text, start, end + 1):
                marks[slice(*word)] = Mark.BOLD * bold(word[0])
    return marks


@cache
def _is_bold(name: bytes) -> bool:
    return _NAMES.search(name) is not None


def _probes(line: re.Match[str]) -> tuple[int, int, int]:
    """The first, a middle and the last character of a line, none of them a space."""
    words = line.group()
    first = len(words) - len(words.lstrip())
    middle = len(words[: (first + len(words)) // 2 + 1].rstrip()) - 1
    return line.start() + first, line.start() + max(first, middle), line.end() - 1


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (word.span() for word in _WORD.finditer(text, start, end))
