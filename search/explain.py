"""Why a hit is here, in plain words."""

from search.present import one_line
from search.records import Evidence, Hit


def matched_words(hit: Hit) -> list[str]:
    """The words of the passage that the question shares, each once, as the passage spells them."""
    found = {
        word.lower(): word
        for span in hit.words
        for word in [one_line(hit.passage.text[span.start : span.end])]
    }
    return list(found.values())


def why(hit: Hit) -> str:
    """Which words are shared, and where each retriever ranked the passage."""
    words = matched_words(hit)
    shared = f"Shared words: {', '.join(words)}." if words else _none(hit)
    meaning = _ranked("By meaning", hit.dense, "similarity {:.2f}")
    by_words = _ranked("By words", hit.lexical, "BM25 {:.1f}")
    return f"{shared} {meaning} {by_words}"


def _none(hit: Hit) -> str:
    if hit.lexical.rank is None:
        return "No shared words."
    return "Shared words: common ones, or in the title and headings alone."


def _ranked(name: str, evidence: Evidence, score: str) -> str:
    if evidence.rank is None or evidence.score is None:
        return f"{name}: not among the best."
    return f"{name}: rank {evidence.rank} ({score.format(evidence.score)})."
