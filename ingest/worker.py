"""A process that reads PDFs for another one: `python -m ingest.worker MODEL MEGABYTES`.

It takes one request a line, as JSON, and answers each with one line. What it reads is hostile until
shown otherwise, so it runs under limits on memory and output; its parent limits its time.
"""

import json
import os
import queue
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ingest import reading, scans
from ingest.drawing import picture
from ingest.tokens import Tokens, counter
from search.errors import Refused

# The largest reading of 66 policy reports took 3 MB; text without end is stopped here.
_MOST_OUTPUT: Final = 1 << 30


def answer(request: dict[str, object], tokens: Tokens) -> dict[str, object]:
    """Do what a request asks, into the file `to`; the folder of that file is there for scratch."""
    tempfile.tempdir = str(Path(str(request["to"])).parent)
    try:
        _DO[str(request["do"])](request, tokens)
    except Refused as refused:
        return {"code": refused.code, "reason": str(refused)}
    except MemoryError:
        return {"code": "too-large", "reason": "it needs more memory than a file is allowed"}
    except OSError as error:
        return {"code": "unreadable", "reason": f"it can't be read ({error.strerror or error})"}
    except Exception as error:
        return {"code": "damaged", "reason": f"reading it failed ({type(error).__name__}: {error})"}
    return {}


def _read(request: dict[str, object], tokens: Tokens) -> None:
    seen = scans.load(Path(str(request["seen"]))) if "seen" in request else {}
    crashed = bool(request.get("crashed"))
    read = reading.read_study(Path(str(request["path"])), tokens, crashed=crashed, seen=seen)
    reading.write(read, Path(str(request["to"])))


def _draw(request: dict[str, object], tokens: Tokens) -> None:
    page, width = int(str(request["page"])), int(str(request["width"]))
    Path(str(request["to"])).write_bytes(picture(Path(str(request["path"])), page, width))


def _look(request: dict[str, object], tokens: Tokens) -> None:
    page, spoken = int(str(request["page"])), str(request["spoken"])
    seen = scans.look(Path(str(request["path"])), page, spoken, bool(request["ocr"]))
    scans.write({page: seen}, Path(str(request["to"])))


_DO: Final = {"read": _read, "picture": _draw, "look": _look}


def limit(megabytes: int) -> None:
    """Bound this process's memory and output, where the system knows how."""
    try:
        import resource
    except ImportError:  # Windows: the parent's limit on time is the only one.
        return
    for what, most in (
        (resource.RLIMIT_AS, megabytes << 20),
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))


def main() -> None:
    """Answer requests until there are no more."""
    model, megabytes = sys.argv[1:]
    limit(int(megabytes))
    # Libraries may print what they like to the standard output; the answers have their own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    tokens = counter(Path(model))
    print("ready", file=answers, flush=True)
    for request in _requests():
        print(json.dumps(answer(request, tokens)), file=answers, flush=True)


def _requests() -> Iterator[dict[str, object]]:
    """Requests as they come. When who asks is gone, this process ends, even in the midst of one."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            lines.put(line)
        _end()

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield json.loads(lines.get())


def _end() -> None:
    """End this process, and what it has started where it leads a group of its own."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
