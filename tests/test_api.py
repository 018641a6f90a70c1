"""The HTTP API: what it answers, what it says of errors, and that no string breaks it."""

import io
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from api_support import LOANS, TURBINES, client, session, stocked, white
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from support import FINGERPRINT, HashEmbedder, make_boxes, make_page, make_passage, make_study, put

from casebook.api import problems
from casebook.api.asking import Narrowing
from casebook.api.server import Beside, create
from casebook.api.source import Source
from casebook.session import Session
from search import errors, present
from search.library import Library
from search.records import Filter, Query

V1 = "/api/v1"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("api") / "library"
    stocked(home).close()
    return home


@pytest.fixture(scope="module")
def api(home: Path) -> Iterator[TestClient]:
    with client(home) as asking:
        yield asking


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[TestClient, Library]]:
    """A client and a library that a test may change."""
    library = stocked(tmp_path / "library")
    with client(tmp_path / "library") as asking:
        yield asking, library
    library.close()


def got(api: TestClient, path: str, **params: Any) -> Any:
    answer = api.get(V1 + path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def problem(api: TestClient, path: str, **params: Any) -> tuple[int, str]:
    answer = api.get(V1 + path, params=params or None)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told.keys() == {"type", "title", "status", "detail"}
    assert (told["type"], told["status"]) == ("about:blank", answer.status_code)
    return answer.status_code, told["detail"]


# Searching


def test_a_hit_can_be_cited_opened_and_seen(api: TestClient) -> None:
    told = got(api, "/search", q="Which turbine paid a levy?", k=1)
    (hit,) = told["hits"]
    place = "study=turbines&page=1&start=0&end=25&words=7edff51f8e"
    assert hit["rank"] == 1
    assert hit["passage"] == {
        "study": "turbines", "page": 1, "label": "iv", "page_name": "p. iv (PDF page 1)",
        "start": 0, "end": 25, "text": "Each turbine paid a levy.", "header": "",
        "heading": ["Levies"], "kind": "body", "language": "en", "confidence": None,
    }  # fmt: skip
    assert hit["citation"] == "Nesta. Turbines & levies (2009–2011), p. iv (PDF page 1)."
    assert hit["link"] == f"/?{place}"
    assert hit["href"] == f"/api/v1/passages?{place}"
    assert hit["picture"] == "/api/v1/studies/turbines/pages/1.png?start=0&end=25"
    words = [hit["passage"]["text"][one["start"] : one["end"]] for one in hit["words"]]
    assert words == ["turbine", "paid", "levy"]
    assert (hit["dense"]["rank"], hit["lexical"]["rank"]) == (1, 1)
    assert 0.5 < hit["dense"]["score"] <= 1
    assert hit["study"]["title"] == "Turbines & levies"
    assert told["understood"]["text"] == "Which turbine paid a levy?"
    assert told["coverage"]["sentence"] == "2 studies, 4 pages searched, 1 page without text."


def test_a_hit_is_what_the_engine_found(api: TestClient, home: Path) -> None:
    with session(home) as opened:
        found = opened.engine.search(Query("a loan without collateral", 3))
    told = got(api, "/search", q="a loan without collateral", k=3)["hits"]
    assert [(one["rank"], one["score"], one["passage"]["text"]) for one in told] == [
        (one.rank, one.score, one.passage.text) for one in found
    ]


def test_where_a_study_lies_on_the_machine_is_not_told(api: TestClient) -> None:
    study = got(api, "/studies/turbines")["study"]
    assert study["file"] == "turbines.pdf"
    assert got(api, "/health")["refused"] == [
        {"file": "broken.pdf", "code": "damaged", "reason": "it is no PDF"}
    ]


@pytest.mark.parametrize(
    ("narrowed", "studies"),
    [
        ({"country": "uk"}, {"turbines"}),
        ({"country": ["AT", "GB"]}, {"turbines", "loans"}),
        ({"topic": "Energy"}, {"turbines"}),
        ({"publisher": "nesta"}, {"turbines"}),
        ({"study": "loans"}, {"loans"}),
        ({"since": 2010}, {"turbines"}),
        ({"until": 2008}, set()),
        ({"language": "de"}, {"loans"}),
        ({"kind": ["table", "caption"]}, set()),
        ({"kind": "body", "country": "AT"}, {"loans"}),
        ({"instrument": "Loan"}, {"loans"}),
        ({"instrument": ["voucher", "procurement"]}, set()),
    ],
)
def test_a_search_is_narrowed(api: TestClient, narrowed: Any, studies: set[str]) -> None:
    hits = got(api, "/search", q="turbine loan Kredit", **narrowed)["hits"]
    assert {hit["study"]["id"] for hit in hits} == studies


def test_every_filter_of_the_records_has_a_parameter() -> None:
    names = {"studies": "study", "topics": "topic", "countries": "country",
             "languages": "language", "publishers": "publisher", "year_from": "since",
             "year_to": "until", "kinds": "kind", "instruments": "instrument"}  # fmt: skip
    assert {names.get(one.name, one.name) for one in fields(Filter)} <= set(Narrowing.model_fields)


def test_the_best_passage_of_each_study(api: TestClient) -> None:
    hits = got(api, "/search", q="turbine levy lottery", by_study=True)["hits"]
    assert [hit["study"]["id"] for hit in hits] == ["turbines", "loans"]
    assert len(got(api, "/search", q="turbine levy lottery")["hits"]) == 4


def test_a_mode_leaves_the_other_retriever_out(api: TestClient) -> None:
    (hit, *_) = got(api, "/search", q="lottery", mode="lexical")["hits"]
    assert hit["passage"]["text"] == TURBINES[26:]
    assert hit["dense"]["rank"] is None


def test_nothing_found_is_an_answer(api: TestClient) -> None:
    told = got(api, "/search", q="turbine", until=1900)
    assert told["hits"] == []
    assert told["coverage"]["sentence"].startswith("Nothing found. 0 studies, 0 pages searched")


def test_an_empty_library_answers(tmp_path: Path) -> None:
    with client(tmp_path / "library") as api:
        told = got(api, "/search", q="anything")
        assert (told["hits"], told["coverage"]["studies"]) == ([], 0)
        assert got(api, "/health")["summary"] == "The library is empty."
        assert got(api, "/studies") == {"total": 0, "studies": []}


def test_coverage_counts_what_filters_let_through(api: TestClient) -> None:
    assert got(api, "/coverage", study="loans") == {
        "studies": 1, "pages": 3, "unread_pages": 1, "passages": 2,
        "sentence": "1 study, 3 pages searched, 1 page without text.",
    }  # fmt: skip


def test_health_says_what_ails(api: TestClient) -> None:
    told = got(api, "/health")
    assert told["studies"][0]["study"] == "loans"
    assert told["studies"][0]["unread"] == [2]
    assert "1 page without text (PDF page 2)" in told["studies"][0]["findings"]
    assert told["coverage"]["unread_pages"] == 1


# Studies, pages, places


def test_studies_are_listed_by_title_in_parts(api: TestClient) -> None:
    def ids(**params: Any) -> list[str]:
        return [one["id"] for one in got(api, "/studies", **params)["studies"]]

    assert ids() == ["loans", "turbines"]
    assert ids(offset=1) == ["turbines"]
    assert ids(limit=1) == ["loans"]
    assert ids(country="GB") == ["turbines"]
    assert ids(language="de") == []
    assert got(api, "/studies", limit=1)["total"] == 2


def test_a_study_has_its_pages(api: TestClient) -> None:
    told = got(api, "/studies/loans")
    assert [(one["number"], one["read_by"]) for one in told["pages"]] == [
        (1, "text"), (2, "none"), (3, "text"),
    ]  # fmt: skip
    assert told["passages"] == 2
    assert told["study"]["link"] == "/studies?study=loans"


def test_a_page_has_its_words(api: TestClient) -> None:
    told = got(api, "/studies/turbines/pages/1")
    assert (told["text"], told["label"], told["read_by"]) == (TURBINES, "iv", "text")
    assert told["name"] == "p. iv (PDF page 1)"
    assert got(api, "/studies/loans/pages/2")["text"] == ""


def test_a_place_holds_its_words(api: TestClient) -> None:
    told = got(api, "/passages", study="turbines", page=1, start=30, end=37)
    assert told["passage"]["text"] == "lottery"
    assert (told["indexed"], told["passage"]["label"]) == (False, "iv")
    whole = got(api, "/passages", study="turbines", page=1, start=0, end=25)
    assert (whole["indexed"], whole["passage"]["heading"]) == (True, ["Levies"])


def test_words_that_moved_are_found_by_their_link_and_others_are_not_given(api: TestClient) -> None:
    words = present.check("lottery")
    place: dict[str, str | int] = {"study": "turbines", "page": 2, "end": 37, "words": words}
    told = got(api, "/passages", start=30, **place)
    assert (told["passage"]["page"], told["passage"]["start"]) == (1, 30)
    assert told["passage"]["text"] == "lottery"
    other = place | {"start": 30, "words": present.check("raffles")}
    answer = api.get(f"{V1}/passages", params=other)
    assert answer.status_code == 404
    assert "not on PDF page 2 of 'turbines' any more" in answer.json()["detail"]


def test_a_place_still_opens_after_the_study_was_indexed_anew(
    own: tuple[TestClient, Library],
) -> None:
    api, library = own
    href = got(api, "/search", q="Which turbine paid a levy?", k=1)["hits"][0]["href"]
    page = make_page("turbines", 1, TURBINES, label="iv", language="en")
    whole = make_passage("turbines", 1, TURBINES, language="en")
    study = library.study("turbines")
    library.put(study, [(page, make_boxes(TURBINES))], [whole],
                HashEmbedder().embed([TURBINES]), FINGERPRINT)  # fmt: skip
    told = api.get(href).json()
    assert (told["passage"]["text"], told["indexed"]) == ("Each turbine paid a levy.", False)
    library.remove("turbines")
    answer = api.get(href)
    assert answer.status_code == 410
    assert answer.json()["detail"] == (
        "The study 'turbines' was taken out of this library; add its PDF to open it."
    )


def test_a_page_is_drawn_with_the_passage_marked(api: TestClient) -> None:
    plain = api.get(f"{V1}/studies/turbines/pages/1.png", params={"scale": 1})
    assert plain.headers["content-type"] == "image/png"
    assert plain.headers["casebook-marked"] == "no"
    assert _colours(plain.content) == (600, {(255, 255, 255)})
    marked = api.get(f"{V1}/studies/turbines/pages/1.png?start=0&end=25")
    assert marked.headers["casebook-marked"] == "yes"
    width, colours = _colours(marked.content)
    assert width == 1200
    assert (255, 221, 87) in colours


def _colours(picture: bytes) -> tuple[int, set[Any]]:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return image.width, {colour for _, colour in image.getcolors(10**6) or []}


def test_a_poster_is_drawn_within_bounds(own: tuple[TestClient, Library]) -> None:
    api, library = own
    page = make_page("wide", 1, "Poster", width=10_000, height=10_000)
    study = make_study("wide")
    library.put(study, [(page, make_boxes("Poster"))], [], HashEmbedder().embed([]), FINGERPRINT)
    drawn = api.get(f"{V1}/studies/wide/pages/1.png", params={"scale": 8})
    assert Image.open(io.BytesIO(drawn.content)).width == 4472


@pytest.mark.parametrize(
    ("range", "status", "content"),
    [
        (None, 200, b"%PDF-1.7 turbines"),
        ("bytes=0-3", 206, b"%PDF"),
        ("bytes=9-", 206, b"turbines"),
        ("bytes=99-", 200, b"%PDF-1.7 turbines"),
        ("bytes=3-1", 200, b"%PDF-1.7 turbines"),
        ("pages=1", 200, b"%PDF-1.7 turbines"),
    ],
)
def test_a_study_has_its_file(
    api: TestClient, range: str | None, status: int, content: bytes
) -> None:
    headers = {} if range is None else {"Range": range}
    answer = api.get(f"{V1}/studies/turbines/file", headers=headers)
    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="turbines.pdf"'


# Errors


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/studies/never", 404, "holds no study 'never'"),
        ("/studies/gone", 410, "'gone' was taken out of this library"),
        ("/studies/gone/pages/1", 410, "taken out"),
        ("/studies/gone/file", 410, "taken out"),
        ("/passages?study=gone&page=1&start=0&end=2", 410, "taken out"),
        ("/studies/loans/pages/4", 404, "has no PDF page 4; its pages go to 3"),
        ("/studies/loans/pages/4.png", 404, "has no PDF page 4"),
        ("/studies/loans/file", 404, "copy of 'loans' is missing"),
        ("/studies/loans/pages/0", 422, "number ("),
        ("/studies/loans/pages/iv", 422, "number ("),
        ("/passages?study=loans&page=1&start=5&end=5", 422, "give a start below the end"),
        ("/passages?study=loans&page=1&start=5&end=500", 404, "has 39 characters"),
        ("/passages?study=loans&page=1&start=5", 422, "end (field required)"),
        ("/studies/turbines/pages/1.png?start=3", 422, "Only one of start and end"),
        ("/studies/turbines/pages/1.png?scale=99", 422, "scale ("),
        ("/studies/turbines/pages/1.png?scale=nan", 422, "scale ("),
        ("/search", 422, "q (field required)"),
        ("/search?q=", 422, "q ("),
        ("/search?q=%20%0A", 422, "q ("),
        ("/search?q=a&k=101", 422, "k (input should be less than or equal to 100)"),
        ("/search?q=a&colour=red", 422, "colour (extra inputs are not permitted)"),
        ("/search?q=a&country=Austria", 422, "write two-letter codes"),
        ("/search?q=a&topic=none", 422, "No study has the topic 'none'; there is energy."),
        ("/search?q=a&since=2010&until=2000", 422, "swap the two"),
        ("/search?q=a&since=99999999999999999999", 422, "since ("),
        ("/nothing", 404, "Nothing is at this address"),
        ("/studies/", 404, "Nothing is at this address"),
    ],
)
def test_a_problem_is_one_sentence(api: TestClient, path: str, status: int, part: str) -> None:
    code, detail = problem(api, path)
    assert code == status
    assert part in detail


def test_a_question_may_be_long_but_not_longer(api: TestClient) -> None:
    assert got(api, "/search", q="turbine " * 1250)["hits"] != []
    status, detail = problem(api, "/search", q="x" * 10_001)
    assert (status, detail) == (
        413, "The request can't be used: q (string should have at most 10000 characters)."
    )  # fmt: skip


def test_no_study_can_be_changed(api: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = api.request(method, f"{V1}/studies/loans")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.json()["detail"].startswith(f"{method} is not offered here")


def test_every_kind_of_error_has_a_status() -> None:
    kinds = {one for one in vars(errors).values() if isinstance(one, type)}
    # These are told by the status of the kind that they are of.
    inherited = {errors.LibraryBusy, errors.LibraryFull, errors.ModelMismatch}
    assert kinds - inherited <= set(problems.STATUSES)
    assert {problems.STATUSES[one.__bases__[0]] for one in inherited} == {503}


@pytest.mark.parametrize(
    ("raised", "status", "detail"),
    [
        (errors.LibraryBusy("Another is writing."), 503, "Another is writing."),
        (errors.ModelMismatch("Run casebook reembed."), 503, "Run casebook reembed."),
        (errors.SettingsError("There is no setting."), 503, "There is no setting."),
        (errors.Refused("no-picture", "page 1 can't be drawn"), 404, "page 1 can't be drawn"),
        (errors.Refused("timeout", "it took too long"), 503, "it took too long"),
        (OSError(28, "No space left"), 503,
         "The library's files can't be used now; look at its folder and disk."),
        (ValueError("secret"), 500,
         "This could not be answered; the window that Casebook runs in says why."),
    ],
)  # fmt: skip
def test_errors_are_told_by_their_kind(raised: Exception, status: int, detail: str) -> None:
    def opened() -> Session:
        raise raised

    api = TestClient(create(Source(opened, opened, white)), raise_server_exceptions=False)
    assert problem(api, "/coverage") == (status, detail)


def test_the_documents_need_no_library() -> None:
    def opened() -> Session:
        raise errors.LibraryError("It can't be opened.")

    api = TestClient(create(Source(opened, opened, white)))
    assert api.get(f"{V1}/openapi.json").status_code == 200
    assert api.get(f"{V1}/docs").status_code == 200


# Caching and other sites


def test_an_answer_is_kept_until_the_library_changes(own: tuple[TestClient, Library]) -> None:
    api, library = own
    path = f"{V1}/search?q=turbine"
    first = api.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = api.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    put(library, "new", ["Another turbine."])
    anew = api.get(path, headers={"If-None-Match": tag})
    assert anew.status_code == 200
    assert anew.headers["etag"] != tag


def test_a_corrected_year_is_a_change(own: tuple[TestClient, Library]) -> None:
    api, library = own
    path = f"{V1}/studies/turbines"
    tag = api.get(path).headers["etag"]
    library.describe(replace(library.study("turbines"), year_to=2013))
    anew = api.get(path, headers={"If-None-Match": tag})
    assert anew.json()["study"]["year_to"] == 2013


def test_head_is_get_without_its_body(api: TestClient) -> None:
    full, head = api.get(f"{V1}/coverage"), api.head(f"{V1}/coverage")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == full.headers
    assert api.head(f"{V1}/studies/never").status_code == 404


def test_an_error_is_not_kept(api: TestClient) -> None:
    answer = api.get(f"{V1}/studies/never")
    assert "etag" not in answer.headers


def test_another_site_may_not_read(api: TestClient) -> None:
    answer = api.get(f"{V1}/coverage", headers={"Origin": "https://other.example"})
    assert [name for name in answer.headers if name.startswith("access-control")] == []
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    assert api.options(f"{V1}/coverage", headers=asked).status_code == 405


# The documents


def test_the_document_describes_every_answer(api: TestClient) -> None:
    told = api.get(f"{V1}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert sorted(told["paths"]) == [
        "/api/v1/coverage",
        "/api/v1/health",
        "/api/v1/judgements",
        "/api/v1/passages",
        "/api/v1/search",
        "/api/v1/studies",
        "/api/v1/studies/{id}",
        "/api/v1/studies/{id}/file",
        "/api/v1/studies/{id}/pages/{number}",
        "/api/v1/studies/{id}/pages/{number}.png",
    ]
    for path in told["paths"].values():
        responses = path["get"]["responses"]
        assert {"200", "304", "422", "503"} <= responses.keys()
        for status, response in responses.items():
            assert response["description"]
            if int(status) >= 400:
                (media,) = response["content"]
                assert media == "application/problem+json"
    search = told["paths"]["/api/v1/search"]["get"]
    assert "413" in search["responses"]
    named = {one["name"]: one for one in search["parameters"]}
    assert named["k"]["schema"]["maximum"] == 100
    assert all("description" in one for one in named.values())


def test_the_page_of_documentation_loads_nothing(api: TestClient) -> None:
    page = api.get(f"{V1}/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "://" not in page.text
    told = api.get(f"{V1}/openapi.json").json()
    for path in told["paths"]:
        assert f"<h2>GET {path}</h2>" in page.text
    for name in told["components"]["schemas"]:
        assert f'<h2 id="{name}">' in page.text
    assert "list of SearchHit" in page.text
    assert "<script" not in page.text


# Beside the app


def test_the_api_stands_beside_the_app(home: Path) -> None:
    app = Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse("app"))])
    with client(home) as api:
        both = TestClient(Beside(app, api.app))
        assert both.get("/").text == "app"
        assert both.get("/apiary").text == "app"
        assert both.get("/studies?study=loans").text == "app"
        assert both.get("/api").status_code == 404
        assert both.get("/api/v2/search").status_code == 404
        assert both.get("/api/v1/coverage").json()["studies"] == 2


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST"])
def test_the_api_is_asked_as_this_machine(home: Path, host: str) -> None:
    hosts = ("localhost", "127.0.0.1", "::1")
    with client(home) as api:
        both = TestClient(Beside(PlainTextResponse("app"), api.app, lambda: hosts))
        assert both.get("/api/v1/coverage", headers={"Host": host}).status_code == 200
        assert both.get("/", headers={"Host": "evil.example"}).text == "app"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8501", "", "["])
def test_a_site_that_points_at_this_machine_reads_nothing(home: Path, host: str) -> None:
    with client(home) as api:
        both = TestClient(Beside(PlainTextResponse("app"), api.app, lambda: ("localhost",)))
        answer = both.get("/api/v1/coverage", headers={"Host": host})
    assert (answer.status_code, answer.json()["title"]) == (421, "Misdirected Request")
    assert "answers as localhost" in answer.json()["detail"]


# Any string

ANY = st.text(max_size=200)


@given(q=ANY, values=st.lists(ANY, max_size=3), name=st.sampled_from(list(Narrowing.model_fields)))
@settings(max_examples=150)
def test_any_question_is_answered_or_refused(
    api: TestClient, q: str, values: list[str], name: str
) -> None:
    params = {"q": _sendable(q), name: [_sendable(one) for one in values]}
    answer = api.get(f"{V1}/search", params=params)
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        for hit in answer.json()["hits"]:
            passage = hit["passage"]
            page = {"turbines": [TURBINES], "loans": LOANS}[passage["study"]][passage["page"] - 1]
            assert page[passage["start"] : passage["end"]] == passage["text"]


@given(id=ANY, page=st.one_of(st.integers(), ANY), start=st.integers(), end=st.integers())
@settings(max_examples=150)
def test_any_place_opens_or_is_told(
    api: TestClient, id: str, page: int | str, start: int, end: int
) -> None:
    number = _sendable(str(page))
    asked: dict[str, str | int] = {
        "study": _sendable(id),
        "page": number,
        "start": start,
        "end": end,
    }
    assert api.get(f"{V1}/passages", params=asked).status_code in (404, 422)
    there = asked | {"study": "turbines", "page": 1}
    answer = api.get(f"{V1}/passages", params=there)
    if 0 <= start < end <= len(TURBINES):
        assert answer.json()["passage"]["text"] == TURBINES[start:end]
    else:
        assert answer.status_code in (404, 422)
    path = "/".join(quote(one, safe="") for one in ("studies", _sendable(id), "pages", number))
    assert api.get(f"{V1}/{path}").status_code in (404, 422)


@given(raw=st.binary(max_size=60))
def test_any_bytes_in_an_address_are_safe(api: TestClient, raw: bytes) -> None:
    escaped = "".join(f"%{byte:02x}" for byte in raw)
    for path in (f"/search?q={escaped}", f"/studies/{escaped}", f"/{escaped}"):
        assert api.get(V1 + path).status_code in (200, 404, 422)


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def test_a_problem_is_json_whatever_was_asked(api: TestClient) -> None:
    _, detail = problem(api, '/studies/"<b>\u2028é')
    assert json.loads(json.dumps(detail)).count("<b>") == 1
