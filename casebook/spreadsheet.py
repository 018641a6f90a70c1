"""Cells of a CSV file that a spreadsheet opens."""

import csv
import io
from collections.abc import Sequence
from typing import Final

# A spreadsheet would take a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """A value as a cell: nothing for None, lists with semicolons, and never a formula."""
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def line(values: Sequence[object]) -> bytes:
    """Values as a line of a CSV file, in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow([cell(value) for value in values])
    return text.getvalue().encode()
