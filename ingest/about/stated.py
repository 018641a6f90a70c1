"""What a PDF says of itself: its XMP packet and its Info dictionary.

On 299 policy reports the title field was empty in 79 % and right in 8 %; the author was mostly who
typed, and the language tag wrong in 32 %, so neither of these two is read. Broken files raise
anything from any of these fields, and some hold megabytes.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from ingest.document import Stated
from ingest.titles import plausible, tidy

# A title longer than this is no title.
_LONGEST: Final = 500
_YEAR: Final = re.compile(r"\s*(?:D:)?(\d{4})")


def stated(reader: Any) -> Stated:
    """The title, the publisher and the year of making that an open PDF (pypdf's reader) states.

    A title that is a file's or a program's name counts as none; XMP comes before Info.
    """
    # pypdf parses it anew at each look.
    xmp = _xmp(reader)
    titles = [
        *_texts(lambda: xmp.dc_title),
        *_texts(lambda: _info(reader, "Title")),
    ]
    publishers = _texts(lambda: xmp.dc_publisher)
    made = [
        *_texts(lambda: _info(reader, "CreationDate")),
        *_texts(lambda: xmp.xmp_create_date),
    ]
    years = [int(found[1]) for date in made if (found := _YEAR.match(date))]
    return Stated(
        title=next(filter(plausible, titles), ""),
        publisher=next(iter(publishers), ""),
        made=next(iter(years), None),
    )


def _xmp(reader: Any) -> Any:
    try:
        return reader.xmp_metadata
    except Exception:
        return None


def _info(reader: Any, name: str) -> Any:
    return (reader.metadata or {}).get(f"/{name}")


def _texts(read: Callable[[], Any]) -> list[str]:
    """The texts of a field, whatever it holds, none where reading it fails."""
    try:
        return [text for text in (tidy(str(one)[:_LONGEST]) for one in _values(read())) if text]
    except Exception:
        return []


def _values(value: Any) -> Iterator[Any]:
    """A field's values: one alone, those of a list, or of languages, the default's first."""
    if isinstance(value, dict):
        yield from (value[key] for key in sorted(value, key=lambda key: key != "x-default"))
    elif isinstance(value, list | tuple):
        yield from value
    elif value is not None:
        yield value
