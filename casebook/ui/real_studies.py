"""The catalogue of real studies: found by its words, fetched by a button, or opened elsewhere."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import streamlit as st

from casebook import fetching
from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import outcomes
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import country, plain, quiet
from ingest import catalogue
from ingest.catalogue import Entry
from ingest.mishaps import Remedy
from ingest.outcomes import Outcome
from search.errors import FetchError
from search.records import Study

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_AT_A_TIME: Final = 8
_MEGABYTE: Final = 1_000_000


def draw() -> None:
    """The list, with what is here already, and what became of what was fetched."""
    every = fetching.entries()
    st.html(
        f'<h2 class="cb-title">{escape(say("Real studies to fetch"))}</h2>{quiet(_about(every))}'
    )
    _offline()
    wanted = st.text_input(
        say("Find a real study"),
        key="find-real",
        type="search",
        placeholder=say("Find by title, publisher or topic"),
        label_visibility="collapsed",
    )
    found = catalogue.select(every, text=wanted or "")
    if not found:
        st.html(quiet(say("No study of the catalogue has all of these words.")))
        return
    here = fetching.here(shared().session, found)
    rows = st.container(gap="medium")
    part = 1
    if len(found) > _AT_A_TIME:
        part = st.pagination(-(-len(found) // _AT_A_TIME), key=f"real-part-{wanted}")
    with rows:
        for entry in found[(part - 1) * _AT_A_TIME : part * _AT_A_TIME]:
            with st.container(key=f"real-{entry.id}", gap="xsmall"):
                _row(entry, here.get(entry.id))


def _about(every: Sequence[Entry]) -> str:
    return say_of(
        "{n} report that the bundled briefs rest on. Fetch downloads one from its publisher into "
        "your library. Where its address is a web page, open it, save the PDF and drop it above.",
        "{n} reports that the bundled briefs rest on. Fetch downloads one from its publisher into "
        "your library. Where its address is a web page, open it, save the PDF and drop it above.",
        len(every),
    )


def _offline() -> None:
    """Said once, above all: how to come by a study without the web."""
    failed = [one for one in _told().values() if isinstance(one, FetchError)]
    if any(one.remedy == Remedy.ONLINE for one in failed):
        st.info(
            say(
                "The server could not be reached. Where this machine has no way to the web, open a "
                "study's address on one that has, save the PDF and drop it above."
            )
        )


def _row(entry: Entry, study: Study | None) -> None:
    places = ", ".join(map(country, entry.countries))
    about = " · ".join(part for part in (_years(entry), places, entry.publisher) if part)
    st.html(f'<p class="cb-real">{escape(entry.title)}</p>{quiet(about)}')
    done, asked = _told().get(entry.id), False
    with st.container(horizontal=True, vertical_alignment="center"):
        if study is not None:
            st.html(quiet(say("In your library")), width="content")
            link(say("Look at it"), "studies", {"study": study.id})
        elif entry.document:
            help = say("Download it and add it")
            asked = st.button(say("Fetch"), key=f"fetch-{entry.id}", help=help)
        where = _address(entry) if entry.document else quiet(say("No address is known."))
        st.html(where, width="content")
    if asked:
        _fetch(entry)
    elif isinstance(done, FetchError):
        st.html(f'<p class="cb-quiet cb-failed" role="status">{escape(_why(done))}</p>')
    elif isinstance(done, Outcome) and study is None:
        outcomes.tell(done)


def _why(error: FetchError) -> str:
    what = speech.again(error.what)
    if error.remedy == Remedy.BY_HAND:
        return say("Not fetched: {what}. Open its address and save the PDF there.", what=what)
    if error.remedy == Remedy.LATER:
        return say("Not fetched: {what}. Try again later.", what=what)
    if error.remedy == Remedy.LOOK_ELSEWHERE:
        return say("Not fetched: {what}. Look for its title on the web.", what=what)
    return say("Not fetched: {what}.", what=what)


def _years(entry: Entry) -> str:
    ends = (entry.year_from, entry.year_to)
    return "–".join(dict.fromkeys(str(year) for year in ends if year is not None))


def _address(entry: Entry) -> str:
    """The way to its page on the web, followed only when it is clicked."""
    name = say("Open its address ↗")
    label = say("Open the address of {title} in a new window", title=entry.title)
    return (
        f'<a class="cb-quiet" href="{escape(entry.document)}" target="_blank" rel="noreferrer" '
        f'aria-label="{escape(name)}: {escape(label)}">{escape(name)}</a>'
    )


def _told() -> dict[str, Outcome | FetchError]:
    told: dict[str, Outcome | FetchError] = st.session_state.setdefault("fetched", {})
    return told


def _fetch(entry: Entry) -> None:
    session, bar = shared().ready(), st.empty()
    bar.progress(0.0, text=say("Asking {server} …", server=plain(urlsplit(entry.document).netloc)))
    try:
        _, outcome = fetching.taken(
            session, entry, lambda done, total: _loaded(bar, done, total), outcomes.Drawn(bar)
        )
        _told()[entry.id] = outcome
    except FetchError as error:
        _told()[entry.id] = error
    st.rerun()


def _loaded(bar: "DeltaGenerator", done: int, total: int) -> None:
    came = speech.number(done / _MEGABYTE, 1)
    if total:
        whole = speech.number(total / _MEGABYTE, 1)
        text = say("{done} of {total} MB downloaded …", done=came, total=whole)
        bar.progress(min(done / total, 1.0) * outcomes.READ_SHARE, text=text)
    else:
        bar.progress(0.1, text=say("{done} MB downloaded …", done=came))
