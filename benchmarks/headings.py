"""How well headings are told by their type, without the outline.

    python benchmarks/headings.py FOLDER

FOLDER holds PDFs. Truth is, file by file, the outline or else the tagged headings where there are
five or more, and the pages of labels/headings.csv, labelled by eye, where FOLDER holds their files.
An outline often stops at the chapters: what it does not name counts as too much here, though it
may be a heading, so that this precision is a lower bound. The labels name all.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.tagged import tagged
from ingest import pdf
from ingest.clean import CleanPage, clean
from ingest.document import Bookmark
from ingest.matter.headings import Heading, headings
from ingest.matter.kinds import kinds
from ingest.matter.lines import lines
from ingest.matter.titlewords import plain
from search.errors import Refused

LABELS = Path(__file__).parent / "labels" / "headings.csv"
FEWEST = 5
# Shorter titles must be the same; of longer ones one may hold the other, with its number or mark.
SHORT = 8
CAPTION = re.compile(r"(?:figure|table|box)\s?\d", re.I)
Place = tuple[int, str]


@dataclass
class Count:
    """Headings that are right, too many, and missed."""

    right: int = 0
    more: int = 0
    missed: int = 0

    def add(self, got: Sequence[Place], wanted: Sequence[Place]) -> None:
        """Compare the headings of a file, or of a page."""
        self.right += sum(any(same(one, other) for other in wanted) for one in got)
        self.more += sum(not any(same(one, other) for other in wanted) for one in got)
        self.missed += sum(not any(same(one, other) for other in got) for one in wanted)

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.more)
        recall = self.right / max(1, self.right + self.missed)
        return f"{self.right + self.missed} | {precision:.3f} | {recall:.3f}"


def same(one: Place, other: Place) -> bool:
    """Whether two titles on one page are the same, but for their numbers."""
    left, right = (plain(title).lstrip("0123456789") for _, title in (one, other))
    held = min(len(left), len(right)) > SHORT and (left in right or right in left)
    return one[0] == other[0] and (left == right or held)


def typeset(cleaned: Sequence[CleanPage]) -> list[Heading]:
    """The headings by type alone."""
    set_lines = [lines(one) for one in cleaned]
    return headings(cleaned, (), set_lines, kinds(set_lines))


def truth(file: Path, cleaned: Sequence[CleanPage], outline: Sequence[Bookmark]) -> list[Place]:
    """The titles of an outline that their pages show, or else the tagged headings."""
    texts = {one.page.number: plain(one.page.glyphs.text) for one in cleaned}
    named = [(one.page, one.title) for one in outline if plain(one.title)]
    if len(named) < FEWEST:
        named = [place for place in tagged(file) if not CAPTION.match(place[1])]
    return [(page, title) for page, title in named if plain(title) in texts.get(page, "")]


def measured(folder: Path, labelled: Iterable[dict[str, str]]) -> None:
    """Print the tables."""
    rows = list(labelled)
    wanted = {row["file"] for row in rows}
    named = (Count(), Count())
    by_eye = (Count(), Count())
    files = [0, 0]
    for file in sorted(folder.glob("*.pdf")):
        try:
            document = pdf.read(file)
        except Refused:
            continue
        cleaned = clean(document.pages)
        got = [(one.page, one.path[-1]) for one in typeset(cleaned)]
        known = truth(file, cleaned, document.outline)
        if len(known) >= FEWEST:
            half = sum(files) % 2
            files[half] += 1
            named[half].add(got, known)
        for place, row in enumerate(rows if file.name in wanted else ()):
            if row["file"] == file.name:
                page = int(row["page"])
                titles = [(page, title) for title in row["headings"].split(" | ") if title]
                by_eye[place % 2].add([one for one in got if one[0] == page], titles)
    print("| truth | half | headings | precision | recall |\n|---|---|---|---|---|")
    for name, count in zip(("even", "odd"), named, strict=True):
        print(f"| outlines and tags of {sum(files)} files | {name} | {count} |")
    for name, count in zip(("even", "odd"), by_eye, strict=True):
        print(f"| {len(rows)} pages labelled by eye | {name} | {count} |")


def main() -> None:
    """Print the tables for the folder named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of PDFs")
    folder: Path = parser.parse_args().folder
    with LABELS.open(encoding="utf-8", newline="") as file:
        measured(folder, csv.DictReader(file))


if __name__ == "__main__":
    main()
