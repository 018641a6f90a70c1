"""Workers: a file that hangs, crashes or swells costs itself and nothing else."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfs
import pytest

from ingest.pool import Pool
from ingest.process import Worker, _Clock
from search.embed import model_folder
from search.errors import Refused, WorkerError
from search.settings import DEFAULT_MODEL, Settings

MODEL = model_folder(DEFAULT_MODEL)
PLAIN = pdfs.by_hand([pdfs.lines("Hello small world")])
WORDS = "Hello small world"
# A worker that does as the name of its file says before it answers as the real one does.
ODD_WORKER = """
import os, socket, sys, time
from pathlib import Path
from ingest import pdf, structure, worker

real = pdf._pages_by_pdfium

def odd(path, *rest):
    print("noise from a library"), os.write(2, b"noise from C")
    content = Path(path).read_bytes()
    if b"(hang)" in content:
        time.sleep(60)
    if b"(crash)" in content:
        os.abort()
    if b"(swell)" in content:
        bytearray(8 << 30)
    if b"(call)" in content:
        socket.create_connection(("127.0.0.1", 9), 1)
    if b"(long)" in content:
        rest[1](0, 2500)
        time.sleep(2.5)
    if b"(stumble)" in content:
        raise KeyError("stumbled")
    return real(path, *rest)

def odder(reader):
    os.abort()

pdf._pages_by_pdfium = odd
if os.environ.get("BOTH_CRASH"):
    structure.pages = odder
worker.main()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, parse_seconds=60, parse_megabytes=2048, ocr=False)


@pytest.fixture
def odd_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pools start the odd worker."""
    script = tmp_path / "odd_worker.py"
    script.write_text(ODD_WORKER)

    def command(worker: Worker, model: Path, chosen: Settings) -> None:
        real(worker, model, chosen)
        worker._command = [sys.executable, str(script), *worker._command[-3:]]

    real = Worker.__init__
    monkeypatch.setattr(Worker, "__init__", command)


@pytest.fixture
def pool(odd_worker: None, settings: Settings) -> Iterator[Pool]:
    with Pool(MODEL, settings) as opened:
        yield opened


def by_name(folder: Path, name: str) -> Path:
    content = pdfs.by_hand([pdfs.lines(WORDS) + pdfs.shown(name, 72, 300)])
    return pdfs.saved(folder, content, f"{name}.pdf")


def first_words(pool: Pool, path: Path) -> str:
    return pool.read(path).pages[0][0].text.splitlines()[0]


def running(process: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def worker_process(pool: Pool) -> int:
    process = pool._workers[0]._process
    assert process is not None
    return process.pid


def test_a_file_is_read_and_drawn(settings: Settings, tmp_path: Path) -> None:
    path = pdfs.saved(tmp_path, PLAIN)
    with Pool(MODEL, settings) as pool:
        assert [page.text for page, _ in pool.read(path).pages] == [WORDS]
        first = worker_process(pool)
        assert pool.picture(path, 1, 80).startswith(b"\x89PNG")
        assert worker_process(pool) == first


def test_a_refusal_comes_through_with_its_code(settings: Settings, tmp_path: Path) -> None:
    with Pool(MODEL, settings) as pool:
        with pytest.raises(Refused) as refused:
            pool.read(pdfs.saved(tmp_path, b"no PDF"))
        assert refused.value.code == "not-a-pdf"
        with pytest.raises(Refused) as refused:
            pool.read(tmp_path / "not there.pdf")
        assert refused.value.code == "gone"
        with pytest.raises(Refused) as refused:
            pool.picture(pdfs.saved(tmp_path, PLAIN), 2, 80)
        assert refused.value.code == "no-picture"
        assert len(pool.read(tmp_path / "study.pdf").pages) == 1


def test_a_file_that_takes_too_long_is_given_up(pool: Pool, tmp_path: Path) -> None:
    path = by_name(tmp_path, "plain")
    pool.read(path)
    late = worker_process(pool)
    pool._workers[0]._seconds = 1
    with pytest.raises(Refused) as refused:
        pool.read(by_name(tmp_path, "hang"))
    assert (refused.value.code, str(refused.value)) == (
        "timeout",
        "reading it took longer than 1 s",
    )
    assert not running(late)
    pool._workers[0]._seconds = 60
    assert first_words(pool, path) == WORDS
    assert worker_process(pool) != late


def test_a_file_that_ends_pdfium_is_read_by_pypdf(pool: Pool, tmp_path: Path) -> None:
    reading = pool.read(by_name(tmp_path, "crash"))
    assert reading.pages[0][0].text.startswith(WORDS)
    assert reading.passages[0].text.startswith(WORDS)
    assert first_words(pool, by_name(tmp_path, "plain")) == WORDS


def test_a_file_that_ends_both_is_refused(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOTH_CRASH", "1")
    with pytest.raises(Refused) as refused:
        pool.read(by_name(tmp_path, "crash"))
    assert refused.value.code == "crashed"
    assert first_words(pool, by_name(tmp_path, "plain")) == WORDS


def test_a_file_that_needs_too_much_memory_is_refused(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        pool.read(by_name(tmp_path, "swell"))
    assert refused.value.code == "too-large"
    assert first_words(pool, by_name(tmp_path, "plain")) == WORDS


def test_a_file_that_calls_out_is_refused(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a process that reads PDFs has no network") as refused:
        pool.read(by_name(tmp_path, "call"))
    assert refused.value.code == "unreadable"


def test_a_long_file_has_more_time(pool: Pool, tmp_path: Path) -> None:
    pool.read(by_name(tmp_path, "plain"))
    pool._workers[0]._seconds = 2
    assert first_words(pool, by_name(tmp_path, "long")) == WORDS


def test_who_waits_for_a_long_file_hears_how_far_it_is(pool: Pool, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    long = pdfs.saved(tmp_path, pdfs.by_hand([pdfs.lines("Hello small world")] * 230))
    pool.read(long, turned=lambda *steps: told.append(steps))
    assert told == [(0, 230), (100, 230), (200, 230)]


@pytest.mark.parametrize(
    ("pages", "seconds"), [(0, 7), (1, 7), (1000, 7), (1001, 14), (10_000, 70), (10**9, 70)]
)
def test_the_time_grows_with_the_pages_up_to_ten_limits(pages: int, seconds: int) -> None:
    waiting = [sys.executable, "-c", "input()"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, encoding="utf-8") as process:
        clock = _Clock(process, 7)
        clock.pages(pages)
        assert (clock.seconds, clock.struck) == (seconds, False)
        clock.stop()


def test_no_password_stands_in_the_list_of_processes(settings: Settings, tmp_path: Path) -> None:
    path = pdfs.saved(tmp_path, pdfs.encrypted(PLAIN, "secret"))
    with Pool(MODEL, settings) as pool:
        assert pool.read(path, passwords=("secret",)).password == "secret"
        told = Path(f"/proc/{worker_process(pool)}")
        assert all(b"secret" not in (told / name).read_bytes() for name in ("cmdline", "environ"))
        assert not any(b"secret" in file.read_bytes() for file in tmp_path.glob("scratch/*/*/*"))


def test_what_a_killed_process_left_is_swept(settings: Settings, tmp_path: Path) -> None:
    old, young = tmp_path / "scratch" / "old", tmp_path / "scratch" / "young"
    for folder in (old, young):
        (folder / "casebook-x").mkdir(parents=True)
        (folder / "casebook-x" / "answer").write_text("x")
    os.utime(old, (0, 0))
    with Pool(MODEL, settings) as pool:
        assert not old.exists()
        pool.read(pdfs.saved(tmp_path, PLAIN))
    assert [path.name for path in (tmp_path / "scratch").iterdir()] == ["young"]


def test_a_disk_that_is_full_costs_one_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdfs.saved(tmp_path, PLAIN)
    with Pool(MODEL, settings) as pool:

        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("ingest.scratch.tempfile.TemporaryDirectory", full)
        with pytest.raises(Refused, match="the disk of the library is full") as refused:
            pool.read(path)
        assert refused.value.code == "disk-full"
        monkeypatch.undo()
        assert first_words(pool, path) == WORDS


def test_an_error_nobody_thought_of_refuses_one_file(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        pool.read(by_name(tmp_path, "stumble"))
    assert (refused.value.code, str(refused.value)) == (
        "damaged",
        "reading it failed (KeyError: 'stumbled')",
    )


def test_a_worker_that_cannot_start_is_no_fault_of_the_file(
    settings: Settings, tmp_path: Path
) -> None:
    with (
        Pool(tmp_path, settings) as pool,
        pytest.raises(WorkerError, match="can't be started; install Casebook anew"),
    ):
        pool._workers[0]._command = [sys.executable, "-c", "raise SystemExit(1)"]
        pool.read(pdfs.saved(tmp_path, PLAIN))


def test_workers_write_nothing_to_the_terminal(
    pool: Pool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert first_words(pool, by_name(tmp_path, "plain")) == WORDS
    pool.read(by_name(tmp_path, "crash"))
    pool.read(pdfs.saved(tmp_path, PLAIN[: PLAIN.index(b"startxref")]))
    assert capfd.readouterr() == ("", "")


def test_no_process_and_no_file_is_left_behind(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    with Pool(MODEL, settings) as pool:
        pool.read(pdfs.saved(tmp_path, PLAIN))
        process = worker_process(pool)
        assert running(process)
        assert [path.name for path in (tmp_path / "scratch").glob("*/*")] == []
    assert not running(process)
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere", "study.pdf"}
    assert list(elsewhere.iterdir()) == []


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    path = pdfs.saved(tmp_path, PLAIN)
    code = (
        "import sys, time; from pathlib import Path; from ingest.pool import Pool\n"
        "from search.settings import Settings\n"
        f"pool = Pool(Path({str(MODEL)!r}), Settings(home=Path({str(tmp_path)!r})))\n"
        f"pool.read(Path({str(path)!r}))\n"
        "print(pool._workers[0]._process.pid, flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert running(worker)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 10
    while running(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running(worker)


def test_a_worker_is_replaced_after_so_many_files(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.process._FILES_A_WORKER", 2)
    path = pdfs.saved(tmp_path, PLAIN)
    with Pool(MODEL, settings) as pool:
        processes = [(pool.read(path), worker_process(pool))[1] for _ in range(3)]
    assert processes[0] == processes[1] != processes[2]


def test_threads_share_the_workers(settings: Settings, tmp_path: Path) -> None:
    names = [chr(97 + number) * 5 for number in range(6)]
    found: dict[str, str] = {}

    def one(name: str) -> None:
        found[name] = shared.read(by_name(tmp_path, name)).pages[0][0].text

    with Pool(MODEL, replace(settings, workers=2)) as shared:
        threads = [threading.Thread(target=one, args=[name]) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {name: f"{WORDS}\n{name}" for name in names}
