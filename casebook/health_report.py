"""The health of a library in plain words, as JSON and as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from casebook.spreadsheet import cell
from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui.words import counted, field, language
from search.health import Health, StudyHealth
from search.records import Refusal

_COLUMNS: Final = (
    "study", "title", "file", "pages", "pages_with_text", "pages_by_ocr", "blank_pages",
    "pages_without_text", "without_text", "in_part", "ocr_confidence", "low_confidence",
    "languages", "known_words", "doubtful_text", "passages", "doubled_passages", "nearly",
    "missing", "guessed", "attention", "refused",
)  # fmt: skip


def findings(one: StudyHealth) -> list[str]:
    """What there is to mend or to know of a study, a phrase each; none where all is well."""
    told = [] if one.passages else [say("no search finds it")]
    if one.unread:
        unread = say_of("{n} page without text", "{n} pages without text", len(one.unread))
        told.append(f"{unread} ({pages(one.unread)})")
    if one.in_part:
        in_part = say_of("{n} page read in part", "{n} pages read in part", len(one.in_part))
        told.append(f"{in_part} ({pages(one.in_part)})")
    if one.doubtful:
        doubtful = say_of(
            "{n} page read by OCR with low confidence",
            "{n} pages read by OCR with low confidence",
            len(one.doubtful),
        )
        told.append(f"{doubtful} ({pages(one.doubtful)})")
    if one.poor:
        poor = say_of(
            "{n} page of whose words few are known",
            "{n} pages of whose words few are known",
            len(one.poor),
        )
        told.append(f"{poor} ({pages(one.poor)})")
    return [*told, *_matter(one)]


def _matter(one: StudyHealth) -> Iterator[str]:
    """What there is to know of a study besides how its pages were read."""
    if several := len(one.languages[1:]):
        yield say_of("pages in {n} language", "pages in {n} languages", several + 1)
    for kin in one.kin:
        yield say(
            "nearly the same as {other}, which has {share} of its words",
            other=kin.other_id,
            share=speech.share(kin.share),
        )
    if one.missing:
        yield say("not known: {facts}", facts=", ".join(map(field, one.missing)))
    if one.guessed:
        yield say("guessed, to check: {facts}", facts=", ".join(map(field, one.guessed)))


def pages(numbers: Sequence[int]) -> str:
    """Pages of a PDF, runs of them drawn together: "PDF pages 2, 5–7"."""
    if len(numbers) > 1:
        return say("PDF pages {numbers}", numbers=_runs(numbers))
    return say("PDF page {number}", number=_runs(numbers))


def spoken(one: StudyHealth) -> str:
    """The languages of a study's pages, the most frequent first."""
    return ", ".join(map(language, one.languages))


def read(found: Health) -> str:
    """How the pages were read, in a sentence."""
    parts = [f"{counted(found.text, 'page')} with text", f"{found.ocr:,} read by OCR"]
    if found.doubtful:
        parts[1] += f" ({found.doubtful:,} of them with low confidence)"
    parts += [f"{found.blank:,} blank", f"{found.coverage.unread_pages:,} without text"]
    if found.in_part:
        parts.append(f"{found.in_part:,} read in part")
    if found.poor:
        parts.append(f"{found.poor:,} with doubtful text")
    return f"{', '.join(parts)}."


def attention(found: Health) -> str:
    """How many studies have something to mend or to know, in a sentence."""
    ailing, held = len(found.ailing), len(found.studies)
    if not held:
        return say("The library is empty.")
    if not ailing:
        return say_of("Nothing to mend in {n} study.", "Nothing to mend in {n} studies.", held)
    return say_of(
        "{n} of {studies} needs a look.",
        "{n} of {studies} need a look.",
        ailing,
        studies=say_of("{n} study", "{n} studies", held),
    )


def told(found: Health) -> dict[str, Any]:
    """The whole of it for a program."""
    covered = found.coverage
    totals = {
        "studies": covered.studies,
        "pages": covered.pages,
        "pages_with_text": found.text,
        "pages_by_ocr": found.ocr,
        "low_confidence_pages": found.doubtful,
        "doubtful_text_pages": found.poor,
        "blank_pages": found.blank,
        "pages_without_text": covered.unread_pages,
        "pages_in_part": found.in_part,
        "passages": covered.passages,
        "doubled_passages": sum(one.doubled for one in found.studies),
        "need_attention": len(found.ailing),
        "refused": len(found.refusals),
    }
    refused = [{"file": one.file, "code": one.code, "reason": one.reason} for one in found.refusals]
    return {"totals": totals, "studies": [*map(_study, found.studies)], "refused": refused}


def sheet(found: Health) -> bytes:
    """Every study and every refused file as CSV, marked as UTF-8 for spreadsheets."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, _COLUMNS, restval="")
    table.writeheader()
    table.writerows(_row(one) for one in found.studies)
    table.writerows(_refused(one) for one in found.refusals)
    return text.getvalue().encode("utf-8-sig")


def _study(one: StudyHealth) -> dict[str, Any]:
    return {
        "study": one.study.id,
        "title": one.study.title,
        "file": one.study.file,
        "pages": one.pages,
        "pages_with_text": one.text,
        "pages_by_ocr": one.ocr,
        "blank_pages": one.blank,
        "pages_without_text": len(one.unread),
        "without_text": one.unread,
        "in_part": one.in_part,
        "ocr_confidence": one.confidence,
        "low_confidence": one.doubtful,
        "known_words": one.known,
        "doubtful_text": one.poor,
        "languages": one.languages,
        "passages": one.passages,
        "doubled_passages": one.doubled,
        "nearly": [kin.other_id for kin in one.kin],
        "missing": one.missing,
        "guessed": one.guessed,
        "attention": findings(one),
    }


def _row(one: StudyHealth) -> dict[str, str]:
    sure = "" if one.confidence is None else f"{one.confidence:.2f}"
    lists = {
        "without_text": _runs(one.unread),
        "in_part": _runs(one.in_part),
        "low_confidence": _runs(one.doubtful),
        "known_words": "" if one.known is None else f"{one.known:.3f}",
        "doubtful_text": _runs(one.poor),
        "languages": ", ".join(one.languages),
        "nearly": ", ".join(kin.other_id for kin in one.kin),
        "missing": ", ".join(one.missing),
        "guessed": ", ".join(one.guessed),
        "attention": "; ".join(findings(one)),
        "ocr_confidence": sure,
    }
    return {name: cell(value) for name, value in (_study(one) | lists).items()}


def _refused(one: Refusal) -> dict[str, str]:
    return {"file": cell(one.file), "refused": cell(f"{one.reason} ({one.code})")}


def _runs(numbers: Sequence[int]) -> str:
    return ", ".join(_run(first, last) for first, last in _stretches(numbers))


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    if not numbers:
        return
    first = numbers[0]
    for before, after in pairwise(numbers):
        if after != before + 1:
            yield first, before
            first = after
    yield first, numbers[-1]
