"""Why a hit is here, in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from search.asked import Asked
from search.asking.marking import also_spans
from search.present import one_line
from search.records import Band, Evidence, Hit, Span
from search.told import Figure, told

# What each step says, and what it means on the library's own scale (search/confidence.py).
_BANDS: Final = {
    Band.STRONG: (
        told("Strong match"),
        told(
            "In words and meaning as near to the question as a passage of this library usually is "
            "to a question about it."
        ),
    ),
    Band.PARTIAL: (
        told("Partial match"),
        told(
            "Nearer to the question than chance would bring it, but not as near as a passage "
            "usually is to a question about it. Read it before relying on it."
        ),
    ),
    Band.WEAK: (
        told("Weak match"),
        told(
            "No nearer to the question than passages are to questions that this library can't "
            "answer."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a hit is here: what it is of, and what it says."""

    name: str
    told: str


def judged(band: Band) -> Reason:
    """A band in words, with what it means."""
    return Reason(*_BANDS[band])


def reasons(hit: Hit, asked: Asked) -> list[Reason]:
    """Everything that speaks for a hit, one after the other."""
    also = _distinct(hit, also_spans(hit.passage.text, hit.passage.language, asked))
    found = [judged(hit.band)] if hit.band else []
    found.append(Reason(told("Shared words"), _shared(hit)))
    if also:
        found.append(Reason(told("Also searched"), f"{', '.join(also)}."))
    if hit.sentence:
        nearest = one_line(hit.passage.text[hit.sentence.start : hit.sentence.end])
        found.append(Reason(told("Nearest sentence"), told("“{quote}”", quote=nearest)))
    found.append(Reason(told("By meaning"), _by_meaning(hit.dense)))
    found.append(Reason(told("By words"), _by_words(hit.lexical)))
    return found


def looked_for(hit: Hit, asked: Asked) -> tuple[Span, ...]:
    """The words of a passage that the question shares or also searched; what overlaps is one."""
    also = also_spans(hit.passage.text, hit.passage.language, asked)
    return tuple(_united((*hit.words, *also)))


def matched_words(hit: Hit) -> list[str]:
    """The words of the passage that the question shares, each once, as the passage spells them."""
    return _distinct(hit, hit.words)


def why(hit: Hit) -> str:
    """Which words are shared, and where each retriever ranked the passage."""
    words = matched_words(hit)
    shared = f"Shared words: {', '.join(words)}." if words else _none(hit)
    return f"{shared} By meaning: {_by_meaning(hit.dense)} By words: {_by_words(hit.lexical)}"


def _none(hit: Hit) -> str:
    return "No shared words." if hit.lexical.rank is None else f"Shared words: {_shared(hit)}"


def _shared(hit: Hit) -> str:
    if words := matched_words(hit):
        return f"{', '.join(words)}."
    if hit.lexical.rank is None:
        return told("none.")
    return told("common ones, or in the title and headings alone.")


def _by_meaning(found: Evidence) -> str:
    if found.rank is None or found.score is None:
        return told("not among the best.")
    score = Figure(found.score, 2)
    return told("rank {rank} (similarity {score}).", rank=found.rank, score=score)


def _by_words(found: Evidence) -> str:
    if found.rank is None or found.score is None:
        return told("not among the best.")
    return told("rank {rank} (BM25 {score}).", rank=found.rank, score=Figure(found.score, 1))


def _distinct(hit: Hit, spans: Iterable[Span]) -> list[str]:
    found = {
        word.lower(): word
        for span in spans
        for word in [one_line(hit.passage.text[span.start : span.end])]
    }
    return list(found.values())


def _united(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, those that overlap as one."""
    last: Span | None = None
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
