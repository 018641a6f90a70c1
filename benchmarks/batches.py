"""A thousand files: an add that is interrupted at random ends with the library of one that is not.

Run by hand: python -m benchmarks.batches FOLDER, with a folder of PDFs. They are split into files
of one to four pages, some of one name in different folders, some twice, some cut off. The model is
a table of random word vectors, so that reading and writing are measured and not embedding; OCR is
off. Needs Linux, whose /proc tells the memory of a process.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pypdf

from benchmarks.memory import Sample, sampled, slope
from benchmarks.report import conditions, keep, table
from search.embed import model_folder
from search.settings import DEFAULT_MODEL

WORKERS: Final = 2
SIZES: Final = (1, 2, 3, 3, 2)
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
EXPORTS: Final = ("passages", "studies", "unread")
# The command, with a line in a file for each content that it hands to a reader.
COMMAND: Final = """
import hashlib, sys
from ingest.pool import Pool
from casebook.cli import main

read, log = Pool.read, sys.argv.pop(1)

def told(pool, path, *given, **named):
    with open(log, "a") as file:
        file.write(hashlib.sha256(path.read_bytes()).hexdigest() + "\\n")
    return read(pool, path, *given, **named)

Pool.read = told
sys.argv[0] = "casebook"
main()
"""


# The files


def split(folder: Path, target: Path, wanted: int) -> None:
    """So many files made of the pages of a folder's PDFs, the same ones at every run."""
    pieces = sorted(target_pieces(folder), key=lambda piece: piece[0])
    doubles, broken = max(2, wanted // 33), max(2, wanted // 50)
    whole = wanted - doubles - broken
    step = max(1.0, len(pieces) / whole)
    chosen = [pieces[int(place * step)] for place in range(min(whole, len(pieces)))]
    made = [_write(target / name, source, pages) for name, source, pages in _named(chosen)]
    for place in range(wanted - len(made) - broken):
        _copy(made[place * 7 % len(made)], target / "again" / f"copy-{place:03}.pdf", 1.0)
    for place in range(broken):
        share = (place % 9 + 1) / 10
        _copy(made[place * 11 % len(made)], target / "broken" / f"cut-{place:03}.pdf", share)
    count = len(list(target.glob("**/*.pdf")))
    if count != wanted:
        raise SystemExit(f"{folder} makes {count} files, not {wanted}; name a folder of more PDFs.")


def target_pieces(folder: Path) -> Iterator[tuple[str, Path, range]]:
    """Runs of one to four pages: a name, the PDF that they are of, their places in it."""
    for place, source in enumerate(sorted(folder.glob("*.pdf"))):
        count, first = len(pypdf.PdfReader(source).pages), 0
        for turn in range(count):
            if first >= count:
                break
            last = min(count, first + SIZES[turn % len(SIZES)])
            # Numbered: names of one series are alike in their first forty letters.
            yield f"{place:02}-{source.stem[:36]}-{first + 1:03}", source, range(first, last)
            first = last


def _named(
    pieces: Sequence[tuple[str, Path, range]],
) -> Iterator[tuple[str, Path, range]]:
    """Every fifth is called report.pdf, in a folder of its own."""
    for place, (name, source, pages) in enumerate(pieces):
        path = f"{name}/report.pdf" if place % 5 == 0 else f"part-{place % 20:02}/{name}.pdf"
        yield path, source, pages


def _write(path: Path, source: Path, pages: range) -> Path:
    reader, writer = _opened(source), pypdf.PdfWriter()
    for number in pages:
        page = reader.pages[number]
        # They lead to other pages, and those to the whole file.
        for entry in ("/Annots", "/B", "/StructParents"):
            page.pop(pypdf.generic.NameObject(entry), None)
        writer.add_page(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        writer.write(file)
    return path


@lru_cache(1)
def _opened(source: Path) -> pypdf.PdfReader:
    """A source, whose pieces are written one after another."""
    return pypdf.PdfReader(source)


def _copy(source: Path, target: Path, share: float) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    target.write_bytes(content[: int(len(content) * share)])


def tiny_model(folder: Path) -> Path:
    """A model that gives each word a random vector of 32 numbers."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder(DEFAULT_MODEL) / "tokenizer.json"))
    tokenizer.no_padding()
    weights = np.random.default_rng(0).standard_normal((tokenizer.get_vocab_size(), 32))
    words = StaticEmbedding(tokenizer, embedding_weights=weights.astype(np.float32))
    SentenceTransformer(modules=[words], device="cpu").save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


# The runs


@dataclass(frozen=True, slots=True)
class Run:
    """One `casebook add`: how it ended, and what it left."""

    signal: str
    asked_after: float
    ended_after: float
    code: int
    studies: int
    told: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a run is stopped, and how: so long after it has added so many studies."""

    signal: signal.Signals
    studies: int
    seconds: float


def moments(count: int, studies: int, start: float, chance: random.Random) -> Iterator[Moment]:
    """One in five at any moment of the start; the others spread over the studies."""
    kinds = [SIGNALS[place % len(SIGNALS)] for place in range(count)]
    chance.shuffle(kinds)
    for place, kind in enumerate(kinds):
        if place % 5 == 4:
            yield Moment(kind, 0, chance.uniform(0, start))
        else:
            yield Moment(kind, chance.randint(1, 2 * studies // count), chance.uniform(0, 0.5))


@dataclass(frozen=True, slots=True)
class Trial:
    """A library and every add that was run over it."""

    home: Path
    model: Path
    files: Path
    runs: list[Run] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """A line for each content that was handed to a reader."""
        return self.home.with_suffix(".log")

    def add(self, moment: "Moment | None" = None) -> Run:
        """Run an add, to its end or until it is sent a signal."""
        started = time.monotonic()
        with tempfile.TemporaryFile() as out:
            process = self._start(["add", "--json", str(self.files)], out)
            sampler = sampled(process, self.home / "studies", self.samples)
            if moment is not None:
                self._await(process, moment)
                process.send_signal(moment.signal)
            asked = time.monotonic()
            code = process.wait()
            ended = time.monotonic()
            sampler.join()
            out.seek(0)
            text = out.read()
        stopped = moment is not None and code not in (0, 1)
        name = moment.signal.name if moment is not None and stopped else ""
        told = json.loads(text) if text else None
        run = Run(name, asked - started, ended - asked, code, self.studies, told)
        self.runs.append(run)
        print(f"{len(self.runs)}: {name or 'to its end'} {run.studies}", file=sys.stderr)
        return run

    def _await(self, process: "subprocess.Popen[bytes]", moment: "Moment") -> None:
        """Wait until so many studies more have their copies, and so much longer."""
        had = self._copies()
        while moment.studies and process.poll() is None and self._copies() < had + moment.studies:
            time.sleep(0.02)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moment.seconds)

    def _copies(self) -> int:
        return len(list((self.home / "studies").glob("*.pdf")))

    @property
    def studies(self) -> int:
        """How many studies are there."""
        return len(json.loads(self.said("list", "--json") or b'{"studies": []}')["studies"])

    def said(self, *arguments: str) -> bytes:
        """What a command prints."""
        with tempfile.TemporaryFile() as out:
            self._start(list(arguments), out).wait()
            out.seek(0)
            return out.read()

    def _start(self, arguments: list[str], out: Any) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(part for part in sys.path if part)
        more = {
            "CASEBOOK_HOME": str(self.home),
            "CASEBOOK_MODEL": str(self.model),
            "CASEBOOK_WORKERS": str(WORKERS),
            "CASEBOOK_OCR": "false",
            "PYTHONPATH": path,
        }
        command = [sys.executable, "-c", COMMAND, str(self.log), *arguments]
        return subprocess.Popen(
            command, env=os.environ | more, stdout=out, stderr=subprocess.DEVNULL
        )


def main() -> None:
    """Split, add once, add with interruptions, compare; keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--interruptions", type=int, default=20)
    parser.add_argument("--seed", type=int, default=3)
    given = parser.parse_args()
    # A shell starts what runs in the background deaf to SIGINT, and its children would be, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="casebook-batches-") as name:
        base = Path(name)
        split(given.folder, base / "files", given.files)
        model = tiny_model(base / "model")
        once = Trial(base / "once", model, base / "files")
        whole = once.add()
        samples = list(once.samples)
        again = once.add()
        other = Trial(base / "other", model, base / "files")
        start = again.asked_after + again.ended_after
        chance = random.Random(given.seed)
        for moment in moments(given.interruptions, whole.studies, start, chance):
            other.add(moment)
        other.add()
        keep("batches.md", told(given, once, other, samples))


def told(given: argparse.Namespace, once: Trial, other: Trial, samples: Sequence[Sample]) -> str:
    """The result as a page."""
    whole, again, last = once.runs[0], once.runs[1], other.runs[-1]
    assert whole.told is not None
    assert last.told is not None
    totals = whole.told["totals"]
    exports = [(what, *_compared(what, once, other)) for what in EXPORTS]
    stopped = [run for run in other.runs[:-1] if run.signal]
    soft = [run for run in stopped if run.signal != "SIGKILL"]
    reads, read_twice, contents = _reads(other.log)
    ends = max((run.ended_after for run in soft), default=0.0)
    memory = [
        (who, f"{max(series):.0f} MB", f"{slope(files, series):+.1f} MB")
        for who, files, series in _memory(samples)
    ]
    codes = ", ".join(f"{count} {code}" for code, count in totals["refused_by_code"].items())
    return f"""# A thousand files, interrupted

`python -m benchmarks.batches FOLDER --files {given.files} --interruptions {given.interruptions} \
--seed {given.seed}` over the policy set. {WORKERS} workers, a model of random word vectors (so \
embedding costs next to nothing), no OCR. {conditions("pypdfium2", "pypdf", "numpy")}

Undisturbed: {totals["files"]} files in {totals["seconds"]:.0f} s, {totals["pages"]} pages, \
{totals["pages_per_second"]:.1f} pages a second, {totals["passages"]} passages. \
{totals["added"]} added, {totals["present"]} there already by content, {totals["no-text"]} \
without text, {totals["refused"]} refused ({codes}). Run again with everything there: \
{again.ended_after:.1f} s from start to end, {_seconds(again):.1f} s of them for the files.

{table(("memory of", "most", "a hundred files more"), memory)}

Interrupted {len(stopped)} times ({_counted(run.signal for run in stopped)}), each time run again: \
{last.studies} studies against {whole.studies}. `casebook check` says of it: \
"{other.said("check").decode().strip()}" The longest that a run went on after SIGINT or SIGTERM: \
{ends:.1f} s.

{table(("export", "bytes", "the same"), exports)}

{reads} files were read for {contents} contents: {read_twice} contents more than once. They were \
under way when a run was stopped, or are refused, which every run tries again.

{table(("stopped by", "after s", "ended s later", "status", "studies then"), map(_row, other.runs))}
"""


def _seconds(run: Run) -> float:
    return float(run.told["totals"]["seconds"]) if run.told else 0.0


def _row(run: Run) -> tuple[object, ...]:
    return (
        run.signal or "nothing",
        f"{run.asked_after:.1f}" if run.signal else "",
        f"{run.ended_after:.1f}",
        run.code,
        run.studies,
    )


def _counted(names: Iterator[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(Counter(names).items()))


def _compared(what: str, once: Trial, other: Trial) -> tuple[int, str]:
    first, second = (trial.said("export", "--what", what) for trial in (once, other))
    return len(first), "to the byte" if first == second else "NO"


def _reads(log: Path) -> tuple[int, int, int]:
    counts = Counter(log.read_text().split())
    return counts.total(), sum(count > 1 for count in counts.values()), len(counts)


def _memory(samples: Sequence[Sample]) -> Iterator[tuple[str, list[int], list[float]]]:
    late = [one for one in samples if one.files]
    files = [one.files for one in late]
    yield "the command", files, [one.parent for one in late]
    yield "its readers together", files, [one.children for one in late]


if __name__ == "__main__":
    main()
