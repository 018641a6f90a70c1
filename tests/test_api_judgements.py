"""What people say of hits, over the API: kept, told, taken back, and nothing else written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_support import LOANS, TURBINES, client, stocked
from fastapi.testclient import TestClient

from search.judgements import UP, words_hash
from search.library import Library

PATH = "/api/v1/judgements"
QUESTION = "Which turbine paid?"
SAID = {
    "question": QUESTION, "study": "turbines", "page": 1, "start": 0, "end": 25, "grade": UP,
}  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with stocked(tmp_path / "library") as library:
        yield library


@pytest.fixture
def api(library: Library) -> Iterator[TestClient]:
    with client(library.home) as asking:
        yield asking


def place(**other: Any) -> dict[str, Any]:
    return {name: value for name, value in SAID.items() if name != "grade"} | other


def test_a_judgement_is_kept_with_the_words_that_stood_there(
    api: TestClient, library: Library
) -> None:
    answer = api.post(PATH, json=SAID | {"question": f"  {QUESTION} "})
    assert answer.status_code == 201
    (kept,) = library.judgements()
    assert answer.json() == SAID | {"made": kept.made}
    assert (kept.name, kept.grade) == ("turbines#1:0-25", 1)
    assert kept.words == words_hash(TURBINES[:25])


def test_a_later_word_gives_way_to_none_but_its_own_place(
    api: TestClient, library: Library
) -> None:
    api.post(PATH, json=SAID)
    api.post(PATH, json=SAID | {"grade": 0})
    api.post(PATH, json=SAID | {"study": "loans", "page": 3, "end": 10, "grade": 3})
    told = api.get(PATH, params={"question": QUESTION}).json()["judgements"]
    assert [(one["study"], one["page"], one["grade"]) for one in told] == [
        ("loans", 3, 3),
        ("turbines", 1, 0),
    ]
    assert api.get(PATH, params={"question": "Another?"}).json() == {"judgements": []}


def test_a_judgement_is_taken_back_even_of_a_study_that_is_gone(
    api: TestClient, library: Library
) -> None:
    api.post(PATH, json=SAID)
    library.remove("turbines")
    assert api.delete(PATH, params=place()).json() == {"forgotten": 1}
    assert api.delete(PATH, params=place()).json() == {"forgotten": 0}
    assert library.judgements() == []


@pytest.mark.parametrize(
    ("told", "status", "says"),
    [
        ({"study": "nothing"}, 404, "This library holds no study 'nothing'"),
        ({"study": "gone"}, 410, "The study 'gone' was taken out"),
        ({"page": 2}, 404, "The study 'turbines' has no PDF page 2"),
        ({"start": 25}, 422, "start is 25 and end 25; give a start below the end."),
        ({"end": 1000}, 404, "Nothing stands at 0 to 1000"),
        ({"grade": 4}, 422, "grade (input should be less than or equal to 3)"),
        ({"question": " "}, 422, "question ("),
        ({"question": "x" * 10_001}, 422, "question (string should have at most 10000"),
        ({"thumb": "up"}, 422, "thumb (extra inputs are not permitted)"),
        ({"start": -1}, 422, "start (input should be greater than or equal to 0)"),
        ({"page": 10**20}, 422, "page (input should be less than or equal to 1000000000)"),
    ],
)
def test_what_cant_be_kept_is_told_in_a_sentence(
    api: TestClient, library: Library, told: dict[str, Any], status: int, says: str
) -> None:
    answer = api.post(PATH, json=SAID | told)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert says in answer.json()["detail"]
    assert library.judgements() == []


def test_only_json_is_taken_so_that_no_form_of_another_site_writes(
    api: TestClient, library: Library
) -> None:
    body = '{"question": "q", "study": "turbines", "page": 1, "start": 0, "end": 4, "grade": 1}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = api.post(PATH, content=body, headers={"Content-Type": kind})
        assert answer.status_code == 422, kind
    assert api.post(PATH, content=body).status_code == 422
    asked = {"Origin": "https://elsewhere", "Access-Control-Request-Method": "POST"}
    assert api.options(PATH, headers=asked).status_code == 405
    assert library.judgements() == []


def test_every_method_that_an_address_takes_is_named(api: TestClient) -> None:
    answer = api.put(PATH, json=SAID)
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET, HEAD, POST")
    assert answer.json()["detail"] == (
        "PUT is not offered here; this address takes DELETE, GET, HEAD, POST."
    )
    assert api.put("/api/v1/coverage").headers["allow"] == "GET, HEAD"


def test_a_tag_of_what_was_read_keeps_nothing_from_being_written(
    api: TestClient, library: Library
) -> None:
    asked = {"question": QUESTION}
    tag = api.get(PATH, params=asked).headers["etag"]
    assert api.get(PATH, params=asked, headers={"If-None-Match": tag}).status_code == 304
    answer = api.post(PATH, json=SAID, headers={"If-None-Match": tag})
    assert (answer.status_code, "etag" in answer.headers) == (201, False)
    assert len(library.judgements()) == 1
    fresh = api.get(PATH, params=asked, headers={"If-None-Match": tag})
    assert (fresh.status_code, len(fresh.json()["judgements"])) == (200, 1)


def test_the_other_study_is_left_alone(api: TestClient, library: Library) -> None:
    api.post(PATH, json=SAID)
    assert [page.text for page in library.pages("loans")] == LOANS
    assert library.generation == 4
