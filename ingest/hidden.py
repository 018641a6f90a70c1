"""Text on layers that a viewer does not show: another language, a note to the printer."""

import ctypes
from collections.abc import Collection
from typing import Any, Final

import pypdfium2.raw as raw

# A PDF's names have 127 bytes at most, those of layers are texts; longer ones are cut off.
_LONGEST_NAME: Final = 512
_LAYER: Final = "OC"


def hidden(text: Any, count: int, layers: Collection[str]) -> list[int]:
    """The characters of pdfium's text page that stand on one of these layers."""
    if not layers:
        return []
    away: dict[int, bool] = {}
    places = []
    for at in range(count):
        drawn = raw.FPDFText_GetTextObject(text.raw, at)
        key = ctypes.cast(drawn, ctypes.c_void_p).value
        if key is None:
            continue
        if key not in away:
            away[key] = any(name in layers for name in _layers_of(drawn))
        if away[key]:
            places.append(at)
    return places


def _layers_of(drawn: Any) -> list[str]:
    """The names of the layers that an object is marked with."""
    marks = (raw.FPDFPageObj_GetMark(drawn, at) for at in range(raw.FPDFPageObj_CountMarks(drawn)))
    return [_name(mark, "Name") for mark in marks if _name(mark) == _LAYER]


def _name(mark: Any, key: str = "") -> str:
    """What a mark is called, or the text that it has under a key."""
    room = (ctypes.c_ushort * _LONGEST_NAME)()
    target = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
    size, most = ctypes.c_ulong(), ctypes.sizeof(room)
    if key:
        told = raw.FPDFPageObjMark_GetParamStringValue(mark, key.encode(), target, most, size)
    else:
        told = raw.FPDFPageObjMark_GetName(mark, target, most, size)
    # The two bytes at the end are the end.
    return bytes(room)[: max(0, size.value - 2)].decode("utf-16-le", "replace") if told else ""
