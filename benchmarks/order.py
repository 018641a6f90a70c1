"""Whether pages in columns are read in order, on pages labelled by eye.

    python benchmarks/order.py FOLDER...

The folders hold the PDFs that labels/order.csv names; its `order` gives beginnings of lines in the
order in which a reader comes to them. Writes results/order.md.
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.report import conditions, keep, table
from ingest import pdf
from ingest.document import RawPage
from ingest.glyphs import Glyphs, repaired
from ingest.layout.columns import ordered

LABELS: Final = Path(__file__).parent / "labels" / "order.csv"
# A gap in a line as wide as a gutter; lines of one column stand so many heights apart at most.
GAP: Final = 0.012
NEXT: Final = 1.8
# Lines that are level stand so near to each other.
LEVEL: Final = 0.004
FEWEST_WORDS: Final = 4
Row = dict[str, str]
Reader = Callable[[Glyphs], Glyphs]
Line = tuple[str, tuple[float, float, float, float]]


def zipped(glyphs: Glyphs) -> Glyphs:
    """A page as if its file wrote it line by line over all columns, merged where they are level."""
    rows: list[list[tuple[Glyphs, float, float]]] = []
    for line in sorted(pieces(glyphs), key=lambda line: float(np.nanmean(line.boxes[:, [1, 3]]))):
        middle = float(np.nanmean(line.boxes[:, [1, 3]]))
        left = float(np.nanmin(line.boxes[:, 0]))
        if not rows or middle - rows[-1][0][1] >= LEVEL:
            rows.append([])
        rows[-1].append((line, middle, left))
    parts: list[Glyphs] = []
    for row in rows:
        for place, (line, _, _) in enumerate(sorted(row, key=lambda one: one[2])):
            parts += [Glyphs.of(" " if place else "\n"), line]
    return Glyphs(
        "".join(part.text for part in parts),
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.marks for part in parts]),
    )


def pieces(glyphs: Glyphs) -> Iterator[Glyphs]:
    """The lines of a page, cut at gaps as wide as a gutter."""
    for match in re.finditer(r"[^\n\ufffe]+\ufffe?", glyphs.text):
        at = np.arange(match.start(), match.end())
        at = at[~np.isnan(glyphs.boxes[at, 0])]
        cuts = np.flatnonzero(glyphs.boxes[at[1:], 0] - glyphs.boxes[at[:-1], 2] > GAP)
        for group in np.split(at, cuts + 1):
            if len(group):
                part = slice(group[0], group[-1] + 1)
                yield Glyphs(glyphs.text[part], glyphs.boxes[part], glyphs.marks[part])


def is_right(text: str, order: str) -> bool:
    """Whether the beginnings stand in a text one after the other."""
    plain = " ".join(text.replace("\ufffe\n", "").replace("\ufffe", "").split())
    place = 0
    for beginning in order.split(" | "):
        place = plain.find(" ".join(beginning.split()), place)
        if place < 0:
            return False
        place += 1
    return True


def adjacent(glyphs: Glyphs) -> tuple[int, int]:
    """Of the lines of prose that have the next line of their column, how many come before it."""
    lines = list(pieces(glyphs))
    boxes = np.array([[*np.nanmin(one.boxes[:, :2], 0), *np.nanmax(one.boxes[:, 2:], 0)]
                      for one in lines])  # fmt: skip
    pairs = right = 0
    for place, line in enumerate(lines):
        if len(line.text.split()) < FEWEST_WORDS:
            continue
        below = _below(boxes, place)
        if below is not None and len(lines[below].text.split()) >= FEWEST_WORDS:
            pairs += 1
            right += below == place + 1
    return right, pairs


def _below(boxes: np.ndarray[tuple[int, int], np.dtype[np.float32]], place: int) -> int | None:
    """The line right under a line, in its column."""
    own = boxes[place]
    tall = own[3] - own[1]
    shared = np.minimum(boxes[:, 2], own[2]) - np.maximum(boxes[:, 0], own[0])
    down = (boxes[:, 1] + boxes[:, 3] - own[1] - own[3]) / 2
    wide = np.minimum(boxes[:, 2] - boxes[:, 0], own[2] - own[0])
    found = (shared > wide / 2) & (down > tall / 2) & (down < NEXT * tall)
    return int(np.where(found, down, np.inf).argmin()) if found.any() else None


def told(rows: Sequence[Row], pages: Sequence[RawPage]) -> str:
    """The result as a page."""
    glyphs = [repaired(page.glyphs) for page in pages]
    readers: tuple[tuple[str, Reader], ...] = (
        ("as pdfium gives them", lambda one: one),
        ("in reading order", ordered),
        ("zipped line by line", zipped),
        ("zipped, then in reading order", lambda one: ordered(zipped(one))),
    )
    lines, wrong = [], []
    for name, reader in readers:
        read = [reader(one) for one in glyphs]
        good = [is_right(one.text, row["order"]) for one, row in zip(read, rows, strict=True)]
        right, pairs = np.sum([adjacent(one) for one in read], axis=0)
        share = f"{sum(good)} of {len(rows)} ({sum(good) / len(rows):.1%})"
        lines.append((name, share, f"{right / pairs:.1%}"))
        wrong += [
            (name, row["file"], row["page"])
            for row, fine in zip(rows, good, strict=True)
            if not fine and name != "zipped line by line"
        ]
    moved = sum(ordered(one) is not one for one in glyphs)
    return f"""# Reading order of pages in columns

{len(rows)} pages of {len({row["file"] for row in rows})} files in two to four columns, labelled by
eye from their pictures (`benchmarks/labels/order.csv`): beginnings of lines, among them the first
and the last of every block, in the order of reading. A page is right when its text has them all in
that order. Beside it, of the lines of prose with another line right under them in their column, the
share that is followed by it. The last two lines are the same pages made worse: their lines written
from top to bottom over all columns, those that are level merged into one.
{conditions("pypdfium2")} Command: `python benchmarks/order.py FOLDER...`

{table(("text", "pages right", "lines followed by the next"), lines)}

{moved} of these pages are changed by `ingest/layout/columns.py`. Not right:

{table(("text", "file", "page"), wrong)}
"""


def main() -> None:
    """Measure the labelled pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", type=Path, nargs="+", help="folders of the labelled PDFs")
    folders = parser.parse_args().folders
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = {name: _read(folders, name) for name in sorted({row["file"] for row in rows})}
    keep("order.md", told(rows, [read[row["file"]][int(row["page"]) - 1] for row in rows]))


def _read(folders: Sequence[Path], name: str) -> Sequence[RawPage]:
    found = [folder / name for folder in folders if (folder / name).is_file()]
    if not found:
        raise SystemExit(f"None of the folders has {name}; name the one that does as well.")
    return pdf.read(found[0]).pages


if __name__ == "__main__":
    main()
