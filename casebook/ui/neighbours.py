"""The pages before and after one as small pictures, each a link, named as printed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from casebook.api import links as api
from casebook.api import scales
from casebook.text.speech import again, say
from casebook.ui import address
from casebook.ui.address import Place
from casebook.ui.links import page as at_path
from casebook.ui.words import plain
from search import present
from search.records import Page

# As many as stand beside each other below a page on a screen 1280 wide.
_SHOWN: Final = 7
# Twice as wide as they are shown: 35 ms each to draw (bundled studies), and kept.
_PIXELS: Final = 176


def around(numbers: Mapping[int, Page], at: int) -> list[Page]:
    """The pages nearest to one, itself among them, in their order."""
    near = sorted(numbers, key=lambda number: (abs(number - at), number))[:_SHOWN]
    return [numbers[number] for number in sorted(near)]


def draw(at: Place, pages: Mapping[int, Page], path: str) -> None:
    """Draw them, where there are others; the browser asks for each picture when it needs it."""
    if len(pages) < 2:
        return
    with st.container(horizontal=True, wrap=False, gap="small", key="strip"):
        for page in around(pages, at.shown):
            here = page.number == at.shown
            with st.container(key=f"leaf-{'here' if here else page.number}", width="content"):
                _one(at, page, path, here)


def _one(at: Place, page: Page, path: str, here: bool) -> None:
    given = urlencode({"scale": scales.scale(page, _PIXELS)})
    name = again(present.short_name(page.label, page.number))
    label = say("{page}, shown", page=name) if here else name
    to = address.spoken() | address.of_place(replace(at, shown=page.number))
    picture = f"{api.page(page.study_id, page.number)}.png?{given}"
    st.page_link(at_path(path), label=f"![]({picture}) {plain(label)}", query_params=to)
