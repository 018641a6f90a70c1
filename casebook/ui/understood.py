"""What a question was taken to ask, above its hits: a quiet line each, where there is something."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from casebook.text.speech import say, say_of
from casebook.ui import address
from casebook.ui.links import link
from casebook.ui.words import language, listed, quiet, quoted
from search.asked import Asked, Instead
from search.present import one_line
from search.records import Query

_FEW: Final = 4


def draw(asked: Query, taken: Asked) -> None:
    """Words that were put right, what was also searched, and what is demanded."""
    if taken.corrected:
        _corrected(asked, taken.corrected)
    if lines := also(taken) + demanded(taken):
        st.html(lines)


def as_typed(text: str, corrected: Sequence[Instead]) -> str:
    """A question with the words in quotes that were put right: so they are searched as typed.

    "" where one of them can't be found in it.
    """
    typed = one_line(text)
    for one in corrected:
        word = re.compile(rf"(?<!\w){re.escape(one.typed)}(?!\w)")
        if not word.search(typed):
            return ""
        typed = word.sub(f'"{one.typed}"', typed)
    return typed


def also(taken: Asked) -> str:
    """What was also searched, as HTML: a few terms, and all of them behind a fold."""
    forms = [one.added for one in taken.spelled_out]
    terms = _by_language(taken)
    every = list(dict.fromkeys([*forms, *(term for held in terms.values() for term in held)]))
    if not every:
        return ""
    named = list(dict.fromkeys([*forms, *_first(taken)]))[:_FEW]
    shown, more = ", ".join(named), len(every) - len(named)
    if not more:
        return quiet(say("Also searched: {terms}", terms=shown))
    said = say_of(
        "Also searched: {terms} and {n} more",
        "Also searched: {terms} and {n} more",
        more,
        terms=shown,
    )
    rows = {say("Acronyms"): forms} | {language(code): held for code, held in terms.items()}
    cells = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(', '.join(held))}</dd>"
        for name, held in rows.items()
        if held
    )
    return (
        f'<details class="cb-fold"><summary>{escape(said)}</summary>'
        f'<dl class="cb-known">{cells}</dl></details>'
    )


def demanded(taken: Asked) -> str:
    """What every hit holds, and what none does, as HTML."""
    exact, without = quoted(taken.exact), quoted(taken.without, "or")
    if exact and without:
        return quiet(
            say("Every passage holds {exact} and none holds {out}.", exact=exact, out=without)
        )
    if exact:
        return quiet(say("Every passage holds {exact}.", exact=exact))
    return quiet(say("No passage holds {out}.", out=without)) if without else ""


def _corrected(asked: Query, corrected: Sequence[Instead]) -> None:
    """Which words were put right, and the way to search for them as they were typed."""
    said = listed([_put_right(one) for one in corrected])
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="corrected"):
        told = say("Searched for {words}.", words=said)
        st.html(f'<p class="cb-quiet">{told}</p>', width="content")
        if typed := as_typed(asked.text, corrected):
            words = listed([one.typed for one in corrected])
            params = address.of_query(replace(asked, text=typed))
            link(say("Search for {words} as typed", words=words), "", params)


def _put_right(one: Instead) -> str:
    """A word that was put right, as HTML."""
    right = f"<b>{escape(one.taken)}</b>"
    return say("{right} instead of {typed}", right=right, typed=escape(one.typed))


def _first(taken: Asked) -> list[str]:
    """The first term of each notion of the field in each language, the question's own first."""
    own = [one for one in taken.also if one.own]
    firsts = [(terms.language, terms.terms[0]) for one in own for terms in one.terms if terms.terms]
    ours = [term for code, term in firsts if code == taken.language]
    return ours + [term for code, term in firsts if code != taken.language]


def _by_language(taken: Asked) -> dict[str, list[str]]:
    """Every term of the field's notions by its language, the question's own first."""
    found: dict[str, dict[str, None]] = {taken.language: {}}
    for one in taken.also:
        for terms in one.terms if one.own else ():
            found.setdefault(terms.language, {}).update(dict.fromkeys(terms.terms))
    return {code: list(held) for code, held in found.items() if held}
