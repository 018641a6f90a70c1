"""One hit: where it stands, its words verbatim, why it is here, and the way to its page."""

from html import escape

import streamlit as st

from casebook.ui import address
from casebook.ui.links import link
from casebook.ui.words import facts, marked
from search import explain, present
from search.records import Hit, Kind, Query


def draw(hit: Hit, asked: Query) -> None:
    """Draw a hit of what was asked."""
    with st.container(border=True, key=f"hit-{hit.rank}", gap="xsmall"):
        st.html(_card(hit))
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(key=f"open-{hit.rank}", width="content"):
                link("Show on page", "", address.of_hit(hit, asked))
            if asked.filter.studies != (hit.study.id,):
                link("More from this study", "", address.within(asked, hit.study.id))
        st.html(
            '<details class="cb-why"><summary>Why this passage</summary>'
            f"<p>{escape(explain.why(hit))}</p></details>"
        )


def _card(hit: Hit) -> str:
    passage = hit.passage
    kind = "" if passage.kind is Kind.BODY else passage.kind.value.capitalize()
    doubt = present.doubt(passage)
    where = " › ".join((present.page_name(passage), *passage.heading))
    about = (facts(hit.study), " · ".join(part for part in (where, kind, doubt) if part))
    language = f' lang="{escape(passage.language)}"' if passage.language else ""
    return (
        f'<h3 class="cb-title"><span class="cb-rank">{hit.rank}</span> '
        f"{escape(hit.study.title)}</h3>"
        + "".join(f'<p class="cb-quiet">{escape(line)}</p>' for line in about if line)
        + f'<blockquote class="cb-quote"{language}>{marked(passage.text, hit.words)}</blockquote>'
    )
