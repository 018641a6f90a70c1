"""Where each fact about a study came from, in words and as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from casebook.text import speech
from search import told as forms
from search.records import Origin, Study

WORDS: Final[Mapping[Origin, forms.Told]] = {
    Origin.PERSON: forms.told("edited"),
    Origin.CATALOGUE: forms.told("from the catalogue"),
    Origin.SIDECAR: forms.told("from the file beside it"),
    Origin.FILE: forms.told("guessed from the file"),
    Origin.PAGE: forms.told("guessed from the first pages"),
    Origin.NAME: forms.told("guessed from the file's name"),
    Origin.TEXT: forms.told("detected in the text"),
}


def of(study: Study, field: str) -> str:
    """Where a field came from, in words, "" where that is not known."""
    origin = dict(study.origins).get(field)
    return speech.again(WORDS[origin]) if origin else ""


def told(study: Study) -> dict[str, Any]:
    """A study for JSON: each fact with where it came from, and the names of those guessed."""
    return asdict(study) | {"origins": dict(study.origins), "guesses": study.guesses}
