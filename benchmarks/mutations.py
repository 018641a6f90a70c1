"""A PDF spoiled in one of the ways that files spoil, or are made to, the same for the same seed."""

import random
import re
from collections.abc import Callable
from typing import Final, TypeAlias

Spoil: TypeAlias = Callable[[random.Random, bytes], bytes]

_NUMBER: Final = re.compile(rb"(?<![\w.])-?\d+(?![\w.])")
_OBJECT: Final = re.compile(rb"\d+ \d+ obj\b.*?\bendobj\s", re.DOTALL)
_LENGTH: Final = re.compile(rb"/Length \d+")
_KEYWORDS: Final = (
    *(b"endobj", b"endstream", b"stream", b"xref", b"trailer", b"startxref", b"%%EOF", b"obj"),
    *(b"/Kids", b"/Count", b"/Type", b"/Page", b"/Pages", b"/Contents", b"/Resources", b"/Font"),
    *(b"/Filter", b"/FlateDecode", b"/MediaBox", b"/Parent", b"/Root", b"/Size", b"/Prev"),
    *(b"/ToUnicode", b"/Encoding", b"/XObject", b"/Length", b"/Annots", b"/Rotate", b"BT", b"Tj"),
)
_ODD_NUMBERS: Final = (
    *(b"0", b"-1", b"1", b"65536", b"2147483647", b"-2147483648", b"4294967296"),
    *(b"99999999999999999999", b"1e308", b"0.0000001"),
)


def flipped(chance: random.Random, data: bytes) -> bytes:
    """Some bits the other way round."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 16, 64))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(chance: random.Random, data: bytes) -> bytes:
    """The end, the beginning or a part in the middle is gone."""
    first, last = sorted(chance.randrange(len(data)) for _ in range(2))
    return chance.choice((data[:last], data[first:], data[:first] + data[last:]))


def spliced(chance: random.Random, data: bytes) -> bytes:
    """A part stands where another was, or is there twice."""
    first, last = sorted(chance.randrange(len(data)) for _ in range(2))
    last = min(last, first + 4096)
    place = chance.randrange(len(data))
    gone = chance.choice((0, last - first))
    return data[:place] + data[first:last] + data[place + gone :]


def repeated(chance: random.Random, data: bytes) -> bytes:
    """An object is there twice, or in the place of another."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return flipped(chance, data)
    one, other = chance.choice(found), chance.choice(found)
    end = chance.choice((other.start(), other.end()))
    return data[: other.start()] + one.group() + data[end:]


def renumbered(chance: random.Random, data: bytes) -> bytes:
    """Some numbers, a reference among them perhaps, are others."""
    return _exchanged(chance, data, _NUMBER, _number)


def _number(chance: random.Random, old: bytes) -> bytes:
    near = b"%d" % (int(old) + chance.choice((-1, 1, 10))) if len(old) < 15 else b"7"
    return chance.choice((near, chance.choice(_ODD_NUMBERS)))


def reworded(chance: random.Random, data: bytes) -> bytes:
    """A keyword is another one, misspelt or gone."""
    word = re.compile(re.escape(chance.choice(_KEYWORDS)))
    return _exchanged(chance, data, word, _word)


def _word(chance: random.Random, old: bytes) -> bytes:
    return chance.choice((chance.choice(_KEYWORDS), old[:-1], b""))


def mismeasured(chance: random.Random, data: bytes) -> bytes:
    """A stream states a wrong length."""
    return _exchanged(
        chance, data, _LENGTH, lambda chance, old: b"/Length " + chance.choice(_ODD_NUMBERS)
    )


def sent_as_text(chance: random.Random, data: bytes) -> bytes:
    """Line ends are converted, as some transfers do."""
    lines = data.replace(b"\r\n", b"\n")
    return chance.choice((lines, lines.replace(b"\n", b"\r\n"), data.replace(b"\r", b"\n")))


def _exchanged(
    chance: random.Random,
    data: bytes,
    what: re.Pattern[bytes],
    another: Callable[[random.Random, bytes], bytes],
) -> bytes:
    """Up to eight of what is found, exchanged."""
    found = list(what.finditer(data))
    if not found:
        return flipped(chance, data)
    chosen = chance.sample(found, min(len(found), chance.choice((1, 2, 8))))
    out: list[bytes] = []
    end = 0
    for one in sorted(chosen, key=lambda one: one.start()):
        out += data[end : one.start()], another(chance, one.group())
        end = one.end()
    return b"".join([*out, data[end:]])


WAYS: Final[dict[str, Spoil]] = {
    way.__name__: way
    for way in (
        *(flipped, cut, spliced, repeated, renumbered, reworded, mismeasured, sent_as_text),
    )
}


def spoiled(seed: int, data: bytes) -> tuple[str, bytes]:
    """The way that a seed chooses, and what comes of it."""
    chance = random.Random(seed)
    name = chance.choice(list(WAYS))
    return name, WAYS[name](chance, data)
