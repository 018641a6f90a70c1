"""Brings casebook/text/*.po in step with the sentences in the code; new ones come in empty.

    python tools/messages.py [--check]

With --check nothing is written; it ends with 1 where a file is not in step or a sentence lacks its
translation.
"""

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
TEXT: Final = ROOT / "casebook" / "text"
LANGUAGES: Final = ("de", "fr", "it", "es", "ca", "fi", "nl")
# How many of a call's first arguments are a sentence's forms.
CALLS: Final = {"say": 1, "told": 1, "say_of": 2, "told_of": 2}
_MODULES: Final = ("casebook.text.speech", "search.told")
# These hand on what others say.
_MECHANISM: Final = ("casebook/text/speech.py", "search/told.py")
# No date and no name: a run that changes no sentence changes no file.
_HEADER: Final = """\
# English stands in the code; docs/translating.md says how to work on this file.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals};\\n"

"""

Message: TypeAlias = str | tuple[str, str]


def sentences(root: Path = ROOT) -> dict[Message, str]:
    """Every sentence of the code, each with the first place that says it.

    Raises ValueError where one is put together: it could not be translated.
    """
    found: dict[Message, str] = {}
    for folder in ("casebook", "ingest", "search"):
        for file in sorted((root / folder).rglob("*.py")):
            path = file.relative_to(root).as_posix()
            if path not in _MECHANISM:
                for line, message in _said(file.read_text("utf-8"), path):
                    found.setdefault(message, f"{path}:{line}")
    return found


def _said(source: str, path: str) -> Iterator[tuple[int, Message]]:
    tree = ast.parse(source)
    known = dict(_known(tree))
    for node in ast.walk(tree):
        name = known.get(ast.unparse(node.func), "") if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name:
            wanted = node.args[: CALLS[name]]
            forms = [one.value for one in wanted if isinstance(one, ast.Constant)]
            texts = [form for form in forms if isinstance(form, str)]
            if len(texts) < CALLS[name]:
                raise ValueError(f"{path}:{node.lineno}: {name}() wants its sentence as it is")
            yield node.lineno, texts[0] if len(texts) == 1 else (texts[0], texts[1])


def _known(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a file calls the functions that take a sentence, and which each is."""
    for node in ast.walk(tree):
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            whole, name = f"{getattr(node, 'module', '')}.{alias.name}", alias.asname or alias.name
            if whole in _MODULES:
                yield from ((f"{name}.{call}", call) for call in CALLS)
            elif whole.rpartition(".")[0] in _MODULES and alias.name in CALLS:
                yield name, alias.name


def template(root: Path = ROOT) -> Catalog:
    """Every sentence of the code as a catalogue."""
    found = Catalog(charset="utf-8")
    for message in sentences(root):
        found.add(message)
    return found


def held(language: str) -> Catalog:
    """A language's catalogue as its file has it."""
    path = TEXT / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, language)


def brought(language: str, wanted: Catalog) -> tuple[Catalog, bytes]:
    """A language's catalogue in step with the code, and its file."""
    catalogue = held(language)
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    target = io.BytesIO()
    write_po(target, catalogue, width=100, omit_header=True, sort_output=True, no_location=True)
    header = _HEADER.format(language=language, plurals=catalogue.plural_forms.rstrip(";"))
    return catalogue, header.encode() + target.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that lack a translation, or one of its plural forms."""
    return [
        one.id if isinstance(one.id, str) else one.id[0]
        for one in catalogue
        if one.id and not (one.string and all(one.string))
    ]


def main() -> int:
    """Write the files, or say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    checks = parser.parse_args().check
    wanted, wrong = template(), False
    for language in LANGUAGES:
        catalogue, text = brought(language, wanted)
        path = TEXT / f"{language}.po"
        empty = untranslated(catalogue)
        print(f"{language}: {len(catalogue)} sentences, {len(empty)} without a translation")
        if not checks:
            path.write_bytes(text)
        elif empty or not path.exists() or path.read_bytes() != text:
            wrong = True
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
