"""How much of the first ten hits is contents, references, boilerplate or a heading alone.

    python -m benchmarks.noise LIBRARY [--questions 200] [--list]

LIBRARY is a library's folder. Questions are drawn from it (seeded): half are every other telling
word of a random body sentence, half the heading of a random body passage put as a question. A hit
counts by the kind that the library gives it and, whatever that is, by what its text looks like:
dotted lines or lines that end in a page number, a list of works cited, nothing but its heading.
Writes results/noise.md; --list prints every hit that counts.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.drawn import Drawn, questions
from benchmarks.report import conditions, keep, table
from search import settings
from search.embed import SentenceEmbedder
from search.engine import Engine
from search.library import Library
from search.records import Hit, Kind, Passage, Query
from search.signs import words_of

HITS: Final = 10
TARGET: Final = 0.01
NOISE: Final = (Kind.CONTENTS, Kind.REFERENCES, Kind.BOILERPLATE)
ALONE: Final = "heading alone"
LOOKS: Final = ("looks like contents", "looks like references", ALONE)
_LEADER: Final = re.compile(r"(?:\. ?){4,}|…{2,}|_{4,}")
_NUMBERED: Final = re.compile(r"(?m)^.*[^\W\d].*[ \t.…]\d{1,3}$")
_CITED: Final = re.compile(
    r"https?://|\bdoi\b|\bet al\b|\b[Pp]p?\. ?\d|\(\d{4}[a-z]?\)|\bISBN\b|\bVol\. ?\d|\([Ee]ds?\.\)"
)
_FEW_WORDS: Final = 12
_ALIKE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Asked:
    """A drawn question and its hits."""

    drawn: Drawn
    hits: Sequence[Hit]


def looks(passage: Passage) -> str:
    """What a passage's text looks like, "" for text; blind to the kind that it was given."""
    text = passage.text
    words = words_of(text)
    lines = [line for line in text.splitlines() if line.strip()]
    numbered = len(_NUMBERED.findall(text))
    if len(_LEADER.findall(text)) >= 2 or (numbered >= 4 and numbered >= 0.6 * len(lines)):
        return LOOKS[0]
    if len(_CITED.findall(text)) >= max(4, len(words) / 25):
        return LOOKS[1]
    named = {word.casefold() for heading in passage.heading for word in words_of(heading)}
    own = [word.casefold() for word in words]
    if not own or (
        len(own) <= _FEW_WORDS
        and passage.kind is not Kind.TABLE
        and (sum(word in named for word in own) >= _ALIKE * len(own) or not _ends(text))
    ):
        return ALONE
    return ""


def _ends(text: str) -> bool:
    """Whether a text ends as a sentence does, or holds a figure."""
    return text.rstrip(" \"')”»’]").endswith((".", "!", "?", ":", ";")) or bool(
        re.search(r"\d", text)
    )


def told(asked: Sequence[Asked], held: Counter[str], seconds: str) -> str:
    """The result as a page."""
    hits = [hit for one in asked for hit in one.hits]
    noise = sum(hit.passage.kind in NOISE or looks(hit.passage) == ALONE for hit in hits)
    total = sum(held.values())
    kinds = Counter(hit.passage.kind for hit in hits)
    ways = {way: [one for one in asked if one.drawn.way == way] for way in ("sentence", "heading")}
    by_kind = [
        (
            kind.value,
            held[kind],
            f"{held[kind] / total:.1%}",
            kinds[kind],
            _share(kinds[kind], hits),
        )
        for kind in Kind
    ]
    by_look = [(name, *_counted(name, ways.values(), hits)) for name in LOOKS]
    mixed = Counter(
        (looks(hit.passage), hit.passage.kind.value) for hit in hits if looks(hit.passage)
    )
    first = sum(
        hit.passage.kind in NOISE or looks(hit.passage) == ALONE for hit in hits if hit.rank <= 3
    )
    drawn = ", ".join(f"{len(each)} by {way}" for way, each in ways.items())
    either = sum(hit.passage.kind in NOISE or bool(looks(hit.passage)) for hit in hits)
    return f"""# Noise among the first ten hits

{len(asked)} questions drawn from the library ({drawn}), {len(hits)} hits.
Contents, references, boilerplate and headings alone: **{noise} ({noise / len(hits):.2%})**, {first}
of them among the first three; the target is under {TARGET:.0%}. Whatever merely looks like one
counted too: {either} ({either / len(hits):.2%}).
{seconds} Command: `python -m benchmarks.noise LIBRARY`

{table(("kind", "passages", "of the library", "hits", "of the hits"), by_kind)}

By looks, whatever the kind:

{table(("", "sentences", "headings", "hits", "of the hits"), by_look)}

{table(("looks like", "kind", "hits"), ((*key, n) for key, n in mixed.most_common()))}
"""


def _counted(name: str, ways: Iterable[Sequence[Asked]], hits: Sequence[Hit]) -> list[object]:
    each = [sum(looks(hit.passage) == name for one in way for hit in one.hits) for way in ways]
    return [*each, sum(each), _share(sum(each), hits)]


def _share(count: int, hits: Sequence[Hit]) -> str:
    return f"{count / len(hits):.2%}"


def _listed(asked: Sequence[Asked]) -> None:
    for one in asked:
        for hit in one.hits:
            found = hit.passage
            if found.kind in NOISE or looks(found):
                where = f"{found.study_id}:{found.page}:{found.start}-{found.end}"
                print(f"\n[{found.kind}|{looks(found)}] rank {hit.rank} {where} {found.heading}")
                print(f"  ? {one.drawn.text[:150]}\n  {found.text[:400]!r}")


def main() -> None:
    """Draw, ask, count; keep the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("library", type=Path, help="a library's folder")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--list", action="store_true", help="print every hit that counts")
    given = parser.parse_args()
    with Library(given.library) as library:
        engine = Engine(library, SentenceEmbedder(settings.load().model))
        asked = [
            Asked(one, engine.answer(Query(one.text, HITS)).hits)
            for one in questions(library, given.questions)
        ]
        ids = library.ids()
        held = Counter(passage.kind.value for passage in library.passages(ids.tolist()).values())
        keep("noise.md", told(asked, held, conditions("tantivy", "faiss-cpu")))
        if given.list:
            _listed(asked)


if __name__ == "__main__":
    main()
