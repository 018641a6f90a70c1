"""Notices: imprints, rights, how to cite, and templates that nobody filled in."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.matter.lines import TextLine
from ingest.matter.signs import Searched
from search.records import Kind

# Signs of different kinds; one alone stands in many a text.
_SIGNS: Final = tuple(
    re.compile(sign, re.I)
    for sign in (
        r"\bisbn\b|\bissn\b|\bcatalogue n(?:umber|o)|\bdep[óo]sito? legal|\bdipòsit legal|"
        r"dépôt légal",
        r"©|\(c\) ?\d{4}|\bcopyright\b|all rights reserved|alle rechte vorbehalten|"
        r"tous droits réservés|todos los derechos|creative commons|\bcc[ -]by\b|"
        r"\blicen[cs]ed under",
        r"reproduction is|may be reproduced|reuse (?:policy|is)|nachdruck|vervielfältig|"
        r"queda prohibida|without the (?:prior )?(?:written )?permission",
        r"legal notice|disclaimer|\bimpressum\b|\bcolofon\b|v\.i\.s\.d\.p|aviso legal|avís legal|"
        r"mentions légales|colophon|herausgeber",
        r"suggested citation|how to cite|please cite|cite this|citation suggérée|citar como",
        r"on behalf of the|does not (?:necessarily )?reflect|responsib\w+ for the use|"
        r"sole responsibility",
        r"publications? office|\bprinted (?:in|by)\b|\bpublished by\b|europe direct|freephone|"
        r"manuscript completed|first published|\bedition\b|druck:|layout:|typesetting|"
        r"photo credits|cover (?:photo|image)",
        r"\[(?:name|number|insert|title|date|year|author|text|xx+)\b[^\]]{0,60}\]|lorem ipsum",
    )
)
_ANY: Final = re.compile("|".join(sign.pattern for sign in _SIGNS), re.I)
# Each sign has one of these words, in small letters: most pages have none of them, which takes a
# tenth of the time to see.
_WORDS: Final = (
    *("isbn", "issn", "catalogue n", "legal", "légal", "©", "(c)", "copyright", "rights reserved"),
    *("rechte vorbehalten", "droits réservés", "los derechos", "creative commons", "cc by"),
    *("cc-by", "licensed under", "licenced under", "reproduction is", "reproduced", "reuse "),
    *("nachdruck", "vervielfältig", "queda prohibida", "permission", "disclaimer", "impressum"),
    *("colofon", "v.i.s.d.p", "colophon", "herausgeber", "citation", "how to cite", "cite this"),
    *("please cite", "citar como", "on behalf of", "reflect", "for the use", "sole respons"),
    *("publication office", "publications office", "printed in", "printed by", "published by"),
    *("europe direct", "freephone", "manuscript completed", "first published", "edition"),
    *("druck:", "layout:", "typesetting", "photo credits", "cover photo", "cover image", "["),
    "lorem ipsum",
)
# Notices stand at a study's beginning and end.
_FIRST: Final = 6
_LAST: Final = 3
_FEWEST_SIGNS: Final = 2
# Signs further apart than so many lines are not of one notice; it shows one in every so many.
_APART: Final = 8
_SHARE: Final = 0.15
# A notice of such a share of its page is the whole of it.
_WHOLE: Final = 0.5


def notices(
    pages: Sequence[Sequence[TextLine]], marks: Sequence[Sequence[Kind]]
) -> list[list[Kind]]:
    """The kinds of lines, with the running text of notices as boilerplate."""
    found = [list(kinds) for kinds in marks]
    for place in {*range(min(_FIRST, len(pages))), *range(max(0, len(pages) - _LAST), len(pages))}:
        for at in _noticed(pages[place], marks[place]):
            found[place][at] = Kind.BOILERPLATE
    return found


def _noticed(lines: Sequence[TextLine], kinds: Sequence[Kind]) -> Iterator[int]:
    """The places of a page's lines that are notices."""
    own = [place for place, kind in enumerate(kinds) if kind is Kind.BODY]
    worded = Searched([lines[place].text for place in own]).holding(_WORDS)
    signed = [at for at in sorted(worded) if _ANY.search(lines[own[at]].text)]
    for first, last in _clusters(signed):
        inside = [at for at in signed if first <= at <= last]
        texts = [lines[own[at]].text for at in inside]
        different = sum(any(sign.search(text) for text in texts) for sign in _SIGNS)
        if different >= _FEWEST_SIGNS and len(inside) >= _SHARE * (last - first + 1):
            whole = last - first + 1 >= _WHOLE * len(own)
            yield from own if whole else own[first : last + 1]


def _clusters(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of places that stand close to each other."""
    first = places[0] if places else 0
    for left, right in pairwise([*places, 10**9] if places else ()):
        if right - left > _APART:
            yield first, left
            first = right
