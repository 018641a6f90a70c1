"""The bar of a file that is added in the browser."""

from pathlib import Path
from typing import cast

from streamlit.delta_generator import DeltaGenerator

from casebook.text import speech
from casebook.ui.outcomes import Drawn


class Bar:
    """What a bar is told to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[float, str]] = []

    def progress(self, share: float, text: str) -> None:
        self.shown.append((round(share, 4), text))


def test_the_bar_says_how_far_a_file_is_read_while_it_is_waited_for() -> None:
    bar = Bar()
    drawn = Drawn(cast(DeltaGenerator, bar))
    drawn.reading(Path("atlas"))
    # Of this file nothing is heard yet, of the next one already something.
    drawn.turning(Path("next"), 300, 400)
    drawn.waiting()
    assert bar.shown == [(0.05, "atlas: reading its pages …")]
    drawn.turning(Path("atlas"), 100, 400)
    drawn.waiting()
    drawn.looking(Path("atlas"), 5, 10)
    drawn.waiting()
    assert bar.shown[1:] == [
        (0.0625, "atlas: 100 of 400 pages read …"),
        (0.2, "atlas: 5 of 10 pages without text looked at …"),
    ]


def test_the_bar_speaks_the_language_of_who_waits() -> None:
    bar = Bar()
    drawn = Drawn(cast(DeltaGenerator, bar))
    with speech.speaking("de"):
        drawn.reading(Path("atlas"))
        drawn.turning(Path("atlas"), 1100, 2400)
        drawn.waiting()
    assert bar.shown[-1] == (0.0729, r"atlas: 1\.100 von 2\.400 Seiten gelesen …")
