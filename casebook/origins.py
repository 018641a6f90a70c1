"""Where each fact about a study came from, in words and as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from search.records import Origin, Study

WORDS: Final[Mapping[Origin, str]] = {
    Origin.PERSON: "edited",
    Origin.CATALOGUE: "from the catalogue",
    Origin.SIDECAR: "from the file beside it",
    Origin.FILE: "guessed from the file",
    Origin.PAGE: "guessed from the first pages",
    Origin.NAME: "guessed from the file's name",
    Origin.TEXT: "detected in the text",
}


def of(study: Study, field: str) -> str:
    """Where a field came from, in words, "" where that is not known."""
    origin = dict(study.origins).get(field)
    return WORDS[origin] if origin else ""


def told(study: Study) -> dict[str, Any]:
    """A study for JSON: each fact with where it came from, and the names of those guessed."""
    return asdict(study) | {"origins": dict(study.origins), "guesses": study.guesses}
