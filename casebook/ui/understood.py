"""What a question was taken to ask, above its hits: a quiet line each, where there is something."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

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
    said = f"Also searched: {escape(', '.join(named))}"
    if len(every) == len(named):
        return f'<p class="cb-quiet">{said}</p>'
    rows = {"Acronyms": forms} | {language(code): held for code, held in terms.items()}
    cells = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(', '.join(held))}</dd>"
        for name, held in rows.items()
        if held
    )
    return (
        f'<details class="cb-fold"><summary>{said} and {len(every) - len(named)} more</summary>'
        f'<dl class="cb-known">{cells}</dl></details>'
    )


def demanded(taken: Asked) -> str:
    """What every hit holds, and what none does, as HTML."""
    told = []
    if taken.exact:
        told.append(f"Every passage holds {quoted(taken.exact)}")
    if taken.without:
        holds = "holds" if not taken.exact else "none holds"
        told.append(
            f"{'no passage ' if not taken.exact else ''}{holds} {quoted(taken.without, 'or')}"
        )
    return quiet(f"{listed(told)[:1].upper()}{listed(told)[1:]}.") if told else ""


def _corrected(asked: Query, corrected: Sequence[Instead]) -> None:
    """Which words were put right, and the way to search for them as they were typed."""
    said = listed(
        [f"<b>{escape(one.taken)}</b> instead of {escape(one.typed)}" for one in corrected]
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="corrected"):
        st.html(f'<p class="cb-quiet">Searched for {said}.</p>', width="content")
        if typed := as_typed(asked.text, corrected):
            words = listed([one.typed for one in corrected])
            params = address.of_query(replace(asked, text=typed))
            link(f"Search for {words} as typed", "", params)


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
