"""The page of a quotation as a picture with the quotation marked."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from PIL import Image, ImageDraw

from casebook.session import Session
from casebook.takeaway.brief import Quote
from casebook.text.speech import say
from casebook.ui import refusals
from search import present
from search.errors import Refused
from search.records import Span

# 8 cm wide on paper, so 390 dots an inch: small print stays legible when it is enlarged.
_PIXELS: Final = 1240
_EDGE: Final = (150, 150, 150)
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
        title = present.one_line(quote.study.title)
        if self.marked:
            return say(
                "Picture of {page} of “{title}”, the quoted passage marked.",
                page=quote.page,
                title=title,
            )
        return say("Picture of {page} of “{title}”.", page=quote.page, title=title)


Pictures: TypeAlias = Callable[[Quote], Picture]


def of(session: Session) -> Pictures:
    """Pictures of pages, drawn by a session's workers from the library's copies of the PDFs."""

    def picture(quote: Quote) -> Picture:
        library, study, passage = session.library, quote.study, quote.passage
        file, opens = library.file(study), library.password(study)
        if not file.is_file():
            return Picture(b"", False, say("the library's copy of the PDF is missing"))
        try:
            drawn = session.pool.picture(file, passage.page, _PIXELS, opens)
        except Refused as refused:
            return Picture(b"", False, refusals.why(refused.code, str(refused)))
        span = Span(passage.start, passage.end)
        places = present.boxes(library, study.id, passage.page, span)
        return Picture(_lighter(present.marked(drawn, places)), bool(places))

    return picture


def _lighter(png: bytes) -> bytes:
    """A picture in fewer colours, so that a brief can still be sent as a letter."""
    page = Image.open(io.BytesIO(png)).convert("RGB")
    # White paper on white paper: without an edge nobody sees where the page ends.
    ImageDraw.Draw(page).rectangle((0, 0, page.width - 1, page.height - 1), outline=_EDGE, width=2)
    target = io.BytesIO()
    page.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        target, "PNG"
    )
    return target.getvalue()
