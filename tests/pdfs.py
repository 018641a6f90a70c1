"""Small PDFs for tests: typeset ones, and ones written by hand with one odd thing each."""

import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pypdf
import typst

LETTER_HEIGHT = 792
LETTER_WIDTH = 612
# A content stream that is a picture of four fields.
PICTURE = b"q 400 0 0 400 100 200 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\xff\xff\x00 EI Q\n"


def saved(folder: Path, content: bytes, name: str = "study.pdf") -> Path:
    """The content as a file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# Typeset


@cache
def typeset(source: str) -> bytes:
    """A PDF of typst markup: headings become its outline."""
    return bytes(typst.compile(source.encode()))


def paged(pages: Iterable[str], settings: str = "") -> bytes:
    """A page each."""
    return typeset(settings + "\n#pagebreak()\n".join(pages))


def with_running_lines(pages: Sequence[str], header: str, footer: str) -> bytes:
    """Pages under one running header and above one numbered footer."""
    settings = f"#set page(header: [{header}], footer: context [{footer} #counter(page).display()])"
    return paged(pages, settings + "\n")


def study(subject: str, sentences: int = 4) -> bytes:
    """A page about one subject, the same bytes for the same subject."""
    lines = (
        f"The {subject} programme paid grant number {number} to a small firm."
        for number in range(1, sentences + 1)
    )
    return typeset(f"= The {subject} scheme\n" + " ".join(lines))


# By hand


def written(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out.write(f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n".encode())
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def by_hand(
    contents: Sequence[bytes],
    page: str = "",
    root: str = "",
    more: Sequence[bytes] = (),
    stream: str = "",
) -> bytes:
    """Pages with these content streams; `more` are objects from number 6 + 2 * pages on.

    `page`, `root` and `stream` are put into each page, the catalogue and each content stream.
    """
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(len(contents)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Producer (by hand) >>",
    ]
    for place, content in enumerate(contents):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {LETTER_WIDTH} {LETTER_HEIGHT}] {page} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            f"/Contents {7 + 2 * place} 0 R >>".encode(),
            b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), stream.encode(), content),
        ]
    return written([*objects, *more])


def shown(text: str, x: float, y: float, size: float = 12, font: str = "F1") -> bytes:
    """A content stream's words for one line of text with its origin at (x, y) from below."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    place = f"BT /{font} {size} Tf {x} {y} Td (".encode()
    return place + escaped.encode("cp1252") + b") Tj ET\n"


def lines(*texts: str, top: float = 650, leading: float = 16) -> bytes:
    """Lines one under the other, well inside the page."""
    return b"".join(shown(text, 72, top - leading * place) for place, text in enumerate(texts))


def no_pages() -> bytes:
    """A sound file without a page."""
    return by_hand([])


def scan() -> bytes:
    """A page that is a picture, as a scanner leaves it."""
    return by_hand([PICTURE])


def cut_off(content: bytes, share: float = 0.6) -> bytes:
    """The beginning of a file whose download stopped."""
    return content[: int(len(content) * share)]


def encrypted(content: bytes, user: str, owner: str = "owner") -> bytes:
    """A file that asks for a password, or for none where `user` is empty."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user, owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def labelled(contents: Sequence[bytes], ranges: str) -> bytes:
    """Pages with the page label ranges of a number tree, like `0 << /S /r >> 2 << /S /D >>`."""
    return by_hand(contents, root=f"/PageLabels << /Nums [{ranges}] >>")


def bookmarked(content: bytes, *titles: bytes) -> bytes:
    """One page and an outline with these titles, written as PDF strings: `(A)` or `<FEFF0041>`."""
    first = 9  # the outline's root is object 8: five fixed ones, a page and its stream before it
    last = first + len(titles) - 1
    root = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
    items = []
    for place, title in enumerate(titles, first):
        after = b"/Next %d 0 R" % (place + 1) if place < last else b""
        items.append(b"<< /Title %s /Parent 8 0 R /Dest [6 0 R /Fit] %s >>" % (title, after))
    more = [root % (first, last, len(titles)), *items]
    return by_hand([content], root="/Outlines 8 0 R", more=more)
