"""A study that is nearly the same as another one: told, and put in its place on request."""

from dataclasses import replace

import streamlit as st

from casebook.text import speech
from casebook.text.speech import say
from casebook.ui.links import link
from casebook.ui.resources import shared
from casebook.ui.words import plain
from ingest.build import Outcome
from search.doubles import Kin
from search.errors import UnknownStudy
from search.records import Study


def offer(id: str, told: dict[str, Outcome]) -> None:
    """Ask of a file that was just added whether both stay or it replaces the older study."""
    for kin in told[id].kin if id in told else ():
        other = _held(kin.other_id)
        if other is not None and _held(kin.study_id) is not None:
            _ask(id, kin, other, told)


def beside(study: Study) -> None:
    """The studies that one is nearly the same as, on its page."""
    for kin in shared().session.library.kin(study.id):
        other = _held(kin.other_id)
        if other is not None:
            label = say(
                "Nearly the same: {title} ({share} of these words)",
                title=other.title,
                share=speech.share(kin.share),
            )
            link(label, "studies", {"study": other.id})


def _ask(id: str, kin: Kin, other: Study, told: dict[str, Outcome]) -> None:
    st.info(
        say(
            "{file} looks like another edition of {title}, which has {share} of its words. Both "
            "are in the library; passages that say the same are folded in results.",
            file=plain(told[id].file.name),
            title=plain(other.title),
            share=speech.share(kin.share),
        )
    )
    key = f"{id}-{kin.other_id}"
    with st.container(horizontal=True):
        st.button(say("Keep both"), key=f"keep-{key}", on_click=_keep, args=(id, kin, told))
        replaces = say("It replaces {title}", title=plain(other.title))
        if st.button(replaces, key=f"replace-{key}"):
            with st.spinner(say("Putting it in its place …")):
                done = shared().ready().builder.supersede(kin.study_id, kin.other_id)
            told[id] = replace(done, file=told[id].file)
            st.rerun()


def _keep(id: str, kin: Kin, told: dict[str, Outcome]) -> None:
    rest = tuple(one for one in told[id].kin if one != kin)
    told[id] = replace(told[id], kin=rest)


def _held(study_id: str) -> Study | None:
    try:
        return shared().session.library.study(study_id)
    except UnknownStudy:
        return None
