"""A process that reads PDFs has no network, and limits on its memory and output."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Which network a process is in, where the system has a name for it.
NETWORK = (
    "import os, sys; link = os.path.realpath('/proc/self/ns/net'); print(os.path.basename(link))"
)
PROBE = f"""
import os, subprocess, sys
mine = os.path.basename(os.path.realpath("/proc/self/ns/net"))
code = {NETWORK!r}
child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()
print(sys.argv[1:], mine, child == mine, os.access(__file__, os.R_OK), os.geteuid())
open("written", "w").close()
"""


def ran(folder: Path, *command: str) -> str:
    places = [str(folder), *filter(None, sys.path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True
    )
    return (done.stdout + done.stderr).strip()


@pytest.mark.parametrize(
    "call",
    [
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "socket.create_connection(('127.0.0.1', 9), 1)",
        "socket.getaddrinfo('localhost', 80)",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_no_socket_is_opened(tmp_path: Path, call: str) -> None:
    code = f"import socket; from ingest import sandbox; sandbox.refuse_sockets(); {call}"
    assert "a process that reads PDFs has no network" in ran(tmp_path, "-c", code)


def test_files_are_read_and_written_and_programs_started(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys; from pathlib import Path; from ingest import sandbox\n"
        "sandbox.refuse_sockets(); Path('a').write_text('x'); subprocess.run([sys.executable, '-c'"
        ", 'print(1)']); print(Path('a').read_text())"
    )
    assert ran(tmp_path, "-c", code).split() == ["1", "x"]


def test_what_runs_in_the_sandbox_is_off_the_network_where_the_kernel_allows_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "probe.py").write_text(PROBE)
    left = ran(tmp_path, "-c", "from ingest import sandbox; print(sandbox.leave_network())")
    told = ran(tmp_path, "-m", "ingest.sandbox", "probe", "a", "b")
    arguments, mine, same, readable, user = told.rsplit(" ", 4)
    assert (arguments, same, readable) == ("['a', 'b']", "True", "True")
    assert user == str(os.geteuid())
    here = Path("/proc/self/ns/net").resolve().name
    assert (mine != here) == (left == "True")
    assert (tmp_path / "written").stat().st_uid == os.geteuid()


def test_memory_and_output_are_bounded(tmp_path: Path) -> None:
    start = "from pathlib import Path; from ingest import sandbox; sandbox.limit(512)\n"
    assert ran(tmp_path, "-c", start + "bytearray(1 << 30)").endswith("MemoryError")
    code = start + "with open('a', 'wb') as file: file.truncate((1 << 30) + 1)"
    assert "File too large" in ran(tmp_path, "-c", code)
    assert ran(tmp_path, "-c", start + "print(len(bytearray(1 << 20)))") == str(1 << 20)
