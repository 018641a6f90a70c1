"""A passage of a table as one: its header row above its rows, every cell escaped."""

from collections.abc import Iterator, Sequence

from casebook.ui.words import marked, within
from search.records import Passage, Span


def drawn(passage: Passage, words: Sequence[Span], near: Span | None = None) -> str:
    """A passage of a table as HTML, its words marked, what is nearest underlined."""
    head = "".join(_rows(passage.header, (), None, "th")) if passage.header else ""
    above = f"<thead>{head}</thead>" if head else ""
    body = "".join(_rows(passage.text, words, near, "td"))
    return f'<table class="cb-table">{above}<tbody>{body}</tbody></table>'


def _rows(text: str, words: Sequence[Span], near: Span | None, tag: str) -> Iterator[str]:
    """A line is a row, a tab stands between two cells."""
    start = 0
    for row in text.split("\n"):
        cells = []
        for cell in row.split("\t"):
            end = start + len(cell)
            inside = [part for word in words if (part := within(word, start, end))]
            # A header without words names nothing.
            kind = tag if cell.strip() else "td"
            cells.append(f"<{kind}>{marked(cell, inside, within(near, start, end))}</{kind}>")
            start = end + 1
        yield f"<tr>{''.join(cells)}</tr>"
