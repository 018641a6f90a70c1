"""The honest empty answer: that nothing answers, why, what was searched and what to try."""

from dataclasses import replace
from html import escape

import streamlit as st

from casebook.ui import address
from casebook.ui.links import link
from casebook.ui.words import listed, quiet, quoted
from search.asked import Answer, Asked
from search.records import Filter, Query

NEAREST = "Show the nearest passages all the same"


def told(asked: Query, answer: Answer) -> str:
    """Why nothing answers, in a sentence."""
    taken = answer.asked
    if answer.unmet:
        return f"No passage found names {listed(answer.unmet, 'or')}."
    if answer.hits:
        return "The nearest passages that there are seem to speak of something else."
    if not taken.text.strip():
        return "The question says only what to leave out. Say also what to look for."
    if asked.filter != Filter():
        return "The filters leave no passage that could. Take some of them away."
    return _unheld(taken) or "No passage here could be one."


def draw(asked: Query, answer: Answer, covered: str) -> None:
    """Say it, with the ways on."""
    st.html(
        '<div class="cb-nothing" role="status"><h2 class="cb-study">Nothing here answers that</h2>'
        f"<p>{escape(told(asked, answer))}</p>{quiet(f'{covered}.')}</div>"
    )
    with st.container(key="try", gap=None):
        st.html('<p class="cb-label">What to try</p>')
        narrowed = asked.filter != Filter()
        if narrowed:
            link("Ask again without filters", "", address.of_query(replace(asked, filter=Filter())))
        if answer.asked.exact:
            plain = asked.text.translate(dict.fromkeys(map(ord, '"„“”«»')))
            link("Ask again without quotes", "", address.of_query(replace(asked, text=plain)))
        st.html(quiet("Ask in other words: shorter, or as a study would put it."))
        link("Add studies that speak of it", "add", {})


def _unheld(taken: Asked) -> str:
    if taken.exact:
        return f"No passage holds {quoted(taken.exact)}, word for word."
    if taken.without:
        return f"Every passage that could answer holds {quoted(taken.without, 'or')}."
    return ""
