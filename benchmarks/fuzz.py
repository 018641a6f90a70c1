"""Spoiled PDFs through the pool of workers: does the parent live, is every span what it says.

Run by hand: python benchmarks/fuzz.py FOLDER --count 10000 --seed 1. It takes the folder's PDFs
below 300 kB and the bundled ones, without those that are made to take long: they would only
measure the limit on time. A run that was stopped goes on from its --log.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.mutations import WAYS, spoiled
from benchmarks.report import conditions, keep, table
from ingest.pool import Pool
from ingest.reading import Reading
from search import settings
from search.embed import SentenceEmbedder
from search.errors import CasebookError, Refused

ROOT = Path(__file__).parents[1]
LARGEST = 300_000
SECONDS = 10
# Bombs and the like, each measured whole by robustness.py.
SLOW = ("bomb", "billion_laughs", "20000_pages")


@dataclass(frozen=True, slots=True)
class Case:
    """What became of one spoiled file; `wrong` is a law that its reading broke."""

    number: int
    file: str
    way: str
    outcome: str
    seconds: float
    passages: int = 0
    wrong: str = ""
    reason: str = ""


def main() -> None:
    """Read as many spoiled files as are asked for, and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="PDFs to spoil")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--log", type=Path, help="JSON lines, to go on from")
    asked = parser.parse_args()
    log = asked.log or Path(tempfile.gettempdir(), f"fuzz-{asked.seed}.jsonl")
    files = chosen([asked.folder, ROOT / "corpus"])
    done = {case.number: case for case in kept(log)}
    missing = [number for number in range(asked.count) if number not in done]
    print(f"{len(files)} files, {len(done)} cases in {log}, {len(missing)} to do.", flush=True)
    with log.open("a", encoding="utf-8") as out:
        for case in cases(files, missing, asked.seed, asked.workers):
            done[case.number] = case
            print(json.dumps(asdict(case)), file=out, flush=True)
            if case.wrong:
                print(case, flush=True)
    found = [done[number] for number in range(asked.count)]
    keep("fuzz.md", told(found, len(files), asked.seed))


def chosen(folders: Iterable[Path]) -> list[Path]:
    """The PDFs of some folders that are small enough, in the order of their names."""
    found = [file for folder in folders for file in sorted(folder.glob("*.pdf"))]
    small = [file for file in found if 0 < file.stat().st_size < LARGEST]
    return [file for file in small if not any(name in file.name for name in SLOW)]


def kept(log: Path) -> Iterator[Case]:
    """The cases of an earlier run; it may have ended in the midst of a line."""
    for line in log.read_text("utf-8").splitlines() if log.is_file() else ():
        if line.endswith("}"):
            yield Case(**json.loads(line))


def cases(files: Sequence[Path], numbers: Iterable[int], seed: int, workers: int) -> Iterator[Case]:
    """Each number's case."""
    model = SentenceEmbedder(settings.DEFAULT_MODEL).folder
    with tempfile.TemporaryDirectory() as folder:
        limits = settings.Settings(
            home=Path(folder), workers=workers, parse_seconds=SECONDS, ocr=False
        )
        with Pool(model, limits) as pool, ThreadPoolExecutor(workers) as threads:

            def one(number: int) -> Case:
                place = Path(folder, f"{number}.pdf")
                return read(pool, files[number % len(files)], place, seed, number)

            yield from threads.map(one, numbers)


def read(pool: Pool, file: Path, place: Path, seed: int, number: int) -> Case:
    """One file, spoiled and read."""
    way, data = spoiled(seed * 1_000_003 + number, file.read_bytes())
    place.write_bytes(data)
    started = time.perf_counter()
    passages, wrong, reason = 0, "", ""
    try:
        reading = pool.read(place)
        passages = len(reading.passages)
        wrong = broken(reading)
        outcome = "read" if any(page.text.strip() for page, _ in reading.pages) else "no text"
    except Refused as refused:
        outcome, reason = refused.code, str(refused)
        wrong = "a refusal without a reason" if not reason else ""
    except CasebookError as error:
        outcome, wrong = "error", f"{type(error).__name__}: {error}"
    finally:
        place.unlink()
    seconds = round(time.perf_counter() - started, 3)
    return Case(number, file.name, way, outcome, seconds, passages, wrong, reason[:200])


def broken(reading: Reading) -> str:
    """The first law that a reading breaks, in words."""
    texts = {page.number: page.text for page, _ in reading.pages}
    if list(texts) != list(range(1, len(texts) + 1)):
        return "pages are not numbered one by one"
    for page, boxes in reading.pages:
        if boxes.shape != (len(page.text), 4):
            return f"page {page.number} has {len(page.text)} characters and {boxes.shape} boxes"
        if page.text != page.text.encode("utf-8", "ignore").decode("utf-8"):
            return f"page {page.number} holds what is no character"
    for one in reading.passages:
        text = texts[one.page]
        if not 0 <= one.start < one.end <= len(text) or text[one.start : one.end] != one.text:
            return f"the passage at {one.start}-{one.end} of page {one.page} is not what it says"
        if text[one.header_start : one.header_end] != one.header:
            return f"the header of the passage at {one.start} of page {one.page} is another"
    return ""


def told(found: Sequence[Case], files: int, seed: int) -> str:
    """The result as a page."""
    outcomes = Counter(case.outcome for case in found)
    names = [name for name, _ in outcomes.most_common()]
    by_way = Counter((case.way, case.outcome) for case in found)
    counts = [(way, *(by_way[way, name] for name in names)) for way in WAYS]
    wrong = [case for case in found if case.wrong]
    rows = [(case.number, case.file, case.way, case.wrong) for case in wrong]
    slow = max(found, key=lambda case: case.seconds)
    work = sum(case.seconds for case in found) / len(found)
    passages = sum(case.passages for case in found)
    return f"""# Spoiled PDFs

{len(found)} mutations (seed {seed}) of {files} PDFs below {LARGEST // 1000} kB, each through \
`Pool.read` with two workers, {SECONDS} s a file and no OCR. {conditions("pypdf", "pypdfium2")}

The parent lived through all of them. {len(wrong)} broke a law, of {passages} passages whose span, \
header and boxes were compared with their pages. {work:.2f} s a file, the slowest \
{slow.seconds:.1f} s ({slow.file}, {slow.way}, {slow.outcome}).

{table(("way", *names), [*counts, ("all", *(outcomes[name] for name in names))])}

{table(("number", "file", "way", "law"), rows) if rows else ""}
"""


if __name__ == "__main__":
    main()
