"""A hit as a person takes it home: its citation, its address, its page with the passage marked."""

import io
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from PIL import Image, ImageChops, ImageDraw

from search.boxes import Box, lines
from search.judgements import words_hash
from search.library import Library
from search.records import Hit, Passage, Span, Study
from search.told import Figure, told, told_of

# A marker pen's yellow: the words beneath keep a contrast above 15 to 1.
_MARK: Final = (255, 221, 87)
_EDGE: Final = (196, 120, 0)
# So many of the places that say the same fit on two lines of a terminal.
_NAMED: Final = 3
# 40 bits of a hash: a page has some thousand places where words could begin.
_CHECK: Final = 10


def page_name(passage: Passage) -> str:
    """The page as printed, and its place in the file where that differs: "p. iv (PDF page 6)"."""
    return page_words(passage.label, passage.page)


def page_words(label: str, number: int) -> str:
    """A printed label and a place in the file as one name; without a label the place alone."""
    if not label:
        return told("PDF page {number}", number=number)
    if label == str(number):
        return told("p. {label}", label=label)
    return told("p. {label} (PDF page {number})", label=label, number=number)


def short_name(label: str, number: int) -> str:
    """The page as printed, its place in the file where nothing is printed: for narrow places."""
    return page_words(label, number) if not label else told("p. {label}", label=label)


def doubt(passage: Passage) -> str:
    """Says of words that OCR read how sure it was; nothing of a page's own text."""
    sure = passage.confidence
    return "" if sure is None else told("read by OCR, confidence {share}", share=Figure(sure, 2))


def also(hit: Hit) -> str:
    """Where else a hit's words stand: "Also in 3 studies: Title, p. 4; … and 2 more places"."""
    named = [f"{one.study.title}, {page_name(one.passage)}" for one in hit.also]
    more = f" and {len(named) - _NAMED} more places" if len(named) > _NAMED + 1 else ""
    return f"{also_in(hit)}: {'; '.join(named[:_NAMED] if more else named)}{more}"


def also_in(hit: Hit) -> str:
    """In how many other studies a hit's words stand, or on how many other pages of its own."""
    others = {one.study.id for one in hit.also} - {hit.study.id}
    own = len({one.passage.page for one in hit.also if one.study.id == hit.study.id})
    studies = told_of("Also in {n} study", "Also in {n} studies", len(others))
    places = told_of("{n} place of this study", "{n} places of this study", own)
    if others and own:
        return told("{studies} and {places}", studies=studies, places=places)
    if others:
        return studies
    return told_of("Also in {n} place of this study", "Also in {n} places of this study", own)


def body_start(passage: Passage) -> int:
    """Where a passage goes on after headings of its own, each alone on its lines; 0 without any."""
    at = 0
    for title in passage.heading:
        words = r"\s*".join(map(re.escape, title.split()))
        line = re.compile(rf"\s*(?:[\divxlc.]+\s+)?{words}[^\S\n]*(?:\n|$)", re.I)
        if found := line.match(passage.text, at):
            at = found.end()
    # A passage that is nothing but headings is its headings.
    return at if passage.text[at:].strip() else 0


def citation(study: Study, passage: Passage | None = None, page: str = "") -> str:
    """Publisher. Title: subtitle (years), page. Source. `page` names it in another language."""
    who = study.publisher or ", ".join(study.organisations)
    title = f"{study.title}: {study.subtitle}" if study.subtitle else study.title
    dated = f"{title} ({study.period})" if study.period else title
    what = f"{dated}, {page or page_name(passage)}" if passage else dated
    sentences = [_stopped(part) for part in (who, what) if part]
    # A stop after an address would be taken for a part of it.
    source = study.source if "://" in study.source else _stopped(study.source)
    return " ".join([*sentences, source] if source else sentences)


def _stopped(text: str) -> str:
    return text if not text or text[-1] in ".?!…" else f"{text}."


def address(passage: Passage) -> str:
    """The query part of the address that opens this passage in the app, after any re-indexing.

    By its `words` they are found again where the study was read anew and they moved.
    """
    place = {"study": passage.study_id, "page": passage.page}
    span = {"start": passage.start, "end": passage.end}
    return urlencode(place | span | {"words": check(passage.text)})


def check(words: str) -> str:
    """What tells a passage's words from others in its address, however their lines break."""
    return words_hash(words)[:_CHECK]


def one_line(text: str) -> str:
    """A text with its line breaks made spaces."""
    return " ".join(text.split())


def boxes(library: Library, study_id: str, page: int, span: Span) -> list[Box]:
    """The lines that a span of a page covers; none where its characters have no place.

    With those of a passage of a table come those of its header row.
    """
    placed = library.boxes(study_id, page)
    words = lines(placed[span.start : span.end])
    place = 'p.study_id = ? AND p.page = ? AND p.start = ? AND p."end" = ?'
    ids = library.ids(place, study_id, page, span.start, span.end).tolist()
    heads = {(one.header_start, one.header_end) for one in library.passages(ids).values()}
    above = [box for start, end in sorted(heads) for box in lines(placed[start:end])]
    return above + words if words else []


def marked(picture: bytes, places: Sequence[Box]) -> bytes:
    """A picture of a page (PNG) with these places marked as by a pen, framed, as PNG."""
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    pen = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(pen)
    for place in places:
        draw.rectangle(_pixels(place, page.size), fill=_MARK)
    multiplied = ImageChops.multiply(page, pen)
    if places:
        frame = ImageDraw.Draw(multiplied)
        frame.rectangle(_pixels(_around(places), page.size, 6), outline=_EDGE, width=2)
    target = io.BytesIO()
    multiplied.save(target, "PNG")
    return target.getvalue()


def _around(places: Sequence[Box]) -> Box:
    return Box(
        min(place.left for place in places),
        min(place.top for place in places),
        max(place.right for place in places),
        max(place.bottom for place in places),
    )


def _pixels(place: Box, size: tuple[int, int], more: int = 1) -> tuple[float, float, float, float]:
    width, height = size
    return (
        place.left * width - more,
        place.top * height - more,
        place.right * width + more,
        place.bottom * height + more,
    )
