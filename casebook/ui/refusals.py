"""Why a file was refused, in the language of who reads it."""

from collections.abc import Mapping
from typing import Final

from casebook.text import speech
from casebook.text.speech import ENGLISH, say
from search.told import Told, told

# By the code of a refusal, in general words; the English reason is often more exact.
_BY_CODE: Final[Mapping[str, Told]] = {
    "changing": told("it changed while it was read; add it again when it is finished"),
    "crashed": told("the PDF reader ended on it; save it anew as a PDF"),
    "damaged": told("no PDF reader can open it; copy it again or save it anew as a PDF"),
    "disk-full": told("the disk of the library is full; make room and add it again"),
    "empty": told("the file is empty; copy it again from where it came"),
    "encrypted": told("it is locked by a password; add it with the right one"),
    "forbidden": told("you may not read it; change its rights or ask for a copy"),
    "given-up": told("adding was stopped before it was read"),
    "gone": told("it is not there any more; see where it went and add it again"),
    "no-ocr": told("there is no text recognition on this machine"),
    "no-pages": told("it opens but holds no pages; save it anew as a PDF"),
    "no-picture": told("no picture of it could be made"),
    "not-a-file": told("it is a folder or a device and can't be read as a file"),
    "not-a-pdf": told("it does not begin as a PDF does; save it as a PDF first"),
    "not-found": told("there is nothing at this place; check the path"),
    "ocr": told("the text recognition failed"),
    "portfolio": told(
        "its pages only say that the documents are inside (a PDF portfolio); open it in Adobe "
        "Reader, save them and add those"
    ),
    "protected": told(
        "it is locked by a certificate or a rights service; ask who issued it for an open copy"
    ),
    "removed": told("it was removed from the library meanwhile"),
    "timeout": told("reading it took too long; split it and add the parts"),
    "too-large": told("it is too large to be read; split it and add the parts"),
    "unreadable": told("it can't be read or copied; copy it anew and try again"),
    "xfa": told(
        "it is a form that only Adobe Reader shows (XFA); open it there, print it to a PDF and add "
        "that"
    ),
}
# Of these the English reason says what a person may need: a limit, a system's error.
_MORE: Final = frozenset({"no-picture", "ocr", "timeout", "too-large", "unreadable"})


def why(code: str, reason: str) -> str:
    """The reason of a refusal, which stands in English, as a clause in the reader's language."""
    if speech.spoken() == ENGLISH or code not in _BY_CODE:
        return reason
    general = speech.again(_BY_CODE[code])
    return say("{reason} ({detail})", reason=general, detail=reason) if code in _MORE else general
