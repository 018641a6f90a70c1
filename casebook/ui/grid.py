"""A passage of a table as one: its header row above its rows, every cell escaped."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casebook.ui.words import marked
from search.records import Passage, Span


def drawn(passage: Passage, words: Sequence[Span]) -> str:
    """A passage of a table as HTML, its words marked."""
    head = "".join(_rows(passage.header, (), "th")) if passage.header else ""
    above = f"<thead>{head}</thead>" if head else ""
    body = "".join(_rows(passage.text, words, "td"))
    return f'<table class="cb-table">{above}<tbody>{body}</tbody></table>'


def _rows(text: str, words: Sequence[Span], tag: str) -> Iterator[str]:
    """A line is a row, a tab stands between two cells."""
    start = 0
    for row in text.split("\n"):
        cells = []
        for cell in row.split("\t"):
            end = start + len(cell)
            inside = [
                replace(word, start=word.start - start, end=word.end - start)
                for word in words
                if start <= word.start and word.end <= end
            ]
            cells.append(f"<{tag}>{marked(cell, inside)}</{tag}>")
            start = end + 1
        yield f"<tr>{''.join(cells)}</tr>"
