"""The health of a library: what of each study was read, what not, and what is not known of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.doubles import Kin
from search.library import Library
from search.records import Origin, ReadBy, Refusal, Study
from search.scope import Coverage
from search.tally import Tally

# Below this OCR's own confidence, other scripts are tried too, and words are often wrong.
DOUBTFUL: Final = 0.7
# Of the words of each of 2,128 pages of policy reports at least 0.57 are known.
POOR: Final = 0.5
_CHECKED: Final = ("title", "year", "publisher")
_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class StudyHealth:
    """How one study was read.

    `text`, `ocr` and `blank` count pages; `unread` are the numbers of those whose words could not
    be read, `in_part` of those of which some could not, `doubtful` of those that OCR read without
    being sure. `languages` are those of its pages, the most frequent first; `missing` names what is
    not known of it. `doubled` of its passages say the same as one of another study; `kin` are the
    studies that it nearly repeats. `known` is the share of its text in words that their language
    knows; of `poor` pages it is low.
    """

    study: Study
    pages: int
    text: int
    ocr: int
    blank: int
    unread: tuple[int, ...]
    doubtful: tuple[int, ...]
    confidence: float | None
    languages: tuple[str, ...]
    passages: int
    missing: tuple[str, ...]
    doubled: int = 0
    kin: tuple[Kin, ...] = ()
    known: float | None = None
    poor: tuple[int, ...] = ()
    in_part: tuple[int, ...] = ()

    @property
    def guessed(self) -> tuple[str, ...]:
        """What of its title, year and publisher was read from its file, and waits for a look."""
        told = (name for name in _CHECKED if name in self.study.guesses)
        return tuple(name for name in told if name not in self.missing)

    @property
    def ails(self) -> bool:
        """Whether there is something to mend, or to know."""
        mixed = len(self.languages) > 1
        return bool(
            not self.passages
            or self.unread
            or self.in_part
            or self.doubtful
            or self.poor
            or mixed
            or self.missing
            or self.guessed
            or self.kin
        )


@dataclass(frozen=True, slots=True)
class Health:
    """How a library was read: its studies, what ails most first, and the files that it refused."""

    studies: tuple[StudyHealth, ...]
    refusals: tuple[Refusal, ...]

    @property
    def ailing(self) -> tuple[StudyHealth, ...]:
        """The studies with something to mend, or to know."""
        return tuple(one for one in self.studies if one.ails)

    @property
    def text(self) -> int:
        """Pages with a text of their own."""
        return sum(one.text for one in self.studies)

    @property
    def ocr(self) -> int:
        """Pages that OCR read."""
        return sum(one.ocr for one in self.studies)

    @property
    def doubtful(self) -> int:
        """Pages that OCR read without being sure."""
        return sum(len(one.doubtful) for one in self.studies)

    @property
    def poor(self) -> int:
        """Pages of whose words few are known."""
        return sum(len(one.poor) for one in self.studies)

    @property
    def in_part(self) -> int:
        """Pages of which some words were lost."""
        return sum(len(one.in_part) for one in self.studies)

    @property
    def blank(self) -> int:
        """Pages with nothing on them."""
        return sum(one.blank for one in self.studies)

    @property
    def coverage(self) -> Coverage:
        """What stands behind an answer of the whole library."""
        return Coverage(
            studies=len(self.studies),
            pages=sum(one.pages for one in self.studies),
            unread_pages=sum(len(one.unread) for one in self.studies),
            passages=sum(one.passages for one in self.studies),
        )


def health(library: Library) -> Health:
    """The health of a library, of one state of it. Raises LibraryError."""
    with library.reading():
        studies, refusals = library.studies(), library.refusals()
        tallies, passages = library.tallies(DOUBTFUL, POOR), library.passage_counts()
        doubled, kin = library.doubled(), library.kin()
    by_study: dict[str, list[Tally]] = {study.id: [] for study in studies}
    for tally in tallies:
        by_study[tally.study_id].append(tally)
    found = [_of_study(study, by_study[study.id], passages.get(study.id, 0)) for study in studies]
    found = [
        replace(
            one,
            doubled=doubled.get(one.study.id, 0),
            kin=tuple(near for near in kin if near.study_id == one.study.id),
        )
        for one in found
    ]
    return Health(tuple(sorted(found, key=_weight, reverse=True)), tuple(refusals))


def missing(study: Study) -> tuple[str, ...]:
    """What is not known of a study: its title, source, year, publisher, country.

    A title that only repeats its file's name counts as none where no publisher, source or year
    shows that somebody described the study; what was read from the file itself does not.
    """
    facts = {"source": study.source, "year": study.period, "publisher": study.publisher}
    described = any(value for name, value in facts.items() if name not in study.guesses)
    held = {
        "title": study.title and (described or not _named_after_file(study)),
        "source": study.source,
        "year": study.period,
        "publisher": study.publisher,
        "country": study.countries,
    }
    return tuple(name for name, value in held.items() if not value)


def _of_study(study: Study, tallies: Sequence[Tally], passages: int) -> StudyHealth:
    pages: Counter[ReadBy] = Counter()
    languages: Counter[str] = Counter()
    for tally in tallies:
        pages[tally.read_by] += len(tally.numbers)
        if tally.language:
            languages[tally.language] += len(tally.numbers)
    return StudyHealth(
        study=study,
        pages=pages.total(),
        text=pages[ReadBy.TEXT_LAYER],
        ocr=pages[ReadBy.OCR],
        blank=pages[ReadBy.BLANK],
        unread=_numbers(tally for tally in tallies if tally.read_by is ReadBy.NONE),
        doubtful=_numbers(tally for tally in tallies if tally.doubtful),
        confidence=_confidence(tallies),
        languages=tuple(sorted(languages, key=lambda code: (-languages[code], code))),
        passages=passages,
        missing=missing(study),
        known=_known(tallies),
        poor=_numbers(tally for tally in tallies if tally.poor),
        in_part=_numbers(tally for tally in tallies if tally.in_part),
    )


def _numbers(tallies: Iterable[Tally]) -> tuple[int, ...]:
    return tuple(sorted(number for tally in tallies for number in tally.numbers))


def _confidence(tallies: Sequence[Tally]) -> float | None:
    sure = [(one.confidence, len(one.numbers)) for one in tallies if one.confidence is not None]
    pages = sum(count for _, count in sure)
    return sum(confidence * count for confidence, count in sure) / pages if pages else None


def _known(tallies: Sequence[Tally]) -> float | None:
    shares = [(one.known, one.characters) for one in tallies if one.known is not None]
    characters = sum(count for _, count in shares)
    return sum(known * count for known, count in shares) / characters if characters else None


def _weight(one: StudyHealth) -> tuple[bool, int, int, bool, int]:
    """What no search finds comes first, then pages that are lost, then what is only not known."""
    mixed = len(one.languages) > 1
    return (
        not one.passages,
        len(one.unread) + len(one.in_part),
        len(one.doubtful) + len(one.poor),
        mixed,
        len(one.missing) + len(one.guessed),
    )


def _named_after_file(study: Study) -> bool:
    origin = dict(study.origins).get("title")
    if origin is not None:
        return origin is Origin.NAME
    name = study.file.replace("\\", "/").rpartition("/")[2].casefold().removesuffix(".pdf")
    return _SIGNS.sub("", name) == _SIGNS.sub("", study.title.casefold())
