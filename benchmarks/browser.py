"""From the press on Enter to the last hit drawn, in a browser, beside the engine's own time.

    python -m benchmarks.browser LIBRARY ... [--questions 40]

Asks the questions of corpus/questions.csv of a copy of each library, in one visit. A hit counts as
drawn in the frame that follows the last change to any hit. Needs what `make journeys` needs.
Writes results/browser.md.
"""

import argparse
import csv
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from playwright.sync_api import Page

from benchmarks.report import conditions, keep, table
from casebook import serve
from journeys import stage
from journeys.stage import Stage
from search.library import Library

_QUESTIONS: Final = stage.ROOT / "corpus" / "questions.csv"
_WARM: Final = 3
# Notes when Enter was pressed, when the answer began to come, and the frame after the last change.
_WATCH: Final = """() => {
    window.pressed = window.first = window.last = 0;
    addEventListener('keydown', (event) => {
        if (event.key === 'Enter') {
            window.pressed = event.timeStamp;
            window.first = window.last = 0;
        }
    }, true);
    new MutationObserver((changes) => {
        const hits = changes.some((one) => one.target.closest?.('[class*=st-key-hit-]')
            || [...one.addedNodes].some((node) => node.closest?.('[class*=st-key-hit-]')));
        if (!hits || !window.pressed) return;
        requestAnimationFrame(() => {
            window.last = performance.now() - window.pressed;
            window.first ||= window.last;
        });
    }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
_DONE: Final = """(question) => document.querySelector('[data-test-script-state="notRunning"]')
    && !document.querySelector('[data-stale="true"]')
    && new URLSearchParams(location.search).get('q') === question"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one question: the first and the last hit drawn, and the engine."""

    first: float
    last: float
    engine: float


def main() -> None:
    """Measure each library; keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("libraries", type=Path, nargs="+", help="folders made by casebook add")
    parser.add_argument("--questions", type=int, default=40)
    arguments = parser.parse_args()
    with _QUESTIONS.open(encoding="utf-8", newline="") as file:
        questions = [row["question"] for row in csv.DictReader(file)]
    questions = questions[: arguments.questions + _WARM]
    rows = [row for place in arguments.libraries for row in _rows(place, questions)]
    head = ("library", "what", "median ms", "p95 ms", "slowest ms")
    told = f"""# Times in the browser

{conditions("streamlit", "playwright")} Where the load is above 1, others worked on the same \
cores, and the times are theirs as well.

`{" ".join(["python -m benchmarks.browser", *map(str, _names(arguments.libraries))])}`: \
{len(questions) - _WARM} questions a library, typed into one page of 1280 x 900 pixels after \
{_WARM} others.

{table(head, rows)}
"""
    keep("browser.md", told)


def _names(places: Sequence[Path]) -> list[str]:
    return [place.name for place in places]


def _rows(place: Path, questions: Sequence[str]) -> list[Sequence[object]]:
    with Library(place) as library:
        name = f"{len(library.studies()):,} studies, {library.count('passages'):,} passages"
    with stage.copied(place) as home, tempfile.TemporaryDirectory() as folder:
        engine = Path(folder) / "engine"
        with stage.browser() as window, stage.served(home, _timed(engine)) as address:
            taken = measured(Stage(address, home, window), questions, engine)
    return [
        (name, what, *(float(np.percentile(values, part)) for part in (50, 95, 100)))
        for what, values in (
            ("first hit drawn", [one.first for one in taken]),
            ("last hit drawn", [one.last for one in taken]),
            ("the engine", [one.engine for one in taken]),
            ("last hit less the engine", [one.last - one.engine for one in taken]),
        )
    ]


def measured(app: Stage, questions: Sequence[str], engine: Path) -> list[Taken]:
    """The time of every question but the first few."""
    page = app.page("?q=voucher")
    page.locator("#hit-1").wait_for(timeout=10 * stage.WAIT_MS)
    page.evaluate(_WATCH)
    return [_one(page, question, engine) for question in questions][_WARM:]


def _one(page: Page, question: str, engine: Path) -> Taken:
    engine.write_text("")
    box = page.get_by_role("searchbox").first
    box.fill(question)
    page.wait_for_timeout(400)
    box.press("Enter")
    page.wait_for_function(_DONE, arg=question, timeout=stage.WAIT_MS, polling="raf")
    page.wait_for_timeout(300)
    first, last = page.evaluate("[window.first, window.last]")
    return Taken(float(first), float(last), sum(map(float, engine.read_text().split())))


def _timed(engine: Path) -> list[str]:
    """The command that serves the app, timed; its port comes from the stage."""
    python, _, _, *rest = serve.command(0, show=False)
    return [python, "-m", "benchmarks.timed_app", str(engine), *rest]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(stage.ROOT))
    main()
