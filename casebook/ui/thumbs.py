"""A thumb up or down on a hit: kept in the library as a judgement of its place."""

from collections.abc import Iterable, Sequence
from typing import Final

import streamlit as st

from casebook.text import speech
from casebook.ui.resources import shared
from casebook.ui.words import plain
from search import judgements
from search.errors import LibraryError
from search.judgement_set import question_id
from search.judgements import DOWN, UP, Judgement
from search.records import Hit, Passage, Query

# What Streamlit gives for a thumb down and a thumb up.
_GRADES: Final = {0: DOWN, 1: UP}


def judged(asked: Query) -> Sequence[Judgement]:
    """What was said before of the hits of a question."""
    return shared().session.library.judgements(judgements.asked(asked.text))


def draw(hit: Hit, asked: Query, before: Iterable[Judgement]) -> None:
    """Draw the two thumbs of a hit, the one that was pressed `before` as pressed."""
    passage, question = hit.passage, judgements.asked(asked.text)
    place = f"{passage.study_id}-{passage.page}-{passage.start}-{passage.end}"
    key = f"thumb-{question_id(question)}-{place}"
    said = [one.grade for one in before if one.at(passage)]
    if key not in st.session_state and said:
        st.session_state[key] = int(said[0] > DOWN)
    st.feedback("thumbs", key=key, on_change=_keep, args=(key, question, passage))


def _keep(key: str, question: str, passage: Passage) -> None:
    """Keep what was pressed; pressed once more, it is taken back."""
    library, pressed = shared().session.library, st.session_state[key]
    try:
        if pressed is None:
            library.forget_judgement(question, passage)
        else:
            library.judge(judgements.judged(question, passage, _GRADES[pressed]))
    except LibraryError as error:
        del st.session_state[key]
        st.toast(plain(speech.of_error(error)))
