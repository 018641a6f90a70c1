"""What a link to a study leads to now: its place, its words found again, or a kind word."""

from dataclasses import replace

import streamlit as st

from casebook.text.speech import say
from casebook.ui import removals
from casebook.ui.address import Place
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import plain
from search.errors import UnknownStudy
from search.records import Span, Study
from search.standing import Linked, Standing, stood


def found(at: Place) -> tuple[Study, Place] | None:
    """The study and the place where the words of a link stand now, having said what became of them.

    A place whose words are not there any more comes without them: nothing is marked or quoted.
    """
    library = shared().session.library
    try:
        study = library.study(at.study)
    except UnknownStudy:
        _gone(at.study)
        return None
    if at.span is None:
        return study, at
    linked = Linked(at.study, at.page, at.span.start, at.span.end, at.words)
    (now,) = stood(library, [linked])
    if now.standing is Standing.MOVED:
        st.info(say("This study was read anew; the words of this link were found again here."))
        shown = now.page if at.shown == at.page else at.shown
        return study, replace(at, page=now.page, span=Span(now.start, now.end), shown=shown)
    if now.standing is Standing.CHANGED:
        st.info(
            say(
                "The words that this link led to are not on this page any more, nor near it: the "
                "study was read anew, or is another edition. So nothing is marked."
            )
        )
        return study, replace(at, span=None, words="")
    return study, at


def _gone(id: str) -> None:
    taken_out = shared().session.library.count("changes", "study_id = ?", id) > 0
    name = plain(id)
    if removals.kept(id):
        removals.offer(id)
    elif taken_out:
        st.info(
            say(
                "The study “{study}” was taken out of this library. Add its PDF again, and this "
                "link opens it.",
                study=name,
            )
        )
    else:
        st.info(
            say(
                "The study “{study}” is not in this library. It may have been removed, or the "
                "link comes from another library.",
                study=name,
            )
        )
    link(say("All studies"), "studies", {})
