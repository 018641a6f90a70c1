"""What all visitors of one server share: the session, the warm model, the drawn pages."""

import contextlib
import gc
import threading
from dataclasses import dataclass
from typing import Final

import streamlit as st

from casebook.session import Session
from casebook.text.speech import say
from search import news, settings
from search.asked import Answer
from search.news import News
from search.records import Query, Study
from search.saved import Saved

# Up to so many pixels a picture is small: some 15 kB, a hundredth of the others, so more are kept.
_SMALL: Final = 300


@dataclass(frozen=True, slots=True)
class Shared:
    """A session, and the thread that readies its model and a worker before they are asked for."""

    session: Session
    loading: threading.Thread

    def ready(self) -> Session:
        """The session with its model and its indexes loaded."""
        if self.loading.is_alive():
            with st.spinner(say("Loading the language model, once …")):
                self.loading.join()
        return self.session


def shared() -> Shared:
    """What is shared, opened at its first use. Raises CasebookError."""
    chosen = settings.load()
    return _opened(repr(chosen), chosen)


def answered(asked: Query) -> Answer:
    """What the library answers. A view that is drawn again, for a press on Keep, has it at once."""
    session = shared().ready()
    return _answered(repr(settings.load()), session.library.edition, repr(asked), asked, session)


def come(one: Saved) -> News:
    """What has come to a saved search. A list of them that is drawn again asks none anew."""
    session = shared().ready()
    return _come(repr(settings.load()), session.library.edition, repr(one), one, session)


def picture(study: Study, page: int, width: int) -> bytes:
    """A page as PNG. Raises Refused where it can't be drawn."""
    session = shared().session
    drawn = _small if width <= _SMALL else _drawn
    return drawn(study.sha256, page, width, study, session)


@st.cache_resource(show_spinner=False)
def _opened(key: str, _settings: settings.Settings) -> Shared:
    session = Session(_settings)
    # Made here, in one thread: two visitors would each make their own.
    _ = session.engine, session.builder
    loading = threading.Thread(target=_warm, args=(session,), daemon=True)
    loading.start()
    return Shared(session, loading)


def _warm(session: Session) -> None:
    # An error here is met again, and told, by the first question.
    with contextlib.suppress(Exception):
        session.engine.answer(Query("Casebook", k=1))
        session.facets.ready()
        for study in session.library.studies()[:1]:
            opens = session.library.password(study)
            session.pool.picture(session.library.file(study), 1, 100, opens)
    # Streamlit collects garbage after every run, and the last hits wait for it: 590 ms over the
    # 930,000 objects of the model and the word lists, 15 ms without these, which all stay.
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False, max_entries=64)
def _answered(key: str, edition: str, said: str, _asked: Query, _session: Session) -> Answer:
    return _session.engine.answer(_asked)


@st.cache_resource(show_spinner=False, max_entries=256)
def _come(key: str, edition: str, said: str, _one: Saved, _session: Session) -> News:
    return news.news(_session.engine, _one)


@st.cache_data(show_spinner=False, max_entries=2000)
def _small(sha256: str, page: int, width: int, _study: Study, _session: Session) -> bytes:
    return _draw(page, width, _study, _session)


@st.cache_data(show_spinner=False, max_entries=64)
def _drawn(sha256: str, page: int, width: int, _study: Study, _session: Session) -> bytes:
    return _draw(page, width, _study, _session)


def _draw(page: int, width: int, study: Study, session: Session) -> bytes:
    library = session.library
    opens = library.password(study)
    return session.pool.picture(library.file(study), page, width, opens)
