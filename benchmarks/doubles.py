"""Doubles: what is found of what is there, what finding it costs, and what folding costs a search.

    python benchmarks/doubles.py FOLDER [--readings FILE] [--sample FILE]

FOLDER holds PDFs. --readings keeps what was read of them in a file, for the next time. --sample
writes pairs for labelling by eye instead of measuring; labels/doubles.csv holds those labelled.
"""

import argparse
import csv
import pickle
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate, count
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from support import HashEmbedder

from ingest.pool import Pool
from search import folding, grouping, sketch
from search.embed import Embedded, model_folder
from search.engine import Engine
from search.errors import Refused
from search.library import Library
from search.records import Page, Passage, Query, Study
from search.settings import DEFAULT_MODEL, Settings

LABELS = Path(__file__).parent / "labels" / "doubles.csv"
COLUMNS = ("file_a", "page_a", "start_a", "file_b", "page_b", "start_b", "found", "alike", "same")
ALIKE, FEWEST = 0.8, 8
SIZES = (1_000, 10_000, 50_000)
QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one PDF."""

    name: str
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]


Pairs = dict[tuple[int, int], float]


def read(folder: Path, kept: Path | None) -> list[Read]:
    """Read every PDF of a folder, or what was kept of it."""
    if kept is not None and kept.is_file():
        found: list[Read] = pickle.loads(kept.read_bytes())
        return found
    files = sorted(folder.rglob("*.pdf"))
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(2) as threads:
        settings = Settings(Path(home), workers=2, ocr=False)
        with Pool(model_folder(DEFAULT_MODEL), settings) as pool:
            found = [one for one in threads.map(lambda file: _read(pool, file), files) if one]
    if kept is not None:
        kept.write_bytes(pickle.dumps(found))
    return found


def _read(pool: Pool, file: Path) -> Read | None:
    try:
        reading = pool.read(file)
    except Refused as refused:
        print(f"{file.name}: {refused}", file=sys.stderr)
        return None
    return Read(file.name, tuple(page for page, _ in reading.pages), reading.passages)


def put(library: Library, one: Read, mark: str = "") -> None:
    """Put what was read into a library, under its name and a mark."""
    name = f"{one.name}{mark}"
    study = Study(name, name, name, sha256=name, page_count=len(one.pages))
    pages = [
        (replace(page, study_id=name), np.full((len(page.text), 4), np.nan, np.float32))
        for page in one.pages
    ]
    passages = [replace(passage, study_id=name) for passage in one.passages]
    vectors = HashEmbedder(8).encode([passage.text for passage in passages])
    library.put(study, pages, passages, Embedded(vectors), "hash:8")


@contextmanager
def timed(where: object, name: str) -> Iterator[list[float]]:
    """The seconds of each call of a function, as another module calls it."""
    plain = getattr(where, name)
    seconds: list[float] = []

    def call(*given: object) -> object:
        started = time.process_time()
        try:
            return plain(*given)
        finally:
            seconds.append(time.process_time() - started)

    setattr(where, name, call)
    try:
        yield seconds
    finally:
        setattr(where, name, plain)


def alike(sketches: Sequence[sketch.Sketch]) -> Pairs:
    """All pairs of passages that are long enough and share enough runs of words, compared whole."""
    held: defaultdict[str, list[int]] = defaultdict(list)
    pairs: Pairs = {}
    for at, one in enumerate(sketches):
        if len(one.words) < FEWEST:
            continue
        counts = Counter(other for run in one.runs for other in held[run])
        for other, shared in counts.items():
            share = shared / (len(one.runs) + len(sketches[other].runs) - shared)
            if share >= ALIKE:
                pairs[other, at] = share
        for run in one.runs:
            held[run].append(at)
    return pairs


def grouped(library: Library, passages: Sequence[Passage]) -> set[tuple[int, int]]:
    """The pairs of passages, by their place in the sequence, that the library folds together."""
    leaders = library.leaders([passage.id for passage in passages])
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, passage in enumerate(passages):
        groups[leaders.get(passage.id, passage.id)].append(at)
    return {
        (first, second)
        for group in groups.values()
        for place, first in enumerate(group)
        for second in group[place + 1 :]
    }


def stored(readings: Sequence[Read], library: Library) -> list[Passage]:
    """Every passage, as the library keeps it, after all were put into it."""
    for one in readings:
        put(library, one)
    return [passage for one in readings for passage in library.passages_of(one.name)]


def found(passages: Sequence[Passage], pairs: Pairs, folded: set[tuple[int, int]]) -> None:
    """Print what the library folds against every pair compared whole."""
    plain = [sketch.plain(passage) for passage in passages]
    same = {pair for pair in pairs if sketch.same(plain[pair[0]], plain[pair[1]])}
    print(f"{len(passages)} passages; {len(pairs)} pairs share {ALIKE:.0%} of their runs of words")
    print(f"{len(same)} of them say the same word for word or nearly; folded: {len(folded)} pairs")
    print(f"folded of those that say the same: {len(folded & same) / len(same):.4f}")
    print(f"of the folded, such as say the same: {len(folded & same) / len(folded):.4f}")
    print("\n| runs shared | pairs | say the same | folded |\n|---|---|---|---|")
    for low, high in ((0.8, 0.85), (0.85, 0.9), (0.9, 0.95), (0.95, 1.0), (1.0, 1.1)):
        within = {pair for pair, share in pairs.items() if low <= share < high}
        counts = (len(within), len(within & same), len(within & folded))
        print(f"| {low:.2f}+ | {' | '.join(map(str, counts))} |")


def sample(
    to: Path, passages: Sequence[Passage], pairs: Pairs, folded: set[tuple[int, int]]
) -> None:
    """Write 60 folded pairs and 40 that are alike and not folded, to be labelled by eye."""
    draw = random.Random(7)
    changed = sorted(pair for pair in folded if pairs.get(pair, 0.0) < 1)
    equal = sorted(folded - set(changed))
    apart = sorted(pairs.keys() - folded)
    chosen = [(pair, "yes") for pair in draw.sample(changed, min(45, len(changed)))]
    chosen += [(pair, "yes") for pair in draw.sample(equal, 60 - len(chosen))]
    chosen += [(pair, "no") for pair in draw.sample(apart, min(40, len(apart)))]
    with to.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for (first, second), was in chosen:
            places = [(one.study_id, one.page, one.start) for one in
                      (passages[first], passages[second])]  # fmt: skip
            share = pairs.get((first, second), 0.0)
            table.writerow([*places[0], *places[1], was, f"{share:.2f}", ""])


def judged() -> None:
    """Print what the labels by eye say."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for was in ("yes", "no"):
        labels = Counter(row["same"] for row in rows if row["found"] == was)
        print(f"by eye, folded: {was}: {dict(labels)}")


def studies(readings: Sequence[Read], library: Library) -> None:
    """Print the studies that are told to be nearly another one, and how near the nearest come."""
    print(f"\nnearly the same studies: {[*map(str, library.kin())]}")
    whole = {one.name: sketch.of_study(map(sketch.plain, one.passages))[0] for one in readings}
    names = list(whole)
    near = sorted(
        (sketch.likeness(whole[one], whole[other]), one, other)
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    )
    for share, one, other in near[-3:]:
        print(f"{share:.3f} {one} {other}")


def editions(readings: Sequence[Read]) -> None:
    """Print how much of an edition is found again: pages that break elsewhere, a tenth new."""
    print("\n| study | words | its passages that have a double | its words in the older |")
    print("|---|---|---|---|")
    long = [one for one in readings if len(one.passages) > 40]
    for one, stranger in list(zip(long, long[5:], strict=False))[::8]:
        words = " ".join(passage.text for passage in one.passages).split()
        new = " ".join(passage.text for passage in stranger.passages).split()[: len(words) // 10]
        old = [_passage(words, at, 90) for at in range(0, len(words), 90)]
        later = new[:40] + words[len(new) :] + new[40:]
        newer = [_passage(later, at, 90) for at in range(0, len(later), 90)]
        older, made = [sketch.plain(each) for each in old], [sketch.plain(each) for each in newer]
        held = sum(any(sketch.same(each, other) for other in older) for each in made)
        mine, theirs = sketch.of_study(made)[0], sketch.of_study(older)[0]
        share = len(mine & theirs) / len(mine)
        print(f"| {one.name[-30:]} | {len(words)} | {held / len(made):.0%} | {share:.0%} |")


def _passage(words: Sequence[str], at: int, length: int) -> Passage:
    text = " ".join(words[at : at + length])
    return Passage("", 1, 0, len(text), text)


def marked(one: Read, mark: str) -> Read:
    """The same study in other words, each with a mark: it finds only others of that mark."""
    texts = [" ".join(f"{word}{mark}" for word in passage.text.split()) for passage in one.passages]
    ends = [*accumulate(len(text) + 1 for text in texts)]
    passages = tuple(
        Passage("", 1, end - 1 - len(text), end - 1, text)
        for text, end in zip(texts, ends, strict=True)
    )
    return Read(one.name, (replace(one.pages[0], number=1, text="\n".join(texts)),), passages)


def adding(readings: Sequence[Read]) -> None:
    """Print what adding a passage costs at several sizes of the library."""
    print("\n| passages held | sketches, ms a passage | grouping, ms a passage |\n|---|---|---|")
    readings = [one for one in readings if one.passages]
    probes = [one for one in readings if 20 <= len(one.passages) <= 80][:20]
    with tempfile.TemporaryDirectory() as home, Library(Path(home)) as library:
        held, waiting = 0, _endless(readings)
        for size in SIZES:
            while held < size:
                one, mark = next(waiting)
                put(library, one, mark)
                held += len(one.passages)
            print(_cost(library, probes, held))


def _endless(readings: Sequence[Read]) -> Iterator[tuple[Read, str]]:
    for copy in count(1):
        yield from ((marked(one, f"q{copy}"), f"-{copy}") for one in readings)


def _cost(library: Library, probes: Sequence[Read], held: int) -> str:
    counts = [len(one.passages) for one in probes]
    with timed(grouping.Prepared, "of") as made, timed(grouping, "join") as joined:
        for one in probes:
            put(library, marked(one, "probe"), f"-probe-{held}")
    for one in probes:
        library.remove(f"{one.name}-probe-{held}")
    each = [
        1000 * statistics.median(took / many for took, many in zip(seconds, counts, strict=True))
        for seconds in (made, joined)
    ]
    return f"| {held} | {each[0]:.2f} | {each[1]:.2f} |"


def searching(library: Library, passages: Sequence[Passage]) -> None:
    """Print the time that folding adds to a search."""
    draw = random.Random(3)
    engine = Engine(library, HashEmbedder(8))
    asked = [" ".join(one.text.split()[:12]) for one in draw.sample(list(passages), QUESTIONS)]
    engine.search(Query(asked[0]))
    with (
        timed(library, "leaders") as looked,
        timed(folding, "doubles") as shown,
        timed(engine, "search") as whole,
    ):
        for question in asked:
            engine.search(Query(question))
    if len(looked) != len(asked):
        print(f"{len(looked) - len(asked)} searches went deeper")
    added = [one + other for one, other in zip(looked, shown, strict=True)]
    for name, times in (("folding", added), ("the whole search", whole)):
        middle, late = statistics.median(times), sorted(times)[int(0.95 * len(times))]
        print(f"{name}: {1000 * middle:.2f} ms in the middle, {1000 * late:.2f} ms at 95 %")


def main() -> None:
    """Measure, or write a sample to be labelled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--sample", type=Path)
    asked = parser.parse_args()
    readings = read(asked.folder, asked.readings)
    with tempfile.TemporaryDirectory() as home, Library(Path(home)) as library:
        passages = stored(readings, library)
        pairs = alike([sketch.plain(passage) for passage in passages])
        folded = grouped(library, passages)
        if asked.sample:
            sample(asked.sample, passages, pairs, folded)
            return
        found(passages, pairs, folded)
        judged()
        studies(readings, library)
        editions(readings)
        searching(library, passages)
    adding(readings)


if __name__ == "__main__":
    main()
