"""Adding, replacing and removing studies."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pdfs
import pytest
from support import HashEmbedder, ask, places

from casebook.pace import Pace
from ingest import files
from ingest.about import describing
from ingest.build import Builder, Outcome, Progress, Status
from ingest.catalogue import Entry
from ingest.pool import Pool
from ingest.reading import Reading
from ingest.run import Asked
from search.check import problems
from search.embed import Embedded, model_folder
from search.engine import Engine
from search.errors import CatalogueError, LibraryError, ModelMismatch, UnknownStudy
from search.indexes import Indexes
from search.library import Library
from search.records import Origin, ReadBy, Study
from search.settings import DEFAULT_MODEL, Settings

HEADER = "file,title,years,publisher,countries,topics,language\n"


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """One worker for all tests."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), ocr=False)
    with Pool(model_folder(DEFAULT_MODEL), settings) as opened:
        yield opened


@pytest.fixture
def builder(library: Library, embedder: HashEmbedder, pool: Pool) -> Builder:
    return Builder(library, embedder, pool)


def study(folder: Path, subject: str, name: str = "") -> Path:
    return pdfs.saved(folder, pdfs.study(subject), name or f"{subject}.pdf")


def add(builder: Builder, *paths: Path, entry: Entry | None = None) -> list[Outcome]:
    return list(builder.add(paths, asked=Asked(entry=entry)))


def told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(one.study.id if one.study else one.code, one.status) for one in outcomes]


def copies(library: Library) -> set[str]:
    return {path.name for path in library.files.iterdir()}


def found(library: Library, question: str) -> list[tuple[str, int]]:
    return places(ask(Engine(library, HashEmbedder(), "memory"), question))


@pytest.fixture(autouse=True)
def whole(library: Library) -> Iterator[None]:
    """After every test the library is whole and keeps the copies of its studies alone.

    Those that may still be brought back are of them.
    """
    yield
    assert list(problems(library, Indexes(library, "memory"))) == []
    kept = {one.sha256 for one in library.studies()} | {one.sha256 for one in library.removed()}
    assert copies(library) == {f"{one}.pdf" for one in kept}


# Adding


def test_a_study_is_kept_whole(tmp_path: Path, builder: Builder, library: Library) -> None:
    path = study(tmp_path, "voucher")
    (outcome,) = add(builder, path)
    assert told([outcome]) == [("voucher", Status.ADDED)]
    kept = library.study("voucher")
    assert outcome.study == kept
    assert (kept.title, kept.file, kept.page_count, kept.language) == (
        "The voucher scheme",
        str(path),
        1,
        "en",
    )
    assert library.file(kept).read_bytes() == path.read_bytes()
    (page,) = library.pages("voucher")
    passages = library.passages_of("voucher")
    assert outcome.passages == len(passages) == 1
    assert passages[0].heading == ("The voucher scheme",)
    assert page.text.count("grant") == 4
    assert found(library, "voucher programme") == [("voucher", 1)]


def test_what_the_model_reads_has_the_title_first_and_a_heading_that_repeats_it_once(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    add(builder, study(tmp_path, "voucher"))
    (passage,) = library.passages_of("voucher")
    _, (kept,) = library.vectors([passage.id])
    wanted = HashEmbedder().encode([f"The voucher scheme\n{passage.text}"])[0]
    np.testing.assert_allclose(kept, wanted, atol=1e-6)


def test_what_is_there_is_skipped(tmp_path: Path, builder: Builder, library: Library) -> None:
    path = study(tmp_path, "voucher")
    add(builder, path)
    generation = library.generation
    (outcome,) = add(builder, path)
    assert told([outcome]) == [("voucher", Status.PRESENT)]
    assert library.generation == generation


def test_the_same_bytes_under_two_names_are_one_study(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    paths = [study(tmp_path, "voucher", name) for name in ("a.pdf", "b.pdf", "sub/a.pdf")]
    assert told(add(builder, *paths)) == [
        ("a", Status.ADDED),
        ("a", Status.PRESENT),
        ("a", Status.PRESENT),
    ]
    assert [one.file for one in library.studies()] == [str(paths[0])]


def test_a_changed_file_replaces_its_study_and_its_old_passages_are_gone(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    path = study(tmp_path, "voucher")
    (first,) = add(builder, path)
    path.write_bytes(pdfs.study("cluster"))
    (second,) = add(builder, path)
    assert told([second]) == [("voucher", Status.REPLACED)]
    assert first.study and second.study
    assert not library.file(first.study).exists()
    assert [passage.text.split()[1] for passage in library.passages_of("voucher")] == ["cluster"]
    assert library.count("passages") == 1
    texts = [hit.passage.text for hit in ask(Engine(library, HashEmbedder()), "voucher programme")]
    assert ["voucher" in text for text in texts] == [False]


def test_a_file_that_changed_back_is_added_again(tmp_path: Path, builder: Builder) -> None:
    path = study(tmp_path, "voucher")
    add(builder, path)
    path.write_bytes(pdfs.study("cluster"))
    add(builder, path)
    path.write_bytes(pdfs.study("voucher"))
    assert told(add(builder, path)) == [("voucher", Status.REPLACED)]


def test_two_files_of_one_name_get_two_ids(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    subjects = ("voucher", "cluster", "loan")
    paths = [study(tmp_path / subject, subject, "report.pdf") for subject in subjects]
    assert told(add(builder, *paths)) == [
        ("report", Status.ADDED),
        ("report-2", Status.ADDED),
        ("report-3", Status.ADDED),
    ]
    paths[1].write_bytes(pdfs.study("crowd"))
    assert told(add(builder, paths[1])) == [("report-2", Status.REPLACED)]
    assert found(library, "crowd")[0] == ("report-2", 1)


def test_an_id_that_was_removed_is_free_again_once_it_is_forgotten(
    tmp_path: Path, builder: Builder
) -> None:
    subjects = ("one", "two", "three")
    first, second, third = (study(tmp_path / name, name, "report.pdf") for name in subjects)
    add(builder, first)
    builder.remove("report")
    assert told(add(builder, second)) == [("report-2", Status.ADDED)]
    builder.forget("report")
    assert told(add(builder, third)) == [("report", Status.ADDED)]


def test_another_edition_of_a_removed_file_leaves_it_its_id(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    path = study(tmp_path, "voucher")
    add(builder, path)
    builder.remove("voucher")
    path.write_bytes(pdfs.study("voucher", 700))
    assert told(add(builder, path)) == [("voucher-2", Status.ADDED)]
    builder.restore("voucher")
    assert [one.id for one in library.studies()] == ["voucher", "voucher-2"]


def test_a_removed_file_that_is_added_again_is_what_it_was(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    path = study(tmp_path, "voucher")
    add(builder, path)
    facts = {"title": ("Vouchers, corrected",), "year": (2015, None)}
    describing.edit(library, HashEmbedder(), "voucher", facts)
    builder.remove("voucher")
    moved = path.rename(tmp_path / "another name.pdf")
    assert told(add(builder, moved)) == [("voucher", Status.ADDED)]
    again = library.study("voucher")
    assert (again.title, again.year_from) == ("Vouchers, corrected", 2015)
    assert dict(again.origins)["title"] is Origin.PERSON
    assert library.removed() == []


def test_what_a_person_edited_of_a_removed_file_goes_before_its_catalogue(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    path = study(tmp_path, "voucher")
    entry = Entry(id="voucher", title="Vouchers", publisher="Catalogue")
    add(builder, path, entry=entry)
    describing.edit(library, HashEmbedder(), "voucher", {"publisher": ("Edited",)})
    builder.remove("voucher")
    add(builder, path, entry=entry)
    again = library.study("voucher")
    assert (again.publisher, dict(again.origins)["publisher"]) == ("Edited", Origin.PERSON)


@pytest.mark.parametrize(
    ("name", "id", "title"),
    [
        ("line\nbreak.pdf", "line-break", "Line break"),
        ("דוח תקציב.pdf", "דוח-תקציב", "דוח תקציב"),
        ("x" * 251 + ".pdf", "x" * 80, "X" + "x" * 250),
        ("Fo\u0308rderung_2014.PDF", "forderung-2014", "Förderung 2014"),
        ("[red]*?.pdf", "red", "[red]*?"),
        ("....pdf", "study", "..."),
        (os.fsdecode(b"caf\xe9 nord.pdf"), "caf-nord", "Caf nord"),
    ],
)
def test_odd_names(
    tmp_path: Path, builder: Builder, library: Library, name: str, id: str, title: str
) -> None:
    # A sentence is no title: only the name is left.
    content = pdfs.typeset("The voucher programme paid a grant to each small firm of the region.")
    (outcome,) = add(builder, pdfs.saved(tmp_path, content, name))
    assert told([outcome]) == [(id, Status.ADDED)]
    assert library.study(id).title == title
    assert told(add(builder, outcome.file)) == [(id, Status.PRESENT)]


def test_bytes_that_come_twice_in_one_run_are_read_once(
    tmp_path: Path, builder: Builder, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = counted_reads(pool, monkeypatch)
    paths = [study(tmp_path, "voucher", name) for name in ("a.pdf", "b.pdf", "c.pdf")]
    bad = [pdfs.saved(tmp_path, b"<html>", name) for name in ("x.pdf", "y.pdf")]
    assert told(add(builder, *paths, *bad)) == [
        ("a", Status.ADDED),
        ("a", Status.PRESENT),
        ("a", Status.PRESENT),
        ("not-a-pdf", Status.REFUSED),
        ("not-a-pdf", Status.REFUSED),
    ]
    assert len(read) == 2


def test_what_is_there_is_neither_copied_nor_read(
    tmp_path: Path, builder: Builder, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [study(tmp_path, subject) for subject in ("voucher", "cluster")]
    add(builder, *paths)
    read = counted_reads(pool, monkeypatch)
    monkeypatch.setattr("ingest.files.copied", lambda *given: pytest.fail("a copy was made"))
    assert {one.status for one in add(builder, *paths)} == {Status.PRESENT}
    assert read == []


def counted_reads(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    read, real = [], pool.read

    def counting(path: Path, *given: Any, **named: Any) -> Reading:
        read.append(path)
        return real(path, *given, **named)

    monkeypatch.setattr(pool, "read", counting)
    return read


def test_bytes_that_move_to_another_name_are_kept(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    """One file takes on new bytes, the next one the old bytes of the first."""
    first, second = study(tmp_path, "voucher", "a.pdf"), study(tmp_path, "loan", "b.pdf")
    add(builder, first, second)
    first.write_bytes(pdfs.study("cluster"))
    second.write_bytes(pdfs.study("voucher"))
    assert told(add(builder, first, second)) == [("a", Status.REPLACED), ("b", Status.REPLACED)]
    assert [library.passages_of(id)[0].text.split()[1] for id in "ab"] == ["cluster", "voucher"]


def test_the_work_of_a_file_does_not_walk_the_library(
    tmp_path: Path, builder: Builder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks = []
    real = Library.studies

    def walking(library: Library) -> list[Study]:
        walks.append("studies")
        return real(library)

    monkeypatch.setattr(Library, "studies", walking)
    add(builder, *(study(tmp_path / str(at), f"subject {at}", "report.pdf") for at in range(6)))
    once = len(walks)
    add(builder, *(study(tmp_path / str(at), f"subject {at}", "report.pdf") for at in range(6, 8)))
    assert len(walks) == 2 * once
    assert sorted(library.study_ids("TRUE")) == ["report", *(f"report-{at}" for at in range(2, 9))]


class Lasting(HashEmbedder):
    """A model that takes more than an hour, in which another run begins."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library

    def embed(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda count: None
    ) -> Embedded:
        waiting = [one for one in self._library.files.iterdir() if one.suffix == ".read"]
        for copy in waiting:
            os.utime(copy, (0, 0))
        end = time.monotonic() + 5
        while time.monotonic() < end and any(one.stat().st_mtime == 0 for one in waiting):
            time.sleep(0.01)
        files.sweep(self._library)
        return super().embed(texts, done)


def test_what_waits_for_a_long_study_is_not_swept_by_another_run(
    tmp_path: Path, library: Library, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.taking._FRESH_SECONDS", 0.01, raising=False)
    paths = [study(tmp_path, subject) for subject in ("voucher", "loan", "cluster")]
    assert told(add(Builder(library, Lasting(library), pool), *paths)) == [
        ("voucher", Status.ADDED),
        ("loan", Status.ADDED),
        ("cluster", Status.ADDED),
    ]


def test_nothing_is_kept_fresh_after_its_run(tmp_path: Path, builder: Builder) -> None:
    before = [one for one in threading.enumerate() if one.name == "copies"]
    for outcome in builder.add([study(tmp_path, "voucher"), study(tmp_path, "loan")]):
        assert outcome.status is Status.ADDED
        break
    for one in threading.enumerate():
        if one.name == "copies" and one not in before:
            one.join(5)
            assert not one.is_alive()


# Refusing


def test_a_refused_file_is_kept_in_mind_and_the_run_goes_on(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    paths = [
        study(tmp_path, "voucher"),
        pdfs.saved(tmp_path, b"<html>", "page.pdf"),
        pdfs.saved(tmp_path, b"", "empty.pdf"),
        pdfs.saved(tmp_path, pdfs.encrypted(pdfs.scan(), "secret"), "locked.pdf"),
        pdfs.saved(tmp_path, pdfs.no_pages(), "bare.pdf"),
        pdfs.saved(tmp_path, pdfs.cut_off(pdfs.study("loan")), "cut.pdf"),
        tmp_path / "gone.pdf",
        tmp_path,
        study(tmp_path, "cluster"),
    ]
    outcomes = add(builder, *paths)
    assert told(outcomes) == [
        ("voucher", Status.ADDED),
        ("not-a-pdf", Status.REFUSED),
        ("empty", Status.REFUSED),
        ("encrypted", Status.REFUSED),
        ("no-pages", Status.REFUSED),
        ("damaged", Status.REFUSED),
        ("gone", Status.REFUSED),
        ("not-a-file", Status.REFUSED),
        ("cluster", Status.ADDED),
    ]
    assert {(one.file, one.code) for one in library.refusals()} == {
        (str(one.file), one.code) for one in outcomes if one.status is Status.REFUSED
    }
    assert all(one.reason for one in outcomes if one.code)


def test_a_refused_file_with_an_odd_name_is_kept_in_mind(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    path = pdfs.saved(tmp_path, b"no", os.fsdecode(b"caf\xe9.pdf"))
    assert told(add(builder, path)) == [("not-a-pdf", Status.REFUSED)]
    assert [one.file for one in library.refusals()] == [f"{tmp_path}/caf\\xe9.pdf"]


def test_a_refusal_is_forgotten_once_the_file_is_read(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    path = pdfs.saved(tmp_path, b"no", "voucher.pdf")
    add(builder, path)
    study(tmp_path, "voucher")
    assert told(add(builder, path)) == [("voucher", Status.ADDED)]
    assert library.refusals() == []


def test_a_file_that_became_unreadable_leaves_its_study(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    path = study(tmp_path, "voucher")
    add(builder, path)
    path.write_bytes(b"no")
    assert told(add(builder, path)) == [("not-a-pdf", Status.REFUSED)]
    assert found(library, "voucher") == [("voucher", 1)]


def test_a_study_without_text_is_kept_and_counted(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    (outcome,) = add(builder, pdfs.saved(tmp_path, pdfs.scan(), "scan.pdf"))
    assert told([outcome]) == [("scan", Status.NO_TEXT)]
    assert (outcome.passages, outcome.unread_pages) == (0, 1)
    assert [page.read_by for page in library.pages("scan")] == [ReadBy.NONE]


def test_pages_without_text_are_counted(tmp_path: Path, builder: Builder) -> None:
    content = pdfs.by_hand([pdfs.lines("Hello small world"), pdfs.PICTURE, pdfs.PICTURE])
    (outcome,) = add(builder, pdfs.saved(tmp_path, content))
    assert (outcome.status, outcome.passages, outcome.unread_pages) == (Status.ADDED, 1, 2)


# Catalogues


def test_the_row_of_the_folders_catalogue_describes_its_file(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    pdfs.saved(
        tmp_path,
        f"{HEADER}a.pdf,The first,2010-2012,A ministry,AT;DE,Innovation vouchers,de\n"
        "sub/b.pdf,The second,2014,,EU,,\n".encode(),
        "catalogue.csv",
    )
    entry = Entry(id="", title="Given by hand", year_from=2001, year_to=2001)
    paths = [study(tmp_path, *pair) for pair in (("voucher", "a.pdf"), ("loan", "sub/b.pdf"))]
    add(builder, *paths, study(tmp_path, "cluster", "c.pdf"), entry=entry)
    assert [
        (one.id, one.title, one.period, one.publisher, one.countries, one.topics, one.language)
        for one in (library.study(id) for id in "abc")
    ] == [
        ("a", "The first", "2010–2012", "A ministry", ("AT", "DE"), ("innovation vouchers",), "de"),
        ("b", "The second", "2014", "", ("EU",), (), "en"),
        ("c", "Given by hand", "2001", "", (), (), "en"),
    ]


@pytest.mark.parametrize("form", ["Förderung.pdf", "Fo\u0308rderung.pdf"])
def test_a_name_with_an_accent_is_found_in_the_catalogue_in_either_form(
    tmp_path: Path, builder: Builder, form: str
) -> None:
    row = f"{HEADER}{form},On funding,,,,,\n"
    pdfs.saved(tmp_path, row.encode(), "catalogue.csv")
    (outcome,) = add(builder, study(tmp_path, "voucher", "Fo\u0308rderung.pdf"))
    assert outcome.study and outcome.study.title == "On funding"


def test_a_broken_catalogue_is_said_before_anything_is_added(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    pdfs.saved(tmp_path, f"{HEADER}a.pdf,T,soon,,,,\n".encode(), "catalogue.csv")
    with pytest.raises(CatalogueError, match="line 2"):
        add(builder, study(tmp_path, "voucher"))
    assert library.studies() == []


# Removing, embedding anew


def test_a_removed_study_is_gone_and_forgotten_with_its_copy_but_its_file_stays(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    paths = [study(tmp_path, subject) for subject in ("voucher", "cluster")]
    add(builder, *paths)
    gone = builder.remove("voucher")
    assert (gone.id, gone.title) == ("voucher", "The voucher scheme")
    assert library.file(gone).exists()
    assert paths[0].exists()
    assert [id for id, _ in found(library, "voucher programme paid")] == ["cluster"]
    with pytest.raises(UnknownStudy, match="voucher"):
        builder.remove("voucher")
    builder.forget("voucher")
    assert not library.file(gone).exists()
    assert told(add(builder, paths[0])) == [("voucher", Status.ADDED)]


def test_another_model_is_refused_until_all_is_embedded_anew(
    tmp_path: Path, builder: Builder, library: Library, pool: Pool
) -> None:
    scan = pdfs.saved(tmp_path, pdfs.scan(), "scan.pdf")
    add(builder, study(tmp_path, "voucher"), scan)
    other = Builder(library, HashEmbedder(32), pool)
    with pytest.raises(ModelMismatch, match=r"hash:64.*hash:32.*casebook reembed"):
        add(other, study(tmp_path, "cluster"))
    heard: list[int] = []
    assert other.reembed(heard.append) == sum(heard) == 1
    assert library.fingerprint == "hash:32"
    ids, vectors = library.vectors(library.ids().tolist())
    assert vectors.shape == (len(ids), 32)
    assert told(add(other, study(tmp_path, "cluster"))) == [("cluster", Status.ADDED)]


# Hearing of it


class Heard(Progress):
    """What a progress is told, in order."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def reading(self, file: Path) -> None:
        self.words.append(f"reading {file.name}")

    def embedding(self, file: Path, passages: int) -> None:
        self.words.append(f"embedding {passages} of {file.name}")

    def embedded(self, passages: int) -> None:
        self.words.append(f"embedded {passages}")

    def finished(self, outcome: Outcome) -> None:
        self.words.append(f"{outcome.status} {outcome.file.name}")


def test_progress_hears_every_step(tmp_path: Path, builder: Builder) -> None:
    paths = [study(tmp_path, "voucher"), pdfs.saved(tmp_path, b"", "empty.pdf")]
    heard = Heard()
    list(builder.add(paths, heard))
    assert heard.words == [
        "reading voucher.pdf",
        "embedding 1 of voucher.pdf",
        "embedded 1",
        "added voucher.pdf",
        "reading empty.pdf",
        "refused empty.pdf",
    ]


def test_who_waits_for_a_file_hears_of_it_meanwhile(
    tmp_path: Path, builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_twice = Event()

    class Waiting(Heard):
        def waiting(self) -> None:
            self.words.append("waiting")
            if self.words.count("waiting") == 2:
                told_twice.set()

    def slow(pool: Pool, *asked: Any) -> Reading:
        assert told_twice.wait(60)
        return read(pool, *asked)

    read = Pool.read
    monkeypatch.setattr(Pool, "read", slow)
    heard = Waiting()
    list(builder.add([study(tmp_path, "voucher")], heard))
    assert heard.words[:3] == ["reading voucher.pdf", "waiting", "waiting"]
    assert heard.words[-1] == "added voucher.pdf"


def test_a_lost_or_damaged_copy_is_put_back(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    file = study(tmp_path, "voucher")
    [first] = add(builder, file)
    assert first.study is not None
    kept = library.file(first.study)
    for spoil in (kept.unlink, lambda: kept.write_bytes(b"%PDF-1.7 spoilt")):
        spoil()
        assert told(add(builder, file)) == [("voucher", "present")]
        assert kept.read_bytes() == file.read_bytes()


def test_a_changed_catalogue_row_describes_its_study_anew(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    file = study(tmp_path, "voucher")
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(HEADER + "voucher.pdf,Old,2012,Nesta,GB,,en\n")
    add(builder, file)
    passages = library.passages_of("voucher")
    catalogue.write_text(HEADER + "voucher.pdf,Zebra,2013,Nesta,IE,,en\n")
    assert told(add(builder, file)) == [("voucher", "described anew")]
    now = library.study("voucher")
    assert (now.title, now.year_from, now.countries) == ("Zebra", 2013, ("IE",))
    assert library.passages_of("voucher") == passages
    assert found(library, "zebra") == [(one.study_id, one.page) for one in passages]
    assert told(add(builder, file)) == [("voucher", "present")]


def close(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have a folder listed and not entered; rights alone don't keep root out."""
    folder.chmod(0o600)
    real = os.stat

    def guarded(path: Any, *given: Any, **named: Any) -> os.stat_result:
        if not isinstance(path, int) and folder in Path(os.fsdecode(path)).parents:
            raise PermissionError(13, "Permission denied", os.fsdecode(path))
        return real(path, *given, **named)

    patch.setattr(os, "stat", guarded)


def test_a_folder_that_may_not_be_entered_costs_its_files_alone(
    tmp_path: Path, builder: Builder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut").mkdir()
    shut, good = study(tmp_path / "shut", "voucher"), study(tmp_path, "cluster")
    with monkeypatch.context() as patch:
        close(shut.parent, patch)
        named = files.found([str(tmp_path), str(shut.parent / "*.pdf")])
        assert named == [good, shut]
        for _ in range(2):
            assert Pace(named).total == 2
            assert [code for code, _ in told(add(builder, *named))] == ["cluster", "forbidden"]
        # A run that does not name it can't know that it is gone.
        assert told(add(builder, good)) == [("cluster", Status.PRESENT)]
        assert [one.file for one in library.refusals()] == [str(shut)]
    shut.parent.chmod(0o700)
    assert told(add(builder, shut)) == [("voucher", Status.ADDED)]


def test_a_refusal_is_forgotten_once_the_file_is_gone(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    bad = pdfs.saved(tmp_path, b"<html>", "bad.pdf")
    add(builder, bad)
    assert [refusal.file for refusal in library.refusals()] == [str(bad)]
    bad.unlink()
    add(builder)
    assert library.refusals() == []


def test_nothing_to_add_is_nothing(builder: Builder) -> None:
    assert add(builder) == []


def test_an_outcome_says_how_long_its_file_took(tmp_path: Path, builder: Builder) -> None:
    paths = [study(tmp_path, "voucher"), pdfs.saved(tmp_path, b"", "empty.pdf")]
    started = time.monotonic()
    took = [one.seconds for one in add(builder, *paths)]
    assert 0 < min(took) <= sum(took) < time.monotonic() - started + 0.1


def test_a_failed_write_leaves_no_copy_behind(
    tmp_path: Path, builder: Builder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: Any) -> None:
        raise LibraryError("The disk is full.")

    monkeypatch.setattr(Library, "put", full)
    with pytest.raises(LibraryError, match="full"):
        add(builder, study(tmp_path, "voucher"))
    assert copies(library) == set()


def test_a_run_that_is_given_up_keeps_what_was_finished(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    subjects = ["voucher", "cluster", "loan", "crowd", "label"]
    paths = [study(tmp_path, subject) for subject in subjects]
    run = builder.add(paths)
    assert next(run).status is Status.ADDED
    del run
    assert [one.id for one in library.studies()] == ["voucher"]
    assert copies(library) == {f"{one.sha256}.pdf" for one in library.studies()}


def test_a_library_may_hold_a_slow_writer_and_many_readers(
    tmp_path: Path, builder: Builder, library: Library
) -> None:
    generations = []
    paths = [study(tmp_path, subject) for subject in ("voucher", "cluster", "loan")]
    for _ in builder.add(paths):
        with Library(library.home) as reader:
            generations.append((reader.generation, len(reader.studies())))
    assert generations == [(1, 1), (2, 2), (3, 3)]
