"""The two operators of a question: "quotes" that must be held, and a -minus that must not be.

Nothing else is one. Quotes that only show what an answer looks like, as a list ["a", "b"] or after
"e.g.", demand nothing: 5 of 206 questions over 29 PDFs have such ones, and no page holds them
(benchmarks/results/pages.md). A text of several lines or many words was pasted, and has none.
"""

import re
from dataclasses import dataclass
from typing import Final

from search.stems import WORD

# What people type by hand is shorter: the longest of the bundled questions has 24 words.
_MOST_TYPED: Final = 40
# A quote opens where no word goes on and closes where none begins: 5" and O"Neill are none.
_QUOTED: Final = re.compile(
    r'(?<!\w)(?:"([^"]*)"|„([^„“”"]*)[“”"]|“([^“”"]*)[”"]|«([^«»]*)»|»([^«»]*)«)(?!\w)'
)
_MINUS: Final = re.compile(r"(?:(?<=\s)|(?<=\()|^)-(?=[^\W\d_])([^\s\"„“”«»()]+)")
_EXAMPLE: Final = re.compile(
    r"""(?<!\w)(?:e\.\ ?g\.|eg\.?|for\ (?:example|instance)|z\.\ ?b\.|zum\ beispiel|p\.\ ?ex\.
    |par\ exemple|p\.\ ?ej\.|por\ (?:ejemplo|exemplo)|per\ (?:esempio|exemple)|ad\ es\.|bijv\.
    |bijvoorbeeld|esim\.|esimerkiksi|np\.|na\ przykład)[\s,:(\[]*$""",
    re.IGNORECASE | re.VERBOSE,
)
# These words before a quote mean its form in a whole sentence; among keywords they need not.
_LIKE: Final = re.compile(
    r"(?<!\w)(?:such as|like|(?:in the )?form(?:at)?(?: of)?|formatted (?:as|like)|"
    r"answer(?: (?:with|by))?|wie|comme|como|come|zoals)[\s,:(\[]*$",
    re.IGNORECASE,
)
_SENTENCE: Final = 12
_OPEN: Final = re.compile(r"\[[^\[\]]*$")
_CLOSED: Final = re.compile(r"[^\[\]]*\]")
_BETWEEN: Final = re.compile(r"[\s,;/|]*(?:(?:and|or|und|oder|et|ou|y|o|e)\s+)?", re.IGNORECASE)
# What makes a figure a share, a sum or more: 80 %, €7.5, 50+.
_SIGN_BEFORE: Final = re.compile(r"[€$£+]\s?$")
_SIGN_AFTER: Final = re.compile(r"\s?[%‰€$£+]")
_MINUS_QUOTED: Final = re.compile(r"(?:(?<=\s)|(?<=\()|^)-$")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a question's plain words; `quoted` ones are taken as they stand."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """A question taken apart: its plain words, and what no hit may hold."""

    plain: tuple[Part, ...]
    without: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All plain words."""
        return " ".join(part.text for part in self.plain)

    @property
    def exact(self) -> tuple[str, ...]:
        """What every hit must hold."""
        return tuple(dict.fromkeys(part.text for part in self.plain if part.quoted))


def taken_apart(typed: str, lines: int = 1) -> Parts:
    """The plain words of a question, with what must and what must not be held."""
    if lines > 1 or len(WORD.findall(typed)) > _MOST_TYPED:
        return Parts((Part(typed),))
    found: list[Part] = []
    without: list[str] = []
    end, shown = 0, False
    long = len(WORD.findall(typed)) >= _SENTENCE
    for quote in _QUOTED.finditer(typed):
        before, phrase = typed[end : quote.start()], _phrase(next(filter(None, quote.groups()), ""))
        shown = (shown and bool(_BETWEEN.fullmatch(before))) or _shows(typed, quote, long)
        end = quote.end()
        if _MINUS_QUOTED.search(before):
            without.append(phrase)
            found.append(_free(before[:-1], without))
        else:
            found += (_free(before, without), Part(phrase, quoted=not shown))
    found.append(_free(typed[end:], without))
    plain = tuple(part for part in found if part.text)
    return Parts(plain, tuple(dict.fromkeys(filter(None, without))))


def _shows(typed: str, quote: re.Match[str], long: bool) -> bool:
    """Whether a quote only shows what an answer looks like."""
    before = typed[: quote.start()]
    listed = _OPEN.search(before) and _CLOSED.match(typed, quote.end())
    return bool(listed or _EXAMPLE.search(before) or (long and _LIKE.search(before)))


def _free(text: str, without: list[str]) -> Part:
    without += map(_phrase, _MINUS.findall(text))
    return Part(" ".join(_MINUS.sub(" ", text).split()))


def _phrase(text: str) -> str:
    """A phrase from its first word to its last, "" where it has none; a figure keeps its sign."""
    words = list(WORD.finditer(text))
    if not words:
        return ""
    start, end = words[0].start(), words[-1].end()
    before = _SIGN_BEFORE.search(text[:start]) if text[start].isdigit() else None
    after = _SIGN_AFTER.match(text, end) if text[end - 1].isdigit() else None
    return " ".join(
        text[before.start() if before else start : after.end() if after else end].split()
    )
