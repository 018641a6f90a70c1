"""What a question becomes before anything is looked for: frozen records, as in `records`."""

from dataclasses import dataclass

from search.gloss import NONE, Gloss
from search.records import Hit, Span


@dataclass(frozen=True, slots=True)
class Instead:
    """A word as it was typed, and what was taken instead."""

    typed: str
    taken: str


@dataclass(frozen=True, slots=True)
class SpelledOut:
    """What a question holds of an acronym and its full form, and the other of the two."""

    found: str
    added: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms to look for in one language."""

    language: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Also:
    """A notion met in a question: its label, as a person is shown it, and what else is looked for.

    `words` are those of the question that mean it. `own` notions are of the field or the person's;
    others only bridge into other languages.
    """

    label: str
    terms: tuple[Terms, ...]
    own: bool = True
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood. `text` is its plain words: what is embedded and looked for.

    Every hit holds each of the phrases `exact` and none of the words or phrases `without`. A
    question of nothing but the latter has no text, and no answer. `language` is "" where it can't
    be told. `corrected`, `spelled_out` and `also` are shown to the person. `gloss` is the text in
    English. `unheld` are phrases that were demanded and no passage holds; none is `exact` then.
    """

    text: str
    exact: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    language: str = ""
    corrected: tuple[Instead, ...] = ()
    spelled_out: tuple[SpelledOut, ...] = ()
    also: tuple[Also, ...] = ()
    gloss: Gloss = NONE
    unheld: tuple[str, ...] = ()

    @property
    def meaning(self) -> str:
        """The text with the full forms of its acronyms: what a model reads that knows none."""
        added = [one.added for one in self.spelled_out if len(one.added) > len(one.found)]
        return " ".join((self.text, *(f"({form})" for form in added)))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Where a hit says that what is asked is not known: a sentence, by its place in the passage."""

    hit: Hit
    sentence: Span

    @property
    def words(self) -> str:
        """The sentence, verbatim."""
        return self.hit.passage.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was taken to ask, and its hits, best first.

    `nothing` says that no hit answers it, as far as can be told; the hits are then the nearest that
    there is. `unmet` are names and years of the question that none of them mentions, `apart` those
    that hits mention, but of which no study holds name and year together. `unknown` is where a
    study says that what is asked is not known, and no sentence is nearer. `skipped` says in a
    sentence why a reranker that is set was left out, "" where none was. `best` are the ids of the
    best passages, the hits among them, each group of doubles once: what facets are counted over.
    """

    asked: Asked
    hits: tuple[Hit, ...] = ()
    nothing: bool = False
    unmet: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    unknown: Unknown | None = None
    skipped: str = ""
    best: tuple[int, ...] = ()
