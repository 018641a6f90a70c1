"""A process that reads PDFs for another one, started as `ingest.worker MODEL MEGABYTES LISTS`.

It takes one request a line, as JSON, and answers each with one line. What it reads is hostile until
shown otherwise, so it runs under limits on memory and output; its parent limits its time.
"""

import gc
import json
import os
import queue
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from ingest import reading, sandbox, scans, trouble, words
from ingest.drawing import picture
from ingest.layers import Layer
from ingest.reading import Reading
from ingest.tokens import Tokens, counter
from search.errors import Refused

Request: TypeAlias = dict[str, object]
Say: TypeAlias = Callable[[dict[str, object]], None]
# Python's own 700 take 6% of the time, 50,000 still 1%.
_OBJECTS_A_SEARCH: Final = 200_000


def answer(request: Request, tokens: Tokens, say: Say) -> dict[str, object]:
    """Do what a request asks, into the file `to`; the folder of that file is there for scratch.

    On its way it may say how many of how many pages are read.
    """
    tempfile.tempdir = str(Path(str(request["to"])).parent)
    try:
        _DO[str(request["do"])](request, tokens, say)
    except Refused as refused:
        return _told(refused)
    except MemoryError:
        return {
            "code": "too-large",
            "reason": "it needs more memory than a file is allowed; split it",
        }
    except OSError as error:
        return _told(trouble.refused(error))
    except Exception as error:
        return {"code": "damaged", "reason": f"reading it failed ({type(error).__name__}: {error})"}
    return {}


def _told(refused: Refused) -> dict[str, object]:
    return {"code": refused.code, "reason": str(refused)}


def _read(request: Request, tokens: Tokens, say: Say) -> None:
    seen = scans.load(Path(str(request["seen"]))) if "seen" in request else {}
    read = _unlocked(
        request,
        lambda password: reading.read_study(
            Path(str(request["path"])),
            tokens,
            crashed=bool(request.get("crashed")),
            seen=seen,
            password=password,
            heard=lambda done, total: say({"done": done, "pages": total}),
        ),
    )
    reading.write(read, Path(str(request["to"])))


def _unlocked(request: Request, read: Callable[[str], Reading]) -> Reading:
    """A reading with the first password that fits, beginning with none."""
    passwords = _passwords(request)
    for password in ("", *passwords):
        try:
            return replace(read(password), password=password)
        except Refused as refused:
            if refused.code != "encrypted":
                raise
            wanted = refused
    raise trouble.wrong_password() if passwords else wanted


def _passwords(request: Request) -> list[str]:
    passwords = request.get("passwords", [])
    assert isinstance(passwords, list)
    return passwords


def _password(request: Request) -> str:
    """The one that is known to fit."""
    return next(iter(_passwords(request)), "")


def _draw(request: Request, tokens: Tokens, say: Say) -> None:
    page, width = int(str(request["page"])), int(str(request["width"]))
    drawn = picture(Path(str(request["path"])), page, width, _password(request))
    Path(str(request["to"])).write_bytes(drawn)


def _look(request: Request, tokens: Tokens, say: Say) -> None:
    page, spoken = int(str(request["page"])), str(request["spoken"])
    path, by_ocr = Path(str(request["path"])), bool(request["ocr"])
    layer = Layer(request.get("layer", Layer.EMPTY))
    seen = scans.look(path, page, spoken, by_ocr, _password(request), layer=layer)
    scans.write({page: seen}, Path(str(request["to"])))


_DO: Final = {"read": _read, "picture": _draw, "look": _look}


def main() -> None:
    """Answer requests until there are no more."""
    model, megabytes, lists = sys.argv[1:]
    words.keep_in(Path(lists))
    sandbox.limit(int(megabytes))
    sandbox.refuse_sockets()
    # Libraries may print what they like to the standard output; the answers have their own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    tokens = counter(Path(model))

    def say(told: dict[str, object]) -> None:
        print(json.dumps(told), file=answers, flush=True)

    # Of a page little is garbage that only a search finds; each search goes through all of it.
    gc.freeze()
    gc.set_threshold(_OBJECTS_A_SEARCH)
    print("ready", file=answers, flush=True)
    for request in _requests():
        say(answer(request, tokens, say))


def _requests() -> Iterator[Request]:
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
