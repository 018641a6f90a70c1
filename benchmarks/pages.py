"""Pages found for questions over PDFs, end to end, against BM25 over plain text.

    python -m benchmarks.pages SET --library FOLDER [--diagnose]

SET is a PDF question set (questions.jsonl with question, doc, pages; its PDFs in pdfs/). FOLDER
keeps the library; what is not in it yet is added as `casebook add` adds it. Each question is asked
with the document given and not given; it is answered when one of the first ten hits stands on one
of its pages. The baseline has the same questions: BM25 (Lucene's form, k1 1.2, b 0.75) over what
pypdf takes out, in passages of 200 words of a page, English Snowball stems. Questions without a
page, or with page 0 alone, are in no mean. Writes results/pages.md; --diagnose says why each miss
missed.
"""

import argparse
import json
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pypdf
from rich.console import Console

from benchmarks.report import conditions, keep, table
from casebook import evaluating
from casebook.evaluating import Options, Part, Ready
from search import settings, significance
from search.diagnose import Diagnoser
from search.judged import Judged, page_of
from search.pagesets import PageQuestion, PageSet, read
from search.stems import stems

HITS: Final = 10
# So many hits have ten different pages, but for a document that has fewer.
_DEEP: Final = 60
TARGET: Final = 8.0
_WORDS: Final = 200
_K1: Final = 1.2
_B: Final = 0.75
Place: TypeAlias = tuple[str, int]
Sources: TypeAlias = Mapping[str, tuple[str, ...]]


class Plain:
    """BM25 over 200-word passages of the pages of PDFs, as pypdf reads them."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.places: list[Place] = []
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for name, file in files.items():
            for number, page in enumerate(pypdf.PdfReader(file).pages, start=1):
                words = _text(page).split()
                for first in range(0, len(words), _WORDS):
                    counted = Counter(stems(" ".join(words[first : first + _WORDS]), "en"))
                    for stem, held in counted.items():
                        self._postings[stem].append((len(self.places), held))
                    self.places.append((name, number))
                    lengths.append(counted.total())
        own = np.array(lengths, np.float64)
        self._norm = _K1 * (1 - _B + _B * own / own.mean())
        self._documents = np.array([name for name, _ in self.places])

    def search(self, text: str, document: str | None) -> list[Place]:
        """The pages of the best passages that share a word, of one document or of all."""
        scores = np.zeros(len(self.places))
        for stem, asked in Counter(stems(text, "en")).items():
            if postings := self._postings.get(stem):
                ids, held = np.array(postings).T
                rarity = np.log(1 + (len(scores) - len(ids) + 0.5) / (len(ids) + 0.5))
                scores[ids] += asked * rarity * held / (held + self._norm[ids])
        if document is not None:
            scores[self._documents != document] = 0
        order = np.argsort(-scores, kind="stable")[:_DEEP]
        return [self.places[at] for at in order if scores[at] > 0]


def _text(page: pypdf.PageObject) -> str:
    try:
        return page.extract_text()
    except Exception as error:  # pypdf raises whatever its font tables run into
        print(f"A page that pypdf can't read: {error}", file=sys.stderr)
        return ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, and the first rank of its pages among ten hits of each, None where missed.

    `our_page` and `plain_page` are the ranks among ten different pages.
    """

    asked: PageQuestion
    judged: Judged
    ours: int | None
    plain: int | None
    our_page: int | None
    plain_page: int | None


def answered(ready: Ready, part: Part, made: PageSet, plain: Plain) -> list[Answered]:
    """What each of both finds for every question that has a page."""
    told = []
    for asked, one in zip(made.questions, part.questions, strict=True):
        if not asked.pages:
            continue
        query = part.how.query(one)
        search = ready.session.engine.search
        wanted = {(asked.document, page) for page in asked.pages}
        found = plain.search(asked.text, asked.document if one.filter.studies else None)
        first, all = (
            [page_of(one, hit) for hit in search(replace(query, k=k))] for k in (HITS, _DEEP)
        )
        pages, plain_pages = dict.fromkeys(all), dict.fromkeys(found)
        told.append(
            Answered(
                asked,
                one,
                _rank(first, one.qrels),
                _rank(found, wanted),
                _rank(pages, one.qrels),
                _rank(plain_pages, wanted),
            )
        )
    return told


def _rank(found: Iterable[str | Place], wanted: Container[str | Place]) -> int | None:
    places = enumerate(islice(found, HITS), start=1)
    return next((rank for rank, one in places if one in wanted), None)


# The result


def _row(name: str, ranks: Sequence[tuple[int | None, int | None]]) -> list[object]:
    ours, plain = ([100.0 * bool(one[side]) for one in ranks] for side in (0, 1))
    low, high = significance.interval(plain, ours)
    mean, other = float(np.mean(ours)), float(np.mean(plain))
    return [
        name,
        len(ranks),
        f"{mean:.1f}",
        f"{other:.1f}",
        f"{mean - other:+.1f} ({low:+.1f} to {high:+.1f})",
        f"{significance.p_value(plain, ours):.3f}",
        sum(one > two for one, two in zip(ours, plain, strict=True)),
        sum(one < two for one, two in zip(ours, plain, strict=True)),
    ]


def _within(ranks: Sequence[int | None], depth: int) -> str:
    return f"{100 * float(np.mean([rank is not None and rank <= depth for rank in ranks])):.1f}"


def _depths(parts: Mapping[str, Sequence[Answered]]) -> list[list[object]]:
    return [
        [f"{name}, {who}", *(_within(ranks, depth) for depth in (1, 3, 5, 10))]
        for name, part in parts.items()
        for who, ranks in (
            ("Casebook", [one.ours for one in part]),
            ("BM25", [one.plain for one in part]),
        )
    ]


def _by_source(parts: Mapping[str, Sequence[Answered]], sources: Sources) -> list[list[object]]:
    rows: list[list[object]] = []
    names = sorted({source for each in sources.values() for source in each})
    for title, part in parts.items():
        for name in names:
            if some := [one for one in part if name in sources.get(one.asked.id, ())]:
                ours = _within([one.ours for one in some], HITS)
                rows.append([title, name, len(some), ours, _within([o.plain for o in some], HITS)])
    return rows


def _sources(file: Path) -> Sources:
    """What holds the evidence of each question (text, table, chart, …), where the set says so."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return {
        str(row.get("id") or at): tuple(row.get("sources") or ())
        for at, row in enumerate(rows, start=1)
    }


def misses(ready: Ready, parts: Mapping[str, Sequence[Answered]], sources: Sources) -> str:
    """Why each question missed that did: by cause, and by what holds its evidence."""
    diagnoser = Diagnoser(ready.session.engine)
    told = []
    for name, part in zip(parts, ready.parts, strict=True):
        counted: Counter[tuple[str, str, str]] = Counter()
        for one in (one for one in parts[name] if one.ours is None):
            found = diagnoser.nearest(part.how.query(one.judged), one.judged.expected)
            kind = found.passage.kind.value if found.passage else ""
            evidence = ", ".join(sorted(sources.get(one.asked.id, ()))) or "not said"
            counted[found.cause.value, kind, evidence] += 1
            other = f"BM25 at {one.plain}" if one.plain else "BM25 misses"
            print(f"{name} | {one.asked.id} | {evidence} | {other} | {one.asked.text}")
            print(f"    {found.cause} ({kind}) {found.sentence}", flush=True)
        told += [[name, *key, count] for key, count in counted.most_common()]
    return table(("", "cause", "kind of the nearest passage", "evidence", "misses"), told)


def told(made: PageSet, parts: Mapping[str, Sequence[Answered]], sources: Sources) -> str:
    """The result as a page."""
    empty = sum(not one.pages and not one.lost for one in made.questions)
    lost = sum(one.lost for one in made.questions)
    rows = [
        _row(f"{name}, {unit}", ranks)
        for name, part in parts.items()
        for unit, ranks in (
            ("ten hits", [(one.ours, one.plain) for one in part]),
            ("ten pages", [(one.our_page, one.plain_page) for one in part]),
        )
    ]
    head = ("document", "questions", "Casebook", "BM25", "difference", "p", "better", "worse")
    return f"""# Pages found for questions over PDFs

{len(made.files)} PDFs of {made.name}, {len(made.questions)} questions: {empty} have no page and
{lost} only page 0, which are in no mean. hit@{HITS}: one of the first ten hits stands on a page
that answers. Casebook end to end; BM25 over what pypdf takes out, in passages of {_WORDS} words,
English stems; the same questions, one run. The difference has its 95 % interval (bootstrap over the
questions); the target is +{TARGET:.0f} for both. "Ten pages" goes down the list of each until it
has met ten different ones.
{conditions("pypdf", "tantivy", "faiss-cpu")}
Command: `python -m benchmarks.pages SET --library FOLDER`

{table(head, rows)}

Answered within the first so many hits:

{table(("", "1", "3", "5", "10"), _depths(parts))}

By what holds the evidence, as the set says (a question may have several), hit@{HITS}:

{table(("document", "evidence", "questions", "Casebook", "BM25"), _by_source(parts, sources))}
"""


def main() -> None:
    """Add what is missing, ask both, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("set", type=Path, help="a PDF question set")
    parser.add_argument("--library", type=Path, required=True, help="the folder of its library")
    parser.add_argument("--diagnose", action="store_true", help="say why each miss missed")
    given = parser.parse_args()
    # pypdf tells of every font that it can't read whole.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    made = read(given.set)
    file = given.set / "questions.jsonl" if given.set.is_dir() else given.set
    sources = _sources(file)
    plain = Plain(made.files)
    options = Options(library=given.library)
    with evaluating.pages(given.set, settings.load(), options, Console(stderr=True)) as ready:
        for note in ready.notes:
            print(note, file=sys.stderr)
        parts = {part.title: answered(ready, part, made, plain) for part in ready.parts}
        page = told(made, parts, sources)
        if given.diagnose:
            page += f"\nThe misses of Casebook:\n\n{misses(ready, parts, sources)}\n"
        keep("pages.md", page)


if __name__ == "__main__":
    main()
