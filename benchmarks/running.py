"""How many passages hold a running line, and how many running lines were text.

    python benchmarks/running.py FOLDER [--sample FILE]

Two measures over a folder of policy PDFs. By itself: a passage counts that holds a line which
stands at one height, its digits masked, on a quarter of its study's pages. By eye: `--sample`
writes a seeded sample of passages and of lines taken for running, to be judged in
labels/running.csv; the judgements that are there are counted. Writes results/running.md.
"""

import argparse
import csv
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.report import conditions, keep, table
from ingest.clean import CleanPage, clean
from ingest.numbers import numbered
from ingest.passages import passages
from ingest.pdf import read
from ingest.tokens import counter
from search.embed import model_folder
from search.records import Passage, Span
from search.settings import DEFAULT_MODEL

LABELS: Final = Path(__file__).parent / "labels" / "running.csv"
PASSAGES, LINES, SEED = 300, 200, 20261122
# A line runs when it stands at one height on so many pages and this share of them.
FEWEST, SHARE, LEVEL = 3, 0.25, 0.01
# Where headers and footers are looked for by eye: the outer lines of a page in these margins.
MARGIN: Final = 0.12
Placed = tuple[Span, str, float]


@dataclass(frozen=True, slots=True)
class Study:
    """A file as Casebook reads it."""

    file: str
    pages: Sequence[CleanPage]
    passages: Sequence[Passage]


def studies(folder: Path) -> Iterator[Study]:
    """Every PDF of a folder."""
    tokens = counter(model_folder(DEFAULT_MODEL))
    for file in sorted(folder.glob("*.pdf")):
        document = read(file)
        pages = numbered(clean(document.pages))
        yield Study(file.name, pages, passages("", pages, document.outline, tokens))


def lines(page: CleanPage) -> Iterator[Placed]:
    """The lines of a page that have a place: span, words with digits masked, height."""
    glyphs, start = page.page.glyphs, 0
    for line in glyphs.text.split("\n"):
        span = Span(start, start + len(line))
        boxes = glyphs.boxes[span.start : span.end]
        boxes = boxes[~np.isnan(boxes).any(axis=1)]
        words = re.sub(r"\d+", "#", " ".join(line.lower().split()))
        if len(boxes) and words:
            yield span, words, float(boxes[:, [1, 3]].mean())
        start = span.end + 1


def holding(study: Study) -> list[Passage]:
    """The passages that hold a line which runs across the study's pages."""
    placed = {page.page.number: list(lines(page)) for page in study.pages}
    at = defaultdict(list)
    for number, here in placed.items():
        for _, words, height in here:
            at[words].append((number, height))
    needed = max(FEWEST, SHARE * len(study.pages))

    def runs(words: str, height: float) -> bool:
        return len({page for page, other in at[words] if abs(other - height) < LEVEL}) >= needed

    return [
        passage
        for passage in study.passages
        if any(
            span.start < passage.end and span.end > passage.start and runs(words, height)
            for span, words, height in placed[passage.page]
        )
    ]


def outer(passage: Passage, page: CleanPage) -> str:
    """What a passage holds of the outermost lines of its page, where they stand in a margin."""
    placed = sorted(lines(page), key=lambda line: line[2])
    found = [
        page.page.glyphs.text[span.start : span.end].strip()
        for span, _, height in (*placed[:2], *placed[-2:])
        if not MARGIN < height < 1 - MARGIN
        and span.start < passage.end
        and span.end > passage.start
    ]
    return " | ".join(dict.fromkeys(found))


def sampled(found: Sequence[Study]) -> Iterator[tuple[str, int, str, str]]:
    """What is to be judged: file, page, "passage" or "line", and its words."""
    chance = random.Random(SEED)
    every = [(study, passage) for study in found for passage in study.passages]
    for study, passage in chance.sample(every, min(PASSAGES, len(every))):
        yield study.file, passage.page, "passage", outer(passage, study.pages[passage.page - 1])
    removed = [(study, page, span) for study in found for page in study.pages
               for span in page.running]  # fmt: skip
    for study, page, span in chance.sample(removed, min(LINES, len(removed))):
        text = " ".join(page.page.glyphs.text[span.start : span.end].split())
        yield study.file, page.page.number, "line", text


def judged() -> Counter[tuple[str, str]]:
    """How often each verdict was given of a passage and of a line."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return Counter((row["of"], row["verdict"]) for row in csv.DictReader(file))


def told(found: Sequence[Study]) -> str:
    """The result as a page."""
    held = [(study.file, len(holding(study)), len(study.passages)) for study in found]
    bad, every = sum(row[1] for row in held), sum(row[2] for row in held)
    removed = sum(len(page.running) for study in found for page in study.pages)
    by_eye = judged()
    seen = sum(count for (of, _), count in by_eye.items() if of == "passage")
    spans = sum(count for (of, _), count in by_eye.items() if of == "line")
    wrong, lost = by_eye["passage", "running line"], by_eye["line", "text"]
    worst = sorted((row for row in held if row[1]), key=lambda row: -row[1])[:10]
    return f"""# Running lines

{len(found)} files, {sum(len(study.pages) for study in found)} pages, {every} passages, {removed}
running lines. {conditions("pypdfium2")} Command: `python benchmarks/running.py FOLDER`

- **{bad} of {every} passages ({bad / every:.2%}) hold a line that repeats**, its digits masked, at
  one height on a quarter of the study's pages and on three at least, wherever on the page.
- **By eye, {wrong} of {seen} passages ({wrong / seen:.2%}) hold a header, a footer or a page
  number**: a sample with seed {SEED}, in which every passage was looked at that holds one of the
  two outermost lines at the top or foot of its page in a margin of {MARGIN:.0%}
  (`benchmarks/labels/running.csv`). What was found then is mended since.
- **By eye, {lost} of {spans} lines taken for running ({lost / spans:.2%}) were text** of the page.

{table(("file", "passages with a line that repeats", "passages"), worst)}
"""


def main() -> None:
    """Measure a folder, or write the sample to be judged."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="a folder of policy PDFs")
    parser.add_argument("--sample", type=Path, help="write what is to be judged to this CSV")
    asked = parser.parse_args()
    found = list(studies(asked.folder))
    if asked.sample:
        with asked.sample.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["file", "page", "of", "words", "verdict"])
            writer.writerows([*row, ""] for row in sampled(found))
        return
    keep("running.md", told(found))


if __name__ == "__main__":
    main()
