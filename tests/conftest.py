"""What every suite shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import HashEmbedder

from casebook.text import speech
from search.library import Library

settings.register_profile(
    "casebook",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("casebook")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English is spoken at the beginning of every test, whatever the one before spoke."""
    monkeypatch.setattr(speech, "_askable", [])
    with speech.speaking(speech.ENGLISH):
        yield


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library(tmp_path / "library") as library:
        yield library


@pytest.fixture
def embedder() -> HashEmbedder:
    """An embedder without a model."""
    return HashEmbedder()
