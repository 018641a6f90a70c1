"""How many typos are put right, and how many right words are taken for typos.

    python -m benchmarks.asking LIBRARY LANGUAGE=FOLDER [LANGUAGE=FOLDER …]

LIBRARY is a library's folder; each FOLDER holds `queries.jsonl` as BEIR writes it, with questions
in that language. Words of these questions that the library lacks are right words: each one that is
changed is a mistake. Words of four letters or more that it holds get one slip of the fingers, of
eight letters or more also two: dropped, doubled, swapped or neighbouring letters.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from search.asking import carrying
from search.asking.correcting import corrections
from search.asking.gathering import is_word
from search.asking.vocabulary import Vocabulary, load
from search.library import Library
from search.stems import WORD, code, stem

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SAMPLE = 600


def main() -> None:
    """Print a table, a row a language."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path, help="a library's folder")
    parser.add_argument("sets", nargs="+", help="LANGUAGE=FOLDER with queries.jsonl")
    given = parser.parse_args()
    with Library(given.library) as library:
        vocabulary = load(library.home)
        print("| language | absent | changed | one slip | right | other | two | right | other |")
        print("|---|---|---|---|---|---|---|---|---|")
        for one in given.sets:
            language, _, folder = one.partition("=")
            words = sorted(set(_words(Path(folder))))
            random.Random(1).shuffle(words)
            print(_row(library, vocabulary, language, words))


def _words(folder: Path) -> Iterator[str]:
    for line in (folder / "queries.jsonl").read_text("utf-8").splitlines():
        yield from filter(is_word, WORD.findall(json.loads(line)["text"]))


def _row(library: Library, vocabulary: Vocabulary, language: str, words: list[str]) -> str:
    languages = library.languages()
    with carrying.opened(library) as ledger:
        assert ledger is not None

        def fixed(word: str) -> str:
            return corrections([word], language, languages, vocabulary, ledger).get(word, "")

        held = [w for w in words if ledger.held(w, language)][:_SAMPLE]
        absent = [w for w in words if not any(ledger.held(w, one) for one in languages)][:_SAMPLE]
        changed = [(w, taken) for w in absent if (taken := fixed(w))]
        print(language, changed[:40], file=sys.stderr)
        cells = [f"{language} | {len(absent)} | {len(changed) / max(1, len(absent)):.1%}"]
        for slips, shortest in ((1, 4), (2, 8)):
            told: Counter[str] = Counter()
            for word in (w for w in held if len(w) >= shortest):
                typed = word
                for at in range(slips):
                    typed = slip(typed, random.Random(f"{word}{at}"))
                taken = fixed(typed)
                same = stem(taken or typed, code(language)) == stem(word, code(language))
                told["right" if same else "other" if taken else "left"] += 1
            total = max(1, sum(told.values()))
            cells.append(f"{total} | {told['right'] / total:.1%} | {told['other'] / total:.1%}")
    return f"| {' | '.join(cells)} |"


def slip(word: str, dice: random.Random) -> str:
    """A word with one slip of the fingers, after its first letter."""
    at = dice.randrange(1, len(word) - 1)
    kind = dice.choice(["drop", "double", "swap", "neighbour"])
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    row = next((row for row in _ROWS if word[at] in row), "")
    near = row[max(0, row.find(word[at]) - 1) :][:3].replace(word[at], "") or word[at]
    return word[:at] + dice.choice(near) + word[at + 1 :]


if __name__ == "__main__":
    main()
