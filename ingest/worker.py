"""A process that reads PDFs for another one: `python -m ingest.worker MODEL MEGABYTES`.

It takes one request a line, as JSON, and answers each with one line. What it reads is hostile until
shown otherwise, so it runs under limits on memory and output; its parent limits its time.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from ingest import reading
from ingest.pdf import picture
from ingest.tokens import Tokens, counter
from search.errors import Refused

# The largest reading of 66 policy reports took 3 MB; text without end is stopped here.
_MOST_OUTPUT: Final = 1 << 30


def answer(request: dict[str, object], tokens: Tokens) -> dict[str, object]:
    """Do what a request asks: read a study, or draw a page, into the file `to`."""
    path, to = Path(str(request["path"])), Path(str(request["to"]))
    try:
        if request["do"] == "picture":
            to.write_bytes(picture(path, int(str(request["page"])), int(str(request["width"]))))
        else:
            read = reading.read_study(path, tokens, crashed=bool(request.get("crashed")))
            reading.write(read, to)
    except Refused as refused:
        return {"code": refused.code, "reason": str(refused)}
    except MemoryError:
        return {"code": "too-large", "reason": "it needs more memory than a file is allowed"}
    except OSError as error:
        return {"code": "unreadable", "reason": f"it can't be read ({error.strerror or error})"}
    except Exception as error:
        return {"code": "damaged", "reason": f"reading it failed ({type(error).__name__}: {error})"}
    return {}


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
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), tokens)), file=answers, flush=True)


if __name__ == "__main__":
    main()
