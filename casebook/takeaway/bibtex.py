"""A brief's sources as BibTeX: a technical report each, in UTF-8."""

from typing import Final

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from casebook.takeaway.brief import Brief, Source
from casebook.text.speech import ENGLISH, speaking
from casebook.ui import words
from search.present import one_line

_TEX: Final = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "–": "--",
    "—": "---",
}
_PAIRED: Final = {"{": "\\{", "}": "\\}"}
# BibTeX counts braces whatever stands before them, so one without its other is named.
_LONE: Final = {"{": "\\textbraceleft{}", "}": "\\textbraceright{}"}


def written(brief: Brief) -> bytes:
    """The sources as UTF-8."""
    library = Library([*map(_entry, brief.sources)])
    return write_string(library).encode()


def escaped(text: str) -> str:
    """A text as TeX sets it; letters with accents stay, as every reader of today knows UTF-8."""
    braces = _PAIRED if _balanced(text) else _LONE
    return "".join((_TEX | braces).get(sign, sign) for sign in text)


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _whole(text: str) -> str:
    """In braces: a name that is not cut at "and" or a comma, a title that keeps its capitals."""
    return f"{{{escaped(text)}}}" if text else ""


def _entry(source: Source) -> Entry:
    study, years = source.study, [*map(str, source.years)]
    with speaking(ENGLISH):  # biblatex knows languages by their English names.
        named = words.language(study.language).lower() if study.language else ""
    fields = {
        "author": " and ".join(map(_whole, source.bodies)),
        "title": _whole(source.title),
        "institution": _whole("; ".join(source.bodies)),
        "year": "--".join(years),
        # biblatex reads this one, and takes no period for a year.
        "date": "/".join(years) if len(years) > 1 else "",
        "language": study.language,
        "langid": named if named.isascii() and named.isalpha() else "",
        "url": source.url,
        "copyright": escaped(one_line(study.licence)),
        "note": escaped(source.note),
    }
    return Entry(
        "techreport", source.key, [Field(name, value) for name, value in fields.items() if value]
    )
