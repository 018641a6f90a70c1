"""How deep each heading of a study stands: by its size and type, and by its number."""

import re
from collections.abc import Sequence
from itertools import groupby
from math import inf
from typing import Final, TypeAlias

from ingest.matter.typography import Candidate, Look

# A rank by type, and within it a depth by number.
Level: TypeAlias = tuple[int, int]

# Sizes that differ by less are one: boxes are measured, not stated.
_SAME: Final = 0.04
# Below every number of its rank.
_UNNUMBERED: Final = 9
_NUMBER: Final = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*|[A-H](?:\.\d{1,2})+)\b")
# What stands beside the numbered chapters, not within the last of them.
_BESIDE: Final = re.compile(
    r"^\W*(?:references|bibliogra|literatur|sources|annex|appendi|anhang|bijlage|anexo|acknowledg|"
    r"conclusion|fazit|schluss|conclusies|glossar|abbreviations|executive summary|summary|preface|"
    r"foreword|vorwort|voorwoord|introduction|einleitung|inleiding|résumé|resumen)",
    re.I,
)
# A title stands on the first pages, below nothing but a few words.
_TITLE_PAGES: Final = 4
_ABOVE_TITLE: Final = 300


def levels(found: Sequence[Candidate]) -> list[Level]:
    """The level of each heading; a lower one stands above a higher one."""
    ranks = _ranks([one.look for one in found])
    depths = _depths(found, ranks)
    return list(zip(ranks, depths, strict=True))


def number(title: str) -> tuple[str, ...]:
    """The parts of a title's number: "2" and "1" of "2.1 Costs"."""
    match = _NUMBER.match(title)
    return tuple(match[1].split(".")) if match else ()


def without_title(found: Sequence[Candidate]) -> list[Candidate]:
    """The headings without the study's title and subtitle: first, and set as none other is."""
    for place, one in enumerate(found):
        alone = all(other.title == one.title for other in found if other.look.like(one.look))
        above = one.page >= _TITLE_PAGES or one.start > _ABOVE_TITLE
        if above or one.look.depth or not alone:
            return list(found[place:])
    return []


def _ranks(looks: Sequence[Look]) -> list[int]:
    """From 0, the largest: larger before smaller, capitals before small letters, bold first."""
    sizes: dict[float, float] = {}
    for size in sorted({look.size for look in looks}, reverse=True):
        last = next(reversed(sizes.values()), inf)
        sizes[size] = last if size >= last * (1 - _SAME) else size
    keys = [(-sizes[look.size], not look.capitals, not look.bold) for look in looks]
    order = {key: rank for rank, (key, _) in enumerate(groupby(sorted(keys)))}
    return [order[key] for key in keys]


def _depths(found: Sequence[Candidate], ranks: Sequence[int]) -> list[int]:
    """By number; one without a number stands below the numbered ones of its rank before it."""
    least: dict[int, int] = {}
    for one, rank in zip(found, ranks, strict=True):
        if one.look.depth:
            least[rank] = min(one.look.depth, least.get(rank, one.look.depth))
    begun: set[int] = set()
    depths = []
    for one, rank in zip(found, ranks, strict=True):
        if one.look.depth:
            begun.add(rank)
            depths.append(one.look.depth)
        elif rank in begun and not _BESIDE.match(one.title):
            depths.append(_UNNUMBERED)
        else:
            depths.append(least.get(rank, 0))
    return depths
