"""Words as Casebook stores them against pypdf, pdfium and pdftotext, file by file.

Run by hand: python -m benchmarks.textquality FOLDER [--kept FOLDER]. Needs pdftotext of
poppler-utils and hunspell with its dictionaries: an independent judge, since Casebook itself asks
simplemma. `--kept` keeps what the other three read, so that they are asked once.

A token is a run of three letters or more. A broken word is a token cut in two by a line's end (with
a hyphen or without), a space or a control character, where the joined form is a word and one half
is not. A glued word is a token of eight letters or more that is no word and splits into two words
of three letters or more (English alone: other languages write compounds so).

Every page counts whole by each reader, its running lines too. A file is level where the shares are
the same to 0.01 in a hundred: a word that is rightly joined out of two known halves is one known
token where there were two, which takes 0.001 from a file of 5,000 tokens.
"""

import argparse
import json
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pypdf
import pypdfium2

from benchmarks.report import conditions, keep, table
from ingest.reading import read_study
from ingest.tokens import Tokens, counter
from search.embed import model_folder
from search.settings import DEFAULT_MODEL
from search.stems import RAISED

READERS = ("pypdf", "pdfium", "pdftotext", "casebook")
DICTIONARIES = {
    "ca": "ca_ES", "da": "da_DK", "de": "de_DE", "en": "en_GB,en_US", "es": "es_ES", "fr": "fr_FR",
    "it": "it_IT", "nl": "nl_NL", "pl": "pl_PL", "pt": "pt_PT", "sv": "sv_SE",
}  # fmt: skip
# A raised figure is a letter to \w.
_LETTER = rf"[^\W\d_{RAISED}]"
_TOKEN = re.compile(rf"{_LETTER}{{3,}}")
_CUT = re.compile(
    rf"({_LETTER}+)(?:[-\u2010\xad]?[ \t]*\r?\n|[\ufffe\x02\xad]\s?|[ \x01])(?=({_LETTER}+))"
)
_FEWEST_LETTERS = 8


@dataclass
class Count:
    """Tokens of one reader in one language: all, known ones, each; broken and glued words."""

    tokens: int = 0
    known: int = 0
    words: Counter[tuple[str, bool]] = field(default_factory=Counter)
    broken: Counter[tuple[str, str]] = field(default_factory=Counter)
    glued: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Count") -> None:
        """Count another one's too."""
        self.tokens += other.tokens
        self.known += other.known
        self.words += other.words
        self.broken += other.broken
        self.glued += other.glued

    @property
    def share(self) -> float:
        """Known tokens in a hundred."""
        return 100 * self.known / self.tokens if self.tokens else 100.0

    def per_thousand(self, words: Counter[str] | Counter[tuple[str, str]]) -> float:
        """How many of these in a thousand tokens."""
        return 1000 * words.total() / max(1, self.tokens)


def main() -> None:
    """Measure a folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder of policy PDFs")
    parser.add_argument("--kept", type=Path, help="where to keep what the other readers read")
    given = parser.parse_args()
    files = sorted(given.folder.glob("**/*.pdf"))
    if not files:
        raise SystemExit(f"There are no PDFs in {given.folder}; nothing to measure.")
    keep("textquality.md", told({file.name: measured(file, given.kept) for file in files}))


# The words


class Judge:
    """What hunspell knows, asked once a word."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, bool]] = defaultdict(dict)

    def learn(self, words: Iterable[str], language: str) -> None:
        """Ask for many words at once."""
        held = self._known[language]
        new = sorted({word for word in words if word not in held})
        command = ["hunspell", "-l", "-i", "utf-8", "-d", DICTIONARIES[language]]
        done = subprocess.run(command, input="\n".join(new).encode(), capture_output=True)
        wrong = set(done.stdout.decode().split())
        held.update((word, word not in wrong) for word in new)

    def knows(self, word: str, language: str) -> bool:
        """Whether it is a word; a word that was not learnt is none."""
        return self._known[language].get(word, False)


def counted(text: str, language: str, judge: Judge) -> Count:
    """The tokens of a text."""
    tokens = Counter(_TOKEN.findall(text))
    cuts = [match.groups() for match in _CUT.finditer(text)]
    judge.learn({*tokens, *(part for cut in cuts for part in (*cut, "".join(cut)))}, language)
    count = Count(tokens.total())
    count.words = Counter({(w, judge.knows(w, language)): n for w, n in tokens.items()})
    count.known = sum(times for (_, known), times in count.words.items() if known)
    count.broken = Counter(
        (left, right)
        for left, right in cuts
        if len(left + right) > 3
        and judge.knows(left + right, language)
        and not (judge.knows(left, language) and judge.knows(right, language))
    )
    if language == "en":
        long = [w for w in tokens if len(w) >= _FEWEST_LETTERS and not judge.knows(w, language)]
        judge.learn((part for word in long for cut in _halves(word) for part in cut), language)
        for word in long:
            if any(judge.knows(a, language) and judge.knows(b, language) for a, b in _halves(word)):
                count.glued[word] = tokens[word]
    return count


def _halves(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:cut], word[cut:]) for cut in range(3, len(word) - 2))


# The readers


def texts(file: Path, kept: Path | None = None) -> tuple[list[str], dict[str, list[str]]]:
    """The languages of a file's pages, and their texts by each reader."""
    study = read_study(file, _tokens())
    pages = [page for page, _ in study.pages]
    counts = Counter(page.language for page in pages if page.language in DICTIONARIES)
    most = counts.most_common(1)[0][0] if counts else "en"
    spoken = [page.language if page.language in DICTIONARIES else most for page in pages]
    others = _others(file, kept)
    others["pdftotext"] = others["pdftotext"][: len(pages)]
    return spoken, others | {"casebook": [page.text for page in pages]}


def _others(file: Path, kept: Path | None) -> dict[str, list[str]]:
    """What the other three read of each page."""
    held = kept / f"{file.name}.json" if kept else None
    if held and held.exists():
        found: dict[str, list[str]] = json.loads(held.read_text("utf-8"))
        return found
    read = {
        "pypdf": list(_by_pypdf(file)),
        "pdfium": list(_by_pdfium(file)),
        "pdftotext": _by_pdftotext(file),
    }
    if held:
        held.parent.mkdir(parents=True, exist_ok=True)
        held.write_text(json.dumps(read), "utf-8")
    return read


@cache
def _tokens() -> Tokens:
    return counter(model_folder(DEFAULT_MODEL))


def _by_pypdf(file: Path) -> Iterator[str]:
    for page in pypdf.PdfReader(file).pages:
        try:
            yield page.extract_text()
        except Exception:
            yield ""


def _by_pdfium(file: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(file)
    for number in range(len(document)):
        yield document[number].get_textpage().get_text_range()


def _by_pdftotext(file: Path) -> list[str]:
    done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True)
    return done.stdout.decode("utf-8", "replace").split("\f")


def measured(file: Path, kept: Path | None = None) -> dict[tuple[str, str], Count]:
    """The counts of a file by reader and language."""
    spoken, read = texts(file, kept)
    return compared(spoken, read)


_JUDGE = Judge()


def compared(spoken: Sequence[str], read: dict[str, list[str]]) -> dict[tuple[str, str], Count]:
    """The counts by reader and language."""
    counts: dict[tuple[str, str], Count] = {}
    for reader, pages in read.items():
        together: dict[str, list[str]] = defaultdict(list)
        for language, text in zip(spoken, pages, strict=False):
            together[language].append(text)
        for language, parts in together.items():
            counts[reader, language] = counted("\f".join(parts), language, _JUDGE)
    return counts


# What is kept


def told(counts: dict[str, dict[tuple[str, str], Count]]) -> str:
    """A table by language, then one by file, the files where Casebook is behind first."""
    by_language: dict[tuple[str, str], Count] = defaultdict(Count)
    by_file: dict[str, dict[str, Count]] = {}
    for file, found in counts.items():
        by_file[file] = defaultdict(Count)
        for (reader, language), count in found.items():
            by_language[language, reader].add(count)
            by_file[file][reader].add(count)
    languages = [
        (
            language, reader, count.tokens, f"{count.share:.2f}",
            f"{count.per_thousand(count.broken):.2f}",
            f"{count.per_thousand(count.glued):.2f}" if language == "en" else "",
        )
        for (language, reader), count in sorted(by_language.items(), key=_order)
    ]  # fmt: skip
    files = sorted((_ahead(found), file) for file, found in by_file.items())
    level = sum(ahead >= 0 for ahead, _ in files)
    rows = [
        (file, *(f"{by_file[file][reader].share:.2f}" for reader in READERS), f"{ahead:+.2f}")
        for ahead, file in files
    ]
    return "\n\n".join(
        [
            "# Words as stored",
            "Tokens of three letters or more that hunspell knows in the language of their page, "
            "per cent; broken and glued words per 1,000 tokens. `python "
            "-m benchmarks.textquality FOLDER`, " + conditions("pypdf", "pypdfium2", "simplemma"),
            table(["language", "reader", "tokens", "known", "broken", "glued"], languages),
            f"Casebook is level with the best of the three or ahead in {level} of {len(files)} "
            "files.",
            table(["file", *READERS, "ahead of the best"], rows),
            "The tokens of the files behind that Casebook has and the best of the others has not, "
            "and the other way round; those in brackets are not known.",
            table(
                ["file", "best", "Casebook alone", "the best alone"],
                [(file, *_apart(by_file[file])) for ahead, file in files if ahead < 0],
            ),
        ]
    )


def _apart(found: dict[str, Count]) -> tuple[str, str, str]:
    best = max(READERS[:-1], key=lambda reader: found[reader].share)
    ours, theirs = found["casebook"].words, found[best].words
    return best, _listed(ours - theirs), _listed(theirs - ours)


def _listed(words: Counter[tuple[str, bool]]) -> str:
    shown = sorted((word if known else f"({word})", n) for (word, known), n in words.items())
    return ", ".join(f"{word} {times}x" if times > 1 else word for word, times in shown)


def _order(item: tuple[tuple[str, str], Count]) -> tuple[str, int]:
    (language, reader), _ = item
    return language, READERS.index(reader)


def _ahead(found: dict[str, Count]) -> float:
    """How far Casebook is ahead of the best of the others, in per cent of the tokens."""
    others = max(found[reader].share for reader in READERS[:-1])
    return round(found["casebook"].share - others, 2)


if __name__ == "__main__":
    main()
