"""A basket's files, each written when it is asked for."""

import re
from functools import partial
from typing import Final

import streamlit as st

from casebook.session import Session
from casebook.takeaway import forms, pictures
from casebook.takeaway.brief import brief
from casebook.takeaway.forms import Form
from casebook.ui.resources import shared

_QUOTES: Final = {
    Form.DOCX: "Word",
    Form.MARKDOWN: "Markdown",
    Form.CSV: "CSV",
}
_SOURCES: Final = {
    Form.RIS: "RIS",
    Form.BIBTEX: "BibTeX",
    Form.CSL: "CSL-JSON",
}


def draw(basket: str) -> None:
    """Draw a button for each format."""
    session = shared().session
    rows = (("quotes", "Passages with citations", _QUOTES), ("sources", "Sources alone", _SOURCES))
    for key, label, named in rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"take-{key}"):
            st.html(f'<p class="cb-quiet cb-what">{label}</p>', width="content")
            for form, name in named.items():
                _button(session, basket, form, name)
    st.html(
        '<p class="cb-quiet">Word holds each page as a picture with the passage marked, so it '
        "takes a moment.</p>"
    )


def name(basket: str, form: Form) -> str:
    """What a file is called."""
    return (re.sub(r"[^\w-]+", "-", basket).strip("-") or "basket") + forms.ENDS[form]


def written(session: Session, basket: str, form: Form) -> bytes:
    """A basket in a format."""
    return forms.written(form, brief(session.library, basket), pictures.of(session))


def _button(session: Session, basket: str, form: Form, label: str) -> None:
    st.download_button(
        label,
        partial(written, session, basket, form),
        file_name=name(basket, form),
        mime=forms.MIME[form],
        key=f"take-{form}",
        on_click="ignore",
    )
