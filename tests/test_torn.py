"""Pages that break off: what can be unpacked is read, and the page says that it is not all."""

import zlib
from pathlib import Path

import pdfs
import pytest

from ingest import torn
from ingest.document import RawPage
from ingest.pdf import read

SENTENCES = [f"The office paid grant number {at} to firm {at * 7919 % 1009}." for at in range(40)]
CONTENT = pdfs.lines(*SENTENCES, top=740)
PACKED = zlib.compress(CONTENT)
MIDDLE = len(PACKED) // 2


def pages(folder: Path, *streams: bytes, more: tuple[bytes, ...] = ()) -> tuple[RawPage, ...]:
    content = pdfs.by_hand(streams, stream="/Filter /FlateDecode ", more=more)
    return read(pdfs.saved(folder, content)).pages


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]


@pytest.mark.parametrize(
    "broken",
    [PACKED[:MIDDLE], PACKED[:MIDDLE] + bytes(len(PACKED) - MIDDLE), flipped(PACKED, MIDDLE)],
    ids=["cut off", "zeros", "a bit"],
)
def test_a_page_that_breaks_off_says_so(tmp_path: Path, broken: bytes) -> None:
    first, second, third = pages(tmp_path, PACKED, broken, PACKED)
    assert first.glyphs.text.split("\n") == third.glyphs.text.split("\n") == SENTENCES
    assert (first.note, third.note) == ("", "")
    assert second.glyphs.text.startswith(SENTENCES[0])
    assert len(second.glyphs.text) < len(first.glyphs.text)
    assert second.note == "read in part: the rest of its contents is damaged"


def test_a_letter_that_is_not_the_one_that_was_packed_is_damage(tmp_path: Path) -> None:
    stored = zlib.compress(CONTENT, 0)
    (page,) = pages(tmp_path, stored.replace(b"firm", b"fern", 1))
    assert page.glyphs.text.split("\n")[0] == SENTENCES[0].replace("firm", "fern")
    assert page.note == torn.NOTE


def test_a_checksum_that_is_left_away_is_no_damage(tmp_path: Path) -> None:
    first, second = pages(tmp_path, PACKED[:-4], PACKED[:MIDDLE])
    assert (first.glyphs.text.split("\n"), first.note) == (SENTENCES, "")
    assert second.note == torn.NOTE


def test_a_form_that_breaks_off_is_a_part_of_its_page(tmp_path: Path) -> None:
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Filter /FlateDecode"
    head += b" /Resources << /Font << /F1 3 0 R >> >>"
    form = head + b" /Length %d >>\nstream\n%s\nendstream" % (MIDDLE, PACKED[:MIDDLE])
    content = pdfs.by_hand([b"/X Do"], more=[form])
    fonts = b"/Font << /F1 3 0 R /F2 4 0 R >>"
    content = content.replace(fonts, b"/XObject << /X 8 0 R >>".ljust(len(fonts)))
    (page,) = read(pdfs.saved(tmp_path, content)).pages
    assert page.glyphs.text.startswith(SENTENCES[0])
    assert page.note == torn.NOTE


def test_a_locked_file_and_one_that_is_packed_twice_are_whole(tmp_path: Path) -> None:
    content = pdfs.by_hand([PACKED], stream="/Filter /FlateDecode ")
    (page,) = read(pdfs.saved(tmp_path, pdfs.encrypted(content, ""))).pages
    assert (page.glyphs.text.split("\n"), page.note) == (SENTENCES, "")
    twice = pdfs.by_hand(
        [PACKED.hex().encode() + b">"], stream="/Filter [/ASCIIHexDecode /FlateDecode] "
    )
    (page,) = read(pdfs.saved(tmp_path, twice)).pages
    assert (page.glyphs.text.split("\n"), page.note) == (SENTENCES, "")


def test_pages_are_looked_at_only_in_a_file_that_holds_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def breaks_off(page: object) -> bool:
        asked.append(page)
        return False

    monkeypatch.setattr(torn, "breaks_off", breaks_off)
    pages(tmp_path, PACKED, PACKED)
    assert asked == []
    # Pictures are most of a file: what is broken of them is no word.
    noise = bytes(range(64))
    picture = b"<< /Subtype /Image /Filter /FlateDecode /Length 64 >>\nstream\n%s\nendstream"
    pages(tmp_path, PACKED, more=(picture % noise,))
    assert asked == []
    pages(tmp_path, PACKED, PACKED[:MIDDLE])
    assert len(asked) == 2
