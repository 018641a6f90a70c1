"""Bullets that a file sets as letters of a font of signs: "n" in Zapf Dingbats is a square."""

import ctypes
import re
from typing import Any, Final

import pypdfium2.raw as raw

_SIGNS: Final = re.compile(rb"dingbat|wingding|webding|bullets?\b", re.I)
# A character alone; figures and dashes are what they are in any font.
_ALONE: Final = re.compile(r"(?<!\S)[^\s\d•–—-](?!\S)")
_LONGEST_NAME: Final = 96


def signed(page: Any, text: str) -> str:
    """The text of a text page with • for each lone letter of a font of signs."""
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    flags = ctypes.c_int()

    def put(match: re.Match[str]) -> str:
        size = raw.FPDFText_GetFontInfo(
            page.raw, match.start(), name, _LONGEST_NAME, ctypes.byref(flags)
        )
        return "•" if size and _SIGNS.search(name.value) else match.group()

    return _ALONE.sub(put, text)
