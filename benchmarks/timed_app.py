"""The app with its engine's own time written down, a line an answer: what benchmarks.browser runs.

python -m benchmarks.timed_app FILE STREAMLIT-ARGUMENTS
"""

import sys
import time
from pathlib import Path
from typing import Any

from streamlit.web import cli

from search.engine import Engine


def main() -> None:
    """Run Streamlit in this process, each of the engine's answers timed."""
    told, arguments = Path(sys.argv[1]), sys.argv[2:]
    answer = Engine.answer

    def timed(self: Engine, *given: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return answer(self, *given, **named)
        finally:
            with told.open("a") as file:
                file.write(f"{1000 * (time.perf_counter() - began):.1f}\n")

    Engine.answer = timed  # type: ignore[method-assign]  # its own time, without what draws it
    sys.argv = ["streamlit", *arguments]
    cli.main()


if __name__ == "__main__":
    main()
