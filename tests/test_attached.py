"""Documents within a PDF: counted, told, and not read."""

import io
from pathlib import Path

import pdfs
from pypdf import PdfWriter

from casebook import add_report
from casebook.add_report import Report
from ingest.outcomes import Outcome, Status
from ingest.pool import Pool
from search.embed import model_folder
from search.settings import DEFAULT_MODEL, Settings


def test_what_is_attached_to_a_file_is_told(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdfs.by_hand([pdfs.lines("A cover of two annexes")])))
    writer.add_attachment("annex-1.pdf", b"%PDF-1.7")
    writer.add_attachment("annex-2.pdf", b"%PDF-1.7")
    whole = io.BytesIO()
    writer.write(whole)
    with Pool(model_folder(DEFAULT_MODEL), Settings(home=tmp_path / "library")) as pool:
        attached = pool.read(pdfs.saved(tmp_path, whole.getvalue())).attached
    assert attached == 2
    told = add_report.summary(
        Report([Outcome(Path("a.pdf"), Status.ADDED, attached=attached)], 1, seconds=1.0)
    )
    assert [line for line in told if "attached" in line] == [
        "a.pdf: not read are 2 documents attached to it; save them with a PDF viewer and add those "
        "that are PDFs."
    ]
