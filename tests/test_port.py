"""What happens when the app's server starts."""

import asyncio
from typing import Any

import pytest
from streamlit.starlette import App

from casebook.api.server import Api
from casebook.ui import port
from casebook.ui.document import Document


@pytest.mark.parametrize(("headless", "opened"), [(False, ["http://localhost:8612"]), (True, [])])
def test_a_browser_is_opened_where_one_is_wanted(
    headless: bool, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    options: dict[str, Any] = {"server.headless": headless, "server.port": 8612}
    monkeypatch.setattr("streamlit.get_option", options.__getitem__)
    monkeypatch.setattr("webbrowser.open", seen.append)
    monkeypatch.setattr(port, "_SECONDS", 0)

    async def start() -> None:
        async with port.opening(App("app.py")):
            await asyncio.sleep(0.05)

    asyncio.run(start())
    assert seen == opened


def test_the_api_stands_before_the_app() -> None:
    beside, document = port.shared_with_api()
    assert next(iter(document)) is Document
    api = beside.kwargs["api"]
    assert isinstance(api, Api)
    assert "/api/v1/search" in api.openapi()["paths"]
