"""How many printed page labels are right, on pages labelled by eye.

    python benchmarks/labels.py FOLDER

FOLDER holds the policy PDFs that labels/pages.csv names. Writes results/labels.md. The even rows
chose the thresholds of ingest/numbers.py; the odd ones check them.
"""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled import asked
from ingest import pdf
from ingest.clean import clean
from ingest.document import RawPage
from ingest.numbers import printed, settled

RESULT = Path(__file__).parent / "results" / "labels.md"
RIGHT, WRONG, MISSED = "right", "wrong", "blank though printed"
NONE, MORE = "rightly blank", "labelled though none is printed"
OUTCOMES = (RIGHT, WRONG, MISSED, NONE, MORE)
PROSE = """
`both` is what Casebook says: the printed number with the prefix that the file states. Where more
than half of a study's pages print a number, a page that prints none has none; elsewhere what the
file states fills in, unless the printed numbers deny it. No row is given another number than it
prints.

The thresholds tried, on the even rows, by what is printed alone. The narrowest margin that misses
no row was taken; two pages in three would do as well on these rows, but two numbers that happen to
follow each other are no sequence.
"""
TRIED = (
    *((0.12, (3, 5)), (0.15, (3, 5)), (0.17, (3, 5)), (0.2, (3, 5)), (0.5, (3, 5))),
    *((0.17, (2, 3)), (0.17, (4, 6)), (0.17, (5, 8)), (0.17, (8, 12))),
)
Row = dict[str, str]
Reader = Callable[[list[RawPage]], list[str]]


def stated(pages: list[RawPage]) -> list[str]:
    """What the file states."""
    return [page.label for page in pages]


def physical(pages: list[RawPage]) -> list[str]:
    """The place in the file."""
    return [str(page.number) for page in pages]


def both(pages: list[RawPage]) -> list[str]:
    """What Casebook says."""
    return settled(stated(pages), printed(pages))


READERS: dict[str, Reader] = {
    "the physical number": physical,
    "stated by the file": stated,
    "printed, by numbers.py": printed,
    "both, as Casebook reads": both,
}


def outcome(wanted: str, label: str) -> str:
    """What a label is worth on a page that prints what is wanted."""
    if wanted:
        return RIGHT if label == wanted else WRONG if label else MISSED
    return MORE if label else NONE


def outcomes(rows: list[Row], files: dict[str, list[RawPage]], reader: Reader) -> list[str]:
    """What a reader's label is worth in each row."""
    labels = {file: reader(pages) for file, pages in files.items()}
    return [outcome(row["printed"], labels[row["file"]][int(row["page"]) - 1]) for row in rows]


def line(name: str, found: list[str]) -> str:
    """A table's line."""
    counted = Counter(found)
    share = (counted[RIGHT] + counted[NONE]) / len(found)
    cells = [name, len(found), *(counted[one] for one in OUTCOMES), f"{share:.1%}"]
    return f"| {' | '.join(map(str, cells))} |"


def header(first: str) -> list[str]:
    """The first two lines of a table."""
    cells = [first, "rows", *OUTCOMES, "right or rightly blank"]
    return [f"| {' | '.join(cells)} |", "|---" * len(cells) + "|"]


def report(rows: list[Row], files: dict[str, list[RawPage]]) -> str:
    """The results as a page."""
    told = [
        "# Printed page labels",
        "",
        f"Measured {date.today()} by `python benchmarks/labels.py` on {len(rows)} pages",
        f"of {len(files)} reports, labelled by eye. The even rows chose the",
        "thresholds of `ingest/numbers.py`, the odd ones check them.",
        "",
        *header("label"),
    ]
    for name, reader in READERS.items():
        found = outcomes(rows, files, reader)
        for which, part in (("even", found[::2]), ("odd", found[1::2]), ("all", found)):
            told.append(line(f"{name}, {which}", part))
    told += PROSE.splitlines()
    told += ["", *header("margin; so many pages within so many")]
    for margin, support in TRIED:
        tried = outcomes(rows[::2], files, lambda pages: printed(pages, margin, support))  # noqa: B023
        told.append(line(f"{margin}; {support[0]} within {support[1]}", tried))
    told += ["", "Rows that `both` does not have as they are printed:", ""]
    kept = {file: both(pages) for file, pages in files.items()}
    for row in rows:
        label = kept[row["file"]][int(row["page"]) - 1]
        if label != row["printed"]:
            shown = row["printed"] or "nothing"
            told.append(f"- {row['file']}, page {row['page']}: {shown}, labelled {label or '-'}")
    return "\n".join(told) + "\n"


def main() -> None:
    """Write the page of results."""
    folder, rows = asked(__doc__.splitlines()[0] if __doc__ else "")
    files = {
        name: [one.page for one in clean(pdf.read(folder / name).pages)]
        for name in sorted({row["file"] for row in rows})
    }
    RESULT.write_text(report(rows, files), encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
