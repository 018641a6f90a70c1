"""Typeset the briefs: corpus/briefs/*.md and corpus/catalogue.csv become corpus/*.pdf.

    python corpus/typeset.py [SLUG ...]            write the PDFs
    python corpus/typeset.py --check [SLUG ...]    compare them with what would be written

The same input gives the same bytes, so a PDF that differs from its brief is out of date.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import pypdfium2
import typst
from babel import Locale
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

CORPUS = Path(__file__).resolve().parent
NOTICE = (
    "This is a brief, compiled by Casebook from public sources. It is not the study itself: "
    "for findings, read and cite the sources listed at the end."
)
FRONT = ["In brief", "Key facts"]  # the sections of the first page, which is labelled "i"
PAGES = range(2, 5)
TIMESTAMP = 1_767_225_600  # 2026-01-01; one date for every build keeps the bytes the same
LICENCES = {"CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")}
ENGLISH = Locale("en")
COUNTRIES = {**ENGLISH.territories, "WORLD": "World"}

Row = dict[str, str]
Node = dict[str, Any]
"""A block, or a run of its text, as brief.typ reads it: a kind and what that kind needs."""
Run = str | Node
T = TypeVar("T")


class BriefError(Exception):
    """A brief that can't be typeset. The message is one sentence."""


def read_catalogue(corpus: Path = CORPUS) -> dict[str, Row]:
    """Return the rows of the catalogue by slug."""
    with (corpus / "catalogue.csv").open(encoding="utf-8", newline="") as lines:
        return {Path(row["file"]).stem: row for row in csv.DictReader(lines)}


def slugs(corpus: Path = CORPUS) -> list[str]:
    """Return the slugs of all briefs, sorted."""
    return sorted(path.stem for path in (corpus / "briefs").glob("*.md"))


# Markdown to nodes: what is not in the subset that briefs are written in is refused.

MARKDOWN = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "smartquotes"])
TAG = re.compile(r"S\d+")
CITE = re.compile(r"\[(S\d+(?:, ?S\d+)*)\]")
NUMBER = re.compile(r"(?:[A-Z]{3} )?[-−+]?\d[\d.,–-]*(?: (?:m|b|tr)illion\b| ?%)?")
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
UNSPLIT = rf"\b(?:\d\d? (?:{MONTH})\b|{NUMBER.pattern})|\w+(?:[-–]\w+)+"  # at the end of a line
WORD = rf"{UNSPLIT}|(?<!\S)[^\s\[\]]+"
ADDRESS = re.compile(r"https?://[^/]{1,50}|[\W_]*[^\W_]{1,24}(?:[\W_]+$)?|[\W_]+")
PIECE = re.compile(rf"(?:(?P<word>{WORD}) )?(?P<tags>{CITE.pattern})|(?P<unsplit>{UNSPLIT})")


def parse(markdown: str) -> list[Node]:
    """Return the blocks of a brief."""
    return [_block(node) for node in SyntaxTreeNode(MARKDOWN.parse(markdown)).children]


def _block(node: SyntaxTreeNode) -> Node:
    match node.type:
        case "heading" if node.tag in ("h2", "h3"):
            return {"kind": "heading", "level": int(node.tag[1]) - 1, "body": _runs(node)}
        case "paragraph":
            return {"kind": "paragraph", "body": _runs(node)}
        case "bullet_list":
            return {"kind": "bullets", "items": [_item(item) for item in node.children]}
        case "ordered_list":
            return {"kind": "numbers", "items": [_item(item) for item in node.children]}
        case "table":
            return _table(node)
    raise _unknown(node)


def _item(item: SyntaxTreeNode) -> list[Run]:
    if [child.type for child in item.children] != ["paragraph"]:
        raise BriefError("a list item holds something else than one paragraph")
    return _runs(item.children[0])


def _table(node: SyntaxTreeNode) -> Node:
    head, *rows = (
        [_runs(cell) for cell in row.children] for row in node.walk() if row.type == "tr"
    )
    columns = [[_plain(cell) for cell in column] for column in zip(*rows, strict=True)]
    return {
        "kind": "table",
        "head": head,
        "rows": rows,
        "numeric": [all(map(NUMBER.fullmatch, column)) for column in columns],
    }


def _runs(node: SyntaxTreeNode) -> list[Run]:
    """Return the text of a block, a cell or an emphasis."""
    inline = node.children[0] if node.children[:1] and node.children[0].type == "inline" else node
    runs: list[Run] = []
    for is_text, group in groupby(inline.children, lambda run: run.type in ("text", "softbreak")):
        if is_text:
            text = "".join(" " if run.type == "softbreak" else run.content for run in group)
            runs += filter(None, _pieces(text))
        else:
            runs += [_run(run) for run in group]
    return runs


def _run(node: SyntaxTreeNode) -> Node:
    match node.type:
        case "em":
            return {"kind": "emphasis", "body": _runs(node)}
        case "strong":
            return {"kind": "strong", "body": _runs(node)}
        case "link" if node.info == "auto":
            address = str(node.attrs["href"])  # its pieces end before a hyphen, never with one
            return {"kind": "address", "to": address, "body": ADDRESS.findall(address)}
    raise _unknown(node)


def _pieces(text: str) -> Iterator[Run]:
    """Yield a text in pieces: unsplit words, source tags held to the word before, all between."""
    end = 0
    for match in PIECE.finditer(text):
        yield text[end : match.start()]
        yield {"kind": "unsplit", "body": _unsplit(match)}
        end = match.end()
    yield text[end:]


def _unsplit(match: re.Match[str]) -> list[Run]:
    if match["unsplit"]:
        return [match["unsplit"]]
    cite: Node = {"kind": "cite", "tags": TAG.findall(match["tags"])}
    return [match["word"] + " ", cite] if match["word"] else [cite]


def _plain(runs: Sequence[Run]) -> str:
    """Return what runs say, without what marks them."""
    return "".join(run if isinstance(run, str) else _said(run) for run in runs)


def _said(run: Node) -> str:
    return f"[{', '.join(run['tags'])}]" if run["kind"] == "cite" else _plain(run["body"])


def _unknown(node: SyntaxTreeNode) -> BriefError:
    return BriefError(f"Markdown of the type {node.type} is not known in briefs")


# Nodes to paper


def document(row: Row, markdown: str) -> Node:
    """Return all that brief.typ sets: the title matter, the first page and the rest."""
    blocks = parse(markdown)
    starts = [i for i, block in enumerate(blocks) if block.get("level") == 1]
    titles = [_plain(blocks[i]["body"]) for i in starts]
    if titles[:2] != FRONT or titles[-1] != "Sources" or len(titles) < 4:
        raise BriefError("its sections are not In brief, Key facts, others, and Sources")
    sources = _sources(blocks[starts[-1] + 1 :])
    known = {f"S{n}" for n in range(1, len(sources["items"]) + 1)}
    if unknown := set(TAG.findall(" ".join(CITE.findall(markdown)))) - known:
        raise BriefError(f"it cites {', '.join(sorted(unknown))} but has no such source")
    return {
        **_title_matter(row),
        "front": blocks[: starts[2]],
        "rest": [*blocks[starts[2] : starts[-1] + 1], sources],
    }


def _title_matter(row: Row) -> Node:
    licence, address = _named(LICENCES, row["licence"])
    return {
        "title": row["title"],
        "subtitle": row["subtitle"],
        "notice": NOTICE,
        "period": row["years"].replace("-", "–"),
        "countries": [_named(COUNTRIES, code) for code in row["countries"].split("; ")],
        "topics": row["topics"].split("; "),
        "organisations": row["organisations"].split("; "),
        "language": row["language"],
        "language-name": _named(ENGLISH.languages, row["language"]),
        "licence": {"name": licence, "address": address},
    }


def _named(names: Mapping[str, T], code: str) -> T:
    if code not in names:
        raise BriefError(f"its row of the catalogue has the unknown code {code!r}")
    return names[code]


def _sources(blocks: list[Node]) -> Node:
    """Return the list of sources; it is numbered by the tags, so the items lose theirs."""
    items = blocks[0]["items"] if [block["kind"] for block in blocks] == ["numbers"] else []
    if not items or any(_plain(item[:1]) != f"[S{n}]" for n, item in enumerate(items, start=1)):
        raise BriefError("its sources are not a list that begins [S1], [S2], …")
    return {"kind": "sources", "items": [item[1:] for item in items]}


def build(slug: str, corpus: Path = CORPUS) -> bytes:
    """Return the PDF of a brief: the same bytes whenever the brief and its row are the same."""
    row, path = read_catalogue(corpus).get(slug), corpus / "briefs" / f"{slug}.md"
    try:
        if not path.exists():
            raise BriefError("there is no such brief")
        if row is None:
            raise BriefError("the catalogue has no row for it")
        pdf = _compile(document(row, path.read_text(encoding="utf-8")))
        _check_pages(pdf)
    except BriefError as error:
        raise BriefError(f"{slug}: {error}.") from error
    return pdf


def _compile(data: Node) -> bytes:
    compiler = typst.Compiler(CORPUS / "brief.typ", root=CORPUS, ignore_system_fonts=True)
    inputs = {"brief": json.dumps(data, ensure_ascii=False)}
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", sys_inputs=inputs, timestamp=TIMESTAMP, pdf_standards="ua-1"
        )
    except typst.TypstError as error:
        raise BriefError(f"Typst refuses it ({error.message})") from error
    if warnings:
        raise BriefError(f"Typst warns ({warnings[0].message})")
    assert isinstance(pdf, bytes)
    return pdf


def _check_pages(pdf: bytes) -> None:
    with pypdfium2.PdfDocument(pdf) as paper:
        labels = [paper.get_page_label(page) for page in range(len(paper))]
    if len(labels) not in PAGES:
        raise BriefError(f"it comes to {len(labels)} pages, not 2 to 4")
    if labels[1] != "1":
        raise BriefError("its key facts run over the end of the first page")


# The command


def main(arguments: Sequence[str] | None = None, corpus: Path = CORPUS) -> int:
    """Write or compare PDFs. Return 1 if one is not as it should be, and say why in a sentence."""
    parser = argparse.ArgumentParser(description="Typeset the briefs of the bundled corpus.")
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="which briefs (default: all)")
    parser.add_argument("--check", action="store_true", help="compare the PDFs, write nothing")
    options = parser.parse_args(arguments)
    step = compare if options.check else write
    complaints = [] if options.slugs else strays(corpus)
    for slug in options.slugs or slugs(corpus):
        try:
            complaints += step(slug, corpus)
        except BriefError as error:
            complaints.append(str(error))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def write(slug: str, corpus: Path = CORPUS) -> list[str]:
    """Write a brief's PDF. Nothing is to be said of it."""
    (corpus / f"{slug}.pdf").write_bytes(build(slug, corpus))
    return []


def compare(slug: str, corpus: Path = CORPUS) -> list[str]:
    """Say whether a brief's PDF is missing or differs from what would be written."""
    path = corpus / f"{slug}.pdf"
    if not path.exists():
        return [f"{slug}: there is no PDF of it."]
    return [] if path.read_bytes() == build(slug, corpus) else [f"{slug}: its PDF is out of date."]


def strays(corpus: Path = CORPUS) -> list[str]:
    """Say which PDFs and which rows of the catalogue have no brief."""
    briefs = set(slugs(corpus))
    pdfs = {path.stem for path in corpus.glob("*.pdf")} - briefs
    rows = set(read_catalogue(corpus)) - briefs
    return [f"{slug}: its PDF has no brief." for slug in sorted(pdfs)] + [
        f"{slug}: its row of the catalogue has no brief." for slug in sorted(rows)
    ]


if __name__ == "__main__":
    raise SystemExit(main())
