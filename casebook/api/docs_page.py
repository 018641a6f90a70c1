"""The API's documentation as one page of HTML that loads nothing from anywhere."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

_HEAD: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Casebook API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
code, h2 { font-family: ui-monospace, monospace } h2 { font-size: 1.1rem; margin-top: 2.5rem }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  border-bottom: 1px solid #8886 }
td:first-child { white-space: nowrap }
</style></head><body><main>
"""
# Nothing but the style above is let in, whatever a description may hold.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def html(document: Mapping[str, Any]) -> str:
    """An OpenAPI document as a page."""
    info = document["info"]
    top = f"<h1>{escape(info['title'])}</h1>{_text(info['description'])}"
    where = '<p>The same for programs: <a href="openapi.json">openapi.json</a>.</p>'
    paths = "".join(
        _operation(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )
    schemas = "".join(
        _schema(name, schema) for name, schema in document["components"]["schemas"].items()
    )
    return f"{_HEAD}{top}{where}{paths}<h1>What is answered</h1>{schemas}</main></body></html>"


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    head = f"<h2>{method.upper()} {escape(path)}</h2><p><b>{escape(operation['summary'])}</b></p>"
    given = [
        (one["name"], _kind(one["schema"]), _told(one) + (" Required." if one["required"] else ""))
        for one in operation.get("parameters", [])
    ]
    answers = [
        (status, ", ".join(_contents(one)), one["description"])
        for status, one in operation["responses"].items()
    ]
    text = _text(operation.get("description", ""))
    return f"{head}{text}{_table('Parameter', given)}{_table('Status', answers)}"


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    rows = [
        (field, _kind(one), one.get("description", ""))
        for field, one in schema.get("properties", {}).items()
    ]
    values = ", ".join(map(str, schema.get("enum", ())))
    told = _text(schema.get("description", "")) + (_text(f"One of: {values}.") if values else "")
    return f'<h2 id="{escape(name)}">{escape(name)}</h2>{told}{_table("Field", rows)}'


def _contents(response: Mapping[str, Any]) -> Iterator[str]:
    for media, content in response.get("content", {}).items():
        yield _kind(content["schema"]) if "schema" in content else media


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: "list of Study", "integer or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", "anything"))


def _told(parameter: Mapping[str, Any]) -> str:
    schema = parameter["schema"]
    plain = parameter.get("description") or schema.get("description") or ""
    bounds = [
        f"{word} {schema[key]}."
        for key, word in (("minimum", "At least"), ("maximum", "At most"), ("default", "Default"))
        if schema.get(key) not in (None, [])
    ]
    return " ".join([plain, *bounds])


def _table(first: str, rows: list[tuple[str, str, str]]) -> str:
    if not rows:
        return ""
    cells = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(kind)}</td><td>{escape(text)}</td>"
        for name, kind, text in rows
    )
    return f"<table><tr><th>{first}</th><th></th><th></th></tr>{cells}</table>"


def _text(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part)
