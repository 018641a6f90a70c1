"""200 random hits: does the box enclose their words, and is it seen in the browser's picture?

    python -m benchmarks.boxes LIBRARY [--hits 200]

Asks questions drawn from a copy of the library, takes hits of them at random, and opens each as the
app does. The words are known from the page's own characters and found again by pdfium's look-up
(benchmarks/evidence.py); then each word is looked for in a screenshot of the page, by the colour of
the pen where the word stands. Needs what `make journeys` needs. Writes results/boxes.md.
"""

import argparse
import io
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from benchmarks.drawn import SEED, questions
from benchmarks.evidence import Evidence, weigh
from benchmarks.report import conditions, keep, table
from casebook.session import Session
from casebook.ui import address
from journeys import stage
from journeys.stage import Stage, settled
from search import settings
from search.records import Passage, Query

_WORD: Final = re.compile(r"\w{2,}")
# Under the pen white has 0.34 of its red in its blue, black has neither; unmarked white has 1.
_YELLOW: Final = 0.6
_LIGHT: Final = 120
# Of a marked word's light pixels nearly all are the pen's; of an unmarked one's none.
_ENOUGH: Final = 0.8
_MOST_LISTED: Final = 40
# What a click on a link of Casebook's own does (casebook/ui/page.js).
_GO: Final = """(to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage's words in the screenshot: all, those under the pen, those within the frame."""

    passage: Passage
    words: int
    marked: int
    inside: int


def main() -> None:
    """Check the hits; keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library", type=Path, help="a folder made by casebook add")
    parser.add_argument("--hits", type=int, default=200)
    parser.add_argument("--name", default="boxes.md", help="the file of the results folder")
    arguments = parser.parse_args()
    with (
        stage.copied(arguments.library) as home,
        Session(replace(settings.load(), home=home)) as session,
    ):
        chosen = hits(session, arguments.hits)
        weighed = [weigh(session, one) for one in chosen]
        with stage.browser() as window, stage.served(home) as place:
            seen = looked(session, Stage(place, home, window), chosen)
        held = f"{len(session.library.studies())} studies"
    told = f"""# The box of {len(chosen)} random hits

{conditions("pypdfium2", "playwright")}

`python -m benchmarks.boxes {arguments.library.name} --hits {arguments.hits}` ({held}; questions \
drawn from the library, hits at random among the first ten of each).

{_law(weighed)}

{_screen(seen)}
"""
    keep(arguments.name, told)


def hits(session: Session, wanted: int) -> list[Passage]:
    """So many hits at random, one a question, each passage once."""
    chance = random.Random(SEED)
    found: dict[int, Passage] = {}
    for drawn in questions(session.library, 3 * wanted):
        if len(found) == wanted:
            break
        answer = session.engine.answer(Query(drawn.text))
        if answer.hits:
            one = chance.choice(answer.hits).passage
            found[one.id] = one
    return list(found.values())


def looked(session: Session, app: Stage, chosen: Sequence[Passage]) -> list[Seen]:
    """Every passage opened in one visit, as a link of a hit opens it."""
    page = app.page("?q=voucher", 1280, 1000, device_scale_factor=2)
    found = []
    for one in chosen:
        to = f"./?{urlencode(address.of_passage(one))}"
        page.evaluate(_GO, to)
        start = f'.cb-sheet img[src*="start={one.start}&end={one.end}"]'
        picture = page.locator(f'{start}[src*="/{one.study_id}/pages/{one.page}.png"]')
        if session.library.boxes(one.study_id, one.page)[one.start : one.end].size == 0:
            continue
        picture.wait_for(timeout=stage.WAIT_MS)
        settled(page)
        page.wait_for_function("document.querySelector('.cb-leaf img').complete")
        found.append(_on_screen(session, page, one))
    return found


def _on_screen(session: Session, page: Page, passage: Passage) -> Seen:
    shot = page.locator(".cb-leaf").screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(float)
    boxes = session.library.boxes(passage.study_id, passage.page)
    frame = page.locator(".cb-here").evaluate(
        "one => [one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight].map("
        "(side, at) => side / (at % 2 ? one.offsetParent.offsetHeight : "
        "one.offsetParent.offsetWidth))"
    )
    places = list(_places(boxes, passage))
    marked = sum(_penned(pixels, place) for place in places)
    return Seen(passage, len(places), marked, sum(_within(frame, place) for place in places))


def _places(boxes: NDArray[np.float32], passage: Passage) -> Iterator[NDArray[np.float32]]:
    """Where each word of a passage stands; a word on two lines counts as two."""
    for word in _WORD.finditer(passage.text):
        own = boxes[passage.start + word.start() : passage.start + word.end()]
        own = own[np.isfinite(own).all(axis=1)]
        if not len(own):
            continue
        breaks = np.flatnonzero(np.diff(own[:, 0]) < 0) + 1
        for part in np.split(own, breaks):
            yield np.concatenate([part[:, :2].min(axis=0), part[:, 2:].max(axis=0)])


def _penned(pixels: NDArray[np.float64], place: NDArray[np.float32]) -> bool:
    """Whether the light pixels where a word stands have the pen's colour."""
    height, width = pixels.shape[:2]
    left, right = int(place[0] * width), int(np.ceil(place[2] * width))
    top, bottom = int(place[1] * height), int(np.ceil(place[3] * height))
    area = pixels[top:bottom, left:right].reshape(-1, 3)
    light = area[area[:, 0] > _LIGHT]
    if not len(light):
        return False
    return bool((light[:, 2] < _YELLOW * light[:, 0]).mean() >= _ENOUGH)


def _within(frame: Sequence[float], place: NDArray[np.float32]) -> bool:
    left, top, width, height = frame
    near = 0.003
    return bool(
        place[0] >= left - near
        and place[1] >= top - near
        and place[2] <= left + width + near
        and place[3] <= top + height + near
    )


def _law(weighed: Sequence[Evidence]) -> str:
    placed = [one for one in weighed if one.placed]
    rows = [
        (name, sum(getattr(one, name) == one.letters for one in placed), len(placed))
        for name in ("boxed", "inside", "covered")
    ]
    whole = sum(one.words == one.words_found for one in placed)
    rows.append(("every word found in the boxes by pdfium", whole, len(placed)))
    findings = [finding for one in weighed for finding in one.findings]
    listed = [(one.what, one.passage.study_id, one.passage.page, one.detail) for one in findings]
    return f"""## On the page

{len(placed)} of {len(weighed)} have a place. Of these, by characters and words:

{table(("what", "hits", "of"), rows)}

{table(("finding", "study", "page", "detail"), listed[:_MOST_LISTED]) if listed else ""}"""


def _screen(seen: Sequence[Seen]) -> str:
    words = sum(one.words for one in seen)
    rows = (
        ("all of its words are under the pen", sum(one.marked == one.words for one in seen)),
        ("all of its words are in the frame", sum(one.inside == one.words for one in seen)),
    )
    told = f"""## In the browser's picture

{len(seen)} hits, {words} words: {sum(one.marked for one in seen)} under the pen, \
{sum(one.inside for one in seen)} within the frame.

{table(("what", "hits"), rows)}"""
    less = [
        (one.passage.study_id, one.passage.page, f"{one.marked} of {one.words}")
        for one in seen
        if one.marked < one.words
    ]
    listed = table(("study", "page", "words under the pen"), less[:_MOST_LISTED])
    return told + (f"\n\n{listed}" if less else "")


if __name__ == "__main__":
    main()
