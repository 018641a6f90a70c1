"""Footnote marks and exponents: small raised figures, which run into the number before them.

"EUR 105" with the mark 13 is EUR 10513 in the text that a PDF gives; the page shows EUR 105¹³.
"""

import re
from typing import Final

import numpy as np

from ingest.glyphs import Glyphs

# A figure that something stands before, at most a blank between them.
_FIGURE: Final = re.compile(r"(?<=\S)\d|(?<=\S )\d")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Of the character before: how high a mark is at least and at most, how far its middle stands above,
# and how far it is away. A drop capital is three times as high as what follows it.
_LOW: Final = 0.4
_HIGH: Final = 0.85
_ABOVE: Final = 0.1
_AWAY: Final = 0.5
# The figures of one mark differ by no more.
_LEVEL: Final = 0.1


def raised(glyphs: Glyphs) -> Glyphs:
    """The text with its small raised figures written as what they are: 13 becomes ¹³."""
    text = glyphs.text
    at = np.array([match.start() for match in _FIGURE.finditer(text)], int)
    if not len(at):
        return glyphs
    before = at - 1 - np.array([text[place - 1] == " " for place in at.tolist()])
    marks = set(at[_step_up(glyphs, before, at)].tolist())
    if not marks:
        return glyphs
    letters = list(text)
    for place in at.tolist():
        if place in marks or (place - 1 in marks and _is_level(glyphs, place)):
            marks.add(place)
            letters[place] = text[place].translate(_RAISED)
    return Glyphs("".join(letters), glyphs.boxes, glyphs.marks)


def _step_up(glyphs: Glyphs, before: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Which of the characters are small and raised beside the one before."""
    one, other = glyphs.boxes[before].T, glyphs.boxes[at].T
    height = one[3] - one[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        size = (other[3] - other[1]) / height
        above = (one[1] + one[3] - other[1] - other[3]) / 2 / height
        away = abs(other[0] - one[2]) / height
        found: np.ndarray = (size > _LOW) & (size < _HIGH) & (above > _ABOVE) & (away < _AWAY)
    return found


def _is_level(glyphs: Glyphs, at: int) -> bool:
    """Whether a figure stands beside the one before as one of the same mark."""
    one, other = glyphs.boxes[at - 1], glyphs.boxes[at]
    return bool((abs(one[[1, 3]] - other[[1, 3]]) < _LEVEL * (one[3] - one[1])).all())
