"""Odd and broken PDFs through the pool of workers: what becomes of each, how long, what is lost.

Run by hand: python benchmarks/robustness.py FOLDER. The folder's manifest.tsv says what pypdf,
pdfium and pdftotext make of each file ("8 pages, 2209 chars", an error's name, a signal).
"""

import argparse
import csv
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.report import conditions, keep, table
from ingest.pool import Pool
from search import settings
from search.embed import SentenceEmbedder
from search.errors import Refused
from search.records import ReadBy

try:
    import resource
except ImportError:  # Windows keeps no account of a child's memory.
    resource = None  # type: ignore[assignment]

READERS = ("pypdf", "pdfium", "pdftotext")
# What is odd, told by the names of the files; the first that fits.
CLASSES = {
    "empty or without pages": "empty_0|zero_pages",
    "cut off": "truncated|stripped",
    "changed on the way": "bitrot|crlf",
    "asks for a password": "user|both-passwords|-password|encrypted-file|bug1782186",
    "encrypted, opens without": "owner|encrypt|enc_|no-key",
    "unpacks without end": "bomb|billion",
    "cyclic or deep objects": "loop|deep|nested|[Cc]ycle",
    "very many pages": "20000",
    "wrong tables, lengths, counts": "xref|count_lies|length|mediabox|junk|REDHAT|PDFBOX|fuzz",
    "scans and pictures": "scan|bitmap|image|imagemagick|box.pdf|Siege|Seige",
    "forms and notes": "annot|[Ff]orm|commented|example|bug(1675|1782564|1796|1802|1811|1815|1669)",
    "turned pages": "rotated|Orient",
    "other odd files": "",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file. `best` is the most characters that any reader found, and whose."""

    file: str
    outcome: str
    seconds: float
    pages: int
    with_text: int
    characters: int
    best_pages: int
    best_characters: int
    best_reader: str
    reason: str = ""
    accounted: bool = True

    @property
    def poorer(self) -> bool:
        """Whether a reader of the manifest got pages or half of its text more than we did."""
        fewer = self.best_characters > 0 and self.with_text < self.best_pages
        return fewer or self.characters < self.best_characters / 2


def main() -> None:
    """Read every file of a folder and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="odd PDFs, with their manifest.tsv")
    parser.add_argument("--only", default="", help="only files with this in their name")
    arguments = parser.parse_args()
    if not (arguments.folder / "manifest.tsv").is_file():
        raise SystemExit(f"There is no manifest.tsv in {arguments.folder}; nothing to measure.")
    results = list(read_all(arguments.folder, arguments.only))
    if arguments.only:
        print(table(_HEAD, map(_row, results)))
    else:
        keep("robustness.md", told(results))


def read_all(folder: Path, only: str) -> Iterator[Result]:
    """Every file of the manifest through one pool under the default limits."""
    model = SentenceEmbedder(settings.DEFAULT_MODEL).folder
    text = (folder / "manifest.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    with (
        tempfile.TemporaryDirectory() as home,
        Pool(model, settings.Settings(home=Path(home))) as pool,
    ):
        for row in rows:
            if only in row["file"]:
                yield read_one(pool, folder / row["file"], row)


def read_one(pool: Pool, file: Path, row: dict[str, str]) -> Result:
    """One file, timed, beside what the manifest says of it."""
    started = time.perf_counter()
    pages = with_text = characters = 0
    reason, accounted = "", True
    try:
        reading = pool.read(file)
        pages = len(reading.pages)
        with_text = sum(bool(page.text.strip()) for page, _ in reading.pages)
        characters = sum(len(page.text.strip()) for page, _ in reading.pages)
        notes = [page.note for page, _ in reading.pages if page.note]
        outcome = "text" if with_text == pages else "some pages" if with_text else "no text"
        reason = "; ".join(dict.fromkeys(notes))
        accounted = all(
            page.text.strip() or page.note or page.read_by is ReadBy.BLANK
            for page, _ in reading.pages
        )
    except Refused as refused:
        outcome, reason = f"refused: {refused.code}", str(refused)
    seconds = time.perf_counter() - started
    return Result(
        *(file.name, outcome, seconds, pages, with_text, characters, *best(row)),
        reason=reason,
        accounted=accounted,
    )


def best(row: dict[str, str]) -> tuple[int, int, str]:
    """Pages, characters and name of the reader that found most characters."""
    found = [(0, 0, "")]
    for reader in READERS:
        if counts := re.fullmatch(r"(\d+) pages, (\d+) chars", row[reader]):
            found.append((int(counts[1]), int(counts[2]), reader))
    return max(found, key=lambda one: one[1])


_HEAD = (
    *("file", "outcome", "seconds", "pages", "with text", "characters"),
    *("best reader", "its pages", "its characters", "note"),
)


def _row(one: Result) -> Sequence[object]:
    return (
        *(one.file, one.outcome, one.seconds, one.pages, one.with_text, one.characters),
        *(one.best_reader or "none", one.best_pages, one.best_characters, one.reason[:120]),
    )


def by_class(results: Sequence[Result]) -> str:
    """How many files of each class ended how; `behind` has fewer pages with text than the best."""
    outcomes = [name for name, _ in Counter(one.outcome for one in results).most_common()]
    rows = []
    for name, members in _classed(results).items():
        counts = Counter(one.outcome for one in members)
        behind = sum(one.with_text < one.best_pages and one.best_characters > 0 for one in members)
        silent = sum(one.with_text < one.pages and not one.accounted for one in members)
        found = [counts[outcome] for outcome in outcomes]
        rows.append((name, len(members), *found, behind, silent))
    return table(("class", "files", *outcomes, "behind", "without a reason"), rows)


def _classed(results: Sequence[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {name: [] for name in CLASSES}
    for one in results:
        fits = (name for name, what in CLASSES.items() if re.search(what, one.file))
        found[next(fits)].append(one)
    return {name: members for name, members in found.items() if members}


def told(results: Sequence[Result]) -> str:
    """The result as a page."""
    limits = settings.Settings(home=Path())
    counts = Counter(one.outcome for one in results)
    slow = max(results, key=lambda one: one.seconds)
    middle = median(one.seconds for one in results)
    poorer = [one for one in results if one.poorer]
    richer = sum(one.characters > 2 * one.best_characters for one in results)
    return f"""# Odd and broken PDFs

{len(results)} files, each through `Pool.read` under the default limits ({limits.parse_seconds} s, \
{limits.parse_megabytes} MB). {conditions("pypdf", "pypdfium2")}

{table(("outcome", "files"), counts.most_common())}

No file ended or hung the parent. Median {middle:.2f} s a file, the slowest {slow.seconds:.1f} s \
({slow.file}); {_memory()}

## By class

{by_class(results)}

Behind: fewer pages with text than the best reader of the manifest. Without a reason: a page that is
neither read, nor found blank, nor has a note why not.

## Less than the best of pypdf, pdfium and pdftotext alone

A reader of the manifest (run alone, 60 s and 2 GiB a file) had more pages with text, or more than
twice our characters, in {len(poorer)} files; in {richer} we have twice the best of them, by OCR.

{table(_HEAD, map(_row, poorer))}

## Refused

{table(("file", "code", "reason"), _refused(results))}

## Every file that took over 5 s

{table(("file", "outcome", "seconds"), _slow(results))}
"""


def _refused(results: Sequence[Result]) -> Iterator[Sequence[object]]:
    for one in results:
        if one.outcome.startswith("refused"):
            yield one.file, one.outcome.removeprefix("refused: "), one.reason[:160]


def _slow(results: Sequence[Result]) -> Iterator[Sequence[object]]:
    for one in sorted(results, key=lambda one: -one.seconds):
        if one.seconds > 5:
            yield one.file, one.outcome, one.seconds


def _memory() -> str:
    if resource is None:
        return "this system keeps no account of a worker's memory."
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"the largest worker held {peak:.0f} MB."


if __name__ == "__main__":
    main()
