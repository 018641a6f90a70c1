"""How often the title, the year and the publisher that Casebook guesses are right.

    python benchmarks/metadata.py FOLDER [--show]

FOLDER holds the policy PDFs that labels/metadata.csv names, labelled by eye from their first two
pages; "|" stands between answers that are equally right, and a year in brackets is not printed
there but known from the series. Writes results/metadata.md. `--show` lists what is wrong.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.report import keep, table
from ingest import catalogue, pdf
from ingest.about.front import Guessed, guess
from ingest.clean import clean
from ingest.document import Document, Stated
from ingest.titles import folded, readable

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PROSE = """
A title is right when it is the printed one, with or without its subtitle; a publisher when it is
named in one of the ways that the pages name it. "Guessed, none printed": the pages print no year,
and what is guessed is the year in which the file was made. Whether that is the study's can't be
judged from them; of the files whose pages do print one, the table shows how often it is.

The rules and their thresholds were written while reading what went wrong on the even rows. The
errors of the odd rows stood in the same listing, and some of them led to a rule as well (names of
states as titles, contents pages), so the odd rows are a weaker check than they look. No rule came
of the bundled briefs.
"""
LABELS = Path(__file__).parent / "labels" / "metadata.csv"
RIGHT, WRONG, BLANK = "right", "wrong", "blank"
UNPRINTED, NONE = "guessed, none printed", "rightly blank"
OUTCOMES = (RIGHT, WRONG, BLANK, UNPRINTED, NONE)
Row = dict[str, str]
Told = dict[str, str]
Reader = Callable[[str, Document, Guessed], Told]


def info(name: str, document: Document, guessed: Guessed) -> Told:
    """What the file states: its title field and the year of its making."""
    return {"title": document.stated.title, "year": str(document.stated.made or "")}


def file_name(name: str, document: Document, guessed: Guessed) -> Told:
    """What the file's own name says, without the folders of its source."""
    own = name.rpartition("__")[2]
    return {"title": readable(own), "year": next(iter(re.findall(r"(?:19|20)\d\d", own)), "")}


def ours(name: str, document: Document, guessed: Guessed) -> Told:
    """What Casebook guesses."""
    year = str(guessed.year_from or "")
    return {"title": guessed.title, "year": year, "publisher": guessed.publisher}


READERS: dict[str, Reader] = {"the file's fields": info, "its name": file_name, "Casebook": ours}


def plain(text: str) -> str:
    """A text for comparing: letters and digits alone."""
    return re.sub(r"[\W_]+", " ", folded(text)).strip()


def judged(field: str, label: Row, told: Told) -> str:
    """The outcome of one field of one file."""
    wanted = label[field].strip("()").split("|")
    if field == "title" and label["subtitle"]:
        wanted += [f"{one} {label['subtitle']}" for one in wanted]
    said = plain(told.get(field, ""))
    if not any(wanted):
        return UNPRINTED if said else NONE
    if not said:
        return BLANK
    return RIGHT if said in map(plain, wanted) else WRONG


def read(folder: Path, name: str) -> tuple[Document, Guessed]:
    """A file as Casebook reads it, and what it guesses of it."""
    document = pdf.read(folder / name)
    return document, guess(clean(document.pages), document.stated)


def counted(labels: Sequence[Row], told: dict[str, dict[str, Told]]) -> list[list[object]]:
    """A row a field and reader: the outcomes of these files."""
    rows: list[list[object]] = []
    for field in ("title", "year", "publisher"):
        for reader in READERS:
            counts = Counter(judged(field, one, told[reader][one["file"]]) for one in labels)
            if field != "publisher" or reader == "Casebook":
                rows.append([f"{field}: {reader}", *(counts[name] for name in OUTCOMES)])
    return rows


def main() -> None:
    """Read every labelled file, judge it three ways, keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the policy PDFs of labels/metadata.csv")
    parser.add_argument("--show", action="store_true", help="list what is wrong or blank")
    asked = parser.parse_args()
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    told: dict[str, dict[str, Told]] = {reader: {} for reader in READERS}
    for label in labels:
        document, guessed = read(asked.folder, label["file"])
        for name, reader in READERS.items():
            told[name][label["file"]] = reader(label["file"], document, guessed)
        if asked.show:
            show(label, told["Casebook"][label["file"]], guessed)
    series = {label["file"].partition("__")[0] for label in labels}
    parts = {
        "even rows": labels[::2],
        "odd rows": labels[1::2],
        "all": labels,
        "all but the two series whose files are alike": [
            one for one in labels if not one["file"].startswith(("HADES", "ro2023"))
        ],
    }
    right, blank, briefs = bundled()
    text = [
        f"# Guessed metadata\n\n`python benchmarks/metadata.py FOLDER`, {date.today()}, "
        f"{len(labels)} policy PDFs of {len(series)} sources.",
        PROSE,
        f"The {briefs} bundled briefs, by their pages alone: title right in {right}, blank in "
        f"{blank}, wrong in {briefs - right - blank}.\n",
    ]
    for name, part in parts.items():
        text += [
            f"## {name[0].upper()}{name[1:]}: {len(part)} files\n",
            table(["", *OUTCOMES], counted(part, told)),
            "",
        ]
    keep("metadata.md", "\n".join(text))


def bundled() -> tuple[int, int, int]:
    """Bundled briefs whose pages alone show the title, that show none, and all."""
    outcomes = []
    for name, entry in catalogue.entries_by_file(CORPUS).items():
        guessed = guess(clean(pdf.read(CORPUS / name).pages), Stated())
        label = {"title": entry.title, "subtitle": entry.subtitle}
        outcomes.append(judged("title", label, {"title": guessed.title}))
    return outcomes.count(RIGHT), outcomes.count(BLANK), len(outcomes)


def show(label: Row, told: Told, guessed: Guessed) -> None:
    """What is not right of one file."""
    for field in ("title", "year", "publisher"):
        outcome = judged(field, label, told)
        if outcome not in (RIGHT, NONE):
            print(
                f"{label['file'][-45:]:45} {outcome}: {field} {told[field]!r}, "
                f"not {label[field][:70]!r}"
            )
    if guessed.subtitle:
        print(f"{label['file'][-45:]:45} subtitle {guessed.subtitle!r}")


if __name__ == "__main__":
    main()
