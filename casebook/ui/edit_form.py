"""What is known of a study as a form: guesses marked as such, corrected without reading the PDF."""

import streamlit as st

from casebook import origins
from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import words
from casebook.ui.resources import shared
from casebook.ui.words import plain
from ingest.about import describing
from ingest.about.facts import FIELDS
from ingest.outcomes import Outcome
from ingest.titles import tidy
from search.errors import CatalogueError, UnknownStudy
from search.records import Origin, Study


def offer(outcome: Outcome | None) -> None:
    """The form for a file that was just added, where something of its study was guessed."""
    if outcome is None or outcome.study is None:
        return
    try:
        study = shared().session.library.study(outcome.study.id)
    except UnknownStudy:
        return
    if study.guesses:
        label = say(
            "{title}: {guessed}. Correct?", title=plain(study.title), guessed=guessed(study)
        )
        with st.expander(label):
            draw(study)


def guessed(study: Study) -> str:
    """Which facts are guesses, in words: "title and year were guessed", "" where none is."""
    if not study.guesses:
        return ""
    names = words.listed([words.field(field) for field in study.guesses])
    return say_of("{fields} was guessed", "{fields} were guessed", len(study.guesses), fields=names)


def draw(study: Study) -> None:
    """The form; what is saved is kept at once and found by the next search."""
    if saved := st.session_state.pop(f"saved-{study.id}", ""):
        st.success(plain(saved))
    with st.form(f"edit-{study.id}", border=False):
        typed = {field: _field(study, field) for field in FIELDS}
        with st.container(horizontal=True):
            changed = st.form_submit_button(say("Save changes"))
            right = bool(study.guesses) and st.form_submit_button(say("All of it is right"))
    if changed or right:
        _save(study, typed, confirmed=right)


def _field(study: Study, field: str) -> str:
    held = describing.written(study, field)
    origin = dict(study.origins).get(field)
    label = _label(field)
    if field in study.guesses:
        label = say("{field} ({guess}: correct?)", field=label, guess=origins.of(study, field))
    elif origin is Origin.PERSON:
        label = say("{field} (edited)", field=label)
    # Named after what it holds: what was saved elsewhere is shown, not what was typed before.
    key = f"edit-{study.id}-{field}-{held}"
    return str(st.text_input(label, held, key=key, placeholder=_hint(field)) or "")


def _label(field: str) -> str:
    return say("Year, or years") if field == "year" else words.capital(words.field(field))


def _hint(field: str) -> str:
    hints = {
        "year": say("2014 or 2009-2013"),
        "organisations": say("who ran what it is about, with semicolons between"),
        "countries": say("two-letter codes such as AT; GB, or EU"),
        "topics": say("with semicolons between"),
        "language": say("a two-letter code such as en"),
        "source": say("an address"),
    }
    return hints.get(field, "")


def _save(study: Study, typed: dict[str, str], *, confirmed: bool) -> None:
    told = {
        field: text
        for field, text in typed.items()
        if tidy(text) != describing.written(study, field) or (confirmed and field in study.guesses)
    }
    if not told:
        st.info(say("Nothing was changed."))
        return
    session = shared().ready()
    try:
        changes = describing.read(told)
        describing.edit(session.library, session.embedder, study.id, changes)
    except CatalogueError as error:
        st.error(plain(speech.of_error(error)))
        return
    names = ", ".join(words.field(field) for field in told)
    st.session_state[f"saved-{study.id}"] = say("Saved: {fields}.", fields=names)
    st.rerun()
