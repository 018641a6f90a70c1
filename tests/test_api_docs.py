"""docs/api.md, mcp.md and adding.md name what is there: parameters, statuses, fields of answers."""

import json
import re
from pathlib import Path
from typing import Any, cast

import pytest

from casebook import add_report
from casebook.api.answers import Coverage, SearchAnswer, SearchHit, Understood
from casebook.api.models import Model, Passage
from casebook.api.server import create
from casebook.api.source import Source
from casebook.assistant.quotes import Found, Quote
from ingest.build import Outcome, Status

DOCS = Path(__file__).parents[1] / "docs"
API, MCP, ADDING = ((DOCS / f"{name}.md").read_text("utf-8") for name in ("api", "mcp", "adding"))
DOCUMENT = create(cast(Source, None)).openapi()


def column(header: str) -> list[str]:
    """The first cells of the table with this header."""
    rows = API.split(f"{header}\n|---|---|\n")[1].split("\n\n")[0]
    return [row.split(" | ")[0] for row in rows.splitlines()]


def shown(docs: str, field: str) -> Any:
    """The sample answer that has a field."""
    samples = map(json.loads, re.findall(r"```json\n(.+?)```", docs, re.S))
    return next(one for one in samples if field in one)


def test_every_parameter_of_a_search_is_told() -> None:
    told = re.findall(r"`(\w+)`", " ".join(column("| parameter | is |")))
    search = DOCUMENT["paths"]["/api/v1/search"]["get"]
    assert sorted(told) == sorted(one["name"] for one in search["parameters"])
    place = DOCUMENT["paths"]["/api/v1/passages"]["get"]["parameters"]
    assert f"`/passages?{'&'.join(one['name'] + '=…' for one in place)}`" in API


def test_every_status_is_told() -> None:
    told = re.findall(r"\d+", " ".join(column("| status | says |")))
    answered = {
        status
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
        for status in operation["responses"]
        if status >= "400"
    }
    # What a method gets that an address does not take, no operation can tell.
    assert sorted(told) == sorted(answered | {"405"})


@pytest.mark.parametrize(
    ("sample", "kind"),
    [
        (shown(API, "hits"), SearchAnswer),
        (shown(API, "hits")["understood"], Understood),
        (shown(API, "hits")["hits"][0], SearchHit),
        (shown(API, "hits")["hits"][0]["passage"], Passage),
        (shown(API, "hits")["coverage"], Coverage),
        (shown(MCP, "hits"), Found),
        (shown(MCP, "hits")["hits"][0], Quote),
    ],
)
def test_a_sample_has_every_field(sample: dict[str, object], kind: type[Model]) -> None:
    assert sorted(sample) == sorted(kind.model_fields)
    for name in ("link", "href"):
        assert "&words=" in str(sample.get(name, "&words="))


def test_every_field_of_an_added_file_is_told() -> None:
    report = add_report.told(
        add_report.Report([Outcome(Path("a.pdf"), Status.REFUSED)], 1, seconds=1.0)
    )
    told = set(re.findall(r"`(\w+)`", ADDING.split("`--json` prints one object")[1]))
    assert told >= set(report["files"][0])
    assert told >= report["totals"].keys() - {str(status) for status in Status}
