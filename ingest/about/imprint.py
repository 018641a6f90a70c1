"""By whom a study was published, as its first pages print it.

A wrong publisher is worse than none: only what a line says in so many words is taken.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from ingest.titles import tidy

_BY: Final = re.compile(
    r"^\W*(?:(?:published|issued) by|publishers?:|herausgeber(?:in)?:|medieninhaber(?:in)?:|"
    r"herausgegeben (?:von|vom)|éditeurs?:|édité par|publié par|editado por|publicado por|"
    r"editora?:|editat per|edita:|uitgevers?:|uitgave van|uitgegeven door|edito da|editore:|"
    r"udgivet af|udgiver:|utgitt av|utgiver:|utgiven av|utgivare:|julkaisija:|wydawca:|"
    r"vydavatel:)\s*(?:(?:the|der|dem|den|het|de|die|das)\b\s*)?",
    re.IGNORECASE,
)
_COPYRIGHT: Final = re.compile(r"^\W*(?:©|\(c\)|copyright\b)[\W©]*(.+)", re.IGNORECASE)
_DROPPED: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?(?!\d)|\ball rights reserved.*|^by\b|^the\b|"
    r"^d'aquesta edició|[•|;].*",
    re.IGNORECASE,
)
_NO_BODY: Final = re.compile(
    r"photo|foto|image|bild|cover|shutterstock|istock|getty|adobe|unsplash|pexels|grafi[kc]|"
    r"creative commons|licen[cs]e",
    re.IGNORECASE,
)
_KNOWN: Final = re.compile(
    r"european (?:commission|union|parliament|investment (?:bank|fund)|court of auditors|"
    r"environment agency)|europäische kommission|commission européenne|comisión europea|"
    r"commissione europea|europese commissie|comissão europeia|council of europe|eurostat|"
    r"(?:european )?committee of the regions|joint research centre|"
    r"publications office of the european union|oecd(?: publishing)?|"
    r"organi[sz]ation for economic co-?operation and development|(?:the )?world bank(?: group)?|"
    r"international monetary fund|united nations|unesco|unctad|unido|undp|unep|"
    r"international labour organi[sz]ation|world health organi[sz]ation|nesta|pew research center|"
    r"rand(?: corporation| europe)|bertelsmann stiftung|british council|arts council england|"
    r"department for [a-z, ]{4,60}|hm treasury|technopolis(?: group)?|fraunhofer isi|prognos ag",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"(?:(?:(?:federal |state |royal )?ministry (?:of|for)|(?:staats)?ministerium (?:für|der|des)|"
    r"bundesministerium|ministerie van|ministerstwo|ministerstvo|(?:federal )?government of|"
    r"gobierno de|govern de|regierung de[rs]|generalitat de) |"
    r"(?:ministère|ministero|gouvernement) d|minist[eé]ri?o? d[aeo])[^\d:;]{3,90}",
    re.IGNORECASE,
)
_STATE: Final = re.compile(
    r"(?:the )?(?:[\w'’]+ ){0,3}(?:republic|kingdom|sultanate|principality)(?: of [\w ]+)?|"
    r"(?:rep[úu]blica|république|repubblica|republik) [\w ]+",
    re.IGNORECASE,
)
_LONGEST_NAME, _MOST_WORDS = 110, 14
# On a page of text the bodies below its first lines are those that it is about.
_FULL_PAGE, _HEAD_LINES = 1200, 6


def is_body(line: str) -> bool:
    """Whether a line is the name of a body that publishes, or of a state, and nothing else."""
    return any(kind.fullmatch(_bare(line)) for kind in (_KNOWN, _OFFICE, _STATE))


def is_state(line: str) -> bool:
    """Whether a line is the name of a state in full."""
    return bool(_STATE.fullmatch(_bare(line)))


def publisher(pages: Sequence[Sequence[str]]) -> str:
    """Who says on these pages (their lines) to have published the study, "" where nobody does.

    Who is named as the publisher comes first, then who holds the copyright, then a line that is
    the name of a known body or of a ministry.
    """
    lines = [line for page in pages for line in page]
    found = chain(_named(lines), _holders(lines), *map(_bodies, pages))
    return next((name for name in found if _is_name(name)), "")


def _named(lines: Sequence[str]) -> Iterator[str]:
    for line, after in pairwise([*lines, ""]):
        if cue := _BY.match(line):
            rest = _bare(line[cue.end() :])
            yield rest or _bare(after)


def _holders(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if (held := _COPYRIGHT.match(line)) and not _NO_BODY.search(line):
            name = _bare(held[1])
            # "© d'aquesta edició, Fundació …": what is held comes before who holds it.
            yield _bare(_DROPPED.sub(" ", _bare(_DROPPED.sub(" ", name))))


def _bodies(lines: Sequence[str]) -> Iterator[str]:
    full = sum(map(len, lines)) > _FULL_PAGE
    for line in lines[:_HEAD_LINES] if full else lines:
        bare = _bare(line)
        if _KNOWN.fullmatch(bare) or _OFFICE.fullmatch(bare):
            yield bare


def _is_name(name: str) -> bool:
    words = name.split()
    return (
        1 <= len(words) <= _MOST_WORDS
        and 3 <= len(name) <= _LONGEST_NAME
        and (name[0].isupper() or name[0].isdigit())
        and not _NO_BODY.search(name)
    )


def _bare(text: str) -> str:
    return tidy(text).strip(" .,:;–-/()")
