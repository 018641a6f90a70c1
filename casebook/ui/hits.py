"""One hit: where it stands, its words verbatim, why it is here, and the way to its page."""

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from casebook.ui import address, grid, keeping, thumbs
from casebook.ui.links import link
from casebook.ui.words import facts, marked, within
from search import explain, present
from search.asked import Asked
from search.records import Hit, Kind, Passage, Query, Span


def draw(hit: Hit, asked: Query, taken: Asked, mark: str = "") -> None:
    """Draw a hit of what was asked, as it was understood; `mark` says what is new of it."""
    with st.container(border=True, key=f"hit-{hit.rank}", gap="xsmall"):
        st.html(_card(hit, taken, mark))
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(key=f"open-{hit.rank}", width="content"):
                link("Show on page", "", address.of_hit(hit, asked))
            keeping.button(hit.passage, asked.text)
            link("Like this", "", address.like(hit.passage, asked))
            if asked.filter.studies != (hit.study.id,):
                link("More from this study", "", address.within(asked, hit.study.id))
            thumbs.draw(hit, asked)
        if hit.also:
            _also(hit, asked)
        st.html(_why(hit, taken))


def _also(hit: Hit, asked: Query) -> None:
    """Where else these words stand, each place a link."""
    with st.expander(present.also_in(hit)), st.container(key=f"also-{hit.rank}", gap=None):
        for double in hit.also:
            place = f"{double.study.title}, {present.page_name(double.passage)}"
            link(place, "", address.of_hit(double, asked))


def _why(hit: Hit, taken: Asked) -> str:
    """Why a hit is here, behind a fold."""
    rows = "".join(
        f"<dt>{escape(one.name)}</dt><dd>{escape(one.told)}</dd>"
        for one in explain.reasons(hit, taken)
    )
    return (
        '<details class="cb-why"><summary>Why this passage</summary>'
        f'<dl class="cb-known">{rows}</dl></details>'
    )


def _card(hit: Hit, taken: Asked, mark: str) -> str:
    passage = hit.passage
    kind = "" if passage.kind is Kind.BODY else passage.kind.value.capitalize()
    doubt = present.doubt(passage)
    where = " › ".join((present.page_name(passage), *passage.heading))
    about = (facts(hit.study), " · ".join(part for part in (where, kind, doubt) if part))
    language = f' lang="{escape(passage.language)}"' if passage.language else ""
    words = quote(passage, explain.looked_for(hit, taken), hit.sentence)
    new = f'<span class="cb-new">{escape(mark)}</span>' if mark else ""
    return (
        f'<div class="cb-head"><h3 class="cb-title"><span class="cb-rank">{hit.rank}</span> '
        f"{escape(hit.study.title)}</h3>{new}{_band(hit)}</div>"
        + "".join(f'<p class="cb-quiet">{escape(line)}</p>' for line in about if line)
        + f'<blockquote class="cb-quote"{language}>{words}</blockquote>'
    )


def _band(hit: Hit) -> str:
    """How far a hit can be trusted: a word, its meaning where the pointer rests on it."""
    if hit.band is None:
        return ""
    judged = explain.judged(hit.band)
    shown = f'class="cb-band cb-{hit.band.value}" title="{escape(judged.told)}"'
    return f"<span {shown}>{escape(judged.name)}</span>"


def quote(passage: Passage, words: Sequence[Span], near: Span | None = None) -> str:
    """A passage as HTML, its words marked and the `near`est sentence underlined.

    A heading that it begins with has a line of its own, and is no part of a sentence.
    A table is drawn as one, below its header row.
    """
    if passage.kind is Kind.TABLE:
        return grid.drawn(passage, words, near)
    at = _heading_end(passage)
    if not at:
        return marked(passage.text, words, near)
    end = len(passage.text)
    above = [part for word in words if (part := within(word, 0, at))]
    below = [part for word in words if (part := within(word, at, end))]
    heading = marked(passage.text[:at], above)
    rest = marked(passage.text[at:], below, within(near, at, end))
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
