"""What a benchmark keeps: Markdown, with the machine and the versions that it was measured on."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).parent / "results"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers stand to the right."""
    body = [list(row) for row in rows]
    first = body[0] if body else []
    marks = ["---:" if isinstance(cell, int | float) else "---" for cell in first]
    lines: list[Sequence[object]] = [head, marks or ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(cell: object) -> str:
    shown = f"{cell:.3g}" if isinstance(cell, float) and abs(cell) < 100 else None
    shown = shown or (f"{cell:.0f}" if isinstance(cell, float) else str(cell))
    return " ".join(shown.replace("|", "\\|").split())


def conditions(*packages: str) -> str:
    """Where and when a measurement was taken, in one line."""
    held = ", ".join(f"{name} {version(name)}" for name in packages)
    python = f"Python {platform.python_version()}"
    cores = f"{os.cpu_count()} cores ({platform.machine()})"
    load = f"load {os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else "load unknown"
    return f"{datetime.now(UTC):%Y-%m-%d}, {_commit()}, {python}, {held}, {cores}, {load}."


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=RESULTS.parents[1], capture_output=True, text=True)
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "no checkout"


def keep(name: str, text: str) -> None:
    """Print a result and keep it as a file of the results folder."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(text.rstrip() + "\n", "utf-8")
    print(text)
