"""A page as a picture in a frame: drawn to a width, the passage marked and brought into view."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from casebook.api import links, scales
from casebook.text.speech import say
from casebook.ui.resources import picture
from search.boxes import Box
from search.records import Page, Span, Study

# Two pixels of the picture for each of a screen 1280 wide, for sharp letters on dense screens.
_PIXELS: Final = 1400
_SCRIPT: Final = Path(__file__).parent / "leaf.js"


def draw(
    study: Study, page: Page, name: str, zoom: int, span: Span | None, places: Sequence[Box]
) -> None:
    """Draw a page, called `name`, so wide; `places` are the boxes of the span that is marked.

    Raises Refused where it can't be drawn.
    """
    across, down = scales.size(page)
    scale = scales.scale(page, _PIXELS * zoom / 100)
    # Drawn here, where a failure can be told; the browser then gets it as it is kept.
    picture(study, page.number, scales.width(page, scale))
    given: dict[str, object] = {"scale": scale}
    if span is not None and places:
        given |= {"start": span.start, "end": span.end}
    source = f"{links.page(study.id, page.number)}.png?{urlencode(given)}"
    shape = f"width:{zoom}%;aspect-ratio:{across:.2f}/{down:.2f}"
    st.html(
        f'<div class="cb-sheet" data-zoom="{zoom}" tabindex="0" role="group" '
        f'aria-label="{escape(say("The page as a picture"))}">'
        f'<div class="cb-leaf" style="{shape}"><img src="{escape(source)}" '
        f'alt="{escape(f"{study.title}, {name}")}">{_here(places)}</div></div>'
        f"<script>{_script()}</script>",
        unsafe_allow_javascript=True,
    )


def _here(places: Sequence[Box]) -> str:
    """Where the passage stands on the page: what is brought into view."""
    if not places:
        return ""
    left, top = min(one.left for one in places), min(one.top for one in places)
    right, bottom = max(one.right for one in places), max(one.bottom for one in places)
    stands = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    style = ";".join(f"{side}:{100 * share:.2f}%" for side, share in stands.items())
    return f'<span class="cb-here" style="{style}"></span>'


@cache
def _script() -> str:
    return _SCRIPT.read_text("utf-8")
