"""The laws of what is kept, over every bundled study: spans, boxes, and nothing passed over."""

import io
import random
import re
from pathlib import Path

import numpy as np
import pypdf
import pytest
from numpy.typing import NDArray
from PIL import Image

from ingest.drawing import picture
from ingest.reading import Reading, read_study
from ingest.tokens import counter
from search.boxes import Box, Boxes, lines, pack, unpack
from search.embed import model_folder
from search.records import Passage, ReadBy
from search.settings import DEFAULT_MODEL

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.pdf"))
# 55 studies: 200 passages and more.
PASSAGES_A_STUDY = 4
exact = counter(model_folder(DEFAULT_MODEL))
INK = 170
# A page's running lines are its title, the name of the collection and a number.
RUNNING_WORDS = 20


def ink(path: Path, number: int) -> NDArray[np.uint8]:
    image = Image.open(io.BytesIO(picture(path, number, 900))).convert("L")
    return np.asarray(image, np.uint8)


def cut_out(grey: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    height, width = grey.shape
    top, bottom = int(box.top * height), int(np.ceil(box.bottom * height))
    left, right = int(box.left * width), int(np.ceil(box.right * width))
    return grey[top:bottom, left:right]


@pytest.mark.parametrize("path", CORPUS, ids=[path.stem for path in CORPUS])
def test_the_laws_hold_in_a_bundled_study(path: Path) -> None:
    reading = read_study(path, exact)
    spans_are_the_words_of_their_pages(reading)
    every_page_is_counted_and_every_word_kept(path, reading)
    chosen = random.Random(path.stem).sample(reading.passages, PASSAGES_A_STUDY)
    pictures = {number: ink(path, number) for number in {2, *(one.page for one in chosen)}}
    for passage in chosen:
        boxes_hold_the_ink_of_their_words(reading, passage, pictures[passage.page])
    no_ink_is_left_over(reading.pages[1][1], pictures[2])


def spans_are_the_words_of_their_pages(reading: Reading) -> None:
    pages = {page.number: page for page, _ in reading.pages}
    for passage in reading.passages:
        assert pages[passage.page].text[passage.start : passage.end] == passage.text
        assert passage.label == pages[passage.page].label
    assert {passage.page for passage in reading.passages} == set(pages)


def every_page_is_counted_and_every_word_kept(path: Path, reading: Reading) -> None:
    pages = [page for page, _ in reading.pages]
    assert [page.number for page in pages] == list(range(1, len(pypdf.PdfReader(path).pages) + 1))
    assert {(page.read_by, page.note) for page in pages} == {(ReadBy.TEXT_LAYER, "")}
    for page in pages:
        passages = [one for one in reading.passages if one.page == page.number]
        held = set().union(*(range(one.start, one.end) for one in passages))
        assert len(held) == sum(one.end - one.start for one in passages)
        outside = "".join(c if at not in held else "\n" for at, c in enumerate(page.text))
        assert len(re.findall(r"\w+", outside)) <= RUNNING_WORDS, outside.split("\n")


def boxes_hold_the_ink_of_their_words(
    reading: Reading, passage: Passage, grey: NDArray[np.uint8]
) -> None:
    _, boxes = reading.pages[passage.page - 1]
    kept = unpack(pack(boxes))[passage.start : passage.end]
    placed = kept[~np.isnan(kept).any(axis=1)]
    assert ((placed >= 0) & (placed <= 1)).all()
    assert (placed[:, :2] <= placed[:, 2:]).all()
    for word in re.finditer(r"\w+", passage.text):
        found = lines(kept[word.start() : word.end()])
        darkest = [int(cut_out(grey, box).min(initial=255)) for box in found]
        assert darkest and max(darkest) < INK, (word.group(), darkest)


def no_ink_is_left_over(boxes: Boxes, grey: NDArray[np.uint8]) -> None:
    """What is not under the boxes of a page's characters is white, but for a table's rules."""
    white = grey.copy()
    for box in lines(boxes):
        cut_out(white, box)[:] = 255
    assert int((grey < INK).sum()) > 1000
    assert int((white < INK).sum()) < 0.15 * int((grey < INK).sum())
