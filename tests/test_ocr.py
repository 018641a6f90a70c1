"""Pages without a text layer: blank, or read by OCR. tesseract itself is played by a script."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pdfs
import pytest
from PIL import Image, ImageDraw, ImageFont
from support import HashEmbedder, ask, places, put
from typer.testing import CliRunner

from casebook import output
from casebook.cli import app
from casebook.session import Session
from ingest import again, ocr, replacing, scans
from ingest.build import Builder, Outcome, Status
from ingest.catalogue import Entry
from ingest.glyphs import Glyphs
from ingest.layers import GARBLED_NOTE, PICTURE_NOTE, STAMP_NOTE
from ingest.pool import Pool
from ingest.run import Asked
from ingest.scans import Seen
from search import language
from search.check import problems
from search.embed import model_folder
from search.engine import Engine
from search.errors import Refused
from search.indexes import Indexes
from search.library import Library
from search.records import ReadBy
from search.settings import DEFAULT_MODEL, Settings

MODEL = model_folder(DEFAULT_MODEL)
PICTURE = b"q 400 0 0 400 100 200 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\xff\xff\x00 EI Q\n"
# The columns that are read; the table of the program itself has a few more.
NAMES = ("block_num", "par_num", "line_num", "left", "top", "width", "height", "conf", "text")
HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"
ENGLISH = "The voucher pays for a first project of a small firm with a creative business"
GERMAN = "Der Gutschein bezahlt ein erstes Projekt einer kleinen Firma mit einem kreativen Betrieb"
FAKE = """#!/bin/sh
here='{folder}'
case "$1" in
--list-langs) echo "List of available languages (2):"; cat "$here/packs" ;;
--version) echo "tesseract 5.3.0" ;;
*)
  echo "$OMP_THREAD_LIMIT $4 $8" >> "$here/asked"
  if [ -f "$here/hang" ]; then echo $$ > "$here/process"; exec sleep 60; fi
  if [ -f "$here/fail" ]; then echo "out of order" >&2; exit 1; fi
  cp "$here/$4.tsv" "$2.tsv" ;;
esac
"""


def data(*rows: tuple[Any, ...]) -> dict[str, list[Any]]:
    """Words as pytesseract gives them: (block, paragraph, line, left, top, width, …, text)."""
    return {name: [row[place] for row in rows] for place, name in enumerate(NAMES)}


def row(text: str, left: int, top: int, width: int, height: int = 20, **known: int) -> Any:
    line, confidence = known.get("line", 1), known.get("confidence", 90)
    return (known.get("block", 1), 1, line, left, top, width, height, confidence, text)


def table(text: str, confidence: int = 90) -> str:
    """What tesseract writes for one line of words, ten pixels a letter."""
    lines = [HEAD.split(), ["1", "1", "0", "0", "0", "0", "0", "0", "2000", "2000", "-1", ""]]
    left = 300
    for number, word in enumerate(text.split(), 1):
        size = 10 * len(word)
        lines.append(["5", "1", "1", "1", "1", *map(str, (number, left, 600, size, 20)),
                      f"{confidence}.5", word])  # fmt: skip
        left += size + 10
    return "".join("\t".join(line) + "\n" for line in lines)


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a tesseract that reads one line from every picture, as its files say."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "packs").write_text("eng\ndeu\nosd\nchi_sim\n")
    (folder / "eng.tsv").write_text(table(ENGLISH))
    (folder / "deu.tsv").write_text(table(GERMAN, 95))
    script = folder / "tesseract"
    script.write_text(FAKE.format(folder=folder))
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.fixture
def no_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without tesseract."""
    (tmp_path / "bare").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bare"))


def asked(folder: Path) -> list[str]:
    """Threads, language and layout of each page that tesseract was asked to read."""
    file = folder / "asked"
    return file.read_text().splitlines() if file.exists() else []


def mixed(folder: Path) -> Path:
    """A page with a text layer, a picture, an empty page."""
    return pdfs.saved(folder, pdfs.by_hand([pdfs.lines("Hello small world"), PICTURE, b""]))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "library")


@pytest.fixture
def pool(settings: Settings) -> Iterator[Pool]:
    with Pool(MODEL, settings) as opened:
        yield opened


# Words to glyphs


def test_words_become_a_text_with_a_box_for_every_letter() -> None:
    glyphs, confidence = ocr.glyphs(
        data(
            row("", 0, 0, 1000, 1000, confidence=-1),
            row("ab", 100, 200, 40, 20, confidence=80),
            row("cde", 160, 196, 60, 30, confidence=95),
            row(" ", 0, 0, 9, 9),
            row("f", 100, 300, 20, 20, line=2, confidence=50),
            row("g", 500, 300, 20, 20, block=2, confidence=50),
        ),
        width=1000,
        height=500,
    )
    assert glyphs.text == "ab cde\nf\ng"
    assert confidence == pytest.approx((2 * 0.8 + 3 * 0.95 + 2 * 0.5) / 7)
    assert glyphs.boxes.dtype == np.float32
    nowhere = np.isnan(glyphs.boxes[:, 0]).tolist()
    assert [sign for sign, lost in zip(glyphs.text, nowhere, strict=True) if lost] == [
        " ",
        "\n",
        "\n",
    ]
    # Across, a part of the word; down, the whole line's height.
    np.testing.assert_allclose(glyphs.boxes[1], [0.12, 196 / 500, 0.14, 226 / 500], rtol=1e-6)
    np.testing.assert_allclose(glyphs.boxes[5], [0.2, 196 / 500, 0.22, 226 / 500], rtol=1e-6)
    np.testing.assert_allclose(glyphs.boxes[9], [0.5, 0.6, 0.52, 0.64], rtol=1e-6)


def test_a_slanted_line_keeps_the_heights_of_its_words() -> None:
    glyphs, _ = ocr.glyphs(data(row("a", 0, 0, 10, 20), row("b", 90, 30, 10, 20)), 100, 100)
    np.testing.assert_allclose(glyphs.boxes[[0, 2]][:, [1, 3]], [[0, 0.2], [0.3, 0.5]], rtol=1e-6)


@pytest.mark.parametrize(("tops", "first"), [((10, 60), (0.1, 0.2)), ((60, 10), (0.8, 0.9))])
def test_a_page_on_its_side_is_divided_along_its_lines(
    tops: tuple[int, int], first: tuple[float, float]
) -> None:
    words = data(row("abc", 40, tops[0], 5, 30), row("d", 42, tops[1], 4, 10))
    glyphs, _ = ocr.glyphs(words, 100, 100)
    assert glyphs.text == "abc d"
    np.testing.assert_allclose(glyphs.boxes[0], [0.4, first[0], 0.46, first[1]], rtol=1e-6)


def test_lines_without_sense_are_left_out_and_words_within_a_line_are_not() -> None:
    noise = [row("~", 0, 10 * line, 9, 9, line=line, confidence=12) for line in (1, 2)]
    good = [row("grants", 0, 90, 60, line=3), row("nat", 70, 90, 30, line=3, confidence=5)]
    glyphs, confidence = ocr.glyphs(data(*noise, *good), 100, 200)
    assert glyphs.text == "grants nat"
    assert confidence == pytest.approx((6 * 0.9 + 3 * 0.05) / 9)


@pytest.mark.parametrize(
    "words", [{}, data(), data(row("", 0, 0, 9)), data(row("x", 0, 0, 9, confidence=3))]
)
def test_a_page_without_words_is_empty(words: dict[str, list[Any]]) -> None:
    glyphs, confidence = ocr.glyphs(words, 100, 100)
    assert (glyphs.text, glyphs.boxes.shape, confidence) == ("", (0, 4), 0.0)


# Languages


def test_every_language_that_is_told_apart_has_a_pack() -> None:
    assert set(ocr._PACKS) == set(language.LANGUAGES)
    assert len(set(ocr._PACKS.values())) == len(ocr._PACKS)


def test_the_installed_languages_are_named_english_first(tesseract: Path) -> None:
    assert (ocr.languages(), ocr.available()) == (("en", "de"), True)
    (tesseract / "packs").write_text("osd\nchi_sim\n")
    assert (ocr.languages(), ocr.available()) == ((), False)


def test_without_tesseract_there_is_no_language(no_tesseract: None) -> None:
    assert (ocr.languages(), ocr.available()) == ((), False)
    with pytest.raises(Refused, match="install tesseract-ocr and its language packs"):
        ocr.require()


# Which pictures are blank


def page(shade: int = 255, noise: float = 0.0) -> Image.Image:
    shades = np.random.default_rng(1).normal(shade, noise, (1754, 1240))
    return Image.fromarray(shades.clip(0, 255).astype(np.uint8))


def with_number(picture: Image.Image) -> Image.Image:
    ImageDraw.Draw(picture).text((600, 1600), "12", font=ImageFont.load_default(25), fill=0)
    return picture


def test_a_page_of_one_shade_is_blank() -> None:
    for shade, noise in ((255, 0), (0, 0), (235, 0), (235, 6)):
        assert scans.is_blank(page(shade, noise)), (shade, noise)


def test_a_shadow_at_the_edge_leaves_a_page_blank() -> None:
    picture = page()
    ImageDraw.Draw(picture).rectangle((0, 0, 14, 1754), fill=40)
    assert scans.is_blank(picture)


def test_a_page_with_a_number_alone_is_not_blank() -> None:
    assert not scans.is_blank(with_number(page()))
    assert not scans.is_blank(with_number(page(235, 6)))


# Which language a picture is read in


class Packs:
    """A recogniser that reads what it is told to, by language."""

    def __init__(self, **texts: tuple[str, float]) -> None:
        self.texts = texts
        self.asked: list[str] = []

    def __call__(self, picture: Image.Image, languages: Sequence[str]) -> tuple[Glyphs, float]:
        (code,) = languages
        self.asked.append(code)
        text, confidence = self.texts[code]
        return Glyphs.of(text), confidence


def read(packs: Packs, spoken: str = "") -> Seen:
    return scans.recognised(page(), spoken, tuple(packs.texts), packs)


def test_a_picture_is_read_again_in_the_language_that_it_is_in() -> None:
    packs = Packs(
        en=("Der Gutschein bezahlt ein erstes Projekt der Firrna", 0.8), de=(GERMAN, 0.95)
    )
    seen = read(packs)
    assert packs.asked == ["en", "de"]
    assert (seen.read_by, seen.glyphs.text, seen.confidence, seen.language, seen.note) == (
        ReadBy.OCR,
        GERMAN,
        0.95,
        "de",
        "",
    )


def test_the_surer_reading_is_kept() -> None:
    seen = read(Packs(en=(GERMAN, 0.9), de=("Dor Gutschoin", 0.6)))
    assert (seen.glyphs.text, seen.confidence) == (GERMAN, 0.9)


def test_a_known_language_is_read_once() -> None:
    packs = Packs(en=("", 0.0), de=(GERMAN, 0.95))
    assert (read(packs, "de").language, packs.asked) == ("de", ["de"])


def test_other_scripts_are_tried_where_latin_makes_no_sense() -> None:
    greek = "Το κουπόνι πληρώνει ένα πρώτο έργο μιας μικρής δημιουργικής επιχείρησης στην Ελλάδα"
    packs = Packs(en=("To xounovt nAnpwvet", 0.4), bg=("То ки", 0.3), el=(greek, 0.9))
    assert read(packs).language == "el"
    assert packs.asked == ["en", "bg", "el"]


def test_a_missing_pack_is_told() -> None:
    seen = read(Packs(en=(GERMAN, 0.8)))
    assert (seen.read_by, seen.note) == (
        ReadBy.OCR,
        "read without tesseract's language pack for de",
    )


def test_a_picture_without_words_stays_unread() -> None:
    seen = read(Packs(en=("", 0.0)))
    assert (seen.read_by, seen.note, seen.confidence) == (ReadBy.NONE, scans.NO_WORDS, None)


# Page by page


def test_the_first_pages_say_what_language_the_others_are_in() -> None:
    looked: list[tuple[int, str]] = []
    heard: list[tuple[int, int]] = []

    def look(number: int, spoken: str) -> Seen:
        looked.append((number, spoken))
        return Seen(language="de" if number == 4 else "")

    seen = scans.each([2, 4, 6, 7], "", look, heard=lambda *steps: heard.append(steps))
    assert list(seen) == [2, 4, 6, 7]
    assert looked == [(2, ""), (4, ""), (6, "de"), (7, "de")]
    assert heard == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_a_file_that_ends_worker_after_worker_is_given_up() -> None:
    seen = scans.each(range(1, 6), "en", lambda number, spoken: Seen(note="late", failed=True))
    assert [one.note for one in seen.values()] == ["late"] * 3 + [
        "left out after other pages of the file could not be looked at"
    ] * 2


def test_what_was_seen_comes_back_as_it_was(tmp_path: Path) -> None:
    glyphs = Glyphs.placed("añ", np.array([[0, 0, 1, 1], [np.nan] * 4], np.float32))
    before = {3: Seen(ReadBy.OCR, glyphs, 0.5, "es", "a note"), 9: Seen(ReadBy.BLANK)}
    scans.write(before, tmp_path / "seen")
    after = scans.load(tmp_path / "seen")
    assert list(after) == [3, 9]
    assert replace(after[3], glyphs=glyphs) == before[3]
    assert replace(after[9], glyphs=before[9].glyphs) == before[9]
    assert (after[3].glyphs.text, after[9].glyphs.text) == ("añ", "")
    np.testing.assert_array_equal(after[3].glyphs.boxes, glyphs.boxes)
    assert after[9].glyphs.boxes.shape == (0, 4)


# Through a worker


def ways(pool: Pool, path: Path) -> list[tuple[ReadBy, str]]:
    return [(page.read_by, page.note) for page, _ in pool.read(path).pages]


def test_a_mixed_file_is_read_page_by_page(tesseract: Path, pool: Pool, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    reading = pool.read(mixed(tmp_path), looked=lambda *steps: heard.append(steps))
    assert [(page.read_by, page.text, page.confidence) for page, _ in reading.pages] == [
        (ReadBy.TEXT_LAYER, "Hello small world", None),
        (ReadBy.OCR, ENGLISH, 0.9),
        (ReadBy.BLANK, "", None),
    ]
    assert [(one.page, one.text) for one in reading.passages] == [
        (1, "Hello small world"),
        (2, ENGLISH),
    ]
    # A page of 8.5 by 11 inches at 300 dpi; the first word stands at 300, 600.
    boxes = reading.pages[1][1]
    np.testing.assert_allclose(boxes[0], [300 / 2550, 600 / 3300, 310 / 2550, 620 / 3300], 1e-3)
    assert asked(tesseract) == ["1 eng 1"]
    # Nothing is on the third page: it is not looked at.
    assert heard == [(0, 1)]


def test_the_language_that_is_known_is_asked_for(
    tesseract: Path, pool: Pool, tmp_path: Path
) -> None:
    reading = pool.read(pdfs.saved(tmp_path, pdfs.scan()), "de")
    assert (reading.pages[0][0].text, reading.pages[0][0].language) == (GERMAN, "de")
    assert asked(tesseract) == ["1 deu 1"]


def test_the_pages_with_text_say_the_language(tesseract: Path, pool: Pool, tmp_path: Path) -> None:
    pool.read(pdfs.saved(tmp_path, pdfs.by_hand([pdfs.lines(GERMAN), PICTURE])))
    assert asked(tesseract) == ["1 deu 1"]


def test_without_tesseract_pictures_stay_unread_and_blank_pages_are_blank(
    no_tesseract: None, pool: Pool, tmp_path: Path
) -> None:
    assert ways(pool, mixed(tmp_path)) == [
        (ReadBy.TEXT_LAYER, ""),
        (ReadBy.NONE, ""),
        (ReadBy.BLANK, ""),
    ]


STAMP = pdfs.shown("Downloaded from the archive of reports", 72, 20)
# The letters of a text, each exchanged for another one, as a wrong table of characters gives them.
GARBLED = pdfs.lines(*["Uif wpvdifs qbzt gps b gjstu qspkfdu pg b tnbmm gjsn xjui b vojw"] * 5)


def test_a_line_beside_a_picture_is_replaced_by_what_ocr_reads(
    tesseract: Path, pool: Pool, tmp_path: Path
) -> None:
    reading = pool.read(pdfs.saved(tmp_path, pdfs.by_hand([PICTURE + STAMP])))
    ((page, boxes),) = reading.pages
    assert (page.read_by, page.text, page.note, page.confidence) == (ReadBy.OCR, ENGLISH, "", 0.9)
    assert boxes.shape == (len(ENGLISH), 4)


def test_a_line_beside_a_picture_stays_where_ocr_reads_no_more(
    tesseract: Path, pool: Pool, tmp_path: Path
) -> None:
    (tesseract / "eng.tsv").write_text(table("archive"))
    ((page, _),) = pool.read(pdfs.saved(tmp_path, pdfs.by_hand([PICTURE + STAMP]))).pages
    assert (page.read_by, page.text) == (
        ReadBy.TEXT_LAYER,
        "Downloaded from the archive of reports",
    )
    assert (page.note, page.confidence) == ("", None)


def test_without_tesseract_a_picture_with_a_stamp_is_unread_and_says_why(
    no_tesseract: None, pool: Pool, tmp_path: Path
) -> None:
    contents = [PICTURE + STAMP, STAMP, pdfs.lines("Hello small world") + STAMP]
    reading = pool.read(pdfs.saved(tmp_path, pdfs.by_hand(contents)))
    assert [(page.read_by, page.note) for page, _ in reading.pages] == [
        (ReadBy.NONE, STAMP_NOTE),
        (ReadBy.TEXT_LAYER, ""),
        (ReadBy.TEXT_LAYER, ""),
    ]
    # Its words are real ones and stay.
    assert reading.pages[0][0].text == "Downloaded from the archive of reports"


def sheet(shades: bytes) -> bytes:
    """A picture that fills the page, of four shades."""
    head = b"q 612 0 0 792 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID "
    return head + shades + b" EI Q\n" + pdfs.shown("Draft", 300, 400)


PAPER, PHOTOGRAPH = sheet(b"\xff\xff\xff\x00"), sheet(b"\x00\x60\xa0\xf0")


def test_a_scan_with_a_word_on_it_is_read(tesseract: Path, pool: Pool, tmp_path: Path) -> None:
    long = (
        f"{ENGLISH} who knows how many people asked their ministry last year for money that helps"
    )
    (tesseract / "eng.tsv").write_text(table(long))
    pages = pool.read(pdfs.saved(tmp_path, pdfs.by_hand([PAPER, PHOTOGRAPH]))).pages
    assert [(page.read_by, page.text, page.note) for page, _ in pages] == [
        (ReadBy.OCR, long, ""),
        (ReadBy.TEXT_LAYER, "Draft", ""),
    ]


def test_without_tesseract_a_scan_with_a_word_on_it_is_unread_and_says_why(
    no_tesseract: None, pool: Pool, tmp_path: Path
) -> None:
    pages = pool.read(pdfs.saved(tmp_path, pdfs.by_hand([PAPER, PHOTOGRAPH]))).pages
    assert [(page.read_by, page.text, page.note) for page, _ in pages] == [
        (ReadBy.NONE, "Draft", PICTURE_NOTE),
        (ReadBy.TEXT_LAYER, "Draft", ""),
    ]


def test_a_garbled_layer_is_no_text(no_tesseract: None, pool: Pool, tmp_path: Path) -> None:
    reading = pool.read(pdfs.saved(tmp_path, pdfs.by_hand([pdfs.lines(GERMAN), GARBLED])))
    assert [(page.read_by, page.note) for page, _ in reading.pages] == [
        (ReadBy.TEXT_LAYER, ""),
        (ReadBy.NONE, GARBLED_NOTE),
    ]
    page, boxes = reading.pages[1]
    assert (page.text, page.language, page.known, boxes.shape) == ("", "", None, (0, 4))
    assert [one.page for one in reading.passages] == [1]


def test_a_garbled_layer_gives_way_to_ocr(tesseract: Path, pool: Pool, tmp_path: Path) -> None:
    reading = pool.read(pdfs.saved(tmp_path, pdfs.by_hand([GARBLED])))
    assert [(page.read_by, page.text, page.note) for page, _ in reading.pages] == [
        (ReadBy.OCR, ENGLISH, "")
    ]
    assert [one.text for one in reading.passages] == [ENGLISH]


def test_ocr_can_be_switched_off(tesseract: Path, settings: Settings, tmp_path: Path) -> None:
    with Pool(MODEL, Settings(home=settings.home, ocr=False)) as pool:
        assert ways(pool, pdfs.saved(tmp_path, pdfs.scan())) == [(ReadBy.NONE, "")]
    assert asked(tesseract) == []


def test_a_page_that_tesseract_fails_on_says_so(
    tesseract: Path, pool: Pool, tmp_path: Path
) -> None:
    (tesseract / "fail").touch()
    ((way, note),) = ways(pool, pdfs.saved(tmp_path, pdfs.scan()))
    assert (way, note) == (ReadBy.NONE, "tesseract failed ((1, 'out of order'))")


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(process: int, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while running(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not running(process)


def started(tesseract: Path) -> int:
    """The process of the tesseract that hangs."""
    file = tesseract / "process"
    deadline = time.monotonic() + 30
    while not (file.exists() and file.read_text().strip()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return int(file.read_text())


def test_a_page_that_takes_too_long_ends_tesseract_too(
    tesseract: Path, pool: Pool, tmp_path: Path
) -> None:
    (tesseract / "hang").touch()
    path = pdfs.saved(tmp_path, pdfs.by_hand([pdfs.lines("Hello"), PICTURE]))
    pool.picture(path, 1, 10)
    pool._workers[0]._seconds = 2
    seen = pool._look({"path": str(path), "page": 2, "spoken": "en", "ocr": True})
    assert (seen.failed, seen.note) == (True, "reading it took longer than 2 s")
    assert gone(started(tesseract))


def test_tesseract_ends_with_a_parent_that_is_killed(tesseract: Path, tmp_path: Path) -> None:
    (tesseract / "hang").touch()
    path = pdfs.saved(tmp_path, pdfs.scan())
    code = (
        "from pathlib import Path; from ingest.pool import Pool\n"
        "from search.settings import Settings\n"
        f"settings = Settings(home=Path({str(tmp_path)!r}))\n"
        f"Pool(Path({str(MODEL)!r}), settings).read(Path({str(path)!r}))\n"
    )
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "TMPDIR": str(tmp_path),
    }
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as parent:
        process = started(tesseract)
        assert running(process)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert gone(process)


# In a library


def add(library: Library, settings: Settings, path: Path, **known: Any) -> Outcome:
    with Pool(MODEL, settings) as pool:
        (outcome,) = Builder(library, HashEmbedder(), pool).add([path], **known)
    return outcome


def pick_up(library: Library, settings: Settings) -> list[Outcome]:
    with Pool(MODEL, settings) as pool:
        waiting = again.waiting(library)
        return list(again.read_again(library, HashEmbedder(), pool, waiting))


@pytest.fixture
def without(library: Library, settings: Settings, tmp_path: Path) -> Outcome:
    """A mixed file that was added without OCR, and was described since."""
    entry = Entry(id="study", title="A title", publisher="Nesta")
    off = Settings(home=settings.home, ocr=False)
    return add(library, off, mixed(tmp_path), asked=Asked(entry=entry))


def test_pages_that_are_no_scans_are_counted_as_read(without: Outcome, library: Library) -> None:
    assert (without.status, without.unread_pages, without.ocr_pages) == (Status.ADDED, 1, 0)
    assert library.count("pages", "read_by = ?", ReadBy.NONE) == 1


def test_a_study_is_read_with_ocr_and_keeps_its_confidence(
    tesseract: Path, library: Library, settings: Settings, tmp_path: Path
) -> None:
    outcome = add(library, settings, mixed(tmp_path))
    assert (outcome.unread_pages, outcome.ocr_pages, outcome.confidence) == (0, 1, 0.9)
    assert [page.confidence for page in library.pages("study")] == [None, 0.9, None]
    assert again.waiting(library) == []


def test_studies_without_text_are_picked_up(
    tesseract: Path, without: Outcome, library: Library, settings: Settings
) -> None:
    before = library.study("study")
    (outcome,) = pick_up(library, settings)
    assert (outcome.status, outcome.ocr_pages, outcome.unread_pages) == (Status.REPLACED, 1, 0)
    assert outcome.file == Path(before.file)
    study = library.study("study")
    assert (study.title, study.publisher, study.sha256) == ("A title", "Nesta", before.sha256)
    engine = Engine(library, HashEmbedder(), "memory")
    first, second = ask(engine, "voucher creative business")
    assert places([first, second]) == [("study", 2), ("study", 1)]
    assert (first.passage.confidence, second.passage.confidence) == (0.9, None)
    assert "PDF page 2 (read by OCR, confidence 0.90)" in output.hit_text(library, first).plain
    assert "OCR" not in output.hit_text(library, second).plain
    assert list(problems(library, Indexes(library, "memory"))) == []
    assert pick_up(library, settings) == []


def test_a_study_that_takes_an_older_ones_place_meanwhile_is_read_all_the_same(
    tesseract: Path,
    without: Outcome,
    library: Library,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(library, "older", ["An edition of long ago."])
    real = Pool.read

    def read(pool: Pool, *given: Any, **named: Any) -> Any:
        reading = real(pool, *given, **named)
        replacing.supersede(library, HashEmbedder(), "study", "older")
        return reading

    monkeypatch.setattr(Pool, "read", read)
    (outcome,) = pick_up(library, settings)
    assert (outcome.status, outcome.ocr_pages) == (Status.REPLACED, 1)
    assert [study.id for study in library.studies()] == ["older"]
    assert [page.confidence for page in library.pages("older")] == [None, 0.9, None]


def test_a_study_stays_as_it_is_while_nothing_more_can_be_read(
    no_tesseract: None, without: Outcome, library: Library, settings: Settings
) -> None:
    generation = library.generation
    (outcome,) = pick_up(library, settings)
    assert (outcome.status, outcome.unread_pages, outcome.passages) == (Status.PRESENT, 1, 1)
    assert library.generation == generation


def test_pages_without_words_are_not_tried_for_ever(
    tesseract: Path, without: Outcome, library: Library, settings: Settings
) -> None:
    (tesseract / "eng.tsv").write_text(table(""))
    (outcome,) = pick_up(library, settings)
    assert (outcome.unread_pages, library.pages("study")[1].note) == (1, scans.NO_WORDS)
    assert again.waiting(library) == []


def test_a_run_that_is_given_up_reads_no_further_page(
    tesseract: Path, library: Library, settings: Settings, tmp_path: Path
) -> None:
    text = pdfs.saved(tmp_path, pdfs.by_hand([pdfs.lines("Hello small world")]), "text.pdf")
    scan = pdfs.saved(tmp_path, pdfs.by_hand([PICTURE] * 40), "scan.pdf")
    with Pool(MODEL, settings) as pool:
        run = Builder(library, HashEmbedder(), pool).add([text, scan])
        assert next(run).status is Status.ADDED
        del run
    assert len(asked(tesseract)) < 40
    assert [path.name for path in library.files.iterdir()] == [
        f"{library.study('text').sha256}.pdf"
    ]


# On the command line


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASEBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Session, "embedder", HashEmbedder())
    return CliRunner()


def said(runner: CliRunner, *words: str, status: int = 0) -> str:
    done = runner.invoke(app, ["add", *words])
    assert done.exit_code == status, done.output
    return re.sub(r" in \d[^)]+ pages/s\)", "", " ".join(done.stdout.split()))


def test_the_command_uses_ocr_where_it_is(
    tesseract: Path, command: CliRunner, tmp_path: Path
) -> None:
    told = said(command, str(mixed(tmp_path)))
    assert told == "1 file: 1 added. 3 pages, 2 passages. 1 page read by OCR (confidence 0.90)."


def test_the_command_says_what_to_install(
    no_tesseract: None, command: CliRunner, tmp_path: Path
) -> None:
    assert said(command, str(mixed(tmp_path))) == (
        "1 file: 1 added. 3 pages, 1 passage. 1 page without text: install tesseract-ocr and its "
        "language packs, then run casebook add --ocr."
    )
    done = command.invoke(app, ["add", "--ocr"])
    assert isinstance(done.exception, Refused)
    assert done.exception.code == "no-ocr"


@pytest.mark.parametrize("named", [True, False])
def test_the_command_picks_up_what_was_left_out(
    tesseract: Path, command: CliRunner, tmp_path: Path, named: bool
) -> None:
    path = str(mixed(tmp_path))
    assert said(command, "--no-ocr", path).endswith(
        "1 page without text; casebook add --ocr reads those that were not tried."
    )
    assert asked(tesseract) == []
    told = said(command, "--ocr", *([path] if named else []))
    assert told == "1 file: 1 replaced. 3 pages, 2 passages. 1 page read by OCR (confidence 0.90)."
    assert said(command, "--ocr") == "0 files: nothing to do."


def test_the_command_wants_a_file_or_something_to_pick_up(command: CliRunner) -> None:
    said(command, status=2)
    said(command, "--no-ocr", status=2)
