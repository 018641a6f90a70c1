"""What is known of a study as a form: guesses marked as such, corrected without reading the PDF."""

from typing import Final

import streamlit as st

from casebook import origins
from casebook.ui.resources import shared
from casebook.ui.words import capital, plain
from ingest.about import describing
from ingest.about.facts import FIELDS
from ingest.outcomes import Outcome
from ingest.titles import tidy
from search.errors import CatalogueError, UnknownStudy
from search.records import Origin, Study

_LABELS: Final = {
    "year": "Year, or years",
    "countries": "Countries",
    "language": "Language",
    "source": "Source",
}
_HINTS: Final = {
    "year": "2014 or 2009-2013",
    "organisations": "who ran what it is about, with semicolons between",
    "countries": "two-letter codes such as AT; GB, or EU",
    "topics": "with semicolons between",
    "language": "a two-letter code such as en",
    "source": "an address",
}


def offer(outcome: Outcome | None) -> None:
    """The form for a file that was just added, where something of its study was guessed."""
    if outcome is None or outcome.study is None:
        return
    try:
        study = shared().session.library.study(outcome.study.id)
    except UnknownStudy:
        return
    if study.guesses:
        with st.expander(f"{plain(study.title)}: {guessed(study)}. Correct?"):
            draw(study)


def guessed(study: Study) -> str:
    """Which facts are guesses, in words: "title and year were guessed", "" where none is."""
    *first, last = study.guesses or ("",)
    if not last:
        return ""
    names = f"{', '.join(first)} and {last}" if first else last
    return f"{names} {'were' if first else 'was'} guessed"


def draw(study: Study) -> None:
    """The form; what is saved is kept at once and found by the next search."""
    if saved := st.session_state.pop(f"saved-{study.id}", ""):
        st.success(plain(saved))
    with st.form(f"edit-{study.id}", border=False):
        typed = {field: _field(study, field) for field in FIELDS}
        with st.container(horizontal=True):
            changed = st.form_submit_button("Save changes")
            right = bool(study.guesses) and st.form_submit_button("All of it is right")
    if changed or right:
        _save(study, typed, confirmed=right)


def _field(study: Study, field: str) -> str:
    held = describing.written(study, field)
    origin = dict(study.origins).get(field)
    label = _LABELS.get(field, capital(field))
    if field in study.guesses:
        label += f" ({origins.of(study, field)}: correct?)"
    elif origin is Origin.PERSON:
        label += " (edited)"
    # Named after what it holds: what was saved elsewhere is shown, not what was typed before.
    key = f"edit-{study.id}-{field}-{held}"
    return str(st.text_input(label, held, key=key, placeholder=_HINTS.get(field, "")) or "")


def _save(study: Study, typed: dict[str, str], *, confirmed: bool) -> None:
    told = {
        field: text
        for field, text in typed.items()
        if tidy(text) != describing.written(study, field) or (confirmed and field in study.guesses)
    }
    if not told:
        st.info("Nothing was changed.")
        return
    session = shared().ready()
    try:
        changes = describing.read(told)
        describing.edit(session.library, session.embedder, study.id, changes)
    except CatalogueError as error:
        st.error(plain(str(error)))
        return
    st.session_state[f"saved-{study.id}"] = f"Saved: {', '.join(told)}."
    st.rerun()
