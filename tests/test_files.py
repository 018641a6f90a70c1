"""From names to files, and from files to the library's copies."""

import errno
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.files import copied, found, sweep, text_of
from search.errors import Refused
from search.library import Library

REAL_SHA256 = hashlib.sha256
ODD_NAMES = [
    "a b.pdf",
    "line\nbreak.pdf",
    "tab\tand\x1b[31mred.pdf",
    "[0-9]*?.pdf",
    "-rf.pdf",
    "~.pdf",
    "דוח תקציב.pdf",
    "\u202efdp.exe.pdf",
    "Förderung.pdf",
    "Fo\u0308rderung.pdf",
    "🎨.PDF",
    "'\"`$(ls).pdf",
    "x" * 251 + ".pdf",
    "é" * 125 + "x.pdf",
    os.fsdecode(b"caf\xe9.pdf"),
]


def made(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name_of(path).encode("utf-8", "backslashreplace"))
    return paths


def name_of(path: Path) -> str:
    return str(path)


# Finding


def test_a_folder_gives_its_pdfs_and_those_below_in_order(tmp_path: Path) -> None:
    names = ["b.pdf", "a.PDF", "notes.txt", "sub/z.pdf", "sub/deep/y.Pdf", "pdf", ".pdf"]
    made(tmp_path, *names)
    assert found([str(tmp_path)]) == [
        tmp_path / name for name in (".pdf", "a.PDF", "b.pdf", "sub/z.pdf", "sub/deep/y.Pdf")
    ]


def test_a_named_file_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    (path,) = made(tmp_path, "notes.txt")
    assert found([str(path)]) == [path]


def test_patterns_and_files_are_taken_once_in_the_order_of_the_names(tmp_path: Path) -> None:
    a, b, c = made(tmp_path, "a1.pdf", "a2.pdf", "c.pdf")
    names = [str(c), f"{tmp_path}/a*.pdf", str(a), str(tmp_path)]
    assert found(names) == [c, a, b]


def test_relative_names_become_whole_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = made(tmp_path, "sub/a.pdf")
    monkeypatch.chdir(tmp_path)
    assert found(["sub/a.pdf"]) == found(["sub"]) == found(["s*/*.pdf"]) == [path]


@pytest.mark.parametrize("name", ["nothing.pdf", "*.pdf", "x" * 5000, "sub/../no"])
def test_a_name_that_means_nothing_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="There is nothing at") as refused:
        found([str(tmp_path / name)])
    assert refused.value.code == "not-found"


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_found_by_name_and_in_their_folder(tmp_path: Path, name: str) -> None:
    (path,) = made(tmp_path, name)
    assert found([str(path)]) == found([str(tmp_path)]) == [path]


def test_a_name_that_looks_like_a_pattern_is_itself_first(tmp_path: Path) -> None:
    one, other = made(tmp_path, "[ab].pdf", "a.pdf")
    assert found([str(one)]) == [one]
    one.unlink()
    assert found([str(one)]) == [other]


def test_links_that_loop_end(tmp_path: Path) -> None:
    (path,) = made(tmp_path, "sub/a.pdf")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "sub" / "self.pdf").symlink_to("self.pdf")
    assert found([str(tmp_path)]) == [path, tmp_path / "sub" / "self.pdf"]


def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    made(tmp_path, "real/a.pdf")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    assert found([str(tmp_path / "link")]) == [tmp_path / "link" / "a.pdf"]
    assert found([str(tmp_path / "gone.pdf")]) == [tmp_path / "gone.pdf"]


def test_a_folder_that_cannot_be_listed_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = made(tmp_path, "open/a.pdf")
    (tmp_path / "closed").mkdir()
    real = os.scandir

    def guarded(folder: Any) -> Iterator[os.DirEntry[str]]:
        if str(folder).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    assert found([str(tmp_path)]) == [path, tmp_path / "closed"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_every_name_is_text_that_can_be_exported(name: str) -> None:
    told = text_of(Path(name))
    assert told.encode("utf-8").decode("utf-8") == told
    assert told == (name if "caf" not in name else "caf\\xe9.pdf")


# Copying


def left(library: Library) -> list[str]:
    return sorted(path.name for path in library.files.iterdir())


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_copy_has_the_bytes_and_their_sha256(tmp_path: Path, library: Library, name: str) -> None:
    (path,) = made(tmp_path, name)
    with copied(path, library) as copy:
        assert copy.path.parent == library.files
        assert copy.path.read_bytes() == path.read_bytes()
        assert copy.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert left(library) == []


def test_a_large_file_is_copied_whole(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(os.urandom(3 * (1 << 20) + 17))
    with copied(path, library) as copy:
        assert copy.path.read_bytes() == path.read_bytes()


def test_a_copy_goes_when_its_file_is_refused(tmp_path: Path, library: Library) -> None:
    (path,) = made(tmp_path, "a.pdf")
    with pytest.raises(Refused, match="no good"), copied(path, library):
        raise Refused("damaged", "no good")
    with pytest.raises(KeyboardInterrupt), copied(path, library):
        raise KeyboardInterrupt
    assert left(library) == []
    assert path.exists()


def test_a_copy_that_was_taken_on_stays(tmp_path: Path, library: Library) -> None:
    (path,) = made(tmp_path, "a.pdf")
    with copied(path, library) as copy:
        copy.path.rename(library.files / "kept.pdf")
    assert left(library) == ["kept.pdf"]


def test_what_cannot_be_read_is_refused(tmp_path: Path, library: Library) -> None:
    (tmp_path / "self.pdf").symlink_to("self.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    codes = {}
    for name in ("gone.pdf", "self.pdf", "pipe.pdf", "folder.pdf"):
        with pytest.raises(Refused) as refused, copied(tmp_path / name, library):
            pass
        codes[name] = refused.value.code
    with pytest.raises(Refused) as refused, copied(Path("/dev/zero"), library):
        pass
    assert codes == {
        "gone.pdf": "gone",
        "self.pdf": "unreadable",
        "pipe.pdf": "not-a-file",
        "folder.pdf": "not-a-file",
    }
    assert refused.value.code == "not-a-file"
    assert left(library) == []


class Writing:
    """A sha256 during which the file that is read goes on growing, or is another by its end."""

    def __init__(self, file: Path, how: str) -> None:
        self._file, self._how, self._real = file, how, REAL_SHA256()

    def update(self, block: bytes) -> None:
        self._real.update(block)
        if self._how == "grows":
            with self._file.open("ab") as file:
                file.write(b"more")
        elif self._how == "shrinks":
            os.truncate(self._file, 1)
        elif self._how == "vanishes":
            self._file.unlink()
        else:
            self._file.write_bytes(block[::-1])
            os.utime(self._file, ns=(0, 0))

    def hexdigest(self) -> str:
        return self._real.hexdigest()


@pytest.mark.parametrize(
    ("how", "code"),
    [
        *(("grows", "changing"), ("shrinks", "changing"), ("is rewritten", "changing")),
        ("vanishes", "gone"),
    ],
)
def test_a_file_that_changes_while_it_is_copied_is_refused(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, how: str, code: str
) -> None:
    (path,) = made(tmp_path, "a.pdf")
    monkeypatch.setattr("ingest.files.hashlib.sha256", lambda: Writing(path, how))
    with pytest.raises(Refused) as refused, copied(path, library):
        pass
    assert refused.value.code == code
    assert left(library) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EACCES, "forbidden"),
        (errno.EIO, "unreadable"),
        (errno.EFBIG, "too-large"),
    ],
)
def test_what_the_system_says_has_a_code(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def failing(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    (path,) = made(tmp_path, "a.pdf")
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(Refused) as refused, copied(path, library):
        pass
    assert refused.value.code == code
    assert left(library) == []
    monkeypatch.undo()
    with copied(path, library) as copy:
        assert copy.path.read_bytes() == path.read_bytes()


# Sweeping


def test_old_copies_of_nothing_are_swept_and_young_ones_left(library: Library) -> None:
    long_ago = time.time() - 7200
    for name in ("old.new", "old.read", "young.new", "0" * 64 + ".pdf"):
        (library.files / name).write_bytes(b"x")
        if name != "young.new":
            os.utime(library.files / name, (long_ago, long_ago))
    sweep(library)
    assert left(library) == ["young.new"]
