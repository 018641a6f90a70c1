"""The span law and the box law over real PDFs, with evidence from outside: ink, and words in boxes.

Run by hand: python benchmarks/laws.py FOLDER ... Each folder's PDFs go into a fresh library with
the real model; --home takes a library that is there instead. --pictures DIR draws marked pages.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.evidence import Evidence, Finding, weigh
from benchmarks.filling import fill
from benchmarks.report import conditions, keep, table
from casebook.session import Session
from search import present, settings
from search.library import Library
from search.records import Passage, Span

_MOST_LISTED = 60


def main() -> None:
    """Check every folder, or one library; keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", type=Path, nargs="*", help="folders of PDFs, such as corpus")
    parser.add_argument("--home", type=Path, help="a library that is there; nothing is added")
    parser.add_argument("--blank", action="store_true", help="no model: the laws need no vectors")
    parser.add_argument("--sample", type=int, default=1000, help="passages for the box law")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--pictures", type=Path, help="draw 12 marked pages into this folder")
    parser.add_argument("--name", default="laws.md", help="the file of the results folder")
    arguments = parser.parse_args()
    homes = [arguments.home] if arguments.home else arguments.folders
    if not homes:
        parser.error("name a folder of PDFs, or --home a library")
    missing = [str(folder) for folder in homes if not folder.is_dir()]
    if missing:
        raise SystemExit(f"There is no folder {', '.join(missing)}; nothing to measure.")
    parts = [one(place, arguments) for place in homes]
    head = f"# The laws over real PDFs\n\n{conditions('pypdf', 'pypdfium2', 'torch')}\n\n"
    keep(arguments.name, head + "\n\n".join(parts))


def one(place: Path, arguments: argparse.Namespace) -> str:
    """One folder or library through both laws."""
    with tempfile.TemporaryDirectory(prefix="casebook-laws-") as folder:
        home = place if arguments.home else Path(folder)
        with Session(replace(settings.load(), home=home)) as session:
            added = "" if arguments.home else fill(session, place, arguments.blank) + "\n\n"
            chosen = sample(session.library, arguments.sample, arguments.seed)
            by_page = sorted(chosen, key=lambda one: (one.study_id, one.page, one.start))
            weighed = [weigh(session, passage) for passage in by_page]
            if arguments.pictures:
                draw(session, chosen[:12], arguments.pictures)
            name = "A library" if arguments.home else place.name
            return f"## {name}\n\n{added}{span_law(session.library)}\n\n{box_law(weighed)}"


def sample(library: Library, count: int, seed: int) -> list[Passage]:
    """So many passages at random, in random order."""
    ids = library.ids().tolist()
    picked = random.Random(seed).sample(ids, min(count, len(ids)))
    held = library.passages(picked)
    return [held[id] for id in picked]


def span_law(library: Library) -> str:
    """How many passages are not the words of their page."""
    broken, total = [], 0
    for study in library.studies():
        pages = {page.number: page.text for page in library.pages(study.id)}
        for passage in library.passages_of(study.id):
            total += 1
            whole = pages[passage.page][passage.start : passage.end]
            if not passage.text.strip() or whole != passage.text:
                broken.append((study.id, passage.page, passage.start, passage.end))
    head = f"Span law: {total - len(broken)} of {total} passages are the words of their page."
    return head + ("\n\n" + table(("study", "page", "start", "end"), broken) if broken else "")


def box_law(weighed: Sequence[Evidence]) -> str:
    """Every character placed, covered, inked, and found again by pdfium's own look-up."""
    placed = [one for one in weighed if one.placed]
    letters = sum(one.letters for one in placed)
    found = [finding for one in weighed for finding in one.findings]
    counts = {what: sum(one.what == what for one in found) for what in Finding.KINDS}
    return f"""Box law over {len(weighed)} passages at random: {len(placed)} placed, \
{len(weighed) - len(placed)} reported as unplaced; {letters} characters that are no space.

{table(("what", "passages", "characters"), _rows(placed))}

{table(("finding", "passages"), counts.items())}

{table(("finding", "study", "page", "start", "end", "detail"), _findings(found))}"""


def _rows(placed: Sequence[Evidence]) -> Iterator[Sequence[object]]:
    letters = sum(one.letters for one in placed)
    yield "placed", len(placed), letters
    for name in ("boxed", "inside", "covered", "inked"):
        whole = sum(getattr(one, name) == one.letters for one in placed)
        yield name, whole, sum(getattr(one, name) for one in placed)
    words, told = sum(one.words for one in placed), sum(one.words_found for one in placed)
    whole = sum(one.words == one.words_found for one in placed)
    yield f"words found in the boxes by pdfium: {told} of {words}", whole, ""
    more = sum(one.others for one in placed)
    exact = sum(not one.others for one in placed)
    yield "other words' letters in the boxes", len(placed) - exact, more


def _findings(found: Sequence[Finding]) -> Iterator[Sequence[object]]:
    for one in found[:_MOST_LISTED]:
        at = one.passage
        yield one.what, at.study_id, at.page, at.start, at.end, one.detail
    if len(found) > _MOST_LISTED:
        yield f"{len(found) - _MOST_LISTED} more", "", "", "", "", ""


def draw(session: Session, passages: Sequence[Passage], folder: Path) -> None:
    """Pages with a passage marked, as a reader is shown them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, passage in enumerate(passages):
        study = session.library.study(passage.study_id)
        picture = session.pool.picture(session.library.file(study), passage.page, 800)
        span = Span(passage.start, passage.end)
        places = present.boxes(session.library, study.id, passage.page, span)
        name = f"{number:02}-{passage.page}-{study.id[:60]}.png"
        (folder / name).write_bytes(present.marked(picture, places))


if __name__ == "__main__":
    main()
