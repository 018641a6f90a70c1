"""The app over a library of the bundled studies, with the real model, and a browser before it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys import stage
from journeys.stage import Stage


@pytest.fixture(scope="session")
def window() -> Iterator[Browser]:
    """One browser for all."""
    expect.set_options(timeout=stage.WAIT_MS)
    with stage.browser() as started:
        yield started


@pytest.fixture(scope="session")
def bundled() -> Path:
    """A library of the bundled studies, kept from one run to the next."""
    home = stage.KEPT / "library"
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"CASEBOOK_HOME": str(home)}
    command = [sys.executable, "-m", "casebook", "add", "corpus"]
    subprocess.run(command, cwd=stage.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return home


@pytest.fixture(scope="module")
def app(bundled: Path, window: Browser) -> Iterator[Stage]:
    """The app over a copy of its own, its model loaded."""
    with stage.copied(bundled) as home, stage.served(home) as address:
        played = Stage(address, home, window)
        opened = played.page("?q=voucher")
        opened.locator("#hit-1").wait_for(timeout=5 * stage.WAIT_MS)
        opened.context.close()
        yield played


@pytest.fixture
def page(app: Stage) -> Iterator[Page]:
    """A fresh visitor at a screen 1280 pixels wide."""
    opened = app.page()
    yield opened
    opened.context.close()
