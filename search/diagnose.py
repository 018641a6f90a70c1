"""Why an answer that is known was found or was not, in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from search.asked import Asked
from search.demands import bars, held
from search.engine import Engine
from search.fusion import demoted
from search.judged import Expected
from search.library import Library
from search.ranks import Ranks
from search.records import Hit, Passage, Query, ReadBy
from search.stems import WORD, code, stem

# The place of an answer is looked for among so many hits. What a retriever has below it, it did
# not bring: the engine takes 100 of each.
_DEEP: Final = 100


class Cause(StrEnum):
    """What became of an expected answer; of several causes the first that holds."""

    FOUND = "found"
    NO_STUDY = "no-study"
    NO_PAGE = "no-page"
    NO_TEXT = "no-text"
    NO_PASSAGE = "no-passage"
    FILTERED = "filtered"
    REFUSED = "refused"
    FOLDED = "folded"
    LANGUAGES = "languages"
    WORDS = "words"
    DEMOTED = "demoted"
    MEANING = "meaning"
    OUTRANKED = "outranked"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What became of an expected answer. `sentence` says it all.

    `passage` is the one of the expected place that came furthest: `rank` is its place among the
    hits, `dense` and `lexical` that which each retriever alone gives it, None where it has it not.
    Of the question's telling words it `shares` some and `lacks` the others.
    """

    expected: Expected
    cause: Cause
    sentence: str
    rank: int | None = None
    dense: int | None = None
    lexical: int | None = None
    shares: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    passage: Passage | None = None


class Diagnoser:
    """Asks the engine for its hits, and each retriever for where it alone ranks a passage."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._library: Library = engine.library

    def diagnose(self, query: Query, expected: Expected) -> Diagnosis:
        """Why the expected place is, or is not, among the k hits of a query."""
        gold = [p for p in self._library.passages_of(expected.study) if _at(expected, p)]
        if not gold:
            return _missing(self._library, expected)
        told = self._engine.ranks(query)
        inside = [passage for passage in gold if told.lets_through(passage.id)]
        if not inside:
            return self._diagnosis(expected, Cause.FILTERED, gold[0], None, told)
        answer = self._engine.unjudged(query)
        hits = answer.hits
        if found := _standing(hits, expected):
            return self._diagnosis(expected, Cause.FOUND, found.passage, found, told)
        barred = bars(answer.asked, self._library.study(expected.study))
        if barred or not any(held(answer.asked, passage) for passage in inside):
            return self._diagnosis(expected, Cause.REFUSED, inside[0], None, told)
        deep = self._engine.search(replace(query, k=max(_DEEP, query.k)))
        below = None
        for each in (hits, deep):
            if below := _standing(each, expected):
                break
            if folded := _folded(each, expected):
                hit, passage = folded
                return self._diagnosis(expected, Cause.FOLDED, passage, hit, told)
        nearest = min(inside, key=lambda one: (told.best(one.id), one.id))
        passage = below.passage if below else nearest
        return self._diagnosis(expected, None, passage, below, told)

    def nearest(self, query: Query, expected: Sequence[Expected]) -> Diagnosis:
        """Of several places that answer, the one that came furthest."""
        told = [self.diagnose(query, one) for one in expected]
        return min(told, key=_distance)

    def _diagnosis(
        self,
        expected: Expected,
        cause: Cause | None,
        passage: Passage,
        hit: Hit | None,
        told: Ranks,
    ) -> Diagnosis:
        title = self._library.study(passage.study_id).title
        asked = told.asked.language
        telling = self._telling(told.asked, passage)
        shares, lacks = _words(telling, passage, title)
        dense, words = told.dense.get(passage.id), told.lexical.get(passage.id)
        one = Diagnosis(
            expected,
            cause or _cause(asked, passage, dense, words),
            "",
            hit.rank if hit else None,
            dense,
            words,
            shares,
            lacks,
            passage,
        )
        return replace(one, sentence=_sentence(one, passage, asked, hit))

    def _telling(self, asked: Asked, passage: Passage) -> list[str]:
        """The words of a question that would be marked in a passage: no function words."""
        spoken = asked.language or passage.language
        question = replace(passage, text=asked.text, language=spoken)
        words = self._engine.shared(asked, question)
        return list(dict.fromkeys(asked.text[word.start : word.end] for word in words))


def _at(expected: Expected, passage: Passage) -> bool:
    return passage.study_id == expected.study and expected.page in (None, passage.page)


def _standing(hits: Sequence[Hit], expected: Expected) -> Hit | None:
    return next((hit for hit in hits if _at(expected, hit.passage)), None)


def _folded(hits: Sequence[Hit], expected: Expected) -> tuple[Hit, Passage] | None:
    """The hit under which the place is folded, and its passage there."""
    places = ((hit, double.passage) for hit in hits for double in hit.also)
    return next(((hit, passage) for hit, passage in places if _at(expected, passage)), None)


def _distance(one: Diagnosis) -> tuple[float, float]:
    """How far from the first hit a place is, then how far for the nearer of both retrievers."""
    sides = [rank for rank in (one.dense, one.lexical) if rank is not None]
    return float(one.rank or "inf"), float(min(sides, default="inf"))


def _missing(library: Library, expected: Expected) -> Diagnosis:
    """A place without passages: there is no such study or page, or nothing on it was read."""
    pages = {page.number: page for page in library.pages(expected.study)}
    page = pages.get(expected.page or 0)
    cause, said = Cause.NO_PASSAGE, "has words but no passage: running lines, or too few of them"
    if not library.study_ids("s.id = ?", expected.study):
        cause, said = Cause.NO_STUDY, "is not in the library"
    elif expected.page is not None and page is None:
        cause, said = Cause.NO_PAGE, f"is not there: the study has {len(pages)} pages"
    elif not any(one.text.strip() for one in ([page] if page else pages.values())):
        note = f" ({page.note})" if page and page.note else ""
        blank = page is not None and page.read_by is ReadBy.BLANK
        said = "is blank" if blank else f"has no text that was read{note}"
        cause = Cause.NO_TEXT
    return Diagnosis(expected, cause, f"{_place(expected)} {said}.")


def _cause(asked: str, passage: Passage, dense: int | None, words: int | None) -> Cause:
    if words is None or words > _DEEP:
        other = asked and passage.language and asked != passage.language
        return Cause.LANGUAGES if other else Cause.WORDS
    if demoted(1.0, passage.kind, passage.text) < 1.0:
        return Cause.DEMOTED
    return Cause.MEANING if dense is None or dense > _DEEP else Cause.OUTRANKED


def _words(
    telling: Sequence[str], passage: Passage, title: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of telling words those that a passage, its headings or title has, and the others."""
    text = " ".join((title, *passage.heading, passage.header, passage.text))
    key = code(passage.language)
    there = {stem(word, key) for word in WORD.findall(text)}
    return (
        tuple(word for word in telling if stem(word, key) in there),
        tuple(word for word in telling if stem(word, key) not in there),
    )


# The sentence


def _sentence(one: Diagnosis, passage: Passage, asked: str, hit: Hit | None) -> str:
    where = _place(replace(one.expected, page=passage.page))
    if one.cause is Cause.FILTERED:
        return f"{where} is left out by the filter."
    if one.cause is Cause.REFUSED:
        return f"{where} is left out by what the question has in quotes or after a minus."
    if one.cause is Cause.FOUND:
        head = f"{where} is found at rank {one.rank}"
    elif one.cause is Cause.FOLDED and hit is not None:
        above = f"{hit.study.id}, PDF page {hit.passage.page}"
        head = f"{where} is folded under hit {one.rank} ({above}), which says the same"
    else:
        head = f"{where} {f'at rank {one.rank}' if one.rank else f'not among {_DEEP} hits'}"
    sides = f"dense {_rank(one.dense)}, words {_rank(one.lexical)}"
    because = _because(one.cause, passage, asked)
    return f"{head}: {sides}{because}{_listed(one.shares, one.lacks)}."


def _place(expected: Expected) -> str:
    page = "" if expected.page is None else f", PDF page {expected.page}"
    return f"Gold passage ({expected.study}{page})"


def _rank(rank: int | None) -> str:
    return "not found" if rank is None else str(rank)


def _because(cause: Cause, passage: Passage, asked: str) -> str:
    reasons = {
        Cause.LANGUAGES: f"the question is in {asked}, the passage in {passage.language}",
        Cause.WORDS: "the words differ",
        Cause.DEMOTED: f"it counts less as {passage.kind.value}",
        Cause.MEANING: "words are shared, but the meaning is taken for another",
        Cause.OUTRANKED: "both have it, other passages are nearer",
    }
    return f"; {reasons[cause]}" if cause in reasons else ""


def _listed(shares: Sequence[str], lacks: Sequence[str]) -> str:
    parts = [
        f"; {name} {', '.join(f'“{word}”' for word in words)}"
        for name, words in (("shares", shares), ("lacks", lacks))
        if words
    ]
    return "".join(parts)
