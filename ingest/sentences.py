"""A text's sentences, each with the tags of its sources. The only file that knows sentencex."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from sentencex import get_sentence_boundaries

from search.records import Span

# The sources of a sentence, set after its stop: "[S2, S3]", "[12]", "¹²".
_LABEL: Final = r"[A-Z]{0,2}\d{1,3}[a-z]?"
TAG: Final = re.compile(rf"\[{_LABEL}(?:\s?[,;–-]\s?{_LABEL})*\]|[¹²³⁰⁴-⁹]{{1,3}}")
_TAGS: Final = re.compile(rf"(?:\s*(?:{TAG.pattern}))+[.,;]?\s*")
_ENTRY: Final = re.compile(r"^[^\S\n]*\[([A-Z]{0,2})(\d{1,3})[a-z]?\]", re.M)


def sentences(text: str, code: str, listed: bool) -> Iterator[Span]:
    """The sentences of a text in a language, each with the tags that name its sources.

    `listed` says that it is a list of references, whose entries begin with their tags.
    """
    ends = {boundary["end_index"] for boundary in get_sentence_boundaries(code or "en", text)}
    entries = listed or _numbered(text)
    for tags in _TAGS.finditer(text):
        within = {end for end in ends if tags.start() <= end <= tags.end()}
        # "[12] found that": here the tag is a word of the next sentence.
        if within and not text[tags.end() : tags.end() + 1].islower():
            ends = ends - within | {_tags_end(text, tags, entries)}
    edges = sorted({0, *ends, len(text)})
    yield from map(Span, edges, edges[1:])


def _tags_end(text: str, tags: re.Match[str], entries: bool) -> int:
    """Where the tags of the sentence before end: an entry's or a footnote's mark begins it."""
    for tag in TAG.finditer(text, tags.start(), tags.end()):
        begins_line = not text[text.rfind("\n", 0, tag.start()) + 1 : tag.start()].strip()
        if begins_line and (entries or not tag[0].startswith("[")):
            return tag.start()
    return tags.end()


def _numbered(text: str) -> bool:
    """Whether lines of a text begin with "[1]", "[2]" and so on, as the entries of a list do."""
    labels = [(entry[1], int(entry[2])) for entry in _ENTRY.finditer(text)]
    return any(left == (mark, number - 1) for left, (mark, number) in pairwise(labels))
