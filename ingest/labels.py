"""Page labels as printed ("iv", "12", "A-3"): what a PDF states, blank where it states nothing."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

from ingest.titles import tidy

_LONGEST: Final = 20
# Past these a label is no label; a file may name any number.
_LAST_ROMAN: Final = 3999
_LAST_LETTER: Final = 26 * _LONGEST
_NUMERALS: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def labels(tree: Any, count: int) -> list[str]:
    """The labels of `count` pages by the number tree of a PDF's catalogue, or by None.

    The tree is read as it is written, in whatever objects: they answer `get_object`.
    """
    stated = [""] * count
    starts = sorted(dict(_ranges(_resolved(tree), set())).items())
    ends = [*(start for start, _ in starts), count]
    for (start, end), (_, given) in zip(pairwise(ends), starts, strict=True):
        for page in range(max(start, 0), min(end, count)):
            stated[page] = _label(_resolved(given), page - start)
    return stated


def _ranges(node: Any, seen: set[int]) -> Iterator[tuple[int, Any]]:
    """First page (from 0) and rule of every range; a tree that bites its tail ends."""
    if not isinstance(node, dict) or id(node) in seen:
        return
    seen.add(id(node))
    items = _resolved(node.get("/Nums")) or []
    for start, rule in zip(items[::2], items[1::2], strict=False):
        if isinstance(_resolved(start), int):
            yield int(_resolved(start)), rule
    for kid in _resolved(node.get("/Kids")) or []:
        yield from _ranges(_resolved(kid), seen)


def _label(rule: Any, place: int) -> str:
    """The label of the page that stands `place` pages after the first of its range."""
    if not isinstance(rule, dict):
        return ""
    first = _resolved(rule.get("/St", 1))
    prefix = _resolved(rule.get("/P", ""))
    number = _STYLES.get(str(_resolved(rule.get("/S"))))
    told = number(int(first) + place) if number and isinstance(first, int) else ""
    return tidy((prefix if isinstance(prefix, str) else "") + told)[:_LONGEST]


def roman(number: int) -> str:
    """A number in small Roman numerals, blank where it has none."""
    if not 0 < number <= _LAST_ROMAN:
        return ""
    told = ""
    for value, sign in _NUMERALS:
        times, number = divmod(number, value)
        told += sign * times
    return told


def _letters(number: int) -> str:
    """a to z, then aa, bb, as PDF counts."""
    if not 0 < number <= _LAST_LETTER:
        return ""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


_STYLES: Final[dict[str, Callable[[int], str]]] = {
    "/D": str,
    "/R": lambda number: roman(number).upper(),
    "/r": roman,
    "/A": lambda number: _letters(number).upper(),
    "/a": _letters,
}


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
