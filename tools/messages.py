"""Brings casebook/text/*.po in step with the sentences in the code; new ones come in empty.

    python tools/messages.py [--check]

With --check nothing is written; it ends with 1 where a sentence has no translation.
"""

import argparse
import io
import sys
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
TEXT: Final = ROOT / "casebook" / "text"
LANGUAGES: Final = ("de", "fr", "it", "es", "ca", "fi", "nl")
KEYWORDS: Final[dict[str, tuple[int, ...] | None]] = {
    "say": None,
    "say_of": (1, 2),
    "told": None,
    "told_of": (1, 2),
}


def template() -> Catalog:
    """Every sentence of the code."""
    found = Catalog(project="Casebook", charset="utf-8")
    for folder in ("casebook", "search", "ingest"):
        for file, _, message, _, _ in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
        ):
            found.add(message, locations=[(f"{folder}/{file}", None)])
    return found


def brought(language: str, wanted: Catalog) -> tuple[Catalog, bytes]:
    """A language's catalogue in step with the code, and its file."""
    path = TEXT / f"{language}.po"
    catalogue = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, language)
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    target = io.BytesIO()
    write_po(target, catalogue, width=100, omit_header=False, sort_output=True, no_location=True)
    return catalogue, target.getvalue()


def main() -> int:
    """Write the files, or say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    checks = parser.parse_args().check
    wanted, wrong = template(), 0
    for language in LANGUAGES:
        catalogue, text = brought(language, wanted)
        path = TEXT / f"{language}.po"
        empty = [one.id for one in catalogue if one.id and not (one.string and all(one.string))]
        print(f"{language}: {len(catalogue)} sentences, {len(empty)} without a translation")
        if not checks:
            path.write_bytes(text)
        wrong += len(empty)
    return 1 if checks and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
