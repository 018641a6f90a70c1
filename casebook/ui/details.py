"""What is known of a study, beside its page: the quote, the citation, the file, its contents."""

from dataclasses import replace
from html import escape

import streamlit as st

from casebook import origins
from casebook.api import links as api
from casebook.text.speech import again, number, say, say_of
from casebook.ui import address, edit_form, editions, keeping, outline, removals
from casebook.ui.address import Place
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import capital, country, facts, language, plain
from search import present
from search.records import Page, Passage, ReadBy, Study


def heading(study: Study) -> str:
    """A study's title and what it covers, as HTML."""
    guessed = "title" in study.guesses
    origin = origins.of(study, "title")
    told = say("title {origin}", origin=origin) if guessed else ""
    about = " · ".join(part for part in (study.subtitle, facts(study), told) if part)
    return f'<h1 class="cb-study">{escape(study.title)}</h1><p class="cb-quiet">{escape(about)}</p>'


def draw(study: Study, at: Place, pages: dict[int, Page], path: str) -> None:
    """Draw what stands beside a page."""
    with st.container(key="taking", gap="xsmall"):
        _quote(study, at, pages)
    with st.container(key="file", gap="xsmall"):
        _file(study, at)
    with st.container(key="within"):
        link(say("Search in this study"), "", {"study": study.id})
    outline.draw(study, at, pages, path)
    _text(pages.get(at.shown))
    st.html(_known(study, list(pages.values())))
    _editing(study)
    editions.beside(study)
    if path:
        removals.button(study)


def _quote(study: Study, at: Place, pages: dict[int, Page]) -> None:
    shown = pages.get(at.shown)
    if at.span is not None and at.page in pages:
        quoted = pages[at.page].text[at.span.start : at.span.end]
        if at.shown != at.page:
            link(
                say("Back to the passage on {page}", page=_name(pages[at.page])),
                "",
                address.of_place(replace(at, shown=at.page)),
            )
        if quoted:
            st.html(_label(say("Passage")))
            st.code(_as_set(quoted), language=None, wrap_lines=True)
            shown = pages[at.page]
            _keeping(study, at, shown, quoted)
    if shown is not None:
        st.html(_label(say("Citation")))
        place = Passage(study.id, shown.number, 0, 0, "", label=shown.label)
        st.code(present.citation(study, place, _name(shown)), language=None, wrap_lines=True)
        if guesses := edit_form.guessed(study):
            told = say("{guesses} from the file; check before you cite.", guesses=guesses)
            st.caption(capital(plain(told)))


def _keeping(study: Study, at: Place, page: Page, quoted: str) -> None:
    """The button that keeps the passage, with the question that led here."""
    if at.span is not None:
        place = (study.id, page.number, at.span.start, at.span.end, quoted)
        keeping.button(Passage(*place, label=page.label), address.asked(at), keeping.names())


def _as_set(quoted: str) -> str:
    """A quote on one line, the rows of a table on theirs."""
    return quoted if "\t" in quoted else present.one_line(quoted)


def _label(text: str) -> str:
    return f'<h2 class="cb-label">{escape(text)}</h2>'


def _name(page: Page) -> str:
    return again(present.page_words(page.label, page.number))


def _file(study: Study, at: Place) -> None:
    file = shared().session.library.file(study)
    if not file.is_file():
        st.caption(say("The library's copy of the PDF is gone; add the file again."))
        return
    # The fragment is what a browser's own viewer turns to.
    page = min(max(at.shown, 1), study.page_count)
    st.link_button(say("Open the PDF at this page ↗"), f"{api.study(study.id)}/file#page={page}")
    st.download_button(
        say("Download the PDF"),
        file.read_bytes,
        file_name=f"{study.id}.pdf",
        mime="application/pdf",
        on_click="ignore",
    )


def _known(study: Study, pages: list[Page]) -> str:
    unread = [page.number for page in pages if page.read_by is ReadBy.NONE]
    length = say_of("{n} page", "{n} pages", study.page_count)
    if unread:
        without = say_of(
            "{n} without text ({pages})",
            "{n} without text ({pages})",
            len(unread),
            pages=", ".join(map(number, unread)),
        )
        length = f"{length}, {without}"
    rows = (
        ("publisher", say("Publisher"), study.publisher),
        ("", say("Organisations"), ", ".join(study.organisations)),
        ("year", say("Period"), study.period),
        ("", say("Countries"), ", ".join(map(country, study.countries))),
        ("", say("Topics"), capital(", ".join(study.topics))),
        ("", say("Language"), language(study.language)),
        ("", say("Licence"), study.licence),
        ("", say("Length"), length),
    )
    cells = [
        f"<dt>{escape(name)}</dt><dd>{escape(value)}{_guessed(study, field)}</dd>"
        for field, name, value in rows
        if value
    ]
    if study.source:
        cells.append(f"<dt>{escape(say('Source'))}</dt><dd>{_linked(study.source)}</dd>")
    return f'<dl class="cb-known">{"".join(cells)}</dl>'


def _guessed(study: Study, field: str) -> str:
    """A mark behind a fact that was guessed, as HTML."""
    if field not in study.guesses:
        return ""
    return f' <span class="cb-guess">{escape(origins.of(study, field))}</span>'


def _editing(study: Study) -> None:
    guesses = edit_form.guessed(study)
    with st.expander(
        say("Edit: {guesses}", guesses=guesses) if guesses else say("Edit what is known")
    ):
        edit_form.draw(study)


def _linked(source: str) -> str:
    """A source as HTML: a link, followed only when it is clicked, where it is a web address."""
    shown = escape(source)
    if not source.startswith(("https://", "http://")):
        return shown
    return f'<a href="{shown}" target="_blank" rel="noreferrer">{shown}</a>'


def _text(page: Page | None) -> None:
    """The words of a page, for who can't read a picture, and for copying."""
    if page is not None and page.text.strip():
        spoken = f' lang="{escape(page.language)}"' if page.language else ""
        st.html(
            f'<details class="cb-fold"><summary>{escape(say("Text of this page"))}</summary>'
            f'<div class="cb-text"{spoken}>{escape(page.text)}</div></details>'
        )
