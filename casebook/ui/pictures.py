"""Where and when what was found is: a timeline and a map behind a quiet fold.

Streamlit takes SVG out of HTML that it shows, so a component puts it onto the page. Its links are
Casebook's own (`page.js`) and lead on by themselves.
"""

from functools import cache
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from casebook.text.speech import say, say_of
from casebook.ui import map, timeline
from search.facets import Facets
from search.records import Query

# The link that was followed keeps the keyboard when the pictures are drawn anew.
_SCRIPT: Final = """
export default function({ data, parentElement }) {
  const place = parentElement.querySelector(".cb-pictures");
  if (place.shown === data.html) return;
  const before = place.contains(document.activeElement)
    && document.activeElement.getAttribute("data-of");
  place.innerHTML = place.shown = data.html;
  if (before) place.querySelector(`[data-of="${CSS.escape(before)}"]`)?.focus();
}
"""


def draw(asked: Query, found: Facets) -> None:
    """Draw both, of the best passages or of the studies; nothing where neither is known."""
    html = drawn(asked, found)
    if html:
        with st.container(key="pictures"), st.expander(say("When and where")):
            _component()(data={"html": html}, key="when-and-where")


def drawn(asked: Query, found: Facets) -> str:
    """Both as HTML, with what they count; "" where neither year nor country is known."""
    both = timeline.drawn(asked, found) + map.drawn(asked, found)
    return f'{both}<p class="cb-quiet">{_told(asked, found)}</p>' if both else ""


def _told(asked: Query, found: Facets) -> str:
    """What is counted, and what a click does."""
    narrowed = asked.filter
    if found.passages:
        counted = say_of(
            "Counted: the best passage, by the years and countries of its study.",
            "Counted: the {n} best passages, by the years and countries of their studies.",
            found.total,
        )
    else:
        counted = say("Counted: studies.")
    if narrowed.countries or narrowed.year_from is not None or narrowed.year_to is not None:
        aside = say("Each picture leaves aside what is chosen in it; another click widens again.")
        return f"{counted} {aside}"
    return f"{counted} {say('A click narrows, another one widens again.')}"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "casebook-pictures",
        html='<div class="cb-pictures"></div>',
        js=_SCRIPT,
        isolate_styles=False,
    )
