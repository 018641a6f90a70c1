"""What becomes of a file, and who hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from search.doubles import Kin
from search.records import Page, ReadBy, Study


class Status(StrEnum):
    """What became of a file."""

    ADDED = "added"
    REPLACED = "replaced"
    DESCRIBED = "described anew"
    PRESENT = "present"
    NO_TEXT = "no-text"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `code` and `reason` say why where it was refused.

    `unread_pages` have words that were not read; `confidence` is the mean over `ocr_pages`.
    `seconds` is the work that it took, in whichever threads. `kin` are studies that it is nearly
    the same as. `note` says what is amiss with the description beside the file. `attached`
    documents are within the file and were not read.
    """

    file: Path
    status: Status
    study: Study | None = None
    passages: int = 0
    unread_pages: int = 0
    ocr_pages: int = 0
    confidence: float | None = None
    code: str = ""
    reason: str = ""
    seconds: float = field(default=0.0, compare=False)
    kin: tuple[Kin, ...] = ()
    note: str = ""
    attached: int = 0

    @property
    def worked(self) -> bool:
        """Whether the file was read, and not only found to be there."""
        return self.status not in (Status.PRESENT, Status.DESCRIBED)

    @property
    def pages(self) -> int:
        """The pages that went into the library."""
        return self.study.page_count if self.study and self.worked else 0


def outcome(
    file: Path, status: Status, study: Study, pages: Sequence[Page], passages: int
) -> Outcome:
    """The outcome of a file whose pages are in the library."""
    sure = [page.confidence for page in pages if page.confidence is not None]
    return Outcome(
        file,
        status,
        study,
        passages,
        unread_pages=sum(page.read_by is ReadBy.NONE for page in pages),
        ocr_pages=len(sure),
        confidence=sum(sure) / len(sure) if sure else None,
    )


class Progress:
    """Hears how an `add` goes on. The front doors draw it."""

    def reading(self, file: Path) -> None:
        """A file is taken up."""

    def turning(self, file: Path, done: int, total: int) -> None:
        """So many of a long file's pages are read. Heard from other threads."""

    def looking(self, file: Path, done: int, total: int) -> None:
        """So many of a file's pages without a text layer are done. Heard from other threads."""

    def waiting(self) -> None:
        """The file that was taken up is still being read. Heard now and then."""

    def embedding(self, file: Path, passages: int) -> None:
        """A file has been read and its passages are being embedded."""

    def embedded(self, passages: int) -> None:
        """So many more passages are embedded."""

    def finished(self, outcome: Outcome) -> None:
        """A file is done."""
