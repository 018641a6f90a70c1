"""The language that a visitor reads, and the way to another one."""

from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from casebook.text import speech
from casebook.text.speech import ENGLISH, LANGUAGES, say
from casebook.ui.address import LANG

# What the browser keeps for addresses that name no language.
COOKIE: Final = "casebook-lang"


def wanted() -> str:
    """The language of the address, else the one chosen before, else the browser's, else English."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    return decided(
        st.query_params.get(LANG),
        st.session_state.get(LANG),
        st.context.cookies.get(COOKIE),
        accepted=st.context.headers.get("Accept-Language") or st.context.locale,
    )


def decided(*named: str | None, accepted: str | None) -> str:
    """The first of these that is known, else what a browser accepts, else English."""
    return (
        next(filter(None, map(speech.chosen, named)), "") or speech.preferred(accepted) or ENGLISH
    )


def begin() -> str:
    """Speak the visitor's language from here on."""
    language = wanted()
    # The list of pages leads to addresses without a language: it is kept for them.
    st.session_state[LANG] = language
    speech.otherwise(wanted)
    speech.speak(language)
    return language


def switch(given: dict[str, list[str]]) -> str:
    """The languages as HTML, each a link to the same view, behind the one that is spoken."""
    items = "".join(
        f'<li><a href="?{escape(urlencode(given | {LANG: [code]}, doseq=True))}" lang="{code}" '
        f'hreflang="{code}"{_here(code)}>{name}</a></li>'
        for code, name in LANGUAGES.items()
    )
    now = f'<span class="cb-hidden">{escape(say("Language"))}: </span>{LANGUAGES[speech.spoken()]}'
    return f'<details class="cb-tongues"><summary>{now}</summary><ul>{items}</ul></details>'


def _here(code: str) -> str:
    return ' aria-current="true"' if code == speech.spoken() else ""
