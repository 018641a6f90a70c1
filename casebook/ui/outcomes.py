"""How adding a file goes on, and what became of it, in plain words."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from casebook.text import speech
from casebook.text.speech import again, say, say_of
from casebook.ui import refusals
from casebook.ui.links import link
from casebook.ui.words import plain
from ingest.outcomes import Outcome, Progress, Status
from search.told import Figure, Told, told_of

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

# Reading fills this much of a file's bar, and of that its pages without text the last part;
# embedding fills the rest.
READ_SHARE: Final = 0.3
_BEGUN: Final = 0.05
_TURNED: Final = 0.1


class Drawn(Progress):
    """A bar a file: reading fills its first part, embedding the rest.

    How far files are read is heard from other threads, which can neither draw nor know the person's
    language: it is drawn while a file is waited for.
    """

    def __init__(self, bar: "DeltaGenerator | None" = None) -> None:
        self._own = bar
        self._bar: DeltaGenerator = bar or st.empty()
        self._read: dict[Path, tuple[float, Told]] = {}
        self._file = Path()
        self._total = 0
        self._done = 0

    def reading(self, file: Path) -> None:
        """Name the file that is being read."""
        self._file, self._total, self._done = file, 0, 0
        self._bar = self._own or st.empty()
        self._draw(_BEGUN, say("reading its pages …"))

    def turning(self, file: Path, done: int, total: int) -> None:
        """Keep how far a long file is read."""
        told = told_of(
            "{done} of {n} page read …", "{done} of {n} pages read …", total, done=Figure(done)
        )
        self._read[file] = _BEGUN + (_TURNED - _BEGUN) * done / max(1, total), told

    def looking(self, file: Path, done: int, total: int) -> None:
        """Keep how far its pages without a text layer are looked at."""
        told = told_of(
            "{done} of {n} page without text looked at …",
            "{done} of {n} pages without text looked at …",
            total,
            done=Figure(done),
        )
        self._read[file] = _TURNED + (READ_SHARE - _TURNED) * done / max(1, total), told

    def waiting(self) -> None:
        """Draw how far the file is read by now."""
        if self._file in self._read:
            share, told = self._read[self._file]
            self._draw(share, again(told))

    def embedding(self, file: Path, passages: int) -> None:
        """Say how many passages there are to embed."""
        self._total = passages
        self.embedded(0)

    def embedded(self, passages: int) -> None:
        """Move the bar by so many passages."""
        self._done += passages
        share = self._done / max(1, self._total)
        told = say_of(
            "{done} of {n} passage made searchable …",
            "{done} of {n} passages made searchable …",
            self._total,
            done=speech.number(self._done),
        )
        self._draw(READ_SHARE + (1 - READ_SHARE) * share, told)

    def finished(self, outcome: Outcome) -> None:
        """Put the file's outcome in its bar's place."""
        with self._bar.container():
            tell(outcome)

    def _draw(self, share: float, told: str) -> None:
        self._bar.progress(min(share, 1.0), text=f"{plain(self._file.name)}: {plain(told)}")


def tell(outcome: Outcome) -> None:
    """One file's outcome in plain words."""
    name = plain(outcome.file.name)
    study = outcome.study
    if outcome.code == "encrypted":
        st.warning(
            say("{file} was not added: it is locked. Type its password to open it.", file=name)
        )
        return
    if study is None:
        why = plain(refusals.why(outcome.code, outcome.reason))
        st.error(say("{file} was not added: {reason}.", file=name, reason=why))
        return
    if outcome.status is Status.PRESENT:
        st.info(say("{file} is there already: {title}.", file=name, title=plain(study.title)))
    elif outcome.status is Status.NO_TEXT:
        st.warning(
            say(
                "{file} is in the library, but no search will find it: none of its pages has text "
                "that can be read. Where tesseract-ocr and its language packs are installed, "
                "casebook add --ocr reads such pages.",
                file=name,
            )
        )
    else:
        size = plain(_size(outcome))
        st.success(say("{file} can be searched now. {size}", file=name, size=size))
    if outcome.attached:
        st.warning(
            say_of(
                "{n} document attached to it was not read: save it with a PDF viewer and add it.",
                "{n} documents attached to it were not read: save them with a PDF viewer and add "
                "them.",
                outcome.attached,
            )
        )
    with st.container(horizontal=True):
        if outcome.status is not Status.NO_TEXT:
            link(say("Search it now"), "", {"study": study.id})
        link(say("Look at it"), "studies", {"study": study.id})


def _size(outcome: Outcome) -> str:
    pages = outcome.study.page_count if outcome.study else 0
    parts = [say_of("{n} page", "{n} pages", pages)]
    if outcome.ocr_pages:
        ocr = speech.number(outcome.ocr_pages)
        parts.append(say("{number} read by text recognition", number=ocr))
    if outcome.unread_pages:
        parts.append(say("{number} without text", number=speech.number(outcome.unread_pages)))
    parts.append(say_of("{n} passage", "{n} passages", outcome.passages))
    return f"{', '.join(parts)}."
