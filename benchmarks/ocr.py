"""OCR of scans of the bundled briefs, whose words and their places are known.

Run by hand, with tesseract installed: python benchmarks/ocr.py [--every N]. Pages are drawn at
several resolutions, with and without a scanner's faults, as PDFs of pictures alone, and read as any
study is.
"""

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from benchmarks.report import conditions, keep, table
from ingest import drawing, ocr
from ingest.pool import Pool
from ingest.reading import Reading
from search.embed import model_folder
from search.errors import Refused
from search.settings import DEFAULT_MODEL, Settings

CORPUS: Final = Path(__file__).parents[1] / "corpus"
RESOLUTIONS: Final = (150, 200, 300)
_WORD: Final = re.compile(r"\w+")
HEAD: Final = (
    *("Scanned at", "Pages", "Words found", "Words right", "Middles in place", "Box overlap"),
    *("Confidence", "Seconds a page"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """How one scan was read: shares of the words found, and of those read that are right.

    `placed` is the share of words whose middle lies in their true box, `overlap` the mean of
    intersection over union.
    """

    pages: int
    found: float
    right: float
    placed: float
    overlap: float
    confidence: float
    seconds: float


def main() -> None:
    """Scan, read and compare the briefs; keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--every", type=int, default=6, help="take every N-th brief")
    files = sorted(CORPUS.glob("*.pdf"))[:: parser.parse_args().every]
    if not ocr.available():
        raise SystemExit("There is no tesseract on this machine; nothing to measure.")
    rows = [row(files, dpi, faults) for faults in (False, True) for dpi in RESOLUTIONS]
    keep("ocr.md", told(len(files), rows))


def told(files: int, rows: list[list[object]]) -> str:
    """The result as a page."""
    return f"""# OCR

{conditions("pytesseract", "pypdfium2", "pillow")} Languages: {", ".join(ocr.languages())}.

{files} of the bundled briefs, drawn as pictures and read through `Pool.read`, which draws each page
at 300 dpi for tesseract whatever the scan holds. "Worn": blurred, grainy, 0.5° aslant.

{table(HEAD, rows)}
"""


def row(files: list[Path], dpi: int, worn: bool) -> list[object]:
    """One line of the table: the means over the files."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Pool(model_folder(DEFAULT_MODEL), Settings(home=Path(folder))) as pool,
    ):
        results = [compare(pool, file, scanned(file, dpi, worn, Path(folder))) for file in files]
    pages = sum(one.pages for one in results)
    names = ("found", "right", "placed", "overlap", "confidence", "seconds")
    means = (sum(getattr(one, name) * one.pages for one in results) / pages for name in names)
    return [f"{dpi} dpi{', worn' if worn else ''}", pages, *means]


def scanned(file: Path, dpi: int, worn: bool, folder: Path) -> Path:
    """A PDF of pictures of a file's pages."""
    pictures = [_worn(one, dpi) if worn else one for one in _drawn(file, dpi)]
    target = folder / f"{file.stem}.pdf"
    pictures[0].save(target, save_all=True, append_images=pictures[1:], resolution=dpi, quality=80)
    return target


def _drawn(file: Path, dpi: int) -> Iterator[Image.Image]:
    number = 1
    while True:
        try:
            yield drawing.scan(file, number, dpi)
        except Refused:
            return
        number += 1


def _worn(picture: Image.Image, dpi: int) -> Image.Image:
    turned = picture.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=250)
    blurred = turned.filter(ImageFilter.GaussianBlur(dpi / 250))
    grain = np.random.default_rng(1).normal(0, 18, (picture.height, picture.width))
    return Image.fromarray((np.asarray(blurred) * 0.9 + 15 + grain).clip(0, 255).astype(np.uint8))


def compare(pool: Pool, file: Path, scan: Path) -> Result:
    """Read a file and its scan, and compare the words of each page with their places."""
    true = pool.read(file)
    start = time.perf_counter()
    read = pool.read(scan, "en")
    seconds = (time.perf_counter() - start) / len(read.pages)
    pairs = list(zip(_pages(true), _pages(read), strict=True))
    common = sum((Counter(a) & Counter(b)).total() for (a, _), (b, _) in pairs)
    boxes = [pair for one, other in pairs for pair in _matched(one, other)]
    sure = [page.confidence or 0 for page, _ in read.pages]
    return Result(
        pages=len(pairs),
        found=common / sum(len(words) for (words, _), _ in pairs),
        right=common / sum(len(words) for _, (words, _) in pairs),
        placed=float(np.mean([_inside(a, b) for a, b in boxes])),
        overlap=float(np.mean([_overlap(a, b) for a, b in boxes])),
        confidence=sum(sure) / len(sure),
        seconds=seconds,
    )


Words = tuple[list[str], list[NDArray[Any]]]


def _pages(reading: Reading) -> Iterator[Words]:
    for page, boxes in reading.pages:
        words = list(_WORD.finditer(page.text))
        places = [boxes[word.start() : word.end()] for word in words]
        yield (
            [word.group().lower() for word in words],
            [np.hstack([one[:, :2].min(axis=0), one[:, 2:].max(axis=0)]) for one in places],
        )


def _matched(true: Words, read: Words) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """The boxes of words that stand once on the page, in both."""
    once = [{w for w, count in Counter(words).items() if count == 1} for words, _ in (true, read)]
    for word in sorted(once[0] & once[1]):
        yield true[1][true[0].index(word)], read[1][read[0].index(word)]


def _inside(true: NDArray[Any], read: NDArray[Any]) -> bool:
    middle = (read[:2] + read[2:]) / 2
    return bool((middle >= true[:2]).all() and (middle <= true[2:]).all())


def _overlap(true: NDArray[Any], read: NDArray[Any]) -> float:
    sides = np.clip(np.minimum(true[2:], read[2:]) - np.maximum(true[:2], read[:2]), 0, None)
    both = sides.prod()
    union = (true[2:] - true[:2]).prod() + (read[2:] - read[:2]).prod() - both
    return float(both / union)


if __name__ == "__main__":
    main()
