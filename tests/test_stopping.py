"""Stopping `casebook add`: in good order by one signal, at once by a second, whole in any case."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pdfs
import pytest

from search.check import problems
from search.indexes import Indexes
from search.library import Library

# The command with a model that takes no time, but for what a test has it do.
COMMAND = """
import sys, time
from pathlib import Path
from support import HashEmbedder
from casebook import cli, session
from ingest import process
from search.embed import model_folder
from search.settings import DEFAULT_MODEL

class Model(HashEmbedder):
    def __init__(self, name):
        super().__init__()
        self.folder = model_folder(DEFAULT_MODEL)

    def encode(self, texts, done=lambda count: None):
        {encode}
        return super().encode(texts, done)

def silent(worker, model, settings):
    real(worker, model, settings)
    worker._command = [sys.executable, "-c", "print('ready', flush=True); input(); input()"]

real = process.Worker.__init__
if {silent}:
    process.Worker.__init__ = silent
session.SentenceEmbedder = Model
sys.argv[0] = "casebook"
cli.main()
"""
# Short naps: the system may give a signal to another thread, and one long sleep would go on.
WAIT = "(Path(sys.argv[2]).parent / 'here').touch(); [time.sleep(0.1) for _ in range(3000)]"
DEAF = """import os, signal
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        except KeyboardInterrupt:
            pass"""
STUBBORN = """(Path(sys.argv[2]).parent / 'here').touch()
        while True:
            try:
                [time.sleep(0.1) for _ in range(3000)]
            except KeyboardInterrupt:
                (Path(sys.argv[2]).parent / 'heard').touch()"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for subject in ("cluster", "voucher"):
        pdfs.saved(tmp_path / "pdfs", pdfs.study(subject), f"{subject}.pdf")
    return tmp_path / "pdfs"


@contextmanager
def adding(
    folder: Path, encode: str = "pass", silent: bool = False
) -> "Iterator[subprocess.Popen[bytes]]":
    """The command as it runs; killed at the end, where a test that failed did not end it."""
    script = COMMAND.replace("{encode}", encode).replace("{silent}", str(silent))
    more = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "CASEBOOK_HOME": str(folder.parent / "home"),
        "CASEBOOK_OCR": "false",
    }
    with subprocess.Popen(
        [sys.executable, "-c", script, "add", str(folder)],
        env=os.environ | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # pytest may have been started with the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(pattern: str, folder: Path) -> None:
    """Wait until there is a file of such a name."""
    late = time.monotonic() + 60
    while not list(folder.glob(pattern)):
        assert time.monotonic() < late, pattern
        time.sleep(0.02)


def whole(folder: Path) -> list[str]:
    """The ids of the studies; the library is whole."""
    with Library(folder.parent / "home") as library:
        assert list(problems(library, Indexes(library, "memory"))) == []
        return sorted(study.id for study in library.studies())


def left(folder: Path) -> set[str]:
    """The kinds of files that the library has for PDFs."""
    return {path.suffix for path in (folder.parent / "home" / "studies").iterdir()}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_file_is_read_ends_the_run_in_good_order(
    folder: Path, number: signal.Signals
) -> None:
    with adding(folder, silent=True) as process:
        until("home/studies/*.read", folder.parent)
        # By then it waits: a signal that comes before is heard after the file, as below.
        time.sleep(0.5)
        started = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.decode() == "0 of 2 files: nothing to do.\n"
    assert err.decode().endswith("Stopped; what was finished is kept.\n")
    assert time.monotonic() - started < 20
    assert left(folder) == set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_passages_are_embedded_ends_the_run_in_good_order(
    folder: Path, number: signal.Signals
) -> None:
    with adding(folder, encode=WAIT) as process:
        until("here", folder.parent)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert (whole(folder), left(folder)) == ([], set())
    with adding(folder) as process:
        out, _ = process.communicate(timeout=120)
    assert (process.returncode, out.splitlines()[0]) == (0, b"2 files: 2 added.")
    assert whole(folder) == ["cluster", "voucher"]


def test_a_signal_that_a_library_swallows_is_heard_after_the_file(folder: Path) -> None:
    with adding(folder, encode=DEAF) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.splitlines()[0] == b"1 of 2 files: 1 added."
    assert err.decode().endswith("Stopped; what was finished is kept.\n")
    assert whole(folder) == ["cluster"]


def test_a_second_signal_ends_the_run_at_once_and_the_next_run_finishes(folder: Path) -> None:
    with adding(folder, encode=STUBBORN) as process:
        until("here", folder.parent)
        process.send_signal(signal.SIGINT)
        until("heard", folder.parent)
        # The same press of a key, once more: not heard.
        process.send_signal(signal.SIGINT)
        time.sleep(0.6)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert whole(folder) == []
    with adding(folder) as process:
        process.communicate(timeout=120)
    assert whole(folder) == ["cluster", "voucher"]


def test_two_runs_at_once_add_each_study_once(folder: Path) -> None:
    for number in range(6):
        pdfs.saved(folder, pdfs.study(f"subject {number}"), f"{number}/report.pdf")
    with adding(folder) as one, adding(folder) as other:
        told = [process.communicate(timeout=120) for process in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0), told
    assert whole(folder) == sorted(
        ["cluster", "voucher", "report", *(f"report-{number}" for number in range(2, 7))]
    )
