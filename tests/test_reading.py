"""What a worker hands over comes back as it was."""

from pathlib import Path

import numpy as np
import pdfs
import pytest

from ingest.about.front import Guessed
from ingest.reading import Reading, load, read_study, write
from ingest.tokens import counter
from search.embed import model_folder
from search.records import Kind, Origin, Page, Passage, ReadBy
from search.settings import DEFAULT_MODEL

exact = counter(model_folder(DEFAULT_MODEL))
CONTENTS = {
    "typeset": pdfs.typeset("= One\nWords 𝒳 – “so”.\n#pagebreak()\n#pagebreak()\n== Two\nÄußerung"),
    "scan": pdfs.scan(),
    "by hand": pdfs.labelled([pdfs.lines("Hello small world"), b""], "0 << /S /r >>"),
}


def same(one: Reading, other: Reading) -> bool:
    boxes = zip(one.pages, other.pages, strict=True)
    return (
        one.guessed == other.guessed
        and [page for page, _ in one.pages] == [page for page, _ in other.pages]
        and one.passages == other.passages
        and all(np.array_equal(a, b, equal_nan=True) for (_, a), (_, b) in boxes)
    )


@pytest.mark.parametrize("name", CONTENTS)
def test_a_reading_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    before = read_study(pdfs.saved(tmp_path, CONTENTS[name]), exact)
    write(before, tmp_path / "answer")
    after = load(tmp_path / "answer")
    assert same(before, after)
    assert [boxes.shape for _, boxes in after.pages] == [(len(p.text), 4) for p, _ in after.pages]
    assert all(boxes.dtype == np.float32 for _, boxes in after.pages)


def test_every_field_comes_back(tmp_path: Path) -> None:
    page = Page("", 3, "iv", "a\nb", ReadBy.OCR, "de", 1.5, 2.5, "a note")
    boxes = np.array([[0, 0, 1, 1], [np.nan] * 4, [0.5, 0.5, 0.75, 0.75]], np.float32)
    passage = Passage("", 3, 0, 3, "a\nb", ("One", "Two"), Kind.TABLE, "de", "iv")
    guessed = Guessed("A title", "", "", 2012, 2013, (("title", Origin.PAGE),))
    before = Reading(guessed, ((page, boxes),), (passage,))
    write(before, tmp_path / "answer")
    after = load(tmp_path / "answer")
    assert same(before, after)
    assert type(after.pages[0][0].read_by) is ReadBy
    assert type(after.passages[0].kind) is Kind
    assert after.passages[0].heading == ("One", "Two")


def test_pages_say_how_they_were_read(tmp_path: Path) -> None:
    found = read_study(pdfs.saved(tmp_path, CONTENTS["by hand"]), exact)
    assert [(page.number, page.label, page.read_by, page.text) for page, _ in found.pages] == [
        (1, "i", ReadBy.TEXT_LAYER, "Hello small world"),
        (2, "ii", ReadBy.BLANK, ""),
    ]
    assert [(one.page, one.label, one.text) for one in found.passages] == [
        (1, "i", "Hello small world")
    ]


@pytest.mark.parametrize(
    ("content", "page", "read_by"),
    [
        (b"", "", ReadBy.BLANK),
        (b"q Q", "", ReadBy.BLANK),
        (b"10 10 m 90 90 l S", "", ReadBy.NONE),
        (b"", "/Annots [<< /Subtype /Square /Rect [9 9 99 99] >>]", ReadBy.NONE),
    ],
)
def test_only_a_page_on_which_nothing_is_drawn_is_blank_at_once(
    tmp_path: Path, content: bytes, page: str, read_by: ReadBy
) -> None:
    file = pdfs.saved(tmp_path, pdfs.by_hand([content], page))
    assert [page.read_by for page, _ in read_study(file, exact).pages] == [read_by]


def test_a_page_that_can_not_be_unpacked_is_not_blank(tmp_path: Path) -> None:
    whole = pdfs.by_hand([b"no deflated data"])
    broken = whole.replace(b"/Length 16", b"/Length 16 /Filter /FlateDecode")
    found = read_study(pdfs.saved(tmp_path, broken), exact)
    assert [page.read_by for page, _ in found.pages] == [ReadBy.NONE]


def test_what_is_no_reading_is_not_run(tmp_path: Path) -> None:
    array = np.array([{"code": "runs when it is loaded"}], dtype=object)
    np.save(tmp_path / "answer.npy", array)
    with pytest.raises(ValueError, match="allow_pickle"):
        load(tmp_path / "answer.npy")
    np.savez(tmp_path / "answer.npz", told=array, boxes=array)
    with pytest.raises(ValueError, match="magic string"):
        load(tmp_path / "answer.npz")


def test_pages_say_what_share_of_their_words_is_known(tmp_path: Path) -> None:
    contents = [pdfs.lines(*["The small firm meets a zzqx university"] * 4), pdfs.lines("Hello")]
    found = read_study(pdfs.saved(tmp_path, pdfs.by_hand(contents)), exact)
    assert [page.known for page, _ in found.pages] == [pytest.approx(5 / 6), None]
    write(found, tmp_path / "answer")
    assert [page.known for page, _ in load(tmp_path / "answer").pages] == [
        pytest.approx(5 / 6), None,
    ]  # fmt: skip


def test_a_bullet_that_is_a_letter_of_a_font_of_signs_is_a_bullet(tmp_path: Path) -> None:
    page = pdfs.shown("n", 72, 650, font="F3") + pdfs.shown("We want n firms", 90, 650)
    content = pdfs.by_hand([page]).replace(
        b"/F2 4 0 R", b"/F3 << /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"
    )
    ((found, _),) = read_study(pdfs.saved(tmp_path, content), exact).pages
    assert found.text == "• We want n firms"
