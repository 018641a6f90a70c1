"""A page of a study as a picture, the passage on it marked, and the pages beside it."""

from dataclasses import replace
from typing import Final

import streamlit as st

from casebook.ui import address, details
from casebook.ui.address import Place
from casebook.ui.links import link
from casebook.ui.resources import picture, shared
from casebook.ui.words import plain
from search import present
from search.errors import Refused, UnknownStudy
from search.records import Page, ReadBy, Study

# Twice as many as it is drawn with, for sharp letters on dense screens.
_PIXELS: Final = 1400


def show(at: Place, path: str) -> None:
    """Show a place; `path` is the page of the app that shows it."""
    _way_back(at, path)
    library = shared().session.library
    try:
        study = library.study(at.study)
    except UnknownStudy:
        st.info(
            f"The study “{plain(at.study)}” is not in this library. It may have been removed, or "
            "the link comes from another library."
        )
        link("All studies", "studies", {})
        return
    st.set_page_config(f"{study.title} · Casebook", initial_sidebar_state="collapsed")
    pages = {page.number: page for page in library.pages(study.id)}
    st.html(details.heading(study))
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _turning(at, pages)
        _page(study, at, pages.get(at.shown))
    with right:
        details.draw(study, at, pages, path)


def _way_back(at: Place, path: str) -> None:
    with st.container(key="back"):
        if at.back:
            link("← Back to the results", "", address.returning(at))
        elif path:
            link("← All studies", path, {})
        else:
            link("← Search", "", {})


def _turning(at: Place, pages: dict[int, Page]) -> None:
    here = pages.get(at.shown)
    name = present.page_words(here.label, here.number) if here else f"PDF page {at.shown}"
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="turning"):
        _turn("Previous", at, at.shown - 1, pages, "Left")
        st.html(f'<p class="cb-page">{name} <span>of {len(pages)}</span></p>')
        _turn("Next", at, at.shown + 1, pages, "Right")


def _turn(label: str, at: Place, to: int, pages: dict[int, Page], key: str) -> None:
    params = address.of_place(replace(at, shown=to))
    st.button(
        label,
        key=f"turn-{key}",
        on_click=address.go,
        args=(params,),
        disabled=to not in pages,
        shortcut=key,
    )


def _page(study: Study, at: Place, page: Page | None) -> None:
    if page is None:
        st.info(
            f"This study has no PDF page {at.shown}; its pages go from 1 to {study.page_count}."
        )
        return
    if page.read_by is ReadBy.NONE and page.text:
        st.warning("Only a line in the margin of this page could be read; the rest is a picture.")
    elif page.read_by is ReadBy.NONE:
        st.warning("This page has no text that can be read, so no search finds it.")
    places = []
    if at.span is not None and at.shown == at.page:
        places = present.boxes(shared().session.library, study.id, page.number, at.span)
        if not places:
            st.warning("The passage's place on this page is not known, so nothing is marked.")
    try:
        drawn = present.marked(picture(study, page.number, _PIXELS), places)
    except Refused as refused:
        gone = not shared().session.library.file(study).is_file()
        missing = "The library's copy of this PDF is missing; add the file again to see its pages."
        st.warning(missing if gone else plain(f"The page can't be drawn: {refused}."))
        return
    name = present.page_words(page.label, page.number)
    st.image(drawn, width="stretch", alt=f"{study.title}, {name}")
