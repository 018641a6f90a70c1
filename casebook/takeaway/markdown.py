"""A brief as Markdown: CommonMark that reads well as it is."""

import re
from collections.abc import Iterator
from typing import Final

from casebook.takeaway.brief import Brief, Quote, Source
from casebook.text.speech import say
from search.present import one_line
from search.records import Kind

# What means something within a line: code, emphasis, links, HTML, mathematics, tables, strikes.
_WITHIN: Final = re.compile(r"([\\`*_\[\]<>$|~]|&(?=[#\w]))")
# What makes a line a heading, a quote, a list, a rule or a title.
_FIRST: Final = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_BARE: Final = re.compile(r"(?i)\b(https?|ftp|www|mailto|xmpp)([:.])")


def written(brief: Brief) -> bytes:
    """A brief as UTF-8."""
    return "\n\n".join(_blocks(brief)).encode() + b"\n"


def plain(text: str) -> str:
    """A text on one line that Markdown shows as it is, a paragraph of its own."""
    line = inline(text)
    first = _FIRST.match(line)
    if first is None:
        return line
    at = first.end() if first[2].isdecimal() else first.start(2)
    return f"{line[:at]}\\{line[at:]}"


def inline(text: str) -> str:
    """A text on one line that Markdown shows as it is behind others."""
    line = _WITHIN.sub(r"\\\1", one_line(text.encode("utf-8", "replace").decode()))
    # A reader that makes links of bare addresses would show what is escaped in them.
    line = _BARE.sub(r"\1\\\2", line)
    # At the end of a heading it would be taken for a part of its mark.
    return f"{line[:-1]}\\#" if line.endswith("#") else line


def _blocks(brief: Brief) -> Iterator[str]:
    yield f"# {inline(brief.title)}"
    yield f"{brief.dated}. {brief.coverage}"
    for question, quotes in brief.by_question.items():
        yield f"## {inline(question or say('Passages'))}"
        for quote in quotes:
            yield from _quote(quote)
    if brief.left_out:
        yield f"## {inline(say('Left out'))}"
        yield "\n".join(f"- {plain(reason)}" for reason in brief.left_out)
    if brief.sources:
        yield f"## {inline(say('Sources'))}"
        yield "\n".join(f"{at}. {_source(one)}" for at, one in enumerate(brief.sources, 1))


def _quote(quote: Quote) -> Iterator[str]:
    yield f"### {inline(quote.title)}"
    if quote.section:
        yield say("Section: {headings}", headings=inline(quote.section))
    yield "\\\n".join(f"> {line}" for line in _words(quote))
    yield plain(f"{quote.citation} ({quote.doubt})" if quote.doubt else quote.citation)
    if quote.kept.note:
        lines = [line for line in quote.kept.note.splitlines() if line.strip()]
        noted = f"**{inline(say('Note'))}:** {inline(lines[0])}"
        yield "\\\n".join([noted, *map(plain, lines[1:])])


def _words(quote: Quote) -> list[str]:
    """The page's own words on a line, or a table's header and rows each on its own."""
    passage = quote.passage
    if passage.kind is not Kind.TABLE:
        return [plain(quote.words)]
    rows = [*passage.header.split("\n"), *passage.text.split("\n")]
    return [" \\| ".join(map(plain, row.split("\t"))) for row in rows if row.strip()]


def _source(source: Source) -> str:
    address = f" <{source.url}>" if source.url else ""
    return f"{inline(source.citation)}{address} {inline(source.about)}"
