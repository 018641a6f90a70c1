"""How much memory a process and those that it started hold, as /proc tells it."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

_SECONDS: Final = 0.5
_MB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Sample:
    """Megabytes of a process and of all that it started, when so many files were in a folder.

    `seconds` is how long it had been watched.
    """

    files: int
    parent: float
    children: float
    seconds: float


def sampled(
    process: "subprocess.Popen[bytes]", folder: Path, samples: list[Sample]
) -> threading.Thread:
    """A thread that takes samples of a process until it ends."""

    start = time.monotonic()

    def look() -> None:
        while process.poll() is None:
            files = len(list(folder.glob("*.pdf"))) if folder.is_dir() else 0
            children = sum(map(resident, _children(process.pid)))
            samples.append(Sample(files, resident(process.pid), children, time.monotonic() - start))
            time.sleep(_SECONDS)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    return thread


def resident(pid: int) -> float:
    """Megabytes of a process in memory, 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / _MB


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            own = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        found += own + [grandchild for child in own for grandchild in _children(child)]
    return found


def slope(files: Sequence[int], series: Sequence[float]) -> float:
    """Megabytes more a hundred files, by least squares over what comes after the first fifth."""
    later = [place for place, count in enumerate(files) if count > max(files) / 5]
    if len(later) < 3:
        return float("nan")
    line = np.polyfit([files[place] for place in later], [series[place] for place in later], 1)
    return float(100 * line[0])
