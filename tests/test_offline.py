"""Nothing leaves the machine: every process's sockets are watched, and what a browser is sent."""

import json
import os
import re
import subprocess
import sys
import textwrap
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Final
from urllib.error import URLError

import pdfs
import pytest

from casebook import serve

ROOT: Final = Path(__file__).parent.parent

# Python imports this at its start: so the app, its workers and the server are all watched.
WATCH: Final = """
import os, sys

def watch(event, given):
    if event == "socket.connect":
        told = given[1][0] if isinstance(given[1], tuple) else "local"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        told = given[0]
    else:
        return
    log(f"{event} {told}")

def log(line):
    with open(os.environ["WATCHED"], "a") as file:
        file.write(line + "\\n")

log("process " + " ".join(sys.orig_argv[1:]).replace("\\n", " "))
sys.addaudithook(watch)
"""

USE: Final = """
from pathlib import Path
from casebook.session import Session
from search import settings
from streamlit.testing.v1 import AppTest

with Session(settings.load()) as session:
    for outcome in session.builder.add([Path("wind.pdf").absolute()]):
        print(outcome.status)
app = AppTest.from_file(APP, default_timeout=300)
app.query_params["q"] = "Who was paid for turbines?"
app.run()
print("The wind scheme" in "".join(one.value for one in app.html))
app.query_params.clear()
for name, value in {"study": "wind", "page": "1"}.items():
    app.query_params[name] = value
app.run()
print(sum('class="cb-sheet"' in one.value for one in app.html))
"""

HOME: Final = {"localhost", "127.0.0.1", "::1", "None", "local"}
LOADED: Final = re.compile(
    r"""(?:<(?:script|img|iframe|source|embed)\b[^>]*?\bsrc=["']? | <link\b[^>]*?\bhref=["']?
    | @import\s*["'] | url\(["']? | \bimport\s*\(?["'`] | \bfrom\s*["'`])
    ((?:https?:)?//[^"'`)\s>]+)""",
    re.VERBOSE,
)


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python process tells of its sockets."""
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    return os.environ | {
        "CASEBOOK_HOME": str(tmp_path / "library"),
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "WATCHED": str(tmp_path / "watched"),
    }


def processes(environment: dict[str, str]) -> list[str]:
    return [line[8:] for line in _log(environment) if line.startswith("process ")]


def foreign(environment: dict[str, str]) -> list[str]:
    """What was asked for or connected to outside this machine."""
    met = (line for line in _log(environment) if line.startswith("socket."))
    return [line for line in met if line.split(" ", 1)[1].strip("b'") not in HOME]


def _log(environment: dict[str, str]) -> list[str]:
    return Path(environment["WATCHED"]).read_text().splitlines()


def test_watch_sees_what_leaves(watched: dict[str, str]) -> None:
    code = "import socket\ntry: socket.getaddrinfo('example.invalid', 80)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env=watched, check=True)
    assert foreign(watched) == ["socket.getaddrinfo example.invalid"]
    assert len(processes(watched)) == 1


def test_adding_asking_and_looking_stay_on_this_machine(
    watched: dict[str, str], tmp_path: Path
) -> None:
    pdfs.saved(tmp_path, pdfs.study("wind"), "wind.pdf")
    code = f"APP = {str(ROOT / 'app.py')!r}\n{textwrap.dedent(USE)}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=watched,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["added", "True", "1"]
    assert sum("ingest.worker" in one for one in processes(watched)) >= 1
    assert foreign(watched) == []


def test_server_and_what_it_sends_stay_on_this_machine(
    watched: dict[str, str], tmp_path: Path
) -> None:
    with served(watched, tmp_path) as address:
        page = _fetched(address)
        parts = sorted(set(re.findall(r'(?:src|href)="(\./[^"]+\.(?:js|css))"', page)))
        sent = [page, *(_fetched(f"{address}/{part}") for part in parts)]
        sent.append(_fetched(f"{address}/api/v1/docs"))
        covered = json.loads(_fetched(f"{address}/api/v1/coverage"))
    assert (covered["studies"], covered["sentence"]) == (0, "0 studies, 0 pages searched.")
    assert sum(part.endswith(".css") for part in parts) >= 1
    assert sum(part.endswith(".js") for part in parts) >= 1
    assert [found for text in sent for found in LOADED.findall(text)] == []
    assert foreign(watched) == []


def test_usage_statistics_are_off() -> None:
    options = tomllib.loads((serve.script().parent / ".streamlit" / "config.toml").read_text())
    assert options["browser"]["gatherUsageStats"] is False
    assert options["server"]["address"] == "localhost"
    assert options["client"]["showErrorDetails"] == "none"


@pytest.mark.parametrize(
    "text",
    [
        '<script type="module" src="https://a.example/x.js">',
        '<link rel="stylesheet" href="//a.example/x.css">',
        "@import 'https://a.example/x.css'",
        "src: url(https://a.example/x.woff2)",
        'import{a}from"https://a.example/x.js"',
        "import(`https://a.example/x.js`)",
    ],
)
def test_what_a_browser_would_load_is_recognised(text: str) -> None:
    assert [found.split("/")[2] for found in LOADED.findall(text)] == ["a.example"]


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """The app's server on a free port, started as `casebook app` starts it, from elsewhere."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(serve.command(port, False), env=environment, cwd=folder)
    try:
        _await(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _await(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 40
    while True:
        try:
            assert _fetched(address) == "ok"
            return
        except URLError:
            assert server.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)


def _fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode("utf-8", "replace"))
