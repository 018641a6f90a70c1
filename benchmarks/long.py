"""A PDF of ten thousand pages: what the command and its reader hold in memory as they go.

Run by hand: python -m benchmarks.long FOLDER [--pages 10000]. The pages are those of the folder's
PDFs, again and again. The model is a table of random word vectors and OCR is off, as in batches.py.
Needs Linux, whose /proc tells the memory of a process.
"""

import argparse
import tempfile
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

import pypdf

from benchmarks.batches import Trial, tiny_model
from benchmarks.memory import Sample
from benchmarks.report import conditions, keep, table

_MOMENTS: Final = 12


def bind(folder: Path, target: Path, wanted: int) -> Path:
    """One file of so many pages; those that come again share their content."""
    writer = pypdf.PdfWriter()
    sources = (pypdf.PdfReader(file) for file in sorted(folder.glob("*.pdf")))
    for page in islice((page for source in sources for page in source.pages), wanted):
        # They lead to other pages.
        for entry in ("/Annots", "/B", "/StructParents"):
            page.pop(pypdf.generic.NameObject(entry), None)
        writer.add_page(page)
    tree: Any = writer.root_object["/Pages"]
    kids: Any = tree["/Kids"]
    for page in islice(cycle(list(kids)), wanted - len(kids)):
        kids.append(writer._add_object(pypdf.generic.DictionaryObject(page.get_object())))
    tree[pypdf.generic.NameObject("/Count")] = pypdf.generic.NumberObject(len(kids))
    target.mkdir()
    writer.write(target / "long.pdf")
    return target


def main() -> None:
    """Bind, add, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casebook-long-") as name:
        base = Path(name)
        files = bind(given.folder, base / "files", given.pages)
        trial = Trial(base / "once", tiny_model(base / "model"), files)
        trial.add()
        keep("long.md", told(trial, (files / "long.pdf").stat().st_size))


def told(trial: Trial, size: int) -> str:
    """The result as a page."""
    (run,) = trial.runs
    assert run.told is not None
    totals, samples = run.told["totals"], trial.samples
    step = max(1, len(samples) // _MOMENTS)
    moments = [*samples[::step], samples[-1]]
    most = Sample(0, max(one.parent for one in samples), max(one.children for one in samples), 0.0)
    return f"""# Ten thousand pages in one file

`python -m benchmarks.long FOLDER` over the policy set: a PDF of {totals["pages"]} pages and \
{size / 2**20:.0f} MB. A model of random word vectors, no OCR. \
{conditions("pypdfium2", "pypdf", "numpy")}

{totals["added"]} added, {totals["refused"]} refused; {totals["passages"]} passages in \
{totals["seconds"]:.0f} s, {totals["pages_per_second"]:.1f} pages a second. At most \
{most.parent:.0f} MB in the command and {most.children:.0f} MB in its readers together, of which \
one reads.

{table(("after s", "the command, MB", "its readers, MB"), map(_row, moments))}
"""


def _row(one: Sample) -> tuple[object, ...]:
    return f"{one.seconds:.0f}", f"{one.parent:.0f}", f"{one.children:.0f}"


if __name__ == "__main__":
    main()
