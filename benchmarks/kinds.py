"""How well contents, references, captions, footnotes and tables are told, on labelled pages.

    python benchmarks/kinds.py FOLDER

FOLDER holds the policy PDFs that labels/pages.csv names. A page counts as found when a line of it
is given the kind.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled import Row, asked
from ingest import pdf
from ingest.clean import clean
from ingest.matter.kinds import kinds
from ingest.matter.lines import lines
from search.records import Kind

KINDS = (Kind.CONTENTS, Kind.REFERENCES, Kind.CAPTION, Kind.FOOTNOTE, Kind.TABLE)
LABELLED = {Kind.FOOTNOTE: "footnotes"}


def found(folder: Path, rows: list[Row]) -> dict[tuple[str, int], set[Kind]]:
    """The kinds of every page of the labelled files."""
    pages = {}
    for file in sorted({row["file"] for row in rows}):
        cleaned = clean(pdf.read(folder / file).pages)
        for one, told in zip(cleaned, kinds([lines(one) for one in cleaned]), strict=True):
            pages[file, one.page.number] = set(told)
    return pages


def score(rows: list[Row], pages: dict[tuple[str, int], set[Kind]], kind: Kind) -> str:
    """Precision, recall and F1 of a kind over labelled pages."""
    label = LABELLED.get(kind, kind.value)
    pairs = [
        (kind in pages[row["file"], int(row["page"])], label in row["kinds"].split("; "))
        for row in rows
    ]
    right = sum(got and wanted for got, wanted in pairs)
    got = sum(got for got, _ in pairs)
    wanted = sum(wanted for _, wanted in pairs)
    f1 = 2 * right / (got + wanted)
    return f"{wanted} | {right / got:.3f} | {right / wanted:.3f} | {f1:.3f}"


def main() -> None:
    """Print the table."""
    folder, rows = asked(__doc__.splitlines()[0] if __doc__ else "")
    pages = found(folder, rows)
    print("| kind | rows | pages of it | precision | recall | F1 |\n|---|---|---|---|---|---|")
    for kind in KINDS:
        for name, part in (("even", rows[::2]), ("odd", rows[1::2]), ("all", rows)):
            print(f"| {kind} | {name} | {score(part, pages, kind)} |")


if __name__ == "__main__":
    main()
