"""Health: what of the library was read, what not, and the files that were refused."""

from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import PureWindowsPath
from typing import Final

import streamlit as st

from casebook import health_report
from casebook.ui import address
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, counted, coverage, quiet
from search.health import Health, StudyHealth, health
from search.records import Refusal

_AT_A_TIME: Final = 50
_ADVICE: Final = (
    '<p class="cb-quiet">A page without text is a picture, or damaged. Where tesseract-ocr is '
    "installed, <code>casebook add --ocr</code> reads pictures of text.</p>"
)


def show() -> None:
    """Totals, then the studies that need a look, then the refused files."""
    found = health(shared().session.library)
    with st.container(key="health"):
        st.html('<h2 class="cb-study">Health of the library</h2>')
        if not found.studies:
            st.html(quiet("Your library is empty."))
            link("Add studies", "add", {})
        else:
            _totals(found)
            _studies(found)
        _refused(found.refusals)


def _totals(found: Health) -> None:
    covered = found.coverage
    st.html(quiet(f"{coverage(covered)}. {health_report.attention(found)}") + _figures(found))
    if covered.unread_pages:
        st.html(_ADVICE)
    st.download_button(
        "Download the table (CSV)",
        partial(health_report.sheet, found),
        file_name="casebook-health.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _figures(found: Health) -> str:
    figures = (
        ("With text", found.text, False),
        ("Read by OCR", found.ocr, False),
        ("OCR not sure", found.doubtful, True),
        ("Doubtful text", found.poor, True),
        ("Blank pages", found.blank, False),
        ("Without text", found.coverage.unread_pages, True),
        ("Files refused", len(found.refusals), True),
    )
    cells = (
        f"<div{' class=cb-unwell' if alarming and count else ''}><dt>{name}</dt>"
        f"<dd>{count:,}</dd></div>"
        for name, count, alarming in figures
    )
    return f'<dl class="cb-figures">{"".join(cells)}</dl>'


def _studies(found: Health) -> None:
    every = "all" in address.current()
    st.session_state["every"] = every
    st.toggle(
        "Show every study",
        key="every",
        on_change=lambda: address.go({"all": "1"} if st.session_state["every"] else {}),
    )
    shown = found.studies if every else found.ailing
    rows = st.container()
    number = 1
    if len(shown) > _AT_A_TIME:
        number = st.pagination(-(-len(shown) // _AT_A_TIME), key="health-part")
    with rows:
        for one in shown[(number - 1) * _AT_A_TIME : number * _AT_A_TIME]:
            _row(one)


def _row(one: StudyHealth) -> None:
    read = [counted(one.pages, "page"), f"{one.ocr:,} by OCR" if one.ocr else ""]
    known = "" if one.known is None else f"{one.known:.0%} of its words known"
    about = " · ".join(part for part in (*read, health_report.spoken(one), known) if part)
    found = "".join(f"<li>{escape(capital(told))}</li>" for told in health_report.findings(one))
    with st.container(key=f"study-{one.study.id}", gap=None):
        link(one.study.title, "studies", {"study": one.study.id})
        st.html(quiet(about) + (f'<ul class="cb-found">{found}</ul>' if found else ""))


def _refused(refusals: Sequence[Refusal]) -> None:
    if not refusals:
        return
    files = counted(len(refusals), "file was refused", "files were refused")
    lines = "".join(
        f"<li><b>{escape(PureWindowsPath(one.file).name)}</b>: {escape(one.reason)}.</li>"
        for one in refusals
    )
    st.html(f'<h3 class="cb-title">{files}</h3><ul class="cb-found">{lines}</ul>')
