"""How an `add` goes on: pages a second, the time that is left, and what a person hears of it."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console
from support import make_study

from casebook.pace import Pace, span, told
from casebook.progress import Bar, Teller, progress
from ingest.build import Outcome, Status


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Files of 100, 200, 300 bytes and so on, to 1,000 in all."""
    paths = [tmp_path / f"{number}.pdf" for number in range(1, 5)]
    for number, path in enumerate(paths, 1):
        path.write_bytes(b"x" * 100 * number)
    return paths


def added(file: Path, pages: int = 10) -> Outcome:
    return Outcome(file, Status.ADDED, make_study("a", page_count=pages), passages=2)


def present(file: Path) -> Outcome:
    return Outcome(file, Status.PRESENT, make_study("a", page_count=10))


def refused(file: Path) -> Outcome:
    return Outcome(file, Status.REFUSED, code="damaged", reason="it is cut off")


# The pace


def test_the_time_left_goes_by_the_bytes_that_were_read(files: list[Path]) -> None:
    clock = Clock()
    pace = Pace(files, clock)
    assert (pace.speed, pace.seconds_left, told(pace)) == (None, None, "0 pages")
    clock.seconds += 2
    pace.finished(added(files[0]))
    # 100 bytes took 2 seconds; 900 are left.
    assert (pace.speed, pace.seconds_left) == (5.0, 18.0)
    clock.seconds += 8
    pace.finished(added(files[1], pages=15))
    assert pace.speed == 2.5
    assert pace.seconds_left == pytest.approx(700 * 10 / 300)
    assert told(pace) == "25 pages, 2.5 pages/s, 23 s left"


def test_what_is_there_already_does_not_make_it_look_fast(files: list[Path]) -> None:
    clock = Clock()
    pace = Pace(files, clock)
    clock.seconds += 0.5
    pace.finished(present(files[3]))
    assert (pace.files, pace.pages, pace.speed, pace.seconds_left) == (1, 0, None, None)
    clock.seconds += 2
    pace.finished(added(files[0]))
    assert (pace.speed, pace.seconds_left) == (5.0, 10.0)


def test_a_refused_file_took_its_time(files: list[Path]) -> None:
    clock = Clock()
    pace = Pace(files, clock)
    clock.seconds += 4
    pace.finished(refused(files[1]))
    assert (pace.pages, pace.speed, pace.seconds_left) == (0, None, 16.0)


def test_the_share_that_is_done_goes_by_size_and_ends_at_all(files: list[Path]) -> None:
    pace = Pace(files, Clock())
    assert pace.share(files[3], 0.5) == 0.8
    for file in files:
        pace.finished(added(file))
    assert pace.share(files[3], 0) == 4.0
    assert told(pace) == "40 pages"


def test_empty_and_lost_files_are_counted(tmp_path: Path) -> None:
    empty, lost = tmp_path / "empty.pdf", tmp_path / "lost.pdf"
    empty.write_bytes(b"")
    pace = Pace([empty, lost], Clock())
    pace.finished(refused(empty))
    assert pace.share(empty, 0) == 1.0
    assert Pace([], Clock()).seconds_left is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (125, "2 min 5 s"), (4860, "1 h 21 min")],
)
def test_a_span_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words


# What a person hears


def heard(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_where_there_is_no_terminal_a_line_comes_every_fifty_files(tmp_path: Path) -> None:
    clock, console = Clock(), Console(file=io.StringIO(), width=40)
    paths = [tmp_path / f"{number}.pdf" for number in range(120)]
    with Teller(paths, console, clock) as teller:
        for path in paths:
            clock.seconds += 0.25
            teller.finished(added(path, pages=2))
    assert heard(console) == [
        "50 of 120 files, 100 pages, 8.0 pages/s, 18 s left",
        "100 of 120 files, 200 pages, 8.0 pages/s, 5 s left",
    ]


def test_slow_files_are_heard_of_every_half_minute(files: list[Path]) -> None:
    clock, console = Clock(), Console(file=io.StringIO(), width=40)
    with Teller(files, console, clock) as teller:
        clock.seconds += 20
        teller.finished(added(files[0]))
        clock.seconds += 20
        teller.looking(files[1], 4, 60)
        teller.looking(files[1], 5, 60)
        clock.seconds += 20
        teller.finished(refused(files[1]))
        clock.seconds += 30
        teller.finished(present(files[2]))
    assert heard(console) == [
        "1 of 4 files, 10 pages, 0.5 pages/s, 3 min 0 s left, OCR 5/60 2.pdf",
        "refused   2.pdf: it is cut off (damaged)",
        "3 of 4 files, 10 pages, 0.2 pages/s, 1 min 20 s left",
    ]


def test_a_long_file_is_heard_of_while_it_is_read(files: list[Path]) -> None:
    clock, console = Clock(), Console(file=io.StringIO(), width=60)
    with Teller(files, console, clock) as teller:
        teller.turning(files[0], 100, 9000)
        clock.seconds += 31
        teller.turning(files[0], 0, 9000)
        teller.turning(files[0], 4200, 9000)
        teller.turning(files[0], 4300, 9000)
    assert heard(console) == ["0 of 4 files, 0 pages, page 4,200/9,000 1.pdf"]


def test_the_bar_counts_the_pages_of_the_file_that_is_waited_for(files: list[Path]) -> None:
    console = Console(file=io.StringIO(), width=100)
    bar = Bar(files, console)
    bar.reading(files[1])
    descriptions = []
    for file, done in ((files[1], 0), (files[2], 700), (files[1], 4200)):
        bar.turning(file, done, 9000)
        descriptions.append(bar._bar.tasks[0].description)
    bar.embedding(files[1], 12)
    bar.turning(files[1], 4300, 9000)
    assert descriptions == ["2.pdf", "2.pdf", "page 4,200/9,000 2.pdf"]
    assert bar._bar.tasks[0].description == "page 4,200/9,000 2.pdf"


def test_a_terminal_has_a_bar_with_the_pace_and_the_file(files: list[Path]) -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    drawn = progress(files, console)
    assert isinstance(drawn, Bar)
    with drawn as bar:
        bar.reading(files[3])
        bar.embedding(files[3], 4)
        bar.embedded(2)
        bar.finished(added(files[3]))
        bar.looking(files[2], 1, 9)
        bar.finished(refused(files[2]))
    shown = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", "\n".join(heard(console)))
    assert re.search(r"OCR 2/9 3\.pdf .* 2/4 10 pages, [\d,.]+ pages/s, 0 s left", shown)
    assert "refused   3.pdf: it is cut off (damaged)" in shown
    assert "of 4 files" not in shown


def test_elsewhere_there_is_none(files: list[Path]) -> None:
    console = Console(file=io.StringIO())
    assert type(progress(files, console)) is Teller
