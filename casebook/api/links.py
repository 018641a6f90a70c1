"""Addresses of studies, pages and passages, in the app and in the API, from the server's root.

They name places, so they still open after studies were indexed again.
"""

from typing import Final
from urllib.parse import quote, urlencode

from search import present
from search.records import Passage

BASE: Final = "/api/v1"


def study(id: str) -> str:
    """A study in the API."""
    return f"{BASE}/studies/{quote(id, safe='')}"


def study_in_app(id: str) -> str:
    """A study in the app."""
    return f"/studies?{urlencode({'study': id})}"


def page(id: str, number: int) -> str:
    """A page in the API."""
    return f"{study(id)}/pages/{number}"


def page_in_app(id: str, number: int) -> str:
    """A page in the app."""
    return f"/?{urlencode({'study': id, 'page': number})}"


def passage(place: Passage) -> str:
    """A passage in the API."""
    return f"{BASE}/passages?{present.address(place)}"


def passage_in_app(place: Passage) -> str:
    """A passage in the app."""
    return f"/?{present.address(place)}"


def picture(place: Passage) -> str:
    """The picture of a passage's page with the passage marked."""
    span = urlencode({"start": place.start, "end": place.end})
    return f"{page(place.study_id, place.page)}.png?{span}"
