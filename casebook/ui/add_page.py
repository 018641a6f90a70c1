"""Add: files dropped here are read, embedded and then found, each with its progress and outcome."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from casebook import fetching
from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import edit_form, editions, outcomes, real_studies, uploads
from casebook.ui.links import link
from casebook.ui.refusals import why as why_refused
from casebook.ui.resources import shared
from casebook.ui.uploads import Upload
from casebook.ui.words import plain, quiet
from ingest import files
from ingest.build import Asked, Outcome, Status

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_NOTHING_ELSE: Final = Asked()


def show() -> None:
    """The place to drop files at, and what became of them."""
    with st.container(key="adding"):
        told = say(
            "Drop PDF files here. They are read, made searchable and kept on this machine; nothing "
            "is sent anywhere."
        )
        st.html(f'<h1 class="cb-study">{escape(say("Add studies"))}</h1>{quiet(told)}')
        sent = st.file_uploader(
            say("PDF files"), type="pdf", accept_multiple_files=True, label_visibility="collapsed"
        )
        outcome_of: dict[str, Outcome] = st.session_state.setdefault("outcomes", {})
        _sum(sent, outcome_of)
        for at, file in enumerate(sent):
            if file.file_id in outcome_of:
                with st.container(key=f"added-{at}", gap="xsmall"):
                    _told(file, outcome_of)
        fresh = {one.file_id: one for one in sent if one.file_id not in outcome_of}
        if fresh:
            _add(
                list(fresh),
                [Upload(one.name, one.getbuffer()) for one in fresh.values()],
                outcome_of,
            )
            st.rerun()
        if not sent:
            _bundled()
            _refused()
            with st.container(key="real"):
                real_studies.draw()


def _told(file: "UploadedFile", outcome_of: dict[str, Outcome]) -> None:
    """What became of a file, and all that may be asked about it."""
    outcomes.tell(outcome_of[file.file_id])
    if outcome_of[file.file_id].code == "encrypted":
        _unlock(file, outcome_of)
    editions.offer(file.file_id, outcome_of)
    edit_form.offer(outcome_of[file.file_id])


def _sum(sent: "list[UploadedFile]", outcome_of: dict[str, Outcome]) -> None:
    """Of several files how many can be searched, in a line."""
    done = [outcome_of[one.file_id] for one in sent if one.file_id in outcome_of]
    if len(done) == len(sent) > 1:
        st.html(quiet(_share(done)))


def _share(done: Sequence[Outcome]) -> str:
    found = sum(_searched(one) for one in done)
    return say_of(
        "{found} of {n} file can be searched now.",
        "{found} of {n} files can be searched now.",
        len(done),
        found=speech.number(found),
    )


def _searched(one: Outcome) -> bool:
    return one.study is not None and one.status not in (Status.REFUSED, Status.NO_TEXT)


def _unlock(file: "UploadedFile", told: dict[str, Outcome]) -> None:
    """The field for the password of a file that asks for one."""
    with st.form(f"password-{file.file_id}", clear_on_submit=True):
        label = say("Password of {file}", file=plain(file.name))
        typed = st.text_input(label, type="password")
        if st.form_submit_button(say("Open it")) and typed:
            sent = [Upload(file.name, file.getbuffer())]
            _add([file.file_id], sent, told, Asked(passwords=(typed,)))
            st.rerun()


def _add(
    ids: list[str], sent: list[Upload], told: dict[str, Outcome], asked: Asked = _NOTHING_ELSE
) -> None:
    note = st.caption(say("Stay on this page until it is done; what is finished is kept."))
    session = shared().ready()
    for id, outcome in zip(ids, uploads.add(session, sent, outcomes.Drawn(), asked), strict=True):
        told[id] = outcome
    note.empty()


def _bundled() -> None:
    """An empty library can be filled with the studies that come with Casebook."""
    session = shared().session
    if session.library.count("studies"):
        return
    found = files.found([str(fetching.bundled())])
    if st.button(say_of("Add the {n} bundled study", "Add the {n} bundled studies", len(found))):
        _count(session.builder.add(found), len(found))


def _count(outcomes: Iterator[Outcome], total: int) -> None:
    bar = st.progress(0.0)
    finished = []
    for done, outcome in enumerate(outcomes, start=1):
        finished.append(outcome)
        told = say(
            "{done} of {total}: {file}",
            done=speech.number(done),
            total=speech.number(total),
            file=plain(outcome.file.name),
        )
        bar.progress(done / total, text=told)
    bar.empty()
    found = sum(map(_searched, finished))
    if found < total:
        st.warning(_share(finished))
        _refused()
    else:
        st.success(
            say_of("{n} study can be searched now.", "{n} studies can be searched now.", total)
        )
    if found:
        link(say("Search them"), "", {})


def _refused() -> None:
    refusals = shared().session.library.refusals()
    if not refusals:
        return
    label = say_of("{n} file was refused earlier", "{n} files were refused earlier", len(refusals))
    with st.expander(label):
        for refusal in refusals:
            why = plain(why_refused(refusal.code, refusal.reason))
            name = plain(Path(refusal.file).name)
            st.write(say("{file}: {reason}.", file=name, reason=why))
