"""What the API answers: hits with all that is needed to cite them, and what stands behind them."""

from collections.abc import Sequence
from typing import Any

from casebook import output
from casebook.api import links
from casebook.api.models import Model, Passage, Study
from search import explain, present, records, scope
from search.asked import Answer, Asked, Unknown
from search.records import Band, Double, Evidence, Hit


def _place(study: records.Study, passage: records.Passage) -> dict[str, Any]:
    return {
        "study": Study.of(study),
        "passage": Passage.of(passage),
        "citation": present.citation(study, passage),
        "link": links.passage_in_app(passage),
        "href": links.passage(passage),
        "picture": links.picture(passage),
    }


class CitedPassage(Model):
    """A passage, its study, and how to cite, open and see it."""

    study: Study
    passage: Passage
    citation: str
    link: str
    """Opens it in the app, on its page, marked."""
    href: str
    """Opens it in this API, after any re-indexing."""
    picture: str
    """Its page as PNG, the passage marked."""


class PassageThere(CitedPassage):
    """What stands at a place now."""

    indexed: bool
    """Whether a passage of the library has exactly this place, so that a search can bring it."""

    @classmethod
    def of(cls, study: records.Study, passage: records.Passage, indexed: bool) -> "PassageThere":
        """What stands at a place."""
        return cls(**_place(study, passage), indexed=indexed)


class Span(Model):
    """A stretch of the passage's text."""

    start: int
    end: int


class Retriever(Model):
    """Where one retriever had the hit; null where it did not bring it."""

    rank: int | None
    """From 1."""
    score: float | None
    """A cosine by meaning, BM25 by words."""

    @classmethod
    def of(cls, evidence: Evidence) -> "Retriever":
        """What a retriever says of a hit."""
        return cls(rank=evidence.rank, score=evidence.score)


class SearchHit(CitedPassage):
    """One answer."""

    rank: int
    score: float
    """Orders the hits of this one answer. It is no probability and no percentage."""
    why: str
    """The words it shares with the question and each retriever's rank, in a sentence or two."""
    band: Band | None
    """How far it can be trusted to answer; null where nothing was judged."""
    words: list[Span]
    """Where its text holds words of the question."""
    sentence: Span | None
    """The sentence that is nearest to the question; null where it is one sentence."""
    dense: Retriever
    """By meaning."""
    lexical: Retriever
    """By words."""
    also: list[CitedPassage]
    """Where else these words stand, in this study or others."""

    @classmethod
    def of(cls, hit: Hit) -> "SearchHit":
        """A hit as it is told."""
        return cls(
            **_place(hit.study, hit.passage),
            rank=hit.rank,
            score=hit.score,
            why=explain.why(hit),
            band=hit.band,
            words=[_span(word) for word in hit.words],
            sentence=_span(hit.sentence) if hit.sentence else None,
            dense=Retriever.of(hit.dense),
            lexical=Retriever.of(hit.lexical),
            also=[_also(double) for double in hit.also],
        )


def _span(span: records.Span) -> Span:
    return Span(start=span.start, end=span.end)


def _also(double: Double) -> CitedPassage:
    return CitedPassage(**_place(double.study, double.passage))


class Corrected(Model):
    """A word as it was typed, and what was looked for instead."""

    typed: str
    taken: str


class SpelledOut(Model):
    """An acronym or a full form in the question, and the other of the two."""

    found: str
    added: str


class Understood(Model):
    """What the question was taken to ask."""

    text: str
    """What was looked for."""
    language: str
    """An ISO 639-1 code, empty where it can't be told."""
    exact: list[str]
    """Phrases that every hit holds."""
    without: list[str]
    """Words and phrases that no hit holds."""
    unheld: list[str]
    """Phrases in quotes that no passage holds; the hits are then the nearest without them."""
    corrected: list[Corrected]
    spelled_out: list[SpelledOut]
    also: list[str]
    """Notions of which other words were looked for, too."""

    @classmethod
    def of(cls, asked: Asked) -> "Understood":
        """A question as it was understood."""
        return cls(
            text=asked.text,
            language=asked.language,
            exact=list(asked.exact),
            without=list(asked.without),
            unheld=list(asked.unheld),
            corrected=[Corrected(typed=one.typed, taken=one.taken) for one in asked.corrected],
            spelled_out=[SpelledOut(found=one.found, added=one.added) for one in asked.spelled_out],
            also=[one.label for one in asked.also],
        )


class Coverage(Model):
    """What stands behind an answer: what the filters let through."""

    studies: int
    pages: int
    unread_pages: int
    """Pages without text, which no search finds."""
    passages: int
    sentence: str
    """The same in words; it says so where nothing was found."""

    @classmethod
    def of(cls, covered: scope.Coverage, answered: bool = True) -> "Coverage":
        """How much was searched."""
        return cls(
            studies=covered.studies,
            pages=covered.pages,
            unread_pages=covered.unread_pages,
            passages=covered.passages,
            sentence=output.coverage(covered, answered),
        )


class NotKnown(Model):
    """Where a study says that what is asked is not known."""

    rank: int
    """Of the hit that says so."""
    sentence: Span
    """Its place in the hit's text."""

    @classmethod
    def of(cls, unknown: Unknown) -> "NotKnown":
        """The place as it is told."""
        return cls(rank=unknown.hit.rank, sentence=_span(unknown.sentence))


class SearchAnswer(Model):
    """The hits of a question, best first, and what stands behind them."""

    understood: Understood
    nothing: bool
    """Whether no hit answers the question, as far as can be told: then they are the nearest."""
    unmet: list[str]
    """Names and years of the question that no hit mentions."""
    apart: list[str]
    """Names and years of the question of which no study found holds name and year together."""
    unknown: NotKnown | None
    """Where a study says that what is asked is not known, and no sentence found is nearer."""
    skipped: str
    """Why a reranker that is set was left out, in a sentence; empty where none was."""
    hits: list[SearchHit]
    coverage: Coverage

    @classmethod
    def of(cls, answer: Answer, covered: scope.Coverage) -> "SearchAnswer":
        """An answer as it is told."""
        hits: Sequence[Hit] = answer.hits
        return cls(
            understood=Understood.of(answer.asked),
            nothing=answer.nothing,
            unmet=list(answer.unmet),
            apart=list(answer.apart),
            unknown=NotKnown.of(answer.unknown) if answer.unknown else None,
            skipped=str(answer.skipped),
            hits=[SearchHit.of(hit) for hit in hits],
            coverage=Coverage.of(covered, bool(hits)),
        )
