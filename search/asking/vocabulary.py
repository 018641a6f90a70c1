"""The vocabulary: notions, each with its terms in ten languages, bundled and a person's own.

`search/terms/` holds the bundled files. Notions of a file `field-….csv` are of this field, and give
synonyms too; those of any other only bridge into other languages than the question's. A person's
`vocabulary.csv`, beside the library, adds notions, changes those of the same name, and takes out
those of which it says nothing more.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from search.asking.gathering import is_word, runs, small
from search.asking.plain import folded, plain
from search.asking.termindex import Term, TermIndex
from search.errors import VocabularyError
from search.stems import WORD

LANGUAGES: Final = ("en", "de", "fr", "it", "es", "ca", "fi", "nl", "pl", "pt")
COLUMNS: Final = ("notion", "eurovoc", *LANGUAGES)
BUNDLED: Final = Path(__file__).parents[1] / "terms"
OWN_FILE: Final = "vocabulary.csv"
# EuroVoc's older notions have a number, its newer ones a drawn name.
_EUROVOC: Final = re.compile(r"\d+|c_[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Notion:
    """What is meant, and how each language says it: the first term of a language is its label."""

    name: str
    eurovoc: str
    terms: Mapping[str, tuple[str, ...]]
    own: bool = True

    def label(self, language: str) -> str:
        """What a person is shown, in their language or the first that there is."""
        return next(iter(self.terms.get(language) or next(iter(self.terms.values()))))


class Vocabulary:
    """Notions by name; its look-up is made at the first question."""

    def __init__(self, notions: Iterable[Notion] = ()) -> None:
        self.notions = {notion.name: notion for notion in notions}
        self._runs: dict[str, Counter[str]] = {}

    @cached_property
    def index(self) -> TermIndex:
        """Where each term of each notion is found again."""
        return TermIndex(
            Term(notion.name, notion.own, language, term)
            for notion in self.notions.values()
            for language, terms in notion.terms.items()
            for term in terms
        )

    @cached_property
    def _words(self) -> dict[str, list[tuple[str, str]]]:
        words: dict[str, dict[tuple[str, str], None]] = {}
        for notion in self.notions.values():
            for language, terms in notion.terms.items():
                for word in filter(is_word, WORD.findall(" ".join(terms)) if notion.own else ()):
                    words.setdefault(folded(word)[:1], {})[small(word), language] = None
        return {first: list(held) for first, held in words.items()}

    def runs(self, language: str) -> Counter[str]:
        """How many words of a language hold each run of three letters; "" is of all."""
        if language not in self._runs:
            cells = (notion.terms.get(language, ()) for notion in self.notions.values())
            words = {small(word) for terms in cells for word in WORD.findall(" ".join(terms))}
            self._runs[language] = Counter(run for word in words for run in ("", *runs(word)))
        return self._runs[language]

    def like(self, first: str, shortest: int, longest: int) -> dict[str, dict[str, int]]:
        """Words of the field's terms that begin with a letter, of such lengths, by language.

        No passage is known to hold them.
        """
        found: dict[str, dict[str, int]] = {}
        for word, language in self._words.get(first, ()):
            if shortest <= len(word) <= longest:
                found.setdefault(word, {})[language] = 0
        return found


@cache
def bundled() -> Vocabulary:
    """The vocabulary that Casebook brings."""
    return Vocabulary(_bundled(BUNDLED).values())


def load(home: Path, terms: Path = BUNDLED) -> Vocabulary:
    """The bundled vocabulary with a person's own. Raises VocabularyError for a bad file."""
    own = home / OWN_FILE
    if terms == BUNDLED and not own.is_file():
        return bundled()
    notions = _bundled(terms)
    for notion in read(own) if own.is_file() else ():
        notions.pop(notion.name, None)
        if notion.terms:
            notions[notion.name] = notion
    return Vocabulary(notions.values())


def _bundled(terms: Path) -> dict[str, Notion]:
    notions: dict[str, Notion] = {}
    for file in sorted(terms.glob("*.csv"), key=lambda file: (_is_field(file), file.name)):
        for notion in read(file):
            notions[notion.name] = notion if _is_field(file) else replace(notion, own=False)
    return notions


def _is_field(file: Path) -> bool:
    return file.name.startswith("field")


def read(file: Path) -> list[Notion]:
    """The notions of a file, in its order. Raises VocabularyError with the line that is wrong."""
    try:
        text = "\n".join(map(plain, file.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(
            f"{file} can't be read as a vocabulary ({error}); save it as CSV in UTF-8."
        ) from error
    try:
        return list(_notions(file, text))
    except csv.Error as error:
        raise VocabularyError(
            f"{file} is no CSV that can be read ({error}); correct it."
        ) from error


def _notions(file: Path, text: str) -> Iterator[Notion]:
    lines = text.splitlines()
    # A spreadsheet of many countries writes semicolons.
    comma = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(lines, delimiter=comma, strict=True, skipinitialspace=True)
    header = [name.strip() for name in rows.fieldnames or ()]
    if "notion" not in header or (set(header) - set(COLUMNS)):
        raise VocabularyError(
            f"{file}, line 1: the columns are {', '.join(header) or 'none'}; "
            f"write {','.join(COLUMNS)} (a language may be left out)."
        )
    rows.fieldnames = header
    seen: dict[str, int] = {}
    for row in rows:
        notion = _notion(file, rows.line_num, row)
        if notion is None:
            continue
        if notion.name in seen:
            raise VocabularyError(
                f"{file}, line {rows.line_num}: the notion {notion.name!r} stands on line "
                f"{seen[notion.name]} already; put its terms in one row, between |."
            )
        seen[notion.name] = rows.line_num
        yield notion


def _notion(file: Path, line: int, row: Mapping[str | None, str | None]) -> Notion | None:
    where = f"{file}, line {line}"
    if None in row or None in row.values():
        raise VocabularyError(
            f"{where}: the row has not as many cells as the first line; put a cell that holds a "
            'comma in "quotes".'
        )
    cells = {str(name): str(cell).strip() for name, cell in row.items()}
    if not any(cells.values()):
        return None
    if not cells["notion"]:
        raise VocabularyError(f"{where}: the row has no notion; name it in the first column.")
    if (eurovoc := cells.get("eurovoc", "")) and not _EUROVOC.fullmatch(eurovoc):
        raise VocabularyError(
            f"{where}: the EuroVoc id is {eurovoc!r}; give what stands after "
            "eurovoc.europa.eu/ (1086, c_39d242fc), or leave it empty."
        )
    terms = {language: _terms(cells.get(language, "")) for language in LANGUAGES}
    return Notion(cells["notion"], eurovoc, {name: held for name, held in terms.items() if held})


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (term.strip() for term in cell.split("|")))))
