"""Pages a second of the whole extraction against bare pypdf, side by side in one run.

    python benchmarks/speed.py FOLDER [--every 6] [--rounds 3]

Casebook reads in two workers, by the pool of `casebook add`, without OCR and without embedding.
pypdf only takes the text out, in one process and, for comparison, spread over two. All are handed
the largest file first, so that none is left to one worker at the end. Writes results/speed.md.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import pypdf

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.report import conditions, keep, table
from ingest.pool import Pool
from search.embed import model_folder
from search.settings import DEFAULT_MODEL, Settings

WORKERS: Final = 2
Files = Sequence[Path]


def by_casebook(files: Files) -> int:
    """The pages of all files, read whole: text, boxes, tables, running lines, passages."""
    with (
        TemporaryDirectory() as home,
        Pool(model_folder(DEFAULT_MODEL), Settings(Path(home), workers=WORKERS, ocr=False)) as pool,
        ThreadPoolExecutor(WORKERS) as threads,
    ):
        return sum(threads.map(lambda file: len(pool.read(file).pages), files))


def pypdf_pages(file: Path) -> int:
    """The pages of a file, each taken out as text and dropped."""
    reader = pypdf.PdfReader(file)
    for page in reader.pages:
        page.extract_text()
    return len(reader.pages)


def by_pypdf(files: Files, processes: int) -> int:
    """The pages of all files by bare pypdf."""
    with ProcessPoolExecutor(processes) as pool:
        return sum(pool.map(pypdf_pages, files))


READERS: Final[dict[str, Callable[[Files], int]]] = {
    "Casebook, two workers": by_casebook,
    "pypdf, one process": lambda files: by_pypdf(files, 1),
    "pypdf, two processes": lambda files: by_pypdf(files, 2),
}


def timed(reader: Callable[[Files], int], files: Files) -> tuple[float, float]:
    """Seconds a page by the clock, and of processor time of the processes that it started."""
    began, used = time.perf_counter(), _used()
    pages = reader(files)
    return (time.perf_counter() - began) / pages, (_used() - used) / pages


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def told(files: Files, rounds: Sequence[dict[str, tuple[float, float]]]) -> str:
    """The result as a page."""
    ours = next(iter(READERS))
    rows = [
        (
            name,
            f"{median(1 / one[name][0] for one in rounds):.1f}",
            f"{median(1000 * one[name][1] for one in rounds):.1f}",
            f"{median(one[name][0] / one[ours][0] for one in rounds):.1f}",
            f"{median(one[name][1] / one[ours][1] for one in rounds):.1f}",
        )
        for name in READERS
    ]
    head = ("reader", "pages a second", "processor ms a page", "times Casebook's time", "processor")
    return f"""# Speed of the whole extraction

{len(files)} files, {len(rounds)} rounds, each reader after the other in every round; medians. The
largest file is handed out first, and the start of the processes counts. Casebook reads whole: text
and boxes, repairs, reading order, tables, running lines, language, page labels, headings, kinds of
matter, passages; without OCR and without embedding. pypdf takes the text out and drops it.
{conditions("pypdf", "pypdfium2")} Command: `python benchmarks/speed.py FOLDER`

{table(head, rows)}
"""


def main() -> None:
    """Measure a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="a folder of policy PDFs")
    parser.add_argument("--every", type=int, default=1, help="take every so many files")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    files = sorted(asked.folder.glob("*.pdf"))[:: asked.every]
    files.sort(key=lambda file: file.stat().st_size, reverse=True)
    if not files:
        raise SystemExit(f"There are no PDFs in {asked.folder}; nothing to measure.")
    rounds = []
    for _ in range(asked.rounds):
        rounds.append({name: timed(reader, files) for name, reader in READERS.items()})
        print(rounds[-1], file=sys.stderr)
    keep("speed.md", told(files, rounds))


if __name__ == "__main__":
    main()
