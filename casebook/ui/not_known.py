"""The sentence in which a study says that what was asked is not known."""

from html import escape

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import address
from casebook.ui.links import anchor
from casebook.ui.words import marked
from search import present
from search.asked import Unknown
from search.records import Query


def draw(asked: Query, unknown: Unknown) -> None:
    """Draw it, verbatim, with where it stands and the way to its page."""
    passage = unknown.hit.passage
    language = f' lang="{escape(passage.language)}"' if passage.language else ""
    place = f"{unknown.hit.study.title}, {speech.again(present.page_name(passage))}"
    way = anchor(say("Show on page"), "", address.of_hit(unknown.hit, asked), "cb-open")
    st.html(
        '<div class="cb-unknown" role="status">'
        f'<p class="cb-label">{escape(say("A study says that this is not known"))}</p>'
        f'<blockquote class="cb-quote"{language}>{marked(unknown.words, ())}</blockquote>'
        f'<p class="cb-quiet">{escape(place)}</p><p class="cb-ways">{way}</p></div>'
    )
