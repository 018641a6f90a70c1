"""Pages counted: what the library tells of how each study was read."""

from dataclasses import dataclass
from typing import Final

from search.records import ReadBy

# How the note of a page begins that has words, of which others were lost.
IN_PART: Final = "read in part"


@dataclass(frozen=True, slots=True)
class Tally:
    """The pages (their numbers) of one study that were read alike and are in one language.

    `doubtful` are those of which OCR was not sure; `confidence` is the mean of OCR's. `poor` are
    those of whose words too few are known; of `characters`, in pages of which that can be said, the
    share `known` are in known words. Of those read `in_part` some words are lost.
    """

    study_id: str
    read_by: ReadBy
    language: str
    doubtful: bool
    numbers: tuple[int, ...]
    confidence: float | None
    poor: bool = False
    known: float | None = None
    characters: int = 0
    in_part: bool = False
