"""What is known of a study, beside its page: the quote, the citation, the file, its contents."""

from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import parse_qs

import streamlit as st

from casebook import origins
from casebook.ui import address, edit_form, editions, keeping
from casebook.ui.address import Place
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, counted, country, facts, language, plain
from search import present
from search.records import Page, Passage, ReadBy, Study

_DEPTH: Final = 2


def heading(study: Study) -> str:
    """A study's title and what it covers, as HTML."""
    title = origins.of(study, "title") if "title" in study.guesses else ""
    told = f"title {title}" if title else ""
    about = " · ".join(part for part in (study.subtitle, facts(study), told) if part)
    return f'<h2 class="cb-study">{escape(study.title)}</h2><p class="cb-quiet">{escape(about)}</p>'


def draw(study: Study, at: Place, pages: dict[int, Page], path: str) -> None:
    """Draw what stands beside a page."""
    with st.container(key="taking", gap="xsmall"):
        _quote(study, at, pages)
    _file(study)
    with st.container(key="within"):
        link("Search in this study", "", {"study": study.id})
    st.html(_known(study, list(pages.values())))
    _editing(study)
    editions.beside(study)
    _contents(study, at, pages, path)
    if path:
        _removal(study)


def _quote(study: Study, at: Place, pages: dict[int, Page]) -> None:
    shown = pages.get(at.shown)
    if at.span is not None and at.page in pages:
        quoted = pages[at.page].text[at.span.start : at.span.end]
        if at.shown != at.page:
            link(
                f"Back to the passage on {_name(pages[at.page])}",
                "",
                address.of_place(replace(at, shown=at.page)),
            )
        if quoted:
            st.html('<h4 class="cb-label">Passage</h4>')
            st.code(_as_set(quoted), language=None, wrap_lines=True)
            shown = pages[at.page]
            _keeping(study, at, shown, quoted)
    if shown is not None:
        st.html('<h4 class="cb-label">Citation</h4>')
        place = Passage(study.id, shown.number, 0, 0, "", label=shown.label)
        st.code(present.citation(study, place), language=None, wrap_lines=True)
        if guesses := edit_form.guessed(study):
            st.caption(capital(plain(f"{guesses} from the file; check before you cite.")))


def _keeping(study: Study, at: Place, page: Page, quoted: str) -> None:
    """The button that keeps the passage, with the question that led here."""
    if at.span is not None:
        place = (study.id, page.number, at.span.start, at.span.end, quoted)
        asked = address.query(parse_qs(at.back))
        keeping.button(Passage(*place, label=page.label), asked.text)


def _as_set(quoted: str) -> str:
    """A quote on one line, the rows of a table on theirs."""
    return quoted if "\t" in quoted else present.one_line(quoted)


def _name(page: Page) -> str:
    return present.page_words(page.label, page.number)


def _short(page: Page) -> str:
    return f"p. {page.label}" if page.label else f"PDF page {page.number}"


def _file(study: Study) -> None:
    file = shared().session.library.file(study)
    if not file.is_file():
        st.caption("The library's copy of the PDF is gone; add the file again.")
        return
    st.download_button(
        "Download the PDF",
        file.read_bytes,
        file_name=f"{study.id}.pdf",
        mime="application/pdf",
        on_click="ignore",
    )


def _known(study: Study, pages: list[Page]) -> str:
    unread = [page.number for page in pages if page.read_by is ReadBy.NONE]
    length = counted(study.page_count, "page")
    if unread:
        length += f", {len(unread)} without text ({', '.join(map(str, unread))})"
    fields = {"Period": "year", "Publisher": "publisher"}
    rows = {
        "Publisher": study.publisher,
        "Organisations": ", ".join(study.organisations),
        "Period": study.period,
        "Countries": ", ".join(map(country, study.countries)),
        "Topics": capital(", ".join(study.topics)),
        "Language": language(study.language),
        "Licence": study.licence,
        "Length": length,
    }
    cells = [
        f"<dt>{name}</dt><dd>{escape(value)}{_guessed(study, fields.get(name, ''))}</dd>"
        for name, value in rows.items()
        if value
    ]
    if study.source:
        cells.append(f"<dt>Source</dt><dd>{_linked(study.source)}</dd>")
    return f'<dl class="cb-known">{"".join(cells)}</dl>'


def _guessed(study: Study, field: str) -> str:
    """A mark behind a fact that was guessed, as HTML."""
    if field not in study.guesses:
        return ""
    return f' <span class="cb-guess">{escape(origins.of(study, field))}</span>'


def _editing(study: Study) -> None:
    guesses = edit_form.guessed(study)
    with st.expander(f"Edit: {guesses}" if guesses else "Edit what is known"):
        edit_form.draw(study)


def _linked(source: str) -> str:
    """A source as HTML: a link, followed only when it is clicked, where it is a web address."""
    shown = escape(source)
    if not source.startswith(("https://", "http://")):
        return shown
    return f'<a href="{shown}" target="_blank" rel="noreferrer">{shown}</a>'


def _contents(study: Study, at: Place, pages: dict[int, Page], path: str) -> None:
    first: dict[tuple[str, ...], int] = {}
    for passage in shared().session.library.passages_of(study.id):
        if passage.heading:
            first.setdefault(passage.heading[:_DEPTH], passage.page)
    if not first:
        return
    with st.expander("Contents"), st.container(key="contents", gap=None):
        for headings, page in first.items():
            indent = "\u2003" * (len(headings) - 1)
            params = address.of_place(Place(study.id, page, shown=page, back=at.back))
            link(f"{indent}{headings[-1]} · {_short(pages[page])}", path, params)


def _removal(study: Study) -> None:
    with st.popover("Remove this study"):
        st.write(
            "No search will find it any more, and the library's copy of the PDF is deleted. The "
            "file that it came from stays where it is."
        )
        st.button("Remove it", on_click=_remove, args=(study,), key="remove")


def _remove(study: Study) -> None:
    shared().session.builder.remove(study.id)
    st.session_state["removed"] = study.title
    address.go({})
