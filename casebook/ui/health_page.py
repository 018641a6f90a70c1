"""Health: what of the library was read, what not, and the files that were refused."""

from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import PureWindowsPath
from typing import Final

import streamlit as st

from casebook import health_report
from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import address, refusals
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, coverage, quiet
from search.health import Health, StudyHealth, health
from search.records import Refusal

_AT_A_TIME: Final = 50


def show() -> None:
    """Totals, then the studies that need a look, then the refused files."""
    found = health(shared().session.library)
    with st.container(key="health"):
        st.html(f'<h1 class="cb-study">{escape(say("Health of the library"))}</h1>')
        if not found.studies:
            st.html(quiet(say("Your library is empty.")))
            link(say("Add studies"), "add", {})
        else:
            _totals(found)
            _studies(found)
        _refused(found.refusals)


def _totals(found: Health) -> None:
    covered = found.coverage
    st.html(quiet(f"{coverage(covered)}. {health_report.attention(found)}") + _figures(found))
    if covered.unread_pages:
        st.html(_advice())
    st.download_button(
        say("Download the table (CSV)"),
        partial(health_report.sheet, found),
        file_name="casebook-health.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _advice() -> str:
    command = "<code>casebook add --ocr</code>"
    told = say(
        "A page without text is a picture, or damaged. Where tesseract-ocr is installed, {command} "
        "reads pictures of text.",
        command=command,
    )
    return f'<p class="cb-quiet">{told}</p>'


def _figures(found: Health) -> str:
    figures = (
        (say("With text"), found.text, False),
        (say("Read by OCR"), found.ocr, False),
        (say("OCR not sure"), found.doubtful, True),
        (say("Doubtful text"), found.poor, True),
        (say("Blank pages"), found.blank, False),
        (say("Without text"), found.coverage.unread_pages, True),
        (say("Files refused"), len(found.refusals), True),
    )
    cells = (
        f"<div{' class=cb-unwell' if alarming and count else ''}><dt>{escape(name)}</dt>"
        f"<dd>{speech.number(count)}</dd></div>"
        for name, count, alarming in figures
    )
    return f'<dl class="cb-figures">{"".join(cells)}</dl>'


def _studies(found: Health) -> None:
    every = "all" in address.current()
    st.session_state["every"] = every
    st.toggle(
        say("Show every study"),
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
    about = [say_of("{n} page", "{n} pages", one.pages)]
    if one.ocr:
        about.append(say("{number} by OCR", number=speech.number(one.ocr)))
    about += filter(None, [health_report.spoken(one)])
    if one.known is not None:
        about.append(say("{share} of its words known", share=speech.share(one.known)))
    found = "".join(f"<li>{escape(capital(told))}</li>" for told in health_report.findings(one))
    with st.container(key=f"study-{one.study.id}", gap=None):
        link(one.study.title, "studies", {"study": one.study.id})
        st.html(quiet(" · ".join(about)) + (f'<ul class="cb-found">{found}</ul>' if found else ""))


def _refused(refusals: Sequence[Refusal]) -> None:
    if not refusals:
        return
    files = say_of("{n} file was refused", "{n} files were refused", len(refusals))
    lines = "".join(
        f"<li><b>{escape(PureWindowsPath(one.file).name)}</b>: {_why(one)}</li>" for one in refusals
    )
    st.html(f'<h2 class="cb-title">{escape(files)}</h2><ul class="cb-found">{lines}</ul>')


def _why(one: Refusal) -> str:
    return escape(say("{reason}.", reason=refusals.why(one.code, one.reason)))
