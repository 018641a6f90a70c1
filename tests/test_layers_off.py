"""Layers that a viewer does not show: their words are neither read nor quoted."""

import io
from pathlib import Path
from typing import Any

import pdfs
import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject

from ingest import pdf
from ingest.optional import hidden_layers

SHOWN, AWAY = "Vouchers were paid.", "Vouchers were stolen."


def layered(folder: Path, usual: str, names: tuple[str, str] = ("English", "Notes")) -> Path:
    """A line on each of two layers, of objects 8 and 9, which `usual` shows or not."""
    content = b"".join(
        b"/OC /L%d BDC %s EMC\n" % (at, pdfs.shown(line, 72, 600 - 20 * at))
        for at, line in enumerate((SHOWN, AWAY))
    )
    root = f"/OCProperties << /OCGs [8 0 R 9 0 R] /D << {usual} >> >>"
    groups = [f"<< /Type /OCG /Name ({name}) >>".encode() for name in names]
    made = pdfs.by_hand([content], root=root, more=groups)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    catalogue: Any = writer.root_object
    named = {
        NameObject(f"/L{at}"): one for at, one in enumerate(catalogue["/OCProperties"]["/OCGs"])
    }
    resources: Any = writer.pages[0]["/Resources"]
    resources[NameObject("/Properties")] = DictionaryObject(named)
    out = io.BytesIO()
    writer.write(out)
    return pdfs.saved(folder, out.getvalue())


def read(path: Path) -> str:
    (page,) = pdf.read(path).pages
    assert len(page.glyphs.text) == len(page.glyphs.boxes)
    return page.glyphs.text.strip()


@pytest.mark.parametrize("usual", ["/OFF [9 0 R]", "/BaseState /OFF /ON [8 0 R]"])
def test_what_is_on_a_layer_that_is_off_is_not_read(tmp_path: Path, usual: str) -> None:
    path = layered(tmp_path, usual)
    assert hidden_layers(pypdf.PdfReader(path)) == {"Notes"}
    assert read(path) == SHOWN


@pytest.mark.parametrize("usual", ["", "/ON [8 0 R 9 0 R]", "/OFF 7"])
def test_what_is_on_a_layer_that_is_shown_is_read(tmp_path: Path, usual: str) -> None:
    path = layered(tmp_path, usual)
    assert hidden_layers(pypdf.PdfReader(path)) == frozenset()
    assert read(path).split("\n") == [SHOWN, AWAY]


def test_a_name_that_a_shown_layer_has_too_hides_nothing(tmp_path: Path) -> None:
    path = layered(tmp_path, "/OFF [9 0 R]", names=("Text", "Text"))
    assert read(path).split("\n") == [SHOWN, AWAY]


def test_a_file_without_layers_has_none_that_are_off(tmp_path: Path) -> None:
    path = pdfs.saved(tmp_path, pdfs.by_hand([pdfs.lines(SHOWN)]))
    assert hidden_layers(pypdf.PdfReader(path)) == frozenset()
    assert read(path) == SHOWN
