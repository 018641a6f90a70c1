"""A study's contents beside its page: each section a link, the one that is shown marked."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from casebook.text.speech import again, say
from casebook.ui import address
from casebook.ui.address import Place
from casebook.ui.links import link
from casebook.ui.resources import shared
from search import present
from search.records import Page, Study

_DEPTH: Final = 2


def draw(study: Study, at: Place, pages: Mapping[int, Page], path: str) -> None:
    """Draw the headings behind a fold, where the study has any."""
    first: dict[tuple[str, ...], int] = {}
    for passage in shared().session.library.passages_of(study.id):
        if passage.heading:
            first.setdefault(passage.heading[:_DEPTH], passage.page)
    if not first:
        return
    # A long report has hundreds of headings: they are drawn when they are wanted.
    fold = st.expander(say("Contents"), key="outline", on_change="rerun")
    if not fold.open:
        return
    here = _sections(first, at.shown)
    with fold, st.container(key="contents", gap=None):
        for row, (headings, page) in enumerate(first.items()):
            to = address.of_place(Place(study.id, page, shown=page, back=at.back, zoom=at.zoom))
            with st.container(key=f"section-{'here-' if headings in here else ''}{row}"):
                link(_entry(headings, pages[page], headings in here), path, to)


def _sections(first: Mapping[tuple[str, ...], int], shown: int) -> set[tuple[str, ...]]:
    """The sections that begin on a page, else the one that goes on there."""
    begun = {headings: page for headings, page in first.items() if page <= shown}
    on = {headings for headings, page in begun.items() if page == shown}
    last = max(reversed(begun), key=begun.__getitem__, default=())
    return on or {last}


def _entry(headings: tuple[str, ...], page: Page, here: bool) -> str:
    name = again(present.short_name(page.label, page.number))
    parts = [headings[-1], name, say("shown") if here else ""]
    indent = "\u2003" * (len(headings) - 1)
    return indent + " · ".join(part for part in parts if part)
