"""A sentence that keeps its parts, so that a front door can say it in another language.

It is a plain string in English for whoever does not care.
"""

from collections.abc import Mapping
from typing import Self


class Told(str):
    """A form such as "p. {label}", filled in; `number` chooses between `form` and `several`."""

    __slots__ = ("form", "number", "parts", "several")

    form: str
    several: str
    number: int | None
    parts: Mapping[str, object]

    def __new__(
        cls, form: str, parts: Mapping[str, object], several: str = "", number: int | None = None
    ) -> Self:
        """The sentence in English, its form and its parts beside it."""
        chosen = several if number is not None and number != 1 else form
        self = super().__new__(cls, chosen.format_map(parts))
        self.form, self.several, self.number, self.parts = form, several, number, parts
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, object], str, int | None]]:
        return type(self), (self.form, dict(self.parts), self.several, self.number)


class Figure(str):
    """A number in English with so many decimals, which keeps its value: "0.68"."""

    __slots__ = ("decimals", "value")

    value: float
    decimals: int

    def __new__(cls, value: float, decimals: int = 0) -> Self:
        """The number as English writes it, thousands apart."""
        self = super().__new__(cls, f"{value:,.{decimals}f}")
        self.value, self.decimals = value, decimals
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[float, int]]:
        return type(self), (self.value, self.decimals)


def told(form: str, **parts: object) -> Told:
    """A sentence of this form: `told("p. {label}", label="iv")`."""
    return Told(form, parts)


def told_of(one: str, several: str, number: int, **parts: object) -> Told:
    """A sentence about a number of things: `told_of("{n} page", "{n} pages", 1204)`."""
    return Told(one, {"n": Figure(number), **parts}, several, number)
