"""Compare: questions by studies or by countries, the best passage of each in a grid."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from casebook.session import Session
from casebook.takeaway import compared
from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import address, compare_grid, keeping
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import country, listed, plain, quiet
from search import comparison
from search.baskets import DEFAULT
from search.comparison import MOST_COLUMNS, MOST_QUESTIONS, By, Comparison

_BY: Final = "compare-by"
_ASKED: Final = "compare-asked"
_KEYS: Final = "compare-keys"


def show() -> None:
    """The grid that the address names, below what it is made of."""
    asked, by, keys = address.compared(address.current())
    library = shared().session.library
    with st.container(key="compare"):
        heading = say("Compare")
        st.html(f'<h2 class="cb-study">{heading}</h2>{quiet(_about())}')
        if not library.count("studies"):
            st.write(say("Your library is empty."))
            link(say("Add studies"), "add", {})
            return
        _form(asked, by, keys)
        if asked:
            _grid(asked, by, keys)


def _about() -> str:
    return say(
        "The best passage of each study or country for each of your questions, word for word, with "
        "its page; a blank where nothing answers."
    )


def _form(asked: Sequence[str], by: By, keys: Sequence[str]) -> None:
    left, right = st.columns(2, gap="medium")
    st.session_state[_ASKED] = "\n".join(asked)
    left.text_area(
        say("Questions, one a line, {most} at most", most=MOST_QUESTIONS),
        key=_ASKED,
        height=178,
        on_change=_changed,
        placeholder=say("What did it cost?\nHow was it evaluated?"),
    )
    with right:
        _columns(by, keys)
        # Leaving the questions is what asks them; a button is what people look for.
        st.button(say("Compare"), key="compare-go", type="primary", on_click=_changed)


def _columns(by: By, keys: Sequence[str]) -> None:
    st.session_state[_BY] = by
    st.segmented_control(
        say("Columns"),
        list(By),
        key=_BY,
        required=True,
        format_func=_called,
        on_change=partial(_changed, anew=True),
    )
    names = _names(by)
    st.session_state[_KEYS] = list(keys)
    st.multiselect(
        _called(by),
        [*names, *(key for key in keys if key not in names)],
        key=_KEYS,
        format_func=lambda key: names.get(key, key),
        max_selections=MOST_COLUMNS,
        label_visibility="collapsed",
        placeholder=say("Those of the basket, or those that answer best"),
        on_change=_changed,
    )


def _called(by: By) -> str:
    return say("Studies") if by is By.STUDY else say("Countries")


def _names(by: By) -> dict[str, str]:
    """What each column that there can be is called, in the order of the names."""
    studies = shared().session.library.studies()
    if by is By.STUDY:
        return {study.id: study.title for study in studies}
    codes = {code for study in studies for code in study.countries}
    return {code: country(code) for code in sorted(codes, key=country)}


def _changed(anew: bool = False) -> None:
    """Write what was chosen to the address; columns that nobody chose are chosen for it."""
    state = st.session_state
    asked = comparison.questions([state[_ASKED] or ""])
    by = By(state[_BY])
    keys = () if anew else tuple(state[_KEYS])
    if asked and not keys:
        keys = _suggested(asked, by)
    address.go(address.of_compared(asked, by, keys))


def _suggested(asked: Sequence[str], by: By) -> tuple[str, ...]:
    session = shared().ready()
    held = session.library.basket(DEFAULT) if keeping.count(session.library) else []
    kept = list(dict.fromkeys(one.study_id for one in held))
    # One alone is nothing to compare.
    kept = kept if len(kept) > 1 else []
    return comparison.suggested(session.engine, asked, by, kept)


def _grid(asked: Sequence[str], by: By, keys: Sequence[str]) -> None:
    session = shared().ready()
    with st.spinner(say("Comparing …")):
        found = _compared(session, asked, by, keys or _suggested(asked, by))
    if found.missing:
        named = listed([plain(key) for key in found.missing])
        st.info(say("No longer in this library, so left out: {columns}.", columns=named))
    if not found.columns:
        st.info(say("Nothing in this library answers these questions; choose columns to look in."))
        return
    back = address.way_back(
        "compare", address.of_compared(asked, by, [c.key for c in found.columns])
    )
    st.html(compare_grid.drawn(found, back))
    _taking_home(found)


def _compared(session: Session, asked: Sequence[str], by: By, keys: Sequence[str]) -> Comparison:
    library = session.library
    state = f"{library.identity} {library.edition}"
    return _computed(state, tuple(asked), by, tuple(keys), session)


@st.cache_data(show_spinner=False, max_entries=32)
def _computed(
    state: str, asked: Sequence[str], by: By, keys: Sequence[str], _session: Session
) -> Comparison:
    return comparison.compare(_session.engine, asked, by, keys)


def _taking_home(found: Comparison) -> None:
    """The grid as a file; written in another thread, which knows nothing of who reads."""
    with st.container(horizontal=True, vertical_alignment="center", key="take-compared"):
        st.html(quiet(say("Take it home")), width="content")
        for form, label in ((compared.Form.DOCX, "Word"), (compared.Form.CSV, "CSV")):
            st.download_button(
                label,
                partial(compared.written, form, found, speech.spoken()),
                file_name=f"{say('comparison')}.{form}",
                mime=compared.MIME[form],
                key=f"take-compared-{form}",
                on_click="ignore",
            )
