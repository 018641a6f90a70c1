"""What is wrong with a page on which nothing is seen, told from pypdf's objects of it."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, Final

from PIL import Image

NOTE: Final = "its contents are damaged: they can't be unpacked"
# A page of a report holds some ten pictures; who has more does not need them all looked at.
_MOST_STREAMS: Final = 100
_PIECE: Final = 1 << 20
_MOST_PIECES: Final = 256
_DRAWS: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
# pypdf skips what a page draws beyond 5,000 forms, so its text would be cut off unseen.
MOST_FORMS: Final = 5000


def is_broken(page: Any) -> bool:
    """Whether a stream of a page is missing or can't be unpacked, as in a file sent as text."""
    try:
        return any(not _sound(stream) for stream in streams(page))
    except Exception:
        # pypdf raises anything on what is broken.
        return True


def streams(page: Any) -> Iterator[Any]:
    """The contents of a page and of what it draws; of one that is not there pypdf says None."""
    contents = page.get("/Contents")
    if contents is not None:
        contents = contents.get_object()
        parts = contents if isinstance(contents, list) else [contents]
        yield from (part.get_object() for part in parts)
    waiting, known = [page], 0
    while waiting and known < _MOST_STREAMS:
        for drawn in _drawn(waiting.pop()).values():
            known += 1
            yield drawn
            if drawn is not None and drawn.get("/Subtype") == "/Form":
                waiting.append(drawn)


def _drawn(owner: Any) -> dict[str, Any]:
    """The pictures and forms that a page or form may draw, by name."""
    resources = owner.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return {}
    return {str(name): one.get_object() for name, one in objects.get_object().items()}


def _sound(stream: Any) -> bool:
    data = getattr(stream, "_data", None)
    if data is None:
        return False
    first = filters(stream)[:1]
    if first == ["/FlateDecode"]:
        return _unpacks(data)
    if first == ["/DCTDecode"]:
        return _is_picture(data)
    return True


def filters(stream: Any) -> list[Any]:
    """How a stream is packed, the last way first."""
    stated = stream.get("/Filter")
    stated = stated.get_object() if stated is not None else []
    return [*stated] if isinstance(stated, list) else [stated]


def _unpacks(data: bytes) -> bool:
    """Whether deflated data can be unpacked to its end, or to more than any page holds."""
    unpacker = zlib.decompressobj()
    try:
        for _ in range(_MOST_PIECES):
            unpacker.decompress(data, _PIECE)
            data = unpacker.unconsumed_tail
            if unpacker.eof or not data:
                return unpacker.eof
    except zlib.error:
        return False
    return True


def _is_picture(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def draws_without_end(page: Any) -> bool:
    """Whether a page draws more forms, one within the other, than any reader follows."""
    try:
        return _forms(page, page.get_contents(), {}) > MOST_FORMS
    except RecursionError:
        return True
    except Exception:
        # What is broken otherwise draws nothing further.
        return False


def _forms(owner: Any, contents: Any, known: dict[int, int]) -> int:
    """How many forms are drawn by what a page or form contains."""
    if contents is None:
        return 0
    drawn = _drawn(owner)
    total = 0
    for name in _DRAWS.findall(contents.get_data()):
        form = drawn.get("/" + name.decode("latin-1"))
        if form is not None and form.get("/Subtype") == "/Form":
            if id(form) not in known:
                known[id(form)] = MOST_FORMS
                known[id(form)] = 1 + _forms(form, form, known)
            total += known[id(form)]
    return total
