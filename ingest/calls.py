"""Calls of pdfium that are made for every character or word, at half of what they cost otherwise.

What is given to them is a ctypes object made beforehand, or a small whole number: to convert
anything else takes longer than most calls do (250 ns a character, so 120).
"""

import ctypes
from collections.abc import Callable
from typing import Any


class Handle(ctypes.c_void_p):
    """What such a call gives for an object, and takes; a plain pointer would come as a number."""


def quick(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """A function of a C library by its address; its arguments are neither checked nor converted."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def handle(of: Any) -> Any:
    """What stands for an object of the library in such calls."""
    return ctypes.c_void_p.from_param(ctypes.cast(of.raw, ctypes.c_void_p).value)
