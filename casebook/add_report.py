"""What became of the files of an `add`: in words, and for a program."""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.markup import escape

from casebook.output import printable
from casebook.pace import span
from casebook.ui.words import counted
from ingest import ocr
from ingest.build import Outcome, Status
from ingest.files import text_of

# So many of the files that were refused for one reason are named; `--json` names all.
_NAMES: Final = 5


@dataclass(frozen=True, slots=True)
class Report:
    """A run of `add`: `asked` files, the outcomes of those that it came to, and its time."""

    outcomes: Sequence[Outcome]
    asked: int
    seconds: float
    interrupted: bool = False

    @property
    def pages(self) -> int:
        """The pages that went into the library."""
        return sum(one.pages for one in self.outcomes)

    @property
    def refused(self) -> dict[str, list[Outcome]]:
        """The files that were refused, by code, the most frequent first."""
        found = [one for one in self.outcomes if one.status is Status.REFUSED]
        codes = Counter(one.code for one in found)
        order = sorted(codes, key=lambda code: (-codes[code], code))
        return {code: [one for one in found if one.code == code] for code in order}


def summary(report: Report) -> Iterator[str]:
    """How many files ended in which way, what was read and what not, a line each; with markup."""
    outcomes = report.outcomes
    counts = Counter(one.status for one in outcomes)
    parts = [f"{counts[status]:,} {status}" for status in Status if counts[status]]
    files = counted(len(outcomes), "file")
    if report.interrupted:
        files = f"{len(outcomes):,} of {counted(report.asked, 'file')}"
    yield f"{files}: {', '.join(parts) or 'nothing to do'}."
    passages = sum(one.passages for one in outcomes)
    if report.pages or passages:
        read = f"{counted(report.pages, 'page')}, {counted(passages, 'passage')}"
        yield f"{read} in {_speed(report)}."
    yield from _by_ocr(outcomes)
    if unread := sum(one.unread_pages for one in outcomes):
        yield _unread(unread)
    yield from _same_bytes(outcomes)
    yield from _editions(outcomes)
    yield from (escape(one.note) for one in outcomes if one.note)
    yield from _attached(outcomes)
    for code, refused in report.refused.items():
        names = ", ".join(printable(one.file) for one in refused[:_NAMES])
        more = f" and {len(refused) - _NAMES:,} more" if len(refused) > _NAMES else ""
        yield f"[red]refused[/red] ({escape(code)}) {len(refused):,}: {names}{more}"


def told(report: Report) -> dict[str, Any]:
    """The whole of it for a program."""
    outcomes = report.outcomes
    counts = Counter(one.status for one in outcomes)
    return {
        "interrupted": report.interrupted,
        "totals": {
            "asked": report.asked,
            "files": len(outcomes),
            **{str(status): counts[status] for status in Status},
            "refused_by_code": {code: len(found) for code, found in report.refused.items()},
            "pages": report.pages,
            "ocr_pages": sum(one.ocr_pages for one in outcomes),
            "unread_pages": sum(one.unread_pages for one in outcomes),
            "passages": sum(one.passages for one in outcomes),
            "seconds": round(report.seconds, 3),
            "pages_per_second": round(report.pages / max(report.seconds, 0.001), 2),
        },
        "files": [*map(_outcome, outcomes)],
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "file": text_of(one.file),
        "status": one.status,
        "study": one.study.id if one.study else None,
        "pages": one.pages,
        "passages": one.passages,
        "unread_pages": one.unread_pages,
        "ocr_pages": one.ocr_pages,
        "confidence": one.confidence,
        "code": one.code,
        "reason": one.reason,
        "note": one.note,
        "attached": one.attached,
        "seconds": round(one.seconds, 3),
        "nearly": [{"study": kin.other_id, "share": round(kin.share, 3)} for kin in one.kin],
    }


def _same_bytes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Files of the bytes of a study that came from another place, each with that study."""
    found = [
        f"{printable(one.file)} ({escape(one.study.id)})"
        for one in outcomes
        if one.status is Status.PRESENT and one.study and one.study.file != text_of(one.file)
    ]
    if found:
        more = f" and {len(found) - _NAMES:,} more" if len(found) > _NAMES else ""
        yield f"The same bytes as a study that is there: {', '.join(found[:_NAMES])}{more}."


def _attached(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What is within files and was not read."""
    found = [one for one in outcomes if one.attached]
    for one in found[:_NAMES]:
        files = counted(one.attached, "document")
        yield (
            f"{printable(one.file)}: not read are {files} attached to it; save them with a PDF "
            "viewer and add those that are PDFs."
        )
    if len(found) > _NAMES:
        yield f"Documents are attached to {counted(len(found) - _NAMES, 'more file')}, too."


def _editions(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Which study a file is nearly the same as, and how it would take that one's place."""
    found = [(one, kin) for one in outcomes for kin in one.kin]
    for one, kin in found[:_NAMES]:
        yield escape(
            f"{kin.study_id} looks like another edition of {kin.other_id}, which has "
            f"{kin.share:.0%} of its words; both are kept. To keep it alone: "
            f"casebook add {shlex.quote(text_of(one.file))} --replaces {kin.other_id}"
        )
    if len(found) > _NAMES:
        yield f"{len(found) - _NAMES:,} more look like another edition; casebook health names them."


def _speed(report: Report) -> str:
    speed = f"{report.pages / max(report.seconds, 0.001):.1f} pages/s"
    return f"{span(report.seconds)} ({speed})"


def _by_ocr(outcomes: Sequence[Outcome]) -> Iterator[str]:
    if pages := sum(one.ocr_pages for one in outcomes):
        sure = sum(one.ocr_pages * (one.confidence or 0) for one in outcomes)
        yield f"{counted(pages, 'page')} read by OCR (confidence {sure / pages:.2f})."


def _unread(pages: int) -> str:
    told = f"{counted(pages, 'page')} without text"
    if ocr.available():
        return f"{told}; casebook add --ocr reads those that were not tried."
    return f"{told}: {ocr.ADVICE}, then run casebook add --ocr."
