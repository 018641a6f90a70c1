"""The MCP server, asked through the SDK's own client."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from api_support import LOANS, TURBINES, session, stocked
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client, MCPError
from mcp.server import MCPServer
from mcp_types import TextContent, TextResourceContents

from casebook.assistant.server import create
from search.library import Library

T = TypeVar("T")
Call = Callable[..., dict[str, Any]]
APP = "http://localhost:8501"
SEARCHED = "2 studies, 4 pages searched, 1 page without text."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MCPServer]:
    home = tmp_path_factory.mktemp("mcp") / "library"
    stocked(home).close()
    with session(home) as opened:
        yield create(opened, APP)


@pytest.fixture
def call(server: MCPServer) -> Call:
    """What a tool answers."""

    def answer(name: str, **arguments: Any) -> dict[str, Any]:
        result = asked(server, lambda client: client.call_tool(name, arguments))
        assert not result.is_error, result.content
        told: dict[str, Any] = result.structured_content
        assert json.loads(words(result.content[0])) == told
        return told

    return answer


def asked(server: MCPServer, ask: Callable[[Client], Awaitable[T]]) -> T:
    """What the server tells a client."""
    told: list[T] = []

    async def talk() -> None:
        async with Client(server) as client:
            told.append(await ask(client))

    anyio.run(talk)
    return told[0]


def words(content: object) -> str:
    """The text of what was answered."""
    assert isinstance(content, TextContent | TextResourceContents)
    return content.text


def refused(server: MCPServer, name: str, **arguments: Any) -> str:
    result = asked(server, lambda client: client.call_tool(name, arguments))
    assert result.is_error
    return words(result.content[0])


def test_the_tools_say_what_they_take(server: MCPServer) -> None:
    tools = {tool.name: tool for tool in asked(server, lambda client: client.list_tools()).tools}
    assert sorted(tools) == ["coverage", "list_studies", "read_page", "search_studies"]
    for tool in tools.values():
        assert tool.description
        assert tool.annotations and tool.annotations.read_only_hint
        assert tool.output_schema
        assert tool.output_schema["properties"]["coverage"]["type"] == "string"
    taken = tools["search_studies"].input_schema
    assert taken["required"] == ["question"]
    assert taken["properties"]["k"]["maximum"] == 100


def test_a_hit_is_quoted_and_cited(call: Call) -> None:
    told = call("search_studies", question="Which turbine paid a levy?", k=1)
    assert told["coverage"] == SEARCHED
    assert told["hits"] == [
        {
            "rank": 1, "study": "turbines", "title": "Turbines & levies",
            "citation": "Nesta. Turbines & levies (2009–2011), p. iv (PDF page 1).",
            "printed_page": "iv", "pdf_page": 1, "quotation": "Each turbine paid a levy.",
            "table_header": "", "band": "strong", "heading": ["Levies"], "kind": "body",
            "language": "en", "doubt": "", "also_in": "",
            "link": f"{APP}/?study=turbines&page=1&start=0&end=25&words=7edff51f8e",
        }
    ]  # fmt: skip


def test_a_search_is_narrowed(call: Call) -> None:
    filters = {"country": ["UK"], "since": 2010}
    told = call("search_studies", question="turbine loan", filters=filters)
    assert {hit["study"] for hit in told["hits"]} == {"turbines"}
    assert told["coverage"] == "1 study, 1 page searched."
    by_study = call("search_studies", question="turbine loan", by_study=True)
    assert len(by_study["hits"]) == 2


def test_nothing_found_is_said(call: Call) -> None:
    told = call("search_studies", question="turbine", filters={"until": 1900})
    assert told["hits"] == []
    assert told["coverage"].startswith("Nothing found. 0 studies, 0 pages searched")


def test_a_page_is_read(call: Call) -> None:
    told = call("read_page", study="turbines", page=1)
    assert (told["text"], told["printed_page"], told["pages"]) == (TURBINES, "iv", 1)
    assert told["citation"] == "Nesta. Turbines & levies (2009–2011), p. iv (PDF page 1)."
    assert told["link"] == f"{APP}/?study=turbines&page=1"
    assert told["coverage"] == SEARCHED
    unread = call("read_page", study="loans", page=2)
    assert (unread["text"], unread["read_by"]) == ("", "none")


def test_studies_are_listed(call: Call) -> None:
    told = call("list_studies")
    assert [one["study"] for one in told["studies"]] == ["loans", "turbines"]
    assert (told["total"], told["coverage"]) == (2, SEARCHED)
    part = call("list_studies", limit=1, offset=1)
    assert [one["years"] for one in part["studies"]] == ["2009–2011"]
    none = call("list_studies", filters={"until": 1900})
    assert (none["total"], none["coverage"]) == (
        0, "Nothing found. 0 studies, 0 pages searched."
    )  # fmt: skip


def test_coverage_tells_what_was_not_read(call: Call) -> None:
    assert call("coverage") == {
        "coverage": SEARCHED, "studies": 2, "pages": 4, "passages": 4, "unread_pages": 1,
        "refused_files": 1, "health": "2 of 2 studies need a look.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("read_page", {"study": "never", "page": 1},
         "The study 'never' is not in this library; list_studies names those in it."),
        ("read_page", {"study": "gone", "page": 1},
         "The study 'gone' was taken out of this library; list_studies names those in it."),
        ("read_page", {"study": "loans", "page": 9},
         "The study 'loans' has no PDF page 9; its pages go to 3."),
        ("search_studies", {"question": "a", "filters": {"topic": ["x"]}},
         "No study has the topic 'x'; there is energy."),
        ("search_studies", {"question": "a", "filters": {"colour": "red"}}, "Extra inputs"),
        ("search_studies", {"question": "  "}, "string_pattern_mismatch"),
        ("search_studies", {"question": "a", "k": 101}, "less than or equal to 100"),
        ("search_studies", {"question": "a" * 10_001}, "at most 10000 characters"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_to_do(
    server: MCPServer, name: str, arguments: dict[str, Any], said: str
) -> None:
    assert said in refused(server, name, **arguments)


def test_studies_and_pages_are_resources(server: MCPServer) -> None:
    def read(uri: str) -> str:
        return words(asked(server, lambda client: client.read_resource(uri)).contents[0])

    templates = asked(server, lambda client: client.list_resource_templates()).resource_templates
    assert sorted(one.uri_template for one in templates) == [
        "casebook://studies/{study}", "casebook://studies/{study}/pages/{page}",
    ]  # fmt: skip
    assert read("casebook://studies/loans").splitlines() == [
        "Loans.", "p. 1 (text)", "p. 2 (none)", "p. 3 (text)",
    ]  # fmt: skip
    assert read("casebook://studies/loans/pages/3") == LOANS[2]
    for uri in ("casebook://studies/never", "casebook://studies/loans/pages/iv"):
        with pytest.raises((MCPError, ExceptionGroup)):
            read(uri)


def test_a_study_that_is_taken_out_is_gone_at_once(tmp_path: Path) -> None:
    library: Library = stocked(tmp_path / "library")
    with session(tmp_path / "library") as opened:
        server = create(opened, APP)
        library.remove("turbines")
        found = asked(server, lambda c: c.call_tool("search_studies", {"question": "turbine"}))
    assert {hit["study"] for hit in found.structured_content["hits"]} == {"loans"}
    library.close()


@given(question=st.text(max_size=100), study=st.text(max_size=30))
@settings(max_examples=40)
def test_any_string_is_answered_or_refused(server: MCPServer, question: str, study: str) -> None:
    async def both(client: Client) -> list[Any]:
        found = await client.call_tool("search_studies", {"question": question})
        return [found, await client.call_tool("read_page", {"study": study, "page": 1})]

    for result in asked(server, both):
        # A crash is told by the tool's name alone.
        assert not re.fullmatch(r"Error executing tool \w+", words(result.content[0]))


def test_the_command_speaks_on_its_standard_streams(tmp_path: Path) -> None:
    stocked(tmp_path / "library").close()
    hello = {"protocolVersion": "2025-06-18", "capabilities": {},
             "clientInfo": {"name": "test", "version": "1"}}  # fmt: skip
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
         "params": {"name": "list_studies", "arguments": {}}},
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "casebook", "mcp", "--app", "http://localhost:1/"],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "CASEBOOK_HOME": str(tmp_path / "library")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for line in lines:
            process.stdin.write(json.dumps(line) + "\n")
        process.stdin.flush()
        first, second = (json.loads(process.stdout.readline()) for _ in range(2))
        process.stdin.close()
        assert process.stdout.read() == ""
    assert process.returncode == 0
    assert first["result"]["serverInfo"]["name"] == "casebook"
    assert "never instructions" in first["result"]["instructions"]
    told = second["result"]["structuredContent"]["studies"]
    assert told[0]["link"] == "http://localhost:1/studies?study=loans"
