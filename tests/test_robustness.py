"""Bad input: forms, placeholders, damage, bombs, passwords, full disks. All end well told."""

import ast
import importlib.util
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pdfs
import pytest
from PIL import Image
from support import HashEmbedder

from ingest import again, damage
from ingest.build import Builder, Status
from ingest.drawing import picture
from ingest.pdf import read
from ingest.pool import Pool
from ingest.reading import Reading
from ingest.run import Asked
from search.embed import model_folder
from search.errors import LibraryFull, Refused
from search.library import Library
from search.records import ReadBy, Refusal
from search.settings import DEFAULT_MODEL, Settings

ROOT = Path(__file__).parents[1]
PLAIN = pdfs.lines("Hello small world")
FORM = "/AcroForm << /Fields [8 0 R] {} /DR << /Font << /Helv 4 0 R >> >> >>"
FIELD = (
    b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Jane Filled) /F 4 "
    b"/DA (/Helv 14 Tf 0 g) /Rect [100 400 300 420] >>"
)
WAIT = pdfs.lines("Please wait...", "You can upgrade to the latest version of Adobe Reader.")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """One worker for all tests."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), ocr=False, parse_seconds=60)
    with Pool(model_folder(DEFAULT_MODEL), settings) as opened:
        yield opened


@pytest.fixture
def builder(library: Library, embedder: HashEmbedder, pool: Pool) -> Builder:
    return Builder(library, embedder, pool)


def refusal(pool: Pool, path: Path, *passwords: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        pool.read(path, passwords=passwords)
    return refused.value.code, str(refused.value)


# Forms


@pytest.mark.parametrize("stated", ["/NeedAppearances true", "/NeedAppearances false", ""])
def test_what_is_filled_in_is_read_and_drawn_in_its_place(tmp_path: Path, stated: str) -> None:
    content = pdfs.by_hand([PLAIN], "/Annots [8 0 R]", FORM.format(stated), [FIELD])
    path = pdfs.saved(tmp_path, content)
    (page,) = read(path).pages
    text = page.glyphs.text
    assert text.split() == ["Hello", "small", "world", "Jane", "Filled"]
    left, top, right, bottom = page.glyphs.boxes[text.index("J")]
    assert 95 / 612 < left < right < 125 / 612
    assert 1 - 425 / 792 < top < bottom < 1 - 395 / 792
    drawn = np.asarray(Image.open(io.BytesIO(picture(path, 1, 612))).convert("L"))
    assert drawn[372:392, 100:300].min() < 100


def test_a_page_with_links_only_is_left_as_it_is(tmp_path: Path) -> None:
    link = b"<< /Type /Annot /Subtype /Link /Rect [72 640 200 660] /Border [0 0 1] >>"
    content = pdfs.by_hand([PLAIN], "/Annots [8 0 R]", more=[link])
    plain = read(pdfs.saved(tmp_path, pdfs.by_hand([PLAIN]), "plain.pdf")).pages[0].glyphs
    linked = read(pdfs.saved(tmp_path, content)).pages[0].glyphs
    assert linked.text == plain.text == "Hello small world"
    assert np.array_equal(linked.boxes, plain.boxes, equal_nan=True)


# Pages that stand for something else


@pytest.mark.parametrize(
    ("content", "root", "code"),
    [
        (WAIT, "/AcroForm << /XFA 8 0 R /Fields [] >> /NeedsRendering true", "xfa"),
        (WAIT, "/AcroForm << /XFA 8 0 R /Fields [] >>", "xfa"),
        (pdfs.lines("Bitte warten"), "/AcroForm << /XFA 8 0 R /Fields [] >>", "xfa"),
        (b"", "/AcroForm << /XFA 8 0 R /Fields [] >> /NeedsRendering true", "xfa"),
        (WAIT, "/Collection << /Type /Collection >>", "portfolio"),
    ],
)
def test_a_placeholder_is_never_read(tmp_path: Path, content: bytes, root: str, code: str) -> None:
    more = [b"<< /Length 11 >>\nstream\n<xdp></xdp>\nendstream"]
    with pytest.raises(Refused, match="Adobe Reader") as refused:
        read(pdfs.saved(tmp_path, pdfs.by_hand([content], root=root, more=more)))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("contents", "page", "root"),
    [
        ([WAIT], "", ""),
        ([PLAIN], "/Annots [8 0 R]", "/AcroForm << /XFA (x) /Fields [8 0 R] >>"),
        ([PLAIN] * 3, "", "/AcroForm << /XFA (x) /Fields [] >>"),
        ([PLAIN], "", "/Collection << /Type /Collection >>"),
    ],
)
def test_a_page_with_words_of_its_own_is_read(
    tmp_path: Path, contents: list[bytes], page: str, root: str
) -> None:
    content = pdfs.by_hand(contents, page, root, [FIELD])
    pages = read(pdfs.saved(tmp_path, content)).pages
    assert len(pages) == len(contents)
    assert all(len(page.glyphs.text.split()) >= 3 for page in pages)


# Damage


def sent_as_text(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def test_what_cannot_be_unpacked_is_neither_read_nor_blank(pool: Pool, tmp_path: Path) -> None:
    broken = sent_as_text(pdfs.study("voucher", sentences=60))
    code, reason = refusal(pool, pdfs.saved(tmp_path, broken))
    assert (code, reason.endswith("copy it again from where it came")) == ("damaged", True)


@pytest.mark.parametrize(
    ("stream", "read_by"),
    [
        (b"<< /Length 0 >>\nstream\n\nendstream", ReadBy.BLANK),
        (b"<< /Length 12 /Filter /FlateDecode >>\nstream\nno deflation\nendstream", ReadBy.NONE),
        (b"null", ReadBy.NONE),
    ],
)
def test_a_broken_page_among_others_is_counted_with_its_reason(
    pool: Pool, tmp_path: Path, stream: bytes, read_by: ReadBy
) -> None:
    content = pdfs.by_hand([PLAIN, b"(second)"])
    start = content.index(b"<< /Length 8 >>")
    end = content.index(b"endobj", start)
    path = pdfs.saved(tmp_path, content[:start] + stream + b"\n" + content[end:])
    first, second = (page for page, _ in pool.read(path).pages)
    assert (first.text, first.read_by) == ("Hello small world", ReadBy.TEXT_LAYER)
    assert (second.text, second.read_by) == ("", read_by)
    assert bool(second.note) == (read_by is ReadBy.NONE)


def test_a_circle_and_endless_pages_end(pool: Pool, tmp_path: Path) -> None:
    kids = b"/Kids [6 0 R] /Count 1"
    one = pdfs.by_hand([PLAIN])
    circle = one.replace(kids, b"/Kids [2 0 R 6 0 R] /Count 2")
    pages = [page for page, _ in pool.read(pdfs.saved(tmp_path, circle)).pages]
    assert {page.text: bool(page.note) for page in pages} == {"Hello small world": False, "": True}
    endless = one.replace(kids, b"/Kids [" + b"6 0 R " * 50_001 + b"] /Count 50001")
    assert refusal(pool, pdfs.saved(tmp_path, endless)) == (
        "too-large",
        "it has 50,001 pages, more than 50,000; split it and add the parts",
    )


def forms(depth: int) -> bytes:
    """A page that draws a form, which draws another twice, and so on."""
    names = [f"/Resources << /XObject << /X {9 + level} 0 R >> >>" for level in range(depth)]
    names[-1] = ""
    head = "<< /Length 12 /Type /XObject /Subtype /Form /BBox [0 0 9 9] {} >>"
    more = [head.format(name).encode() + b"\nstream\n/X Do /X Do \nendstream" for name in names]
    page = "/Resources << /Font << /F1 3 0 R >> /XObject << /X 8 0 R >> >>"
    content = pdfs.by_hand([b"/X Do\n"], more=more)
    return content.replace(b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>", page.encode())


@pytest.mark.parametrize(("depth", "endless"), [(3, False), (11, False), (14, True), (40, True)])
def test_forms_within_forms_are_counted_before_they_are_drawn(depth: int, endless: bool) -> None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(forms(depth)))
    assert damage.draws_without_end(reader.pages[0]) == endless


def test_a_bomb_that_ends_pdfium_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unpacks to more than a reader may hold") as refused:
        read(pdfs.saved(tmp_path, forms(30)), crashed=True)
    assert refused.value.code == "too-large"


# Passwords

LOCKED = pdfs.encrypted(pdfs.by_hand([PLAIN, b""]), "secret")


def test_a_password_opens_what_asks_for_one(pool: Pool, tmp_path: Path) -> None:
    path = pdfs.saved(tmp_path, LOCKED)
    reading = pool.read(path, passwords=("wrong", "secret"))
    assert (reading.pages[0][0].text, reading.password) == ("Hello small world", "secret")
    assert reading.pages[1][0].read_by is ReadBy.BLANK
    assert pool.read(path, passwords=("owner",)).password == "owner"
    assert pool.picture(path, 1, 80, "secret").startswith(b"\x89PNG")
    assert refusal(pool, path) == (
        "encrypted",
        "it asks for a password; add it again with --password or save a copy without",
    )
    assert refusal(pool, path, "wrong", "Secret") == (
        "encrypted",
        "no password given opens it; add it again with the right one by --password",
    )


def test_a_password_that_nobody_asked_for_is_not_kept(pool: Pool, tmp_path: Path) -> None:
    open_file = pdfs.saved(tmp_path, pdfs.encrypted(pdfs.by_hand([PLAIN]), ""))
    assert pool.read(open_file, passwords=("secret",)).password == ""


def test_a_study_keeps_what_opens_its_file_as_long_as_it_is_there(
    tmp_path: Path, builder: Builder, library: Library, pool: Pool
) -> None:
    path = pdfs.saved(tmp_path, pdfs.encrypted(pdfs.by_hand([PLAIN, pdfs.PICTURE]), "secret"))
    (outcome,) = builder.add([path])
    assert outcome.code == "encrypted"
    (outcome,) = builder.add([path], asked=Asked(passwords=("no", "secret")))
    study = outcome.study
    assert study is not None
    assert (outcome.status, library.password(study)) == (Status.ADDED, "secret")
    assert library.refusals() == []
    (once_more,) = again.read_again(library, HashEmbedder(), pool, [study])
    assert (once_more.status, once_more.code) == (Status.PRESENT, "")
    assert library.password(study) == "secret"
    builder.remove(study.id)
    assert library.password(study) == ""


# A full disk


def bound(library: Library, pages: int) -> None:
    library._connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_costs_the_files_that_do_not_fit_and_nothing_else(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    first = pdfs.saved(tmp_path, pdfs.study("voucher"), "voucher.pdf")
    large = pdfs.saved(tmp_path, pdfs.study("cluster", sentences=900), "large.pdf")
    small = pdfs.saved(tmp_path, pdfs.study("loan", sentences=1), "small.pdf")
    builder_outcomes = list(builder.add([first]))
    used = library._value("PRAGMA page_count")
    bound(library, used + 12)
    outcomes = list(builder.add([large, small]))
    assert [(one.status, one.code) for one in builder_outcomes + outcomes] == [
        (Status.ADDED, ""),
        (Status.REFUSED, "disk-full"),
        (Status.ADDED, ""),
    ]
    assert [one.id for one in library.studies()] == ["small", "voucher"]
    assert {path.name for path in library.files.iterdir()} == {
        f"{one.sha256}.pdf" for one in library.studies()
    }
    bound(library, 1 << 30)
    assert [one.status for one in builder.add([large])] == [Status.ADDED]
    assert library.refusals() == []


def test_the_library_says_that_there_is_no_room(library: Library) -> None:
    bound(library, library._value("PRAGMA page_count"))
    with pytest.raises(LibraryFull, match="free some space on its disk and try again"):
        library.refuse(Refusal("a.pdf", "damaged", "x" * 100_000))
    assert library.refusals() == []


# Spoiled files


def mutations() -> Any:
    name = "benchmarks_mutations"
    file = ROOT / "benchmarks" / "mutations.py"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check(reading: Reading) -> None:
    texts = {page.number: page.text for page, _ in reading.pages}
    assert list(texts) == list(range(1, len(texts) + 1))
    assert [boxes.shape for _, boxes in reading.pages] == [
        (len(text), 4) for text in texts.values()
    ]
    for one in reading.passages:
        assert one.text
        assert texts[one.page][one.start : one.end] == one.text
        assert texts[one.page][one.header_start : one.header_end] == one.header


def test_spoiled_files_end_in_a_reading_or_a_reason(pool: Pool, tmp_path: Path) -> None:
    spoiled = mutations().spoiled
    table = "#table(columns: 2, [Region], [Rate], [Tirol], [4], [Wien], [5])"
    sound = [
        pdfs.study("voucher"),
        pdfs.paged(["= One\nWords.", table]),
        pdfs.by_hand([PLAIN], "/Annots [8 0 R]", FORM.format(""), [FIELD]),
        pdfs.labelled([PLAIN, PLAIN], "0 << /S /r >>"),
    ]
    outcomes = []
    for seed in range(64):
        _, data = spoiled(seed, sound[seed % len(sound)])
        try:
            reading = pool.read(pdfs.saved(tmp_path, data))
        except Refused as refused:
            assert str(refused)
            outcomes.append(refused.code)
        else:
            check(reading)
            outcomes.append("read")
    assert outcomes.count("read") > 20
    assert set(outcomes) <= {"read", "damaged", "empty", "not-a-pdf", "no-pages", "too-large"}


# What is written of it


def codes() -> set[str]:
    """Every code that ingest/ gives a refusal."""
    found = set()
    for file in sorted((ROOT / "ingest").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                found |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                found |= {
                    value.value
                    for key, value in pairs
                    if isinstance(key, ast.Constant)
                    and key.value == "code"
                    and isinstance(value, ast.Constant)
                }
    return {str(code) for code in found}


def test_every_code_is_explained() -> None:
    told = (ROOT / "docs" / "bad-input.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", told, re.MULTILINE)) == codes()
