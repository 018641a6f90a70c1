"""Add: files dropped here are read, embedded and then found, each with its progress and outcome."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from casebook import catalogue_commands
from casebook.ui import edit_form, editions, uploads
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.uploads import Upload
from casebook.ui.words import counted, plain
from ingest import files
from ingest.build import Asked, Outcome, Progress, Status

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_READ_SHARE: Final = 0.3
_NOTHING_ELSE: Final = Asked()


class Drawn(Progress):
    """A bar a file: reading fills its first part, embedding the rest."""

    def __init__(self) -> None:
        self._bar: DeltaGenerator = st.empty()
        self._name = ""
        self._total = 0
        self._done = 0

    def reading(self, file: Path) -> None:
        """Name the file that is being read."""
        self._name, self._total, self._done = file.name, 0, 0
        self._bar = st.empty()
        self._draw(0.05, "reading its pages …")

    def embedding(self, file: Path, passages: int) -> None:
        """Say how many passages there are to embed."""
        self._total = passages
        self.embedded(0)

    def embedded(self, passages: int) -> None:
        """Move the bar by so many passages."""
        self._done += passages
        share = self._done / max(1, self._total)
        told = f"{self._done} of {counted(self._total, 'passage')} made searchable …"
        self._draw(_READ_SHARE + (1 - _READ_SHARE) * share, told)

    def finished(self, outcome: Outcome) -> None:
        """Put the file's outcome in its bar's place."""
        with self._bar.container():
            tell(outcome)

    def _draw(self, share: float, told: str) -> None:
        self._bar.progress(min(share, 1.0), text=f"{plain(self._name)}: {plain(told)}")


_RECOGNITION = (
    "Where tesseract-ocr and its language packs are installed, casebook add --ocr reads such pages."
)


def show() -> None:
    """The place to drop files at, and what became of them."""
    with st.container(key="adding"):
        st.html(
            '<h2 class="cb-study">Add studies</h2><p class="cb-quiet">Drop PDF files here. They '
            "are read, made searchable and kept on this machine; nothing is sent anywhere.</p>"
        )
        sent = st.file_uploader(
            "PDF files", type="pdf", accept_multiple_files=True, label_visibility="collapsed"
        )
        told: dict[str, Outcome] = st.session_state.setdefault("outcomes", {})
        for file in sent:
            if file.file_id in told:
                tell(told[file.file_id])
                if told[file.file_id].code == "encrypted":
                    _unlock(file, told)
        fresh = {one.file_id: one for one in sent if one.file_id not in told}
        if fresh:
            _add(list(fresh), [Upload(one.name, one.getbuffer()) for one in fresh.values()], told)
        for file in sent:
            editions.offer(file.file_id, told)
            edit_form.offer(told.get(file.file_id))
        if not sent:
            _bundled()
            _refused()


def tell(outcome: Outcome) -> None:
    """One file's outcome in plain words."""
    name = plain(outcome.file.name)
    study = outcome.study
    if outcome.code == "encrypted":
        st.warning(f"{name} was not added: it is locked. Type its password to open it.")
        return
    if study is None:
        st.error(f"{name} was not added: {plain(outcome.reason)}.")
        return
    if outcome.status is Status.PRESENT:
        st.info(f"{name} is there already: {plain(study.title)}.")
    elif outcome.status is Status.NO_TEXT:
        st.warning(
            f"{name} is in the library, but no search will find it: none of its pages has text "
            f"that can be read. {_RECOGNITION}"
        )
    else:
        st.success(f"{name} can be searched now. {plain(_size(outcome))}")
    with st.container(horizontal=True):
        if outcome.status is not Status.NO_TEXT:
            link("Search it now", "", {"study": study.id})
        link("Look at it", "studies", {"study": study.id})


def _size(outcome: Outcome) -> str:
    pages = counted(outcome.study.page_count if outcome.study else 0, "page")
    ocr = f", {outcome.ocr_pages} read by text recognition" if outcome.ocr_pages else ""
    unread = f", {outcome.unread_pages} without text" if outcome.unread_pages else ""
    return f"{pages}{ocr}{unread}, {counted(outcome.passages, 'passage')}."


def _unlock(file: "UploadedFile", told: dict[str, Outcome]) -> None:
    """The field for the password of a file that asks for one."""
    with st.form(f"password-{file.file_id}", clear_on_submit=True):
        typed = st.text_input(f"Password of {plain(file.name)}", type="password")
        if st.form_submit_button("Open it") and typed:
            sent = [Upload(file.name, file.getbuffer())]
            _add([file.file_id], sent, told, Asked(passwords=(typed,)))
            st.rerun()


def _add(
    ids: list[str], sent: list[Upload], told: dict[str, Outcome], asked: Asked = _NOTHING_ELSE
) -> None:
    note = st.caption("Stay on this page until it is done; what is finished is kept.")
    session = shared().ready()
    for id, outcome in zip(ids, uploads.add(session, sent, Drawn(), asked), strict=True):
        told[id] = outcome
    note.empty()


def _bundled() -> None:
    """An empty library can be filled with the studies that come with Casebook."""
    session = shared().session
    if session.library.count("studies"):
        return
    found = files.found([str(catalogue_commands.bundled())])
    if st.button(f"Add the {counted(len(found), 'bundled study', 'bundled studies')}"):
        _count(session.builder.add(found), len(found))


def _count(outcomes: Iterator[Outcome], total: int) -> None:
    bar = st.progress(0.0)
    for done, outcome in enumerate(outcomes, start=1):
        bar.progress(done / total, text=f"{done} of {total}: {plain(outcome.file.name)}")
    bar.empty()
    st.success(f"{counted(total, 'study', 'studies')} can be searched now.")
    link("Search them", "", {})


def _refused() -> None:
    refusals = shared().session.library.refusals()
    if not refusals:
        return
    with st.expander(f"{counted(len(refusals), 'file was', 'files were')} refused earlier"):
        for refusal in refusals:
            st.write(f"{plain(Path(refusal.file).name)}: {plain(refusal.reason)}.")
