"""pypdf against pdfium over a folder of PDFs: time, pages with text, words, leftovers.

Run by hand: python benchmarks/pdf_readers.py [FOLDER]. Each file goes through each reader in a
process of its own, one after the other, so that a ratio compares two neighbouring moments.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pypdf
import pypdfium2

from benchmarks.report import conditions, keep, table

SECONDS = 600
LEFTOVERS = {
    "U+FFFE": re.compile("\ufffe"),
    "U+0002": re.compile("\x02"),
    "hyphen, line end": re.compile(r"(?<=[^\W\d_])-\r?\n(?=[^\W\d_])"),
    "other controls": re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"),
    "private use": re.compile("[\ue000-\uf8ff]"),
    "ligatures": re.compile("[\ufb00-\ufb06]"),
}
_HYPHENS = re.compile(r"[\ufffe\x02\xad]|-\s*\n")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Read:
    """What one reader made of one file: the text of each page, None where it raised."""

    pages: list[str | None]
    seconds: float

    @property
    def text(self) -> str:
        """All pages as one text."""
        return "\n".join(page or "" for page in self.pages)


@dataclass(frozen=True, slots=True)
class Pair:
    """One file through both readers."""

    file: str
    pypdf: Read
    pdfium: Read


def main() -> None:
    """Measure a folder, or be the process that reads one file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder of policy PDFs")
    parser.add_argument("--reader", choices=_READERS, help="read one file and print its texts")
    arguments = parser.parse_args()
    if arguments.reader:
        json.dump(_timed(_READERS[arguments.reader], arguments.folder), sys.stdout)
        return
    files = sorted(arguments.folder.glob("**/*.pdf"))
    if not files:
        raise SystemExit(f"There are no PDFs in {arguments.folder}; nothing to measure.")
    keep("pdf-readers.md", told([pair(file) for file in files]))


# In a process of its own


def _timed(reader: Callable[[Path], Iterator[str | None]], file: Path) -> tuple[object, float]:
    started = time.process_time()
    try:
        pages = list(reader(file))
    except Exception:
        pages = []
    return pages, time.process_time() - started


def _by_pypdf(file: Path) -> Iterator[str | None]:
    for page in pypdf.PdfReader(file).pages:
        try:
            yield page.extract_text()
        except Exception:
            yield None


def _by_pdfium(file: Path) -> Iterator[str | None]:
    document = pypdfium2.PdfDocument(file)
    for number in range(len(document)):
        try:
            yield document[number].get_textpage().get_text_range()
        except pypdfium2.PdfiumError:
            yield None


_READERS = {"pypdf": _by_pypdf, "pdfium": _by_pdfium}


# In the process that compares


def pair(file: Path) -> Pair:
    """One file through both readers, one right after the other."""
    return Pair(file.name, *(_run(reader, file) for reader in ("pypdf", "pdfium")))


def _run(reader: str, file: Path) -> Read:
    command = [sys.executable, __file__, "--reader", reader, str(file)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return Read([], SECONDS)
    return Read(*json.loads(done.stdout))


def overlap(left: str, right: str) -> float:
    """F1 of the bags of words of two texts, cut words made whole in both; 1.0 for two empty."""
    one, other = (Counter(_WORD.findall(_HYPHENS.sub("", text).lower())) for text in (left, right))
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def told(pairs: Sequence[Pair]) -> str:
    """The result as a page."""
    both = [pair for pair in pairs if pair.pypdf.pages and pair.pdfium.pages]
    ratios = sorted(pair.pypdf.seconds / pair.pdfium.seconds for pair in both)
    scores = sorted((overlap(pair.pypdf.text, pair.pdfium.text), pair.file) for pair in both)
    least = [(file, score) for score, file in scores if score < 0.99]
    return f"""# pypdf against pdfium

{len(pairs)} files, each in a process of its own, first by pypdf, then by pdfium; processor time
without the start of Python and of the reader. {conditions("pypdf", "pypdfium2")}

{table(("", "pypdf", "pdfium"), _compared(both))}

pypdf takes {median(ratios):.1f} times pdfium's processor time (median over the files; lowest \
{ratios[0]:.1f}, highest {ratios[-1]:.1f}).

Words of both as bags, F1: median {median(score for score, _ in scores):.4f}, \
{len(scores) - len(least)} of {len(scores)} files at 0.99 or more.

{table(("file under 0.99", "F1"), least)}

## Only one of both can read

{table(("file", "pages by pypdf alone", "pages by pdfium alone"), _alone(pairs))}
"""


def _compared(pairs: Sequence[Pair]) -> Iterator[Sequence[object]]:
    sides = ([pair.pypdf for pair in pairs], [pair.pdfium for pair in pairs])
    texts = ["\n".join(read.text for read in side) for side in sides]
    yield "files opened", *(len(side) for side in sides)
    yield "pages", *(sum(len(read.pages) for read in side) for side in sides)
    yield "pages with text, %", *(_share(side) for side in sides)
    middles = (median(1000 * read.seconds / len(read.pages) for read in side) for side in sides)
    yield "ms a page, median file", *middles
    yield "characters", *(len(text) for text in texts)
    for name, pattern in LEFTOVERS.items():
        yield name, *(len(pattern.findall(text)) for text in texts)


def _share(side: Sequence[Read]) -> float:
    pages = [page for read in side for page in read.pages]
    return 100 * sum(bool(page and page.strip()) for page in pages) / len(pages)


def _alone(pairs: Sequence[Pair]) -> Iterator[Sequence[object]]:
    for one in pairs:
        left, right = (
            {number for number, page in enumerate(read.pages) if page and page.strip()}
            for read in (one.pypdf, one.pdfium)
        )
        if left != right:
            yield one.file, len(left - right), len(right - left)


if __name__ == "__main__":
    main()
