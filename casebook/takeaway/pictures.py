"""The page of a quotation as a picture with the quotation marked."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from PIL import Image

from casebook.session import Session
from casebook.takeaway.brief import Quote
from search import present
from search.errors import Refused
from search.records import Span

# 12 cm wide on paper, so 262 dots an inch: small print stays legible when it is enlarged.
_PIXELS: Final = 1240
# Of 40 pages, 13.8 MB in all colours, 5.6 MB in so many; a channel differs by 0.3 of 255 at most in
# the mean of a page (2026-11-22).
_COLOURS: Final = 256


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG, "" with why there is none; `marked` where the quotation's place is known."""

    png: bytes
    marked: bool
    trouble: str = ""

    def described(self, quote: Quote) -> str:
        """What is to be seen, for who can't see it."""
        shown = f"Picture of {quote.page} of “{present.one_line(quote.study.title)}”"
        return f"{shown}, the quoted passage marked." if self.marked else f"{shown}."


Pictures: TypeAlias = Callable[[Quote], Picture]


def of(session: Session) -> Pictures:
    """Pictures of pages, drawn by a session's workers from the library's copies of the PDFs."""

    def picture(quote: Quote) -> Picture:
        library, study, passage = session.library, quote.study, quote.passage
        file, opens = library.file(study), library.password(study)
        if not file.is_file():
            return Picture(b"", False, "the library's copy of the PDF is missing")
        try:
            drawn = session.pool.picture(file, passage.page, _PIXELS, opens)
        except Refused as refused:
            return Picture(b"", False, str(refused))
        span = Span(passage.start, passage.end)
        places = present.boxes(library, study.id, passage.page, span)
        return Picture(_lighter(present.marked(drawn, places)), bool(places))

    return picture


def _lighter(png: bytes) -> bytes:
    """A picture in fewer colours, so that a brief can still be sent as a letter."""
    page = Image.open(io.BytesIO(png)).convert("RGB")
    target = io.BytesIO()
    page.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        target, "PNG"
    )
    return target.getvalue()
