"""Trees of pages: what a file lists counts, whatever number it states."""

from pathlib import Path
from typing import Any

import pdfs
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject

from ingest import tree
from ingest.pdf import read

WORDS = ("First", "Second", "Third")
PAGES = pdfs.by_hand([pdfs.lines(word) for word in WORDS])


def node(stated: int, *branches: PdfObject) -> DictionaryObject:
    """A node of a tree of pages that states how many it has."""
    return DictionaryObject(
        {NameObject("/Count"): NumberObject(stated), NameObject("/Kids"): ArrayObject(branches)}
    )


def page() -> DictionaryObject:
    return DictionaryObject()


def texts(folder: Path, content: bytes) -> list[tuple[int, str, str]]:
    pages = read(pdfs.saved(folder, content)).pages
    return [(page.number, page.glyphs.text, page.note) for page in pages]


@pytest.mark.parametrize(
    "stated", [b"/Count 1", b"/Count 2", b"/Count 0", b"/Count-1", b"/Count 9"]
)
def test_pages_that_the_file_does_not_count_are_read(tmp_path: Path, stated: bytes) -> None:
    content = PAGES.replace(b"/Count 3", stated)
    assert texts(tmp_path, content)[:3] == [(at, word, "") for at, word in enumerate(WORDS, 1)]


def test_pages_under_a_branch_that_counts_too_few_are_read(tmp_path: Path) -> None:
    branch = b"<< /Type /Pages /Parent 2 0 R /Kids [8 0 R 10 0 R] /Count 1 >>"
    content = pdfs.by_hand([pdfs.lines(word) for word in WORDS], more=[branch])
    kids = b"/Kids [6 0 R 8 0 R 10 0 R] /Count 3"
    content = content.replace(kids, b"/Kids [6 0 R 12 0 R] /Count 2".ljust(len(kids)))
    assert texts(tmp_path, content) == [(at, word, "") for at, word in enumerate(WORDS, 1)]


def test_a_tree_that_bites_its_tail_or_grows_without_end_holds_no_more() -> None:
    branches = ArrayObject([page()])
    tail = node(1)
    tail[NameObject("/Kids")] = branches
    branches.append(tail)
    assert not tree.holds_more(tail, 1)
    # Twenty levels, each of which lists the next one ten times.
    bomb: PdfObject = page()
    for _ in range(20):
        bomb = node(1, *[bomb] * 10)
    assert not tree.holds_more(bomb, 10)


def test_a_tree_that_states_what_it_lists_is_not_looked_through() -> None:
    class Unopened(DictionaryObject):
        def get_object(self, *_: Any) -> DictionaryObject:
            raise AssertionError

    sound = node(4, node(3, page(), Unopened(), page()), page())
    assert not tree.holds_more(sound, 4)
    assert tree.holds_more(sound, 3)


def test_a_branch_that_is_missing_hides_no_page() -> None:
    assert tree.holds_more(node(1, page(), NumberObject(0), page()), 1)
