"""A page of a study as a picture, the passage on it marked, and the pages beside it."""

from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from casebook.text.speech import again, number, say
from casebook.ui import address, details, finding, leaf, neighbours, refusals
from casebook.ui.address import ZOOMS, Place
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import plain
from search import present
from search.errors import Refused
from search.records import Page, ReadBy, Study

_ZOOM: Final = "zoom"


def show(at: Place, path: str) -> None:
    """Show a place; `path` is the page of the app that shows it."""
    _way_back(at, path)
    found = finding.found(at)
    if found is None:
        return
    study, at = found
    st.set_page_config(f"{study.title} · Casebook", initial_sidebar_state="collapsed")
    pages = {page.number: page for page in shared().session.library.pages(study.id)}
    st.html(details.heading(study))
    left, right = st.columns([2, 1], gap="medium")
    with right:
        details.draw(study, at, pages, path)
    # Last, as it alone takes a while.
    with left:
        _turning(at, pages)
        _page(study, at, pages.get(at.shown))
        neighbours.draw(at, pages, path)
        _help()


def _way_back(at: Place, path: str) -> None:
    origin, given = address.origin(at)
    with st.container(key="back"):
        if origin == "basket":
            link(say("← Back to the basket"), origin, given)
        elif origin == "compare":
            link(say("← Back to the comparison"), origin, given)
        elif at.back:
            link(say("← Back to the results"), "", address.returning(at))
        elif path:
            link(say("← All studies"), path, {})
        else:
            link(say("← Search"), "", {})


def _turning(at: Place, pages: dict[int, Page]) -> None:
    here = pages.get(at.shown)
    page = present.page_words(here.label if here else "", at.shown)
    of = say("of {pages}", pages=number(len(pages)))
    with st.container(horizontal=True, vertical_alignment="center", key="turning"):
        with st.container(
            horizontal=True, wrap=False, vertical_alignment="center", width="content", key="turns"
        ):
            _turn(say("Previous"), at, at.shown - 1, pages, "Left")
            named = f"{escape(again(page))} <span>{escape(of)}</span>"
            st.html(f'<p class="cb-page" role="status">{named}</p>', width="content")
            _turn(say("Next"), at, at.shown + 1, pages, "Right")
        _zooming(at)


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


def _zooming(at: Place) -> None:
    """How wide the page is shown; the address keeps it."""
    st.session_state[_ZOOM] = at.zoom
    st.segmented_control(
        say("Width of the page"),
        ZOOMS,
        key=_ZOOM,
        required=True,
        format_func=_width,
        label_visibility="collapsed",
        on_change=_zoomed,
        args=(at,),
    )


def _width(zoom: int) -> str:
    return say("Fit width") if zoom == ZOOMS[0] else say("{share} %", share=zoom)


def _zoomed(at: Place) -> None:
    address.go(address.of_place(replace(at, zoom=st.session_state[_ZOOM])))


def _page(study: Study, at: Place, page: Page | None) -> None:
    if page is None:
        st.info(
            say(
                "This study has no PDF page {page}; its pages go from 1 to {last}.",
                page=at.shown,
                last=study.page_count,
            )
        )
        return
    if page.read_by is ReadBy.NONE and page.text:
        st.warning(say("Only a few words of this page could be read; the rest is a picture."))
    elif page.read_by is ReadBy.NONE:
        st.warning(say("This page has no text that can be read, so no search finds it."))
    places = []
    if at.span is not None and at.shown == at.page:
        places = present.boxes(shared().session.library, study.id, page.number, at.span)
        if not places:
            st.warning(say("The passage's place on this page is not known, so nothing is marked."))
    name = again(present.page_words(page.label, page.number))
    try:
        leaf.draw(study, page, name, at.zoom, at.span, places)
    except Refused as refused:
        st.warning(_undrawn(study, refused))


def _undrawn(study: Study, refused: Refused) -> str:
    if not shared().session.library.file(study).is_file():
        return say(
            "The library's copy of this PDF is missing; add the file again to see its pages."
        )
    reason = refusals.why(refused.code, str(refused))
    return plain(say("The page can't be drawn: {reason}.", reason=reason))


def _help() -> None:
    """Which keys do what, behind a fold."""
    turning = say("← and → turn the page.")
    frame = say("On the picture (reached by Tab or a click): + and - zoom, 0 fits the width.")
    wide = say("A page that is wider than its frame moves with the arrows.")
    st.html(
        f'<details class="cb-fold cb-keys"><summary>{escape(say("Keyboard"))}</summary>'
        f"<p>{escape(' '.join((turning, frame, wide)))}</p></details>"
    )
