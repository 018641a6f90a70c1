"""The honest empty answer: that nothing answers, why, what was searched and what to try."""

from dataclasses import replace
from html import escape

import streamlit as st

from casebook.text.speech import say
from casebook.ui import address
from casebook.ui.links import link
from casebook.ui.words import listed, quiet, quoted
from search.asked import Answer, Asked
from search.records import Filter, Query


def nearest() -> str:
    """What the fold is called that holds the nearest passages."""
    return say("Show the nearest passages all the same")


def told(asked: Query, answer: Answer) -> str:
    """Why nothing answers, in a sentence."""
    taken = answer.asked
    if taken.unheld and asked.filter == Filter():
        return _unheld(taken)
    if answer.unmet:
        return say("No passage found names {words}.", words=listed(answer.unmet, "or"))
    if answer.apart:
        return say("No study found speaks of {words} together.", words=listed(answer.apart))
    if answer.hits and not taken.unheld:
        return say("The nearest passages that there are seem to speak of something else.")
    if not taken.text.strip():
        return say("The question says only what to leave out. Say also what to look for.")
    if asked.filter != Filter():
        return say("The filters leave no passage that could. Take some of them away.")
    return _unheld(taken) or say("No passage here could be one.")


def draw(asked: Query, answer: Answer, covered: str) -> None:
    """Say it, with the ways on."""
    st.html(
        '<div class="cb-nothing" role="status">'
        f'<h1 class="cb-study">{escape(say("Nothing here answers that"))}</h1>'
        f"<p>{escape(told(asked, answer))}</p>{quiet(f'{covered}.')}</div>"
    )
    with st.container(key="try", gap=None):
        st.html(f'<p class="cb-label">{escape(say("What to try"))}</p>')
        narrowed = asked.filter != Filter()
        if narrowed:
            link(
                say("Ask again without filters"),
                "",
                address.of_query(replace(asked, filter=Filter())),
            )
        if answer.asked.exact or answer.asked.unheld:
            plain = asked.text.translate(dict.fromkeys(map(ord, '"„“”«»')))
            link(say("Ask again without quotes"), "", address.of_query(replace(asked, text=plain)))
        st.html(quiet(say("Ask in other words: shorter, or as a study would put it.")))
        link(say("Add studies that speak of it"), "add", {})


def _unheld(taken: Asked) -> str:
    if phrases := taken.unheld or taken.exact:
        return say("No passage holds {words}, word for word.", words=quoted(phrases))
    if taken.without:
        return say(
            "Every passage that could answer holds {words}.", words=quoted(taken.without, "or")
        )
    return ""
