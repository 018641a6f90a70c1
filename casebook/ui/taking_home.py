"""A basket's files, each written when it is asked for, in the language that was spoken then."""

import re
from functools import partial

import streamlit as st

from casebook.session import Session
from casebook.takeaway import forms, pictures
from casebook.takeaway.brief import brief
from casebook.takeaway.forms import Form
from casebook.text import speech
from casebook.text.speech import say
from casebook.ui.resources import shared
from casebook.ui.words import quiet


def draw(basket: str) -> None:
    """Draw a button for each format."""
    session = shared().session
    rows = (
        ("quotes", say("Passages with citations"), (Form.DOCX, Form.MARKDOWN, Form.CSV)),
        ("sources", say("Sources alone"), (Form.RIS, Form.BIBTEX, Form.CSL)),
    )
    for key, label, named in rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"take-{key}"):
            st.html(f'<p class="cb-quiet cb-what">{label}</p>', width="content")
            for form in named:
                _button(session, basket, form)
    st.html(
        quiet(
            say(
                "Word holds each page as a picture with the passage marked, so it takes a moment. "
                "Zotero and other reference managers open RIS, BibTeX and CSL-JSON."
            )
        )
    )


def name(basket: str, form: Form) -> str:
    """What a file is called."""
    return (re.sub(r"[^\w-]+", "-", basket).strip("-") or "basket") + forms.ENDS[form]


def written(session: Session, basket: str, form: Form, language: str = speech.ENGLISH) -> bytes:
    """A basket in a format, what Casebook adds in a language."""
    with speech.speaking(language):
        return forms.written(form, brief(session.library, basket), pictures.of(session))


def _button(session: Session, basket: str, form: Form) -> None:
    names = {Form.DOCX: "Word", Form.MARKDOWN: "Markdown", Form.CSV: "CSV"}
    names |= {Form.RIS: "RIS", Form.BIBTEX: "BibTeX", Form.CSL: "CSL-JSON"}
    st.download_button(
        names[form],
        # Written in another thread, which knows nothing of who reads.
        partial(written, session, basket, form, speech.spoken()),
        file_name=name(basket, form),
        mime=forms.MIME[form],
        key=f"take-{form}",
        on_click="ignore",
    )
