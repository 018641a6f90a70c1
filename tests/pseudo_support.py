"""A language that wraps each sentence in ⟦…⟧, over a library that is written in Greek.

What of a page is neither Greek nor in brackets is said in English whatever the visitor reads.
"""

import gettext
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, Final

import pdfs
import pytest
from app_support import use
from babel import Locale
from google.protobuf.message import Message  # type: ignore[import-untyped]
from streamlit.testing.v1 import AppTest

from casebook import fetching
from casebook.session import Session
from casebook.text import speech
from ingest.catalogue import Entry
from ingest.run import Asked
from search.settings import Settings

# Any language but English is said by its catalogue.
PSEUDO: Final = "fi"
QUESTION: Final = "Τι έδωσε το δάνειο;"
_SOURCES: Final = {
    "δάνεια": """
#set page(numbering: "1")
= Δάνεια
Κάθε δάνειο έδωσε 4000 ευρώ σε μία επιχείρηση.
== Τράπεζες
Οι τράπεζες αρνούνται το δάνειο όταν λείπει η εγγύηση.
#pagebreak()
= Κουπόνια
Η κλήρωση επέλεξε 600 αιτήσεις.
#table(columns: 2, [Έτος], [Αιτήσεις], [2011], [600], [2012], [640])
""",
    "λιμάνια": """
= Λιμάνια
Το δάνειο του λιμανιού πλήρωσε 90 προβλήτες. Οι τράπεζες αρνούνται το δάνειο όταν λείπει η εγγύηση.
#pagebreak()
#rect(width: 90%, height: 90%, fill: red)
""",
}
_ENTRIES: Final = {
    "δάνεια": Entry(
        id="δάνεια",
        title="Δάνεια για ιδέες",
        subtitle="Έκθεση",
        year_from=2011,
        countries=("GR", "EU"),
        topics=("χρηματοδότηση",),
        publisher="Υπουργείο",
        language="el",
        licence="ελεύθερη",
        source="βιβλιοθήκη",
    ),
    "λιμάνια": Entry(
        id="λιμάνια",
        title="Λιμάνια",
        year_from=2015,
        year_to=2017,
        countries=("FI",),
        topics=("μεταφορές",),
        publisher="Οργανισμός",
        language="el",
    ),
}
# Names of things, the same in every language.
_NAMES: Final = re.compile(
    r"(?<![A-Za-z])(?:Casebook|PDF|CSV|Word|Markdown|RIS|BibTeX|CSL-JSON|Zotero|Esc|Ctrl|Tab|MB|pdf"
    r"|English|Deutsch|Français|Italiano|Español|Català|Suomi|Nederlands)(?![A-Za-z])"
)
# Fields of what Streamlit sends that nobody reads on a page.
_UNSEEN: Final = re.compile(
    r"^page$|(^|_)(id|ids|key|url|uri|type|kind|mime|format|icon|form|mode|style|css|js|script|hash"
    r"|query|component|language|path|height|width|gap|align|variant|name|position|tag|color|theme"
    r"|autocomplete)(s|$|_)"
)
_MARKS: Final = re.compile(r":(?:primary|material/\w+|small|gray|red|green|blue|\w+-badge)\b:?")
_SEEN_IN_TAGS: Final = re.compile(
    r"""\b(?:title|alt|placeholder|aria-label|aria-description)=("[^"]*"|'[^']*')"""
)


class Pseudo(gettext.NullTranslations):
    """Every sentence in brackets."""

    def gettext(self, message: str) -> str:
        """The sentence."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence about so many."""
        return f"⟦{super().ngettext(msgid1, msgid2, n)}⟧"


def speak_pseudo(patch: pytest.MonkeyPatch) -> None:
    """Have the app speak it, with the names and numbers of Greek and a catalogue in Greek."""
    patch.setattr(speech, "catalogue", lambda language: Pseudo())
    patch.setattr(speech, "locale", lambda: Locale("el"))
    patch.setattr(fetching, "entries", lambda: tuple(_ENTRIES.values()))


def greek(home: Path, patch: pytest.MonkeyPatch) -> Path:
    """A library of two studies in Greek, a page of which has no text."""
    use(patch, home)
    with Session(Settings(home)) as session:
        for name, source in _SOURCES.items():
            file = pdfs.saved(home.parent, pdfs.typeset(source), f"{name}.pdf")
            outcomes = list(session.builder.add([file], asked=Asked(entry=_ENTRIES[name])))
            assert [str(one.status) for one in outcomes] == ["added"]
    return home


def unsaid(app: AppTest) -> list[str]:
    """What of a page is neither in brackets nor Greek nor a name, each once."""
    found = (rest(text) for text in texts(app))
    return sorted({text for text in found if re.search(r"[A-Za-z]{2,}", text)})


def rest(text: str) -> str:
    """What of a text stands outside of brackets, names and marks of Markdown aside."""
    kept, depth = [], 0
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        if not depth and sign != "⟧":
            kept.append(sign)
    return " ".join(_NAMES.sub("", _MARKS.sub("", "".join(kept))).split())


def texts(app: AppTest) -> Iterator[str]:
    """Every text of a page that somebody sees or hears."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            yield from _of_message(proto)


def _of_message(message: Message) -> Iterator[str]:
    html = message.DESCRIPTOR.name == "Html"
    for field, value in message.ListFields():
        if html and field.name == "body":
            yield from _of_html(str(value))
        elif field.type == field.TYPE_MESSAGE:
            for one in value if field.is_repeated else [value]:
                if isinstance(one, Message):
                    yield from _of_message(one)
        elif field.type == field.TYPE_STRING and not _UNSEEN.search(field.name):
            for one in value if field.is_repeated else [value]:
                yield from _of_text(str(one))


def _of_text(text: str) -> Iterator[str]:
    if not text.startswith(("{", "[")):
        yield from _of_html(text) if text.startswith("<") else [text.replace("\\", "")]
        return
    try:
        yield from _of_data(json.loads(text))
    except ValueError:
        yield text


def _of_data(data: Any) -> Iterator[str]:
    if isinstance(data, str) and not data.startswith(("data:", "/", "?", "http")):
        yield from _of_html(data) if data.startswith("<") else [data]
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _of_data(one)


def _of_html(body: str) -> Iterator[str]:
    shown = re.sub(r"<(style|script|code)\b.*?</\1>", " ", body, flags=re.S)
    for attribute in _SEEN_IN_TAGS.findall(shown):
        yield unescape(attribute[1:-1])
    yield unescape(re.sub(r"<[^>]*>", " ", shown))
