"""One hit: where it stands, its words verbatim, why it is here, and the way to its page."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from casebook.ui import address, grid
from casebook.ui.links import link
from casebook.ui.words import facts, marked
from search import explain, present
from search.records import Hit, Kind, Passage, Query, Span


def draw(hit: Hit, asked: Query) -> None:
    """Draw a hit of what was asked."""
    with st.container(border=True, key=f"hit-{hit.rank}", gap="xsmall"):
        st.html(_card(hit))
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(key=f"open-{hit.rank}", width="content"):
                link("Show on page", "", address.of_hit(hit, asked))
            if asked.filter.studies != (hit.study.id,):
                link("More from this study", "", address.within(asked, hit.study.id))
        if hit.also:
            _also(hit, asked)
        st.html(
            '<details class="cb-why"><summary>Why this passage</summary>'
            f"<p>{escape(explain.why(hit))}</p></details>"
        )


def _also(hit: Hit, asked: Query) -> None:
    """Where else these words stand, each place a link."""
    with st.expander(present.also_in(hit)), st.container(key=f"also-{hit.rank}", gap=None):
        for double in hit.also:
            place = f"{double.study.title}, {present.page_name(double.passage)}"
            link(place, "", address.of_hit(double, asked))


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
        + f'<blockquote class="cb-quote"{language}>{quote(passage, hit.words)}</blockquote>'
    )


def quote(passage: Passage, words: Sequence[Span]) -> str:
    """A passage as HTML, its words marked; a heading it begins with has a line of its own.

    A table is drawn as one, below its header row.
    """
    if passage.kind is Kind.TABLE:
        return grid.drawn(passage, words)
    at = _heading_end(passage)
    if not at:
        return marked(passage.text, words)
    above = [word for word in words if word.end <= at]
    below = [
        replace(word, start=word.start - at, end=word.end - at) for word in words[len(above) :]
    ]
    heading, rest = marked(passage.text[:at], above), marked(passage.text[at:], below)
    return f"<strong>{heading}</strong><br>{rest}"


def _heading_end(passage: Passage) -> int:
    """Where the headings end that a passage begins with, each alone on its lines; 0 for none."""
    at = 0
    for title in passage.heading:
        words = r"\s*".join(map(re.escape, title.split()))
        line = re.compile(rf"\s*(?:[\divxlc.]+\s+)?{words}[^\S\n]*(?:\n|$)", re.I)
        if found := line.match(passage.text, at):
            at = found.end()
    return at
