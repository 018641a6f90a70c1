"""How well tables are told and read, on pages labelled by eye.

    python benchmarks/tables.py FOLDER

FOLDER holds the policy PDFs that labels/pages.csv names. A page counts as found when a part of it
is marked as a table. labels/tables.csv holds the rows of 23 of those pages, a bar between two
cells, an empty cell left out at either end; a row is read right when its words stand together in
one row, cell by cell, or in that row and those below it that go on with its cells.
"""

import csv
import re
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled import Row, asked
from ingest import pdf
from ingest.clean import CleanPage, clean
from ingest.glyphs import Glyphs, Mark, repaired
from ingest.layout.grids import tabulated

LABELS = Path(__file__).parent / "labels" / "tables.csv"
Key = tuple[str, int]
Cells = list[str]


def bare(text: str) -> str:
    """The signs of a text without blanks, bars and the hyphens that a line's end may take."""
    return re.sub(r"[\s|\u2010\ufffe\x02-]+", "", text)


def rows_read(page: CleanPage) -> list[Cells]:
    """The rows of a page's tables, as they are read."""
    glyphs = page.page.glyphs
    signs = zip(glyphs.text, glyphs.marks.tolist(), strict=True)
    text = "".join(sign if mark & Mark.TABLE else "\0" for sign, mark in signs)
    return [row.split("\t") for row in re.split(r"[\n\0]+", text) if row.strip()]


def is_right(label: str, rows: Sequence[Cells]) -> bool:
    """Whether a labelled row is one of those read, or one and those that go on with its cells."""
    wanted = bare(label)
    cells = [bare(cell) for cell in label.split("|") if bare(cell)]
    for place, row in enumerate(rows):
        got = [bare(cell) for cell in row if bare(cell)]
        if got == cells:
            return True
        whole = "".join(got)
        for below in rows[place + 1 :]:
            if below[0].strip() or not wanted.startswith(whole):
                break
            whole += bare("".join(below))
            if whole == wanted:
                return True
    return False


def labels() -> dict[Key, list[str]]:
    """The labelled rows of each page."""
    found: dict[Key, list[str]] = defaultdict(list)
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["file"], int(row["page"])].append(row["row"])
    return found


def pages_found(rows: Sequence[Row], read: dict[Key, list[Cells]]) -> str:
    """Precision, recall and F1 of pages that have a table."""
    pairs = [
        (bool(read[row["file"], int(row["page"])]), "table" in row["kinds"].split("; "))
        for row in rows
    ]
    right, got, wanted = (
        sum(map(all, pairs)),
        sum(got for got, _ in pairs),
        sum(want for _, want in pairs),
    )
    scores = right / got, right / wanted, 2 * right / (got + wanted)
    return f"{len(pairs)} | {wanted} | " + " | ".join(f"{score:.3f}" for score in scores)


def rows_right(
    rows: Sequence[Row], read: dict[Key, list[Cells]], labelled: dict[Key, list[str]]
) -> str:
    """The share of labelled rows that are read right."""
    keys = [key for row in rows if (key := (row["file"], int(row["page"]))) in labelled]
    right = [is_right(label, read[key]) for key in keys for label in labelled[key]]
    return f"{len(keys)} | {len(right)} | {sum(right)} | {100 * sum(right) / len(right):.1f}%"


def changes(pages: Sequence[Glyphs]) -> str:
    """How many of all pages have a table, how many are put in another order, and the time taken."""
    tables = moved = 0
    start = time.process_time()
    done = [tabulated(page) for page in pages]
    taken = 1000 * (time.process_time() - start) / len(pages)
    for before, after in zip(pages, done, strict=True):
        tables += after is not before
        moved += "".join(before.text.split()) != "".join(after.text.split())
    return f"{len(pages)} | {tables} | {moved} | {taken:.2f}"


def main() -> None:
    """Print the tables."""
    folder, rows = asked(__doc__.splitlines()[0] if __doc__ else "")
    labelled = labels()
    read: dict[Key, list[Cells]] = {}
    glyphs: list[Glyphs] = []
    for file in sorted({row["file"] for row in rows}):
        document = pdf.read(folder / file)
        glyphs += [repaired(page.glyphs) for page in document.pages]
        read |= {(file, one.page.number): rows_read(one) for one in clean(document.pages)}
    halves = (("even", rows[::2]), ("odd", rows[1::2]), ("all", rows))
    print("| rows | pages | with a table | precision | recall | F1 |\n|---|---|---|---|---|---|")
    for name, part in halves:
        print(f"| {name} | {pages_found(part, read)} |")
    print("\n| rows | pages | table rows | right | share |\n|---|---|---|---|---|")
    for name, part in halves:
        print(f"| {name} | {rows_right(part, read, labelled)} |")
    print("\n| pages of the files | with a table | in another order | ms a page |")
    print(f"|---|---|---|---|\n| {changes(glyphs)} |")
    print("\nRows that are not read right:\n")
    for file, number in sorted(labelled):
        for label in labelled[file, number]:
            if not is_right(label, read[file, number]):
                print(f"- {file}, page {number}: {label[:100]}")


if __name__ == "__main__":
    main()
