"""Hits: where each stands, its words verbatim, why it is here, and the way to its page."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui import address, grid, keeping, thumbs
from casebook.ui.links import anchor, link
from casebook.ui.words import facts, kind, marked, shortened, within
from search import explain, present
from search.asked import Answer, Asked
from search.records import Hit, Kind, Passage, Query, Span


def draw(asked: Query, answer: Answer, marks: Mapping[int, str]) -> None:
    """Draw the hits of what was asked; `marks` say what is new of which passage, by its id."""
    kept, judged = keeping.names(), thumbs.judged(asked)
    for hit in answer.hits:
        with st.container(border=True, key=f"hit-{hit.rank}", gap="xsmall"):
            mark = marks.get(hit.passage.id, "")
            st.html(_card(hit, answer.asked, mark) + _why(hit, answer.asked))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(_ways(hit, asked), width="content")
                keeping.button(hit.passage, asked.text, kept)
                thumbs.draw(hit, asked, judged)
            if hit.also:
                _also(hit, asked)


def ahead(asked: Query) -> str:
    """The hits' heading and the way past what stands before them, as HTML, for who listens."""
    heading = escape(say("Results for {question}", question=shortened(asked.text)))
    skip = escape(say("Skip to the results"))
    return f'<h1 class="cb-hidden">{heading}</h1><a class="cb-skip" href="#hit-1">{skip}</a>'


def _ways(hit: Hit, asked: Query) -> str:
    """The ways on from a hit, as HTML."""
    ways = [
        anchor(say("Show on page"), "", address.of_hit(hit, asked), "cb-open"),
        anchor(say("Like this"), "", address.like(hit.passage, asked)),
    ]
    if asked.filter.studies != (hit.study.id,):
        within_it = address.within(asked, hit.study.id)
        ways.append(anchor(say("More from this study"), "", within_it))
    return f'<p class="cb-ways">{"".join(ways)}</p>'


def _also(hit: Hit, asked: Query) -> None:
    """Where else these words stand, each place a link."""
    with (
        st.expander(speech.again(present.also_in(hit))),
        st.container(key=f"also-{hit.rank}", gap=None),
    ):
        for double in hit.also:
            place = f"{double.study.title}, {speech.again(present.page_name(double.passage))}"
            link(place, "", address.of_hit(double, asked))


def _why(hit: Hit, taken: Asked) -> str:
    """Why a hit is here, behind a fold."""
    rows = "".join(
        f"<dt>{escape(speech.again(one.name))}</dt><dd>{escape(speech.again(one.told))}</dd>"
        for one in explain.reasons(hit, taken)
    )
    return (
        f'<details class="cb-why"><summary>{escape(say("Why this passage"))}</summary>'
        f'<dl class="cb-known">{rows}</dl></details>'
    )


def _card(hit: Hit, taken: Asked, mark: str) -> str:
    passage = hit.passage
    of_kind = "" if passage.kind is Kind.BODY else kind(passage.kind)
    doubt = speech.again(present.doubt(passage))
    where = " › ".join((speech.again(present.page_name(passage)), *passage.heading))
    about = (facts(hit.study), " · ".join(part for part in (where, of_kind, doubt) if part))
    language = f' lang="{escape(passage.language)}"' if passage.language else ""
    words = quote(passage, explain.looked_for(hit, taken), hit.sentence)
    new = f'<span class="cb-new">{escape(mark)}</span>' if mark else ""
    return (
        f'<div class="cb-head"><h2 class="cb-title" id="hit-{hit.rank}" tabindex="-1">'
        f'<span class="cb-rank">{hit.rank}</span> '
        f"{escape(hit.study.title)}</h2>{new}{_band(hit)}</div>"
        + "".join(f'<p class="cb-quiet">{escape(line)}</p>' for line in about if line)
        + f'<blockquote class="cb-quote"{language}>{words}</blockquote>'
    )


def _band(hit: Hit) -> str:
    """How far a hit can be trusted: a word, its meaning where the pointer rests on it."""
    if hit.band is None:
        return ""
    judged = explain.judged(hit.band)
    shown = f'class="cb-band cb-{hit.band.value}" title="{escape(speech.again(judged.told))}"'
    return f"<span {shown}>{escape(speech.again(judged.name))}</span>"


def quote(passage: Passage, words: Sequence[Span], near: Span | None = None) -> str:
    """A passage as HTML, its words marked and the `near`est sentence underlined.

    A heading that it begins with has a line of its own, and is no part of a sentence.
    A table is drawn as one, below its header row.
    """
    if passage.kind is Kind.TABLE:
        return grid.drawn(passage, words, near)
    at = present.body_start(passage)
    if not at:
        return marked(passage.text, words, near)
    end = len(passage.text)
    above = [part for word in words if (part := within(word, 0, at))]
    below = [part for word in words if (part := within(word, at, end))]
    heading = marked(passage.text[:at], above)
    rest = marked(passage.text[at:], below, within(near, at, end))
    return f"<strong>{heading}</strong><br>{rest}"
